import { parentPort, workerData } from 'node:worker_threads';
import { Problem } from '../../errors.ts';
import { renewAnalyses } from './analysis.ts';
import { type Connection, openWriter } from './connection.ts';
import { GroupCommit } from './group-commit.ts';
import { type Migration, migrate, readMigrations } from './migrations.ts';
import { type JobName, openJobs } from './writer-jobs.ts';

/** What the writer thread is started with. */
export interface WriterOptions {
  readonly path: string;
  readonly migrations: string;
  readonly patience: number;
}

/** What the main thread sends. */
export interface WriterRequest {
  readonly number: number;
  readonly job: JobName;
  readonly given: readonly unknown[];
}

/** What the writer thread sends: first that it is ready, then an answer to each request. */
export type WriterMessage =
  | { readonly ready: true; readonly applied: readonly string[] }
  | { readonly number: number; readonly result: unknown }
  | { readonly number: number; readonly problem: SentProblem }
  | { readonly number: number; readonly error: Error };

/** A Problem as it crosses threads. */
export interface SentProblem extends Pick<Problem, 'code' | 'errors' | 'headers'> {
  readonly detail: string;
}

async function run({ path, migrations, patience }: WriterOptions): Promise<void> {
  const port = parentPort;
  if (!port) throw new Error('the writer runs in a thread of its own');
  const connection = openWriter(path);
  const applied = await prepare(connection, migrations).catch((error) => {
    connection.close();
    throw error;
  });
  const group = new GroupCommit(connection, { patience });
  const jobs = openJobs(connection);
  const send = (message: WriterMessage) => port.postMessage(message);
  port.on('message', async (request: WriterRequest | 'close') => {
    if (request === 'close') {
      connection.close();
      port.close();
      return;
    }
    const { number, given } = request;
    const job = jobs[request.job] as (...given: readonly unknown[]) => unknown;
    try {
      send({ number, result: await group.run(() => job(...given)) });
    } catch (error) {
      if (error instanceof Problem) send({ number, problem: sent(error) });
      else send({ number, error: error instanceof Error ? error : new Error(String(error)) });
    }
  });
  send({ ready: true, applied: applied.map(({ name }) => name) });
}

/** Brings the database up to date before anything is read or written, and returns the migrations that it applied. */
async function prepare(connection: Connection, folder: string): Promise<Migration[]> {
  const applied = await migrate(connection, readMigrations(folder));
  await renewAnalyses(connection);
  return applied;
}

function sent({ code, message, errors, headers }: Problem): SentProblem {
  return { code, detail: message, errors, headers };
}

await run(workerData as WriterOptions);
