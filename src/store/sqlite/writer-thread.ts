import { parentPort, workerData } from 'node:worker_threads';
import { Problem } from '../../errors.ts';
import type { Command } from '../port.ts';
import { renewAnalyses } from './analysis.ts';
import { type Connection, emptyWriteAheadLog, isBusy, openWriter } from './connection.ts';
import { GroupCommit } from './group-commit.ts';
import { type Migration, migrate, readMigrations } from './migrations.ts';
import { type KeptProblem, keptProblem } from './receipts.ts';
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
  | { readonly number: number; readonly problem: KeptProblem }
  | { readonly number: number; readonly error: Error };

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
      const result = await group.run(() => job(...given));
      if (request.job === 'commit' && hasRedaction(given[0] as readonly Command[])) await forget(connection);
      send({ number, result });
    } catch (error) {
      if (error instanceof Problem) send({ number, problem: keptProblem(error) });
      else send({ number, error: error instanceof Error ? error : new Error(String(error)) });
    }
  });
  send({ ready: true, applied: applied.map(({ name }) => name) });
}

function hasRedaction(commands: readonly Command[]): boolean {
  return commands.some(({ action }) => action === 'redact');
}

/** Waits a little for readers of older states to finish, and goes on trying afterwards. */
async function forget(connection: Connection): Promise<void> {
  for (let attempt = 0; connection.open && !isForgotten(connection); attempt++) {
    if (attempt === 20) return void setTimeout(forget, 1_000, connection).unref();
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

function isForgotten(connection: Connection): boolean {
  try {
    return emptyWriteAheadLog(connection);
  } catch (error) {
    if (isBusy(error)) return false;
    throw error;
  }
}

/** Brings the database up to date before anything is read or written, and returns the migrations that it applied. */
async function prepare(connection: Connection, folder: string): Promise<Migration[]> {
  const applied = await migrate(connection, readMigrations(folder));
  await renewAnalyses(connection);
  return applied;
}

await run(workerData as WriterOptions);
