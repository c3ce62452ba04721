import { parentPort, workerData } from 'node:worker_threads';
import { Problem } from '../../errors.ts';
import type { Command } from '../port.ts';
import { renewAnalyses } from './analysis.ts';
import type { Caps } from './claim-ties.ts';
import { type Connection, openWriter } from './connection.ts';
import { renewFigures } from './figures.ts';
import { GroupCommit } from './group-commit.ts';
import { type Migration, migrate, readMigrations } from './migrations.ts';
import { type KeptProblem, keptProblem } from './receipts.ts';
import { Scrubber } from './scrubbing.ts';
import { type JobName, openJobs } from './writer-jobs.ts';

/** What the writer thread is started with. */
export interface WriterOptions {
  readonly path: string;
  readonly migrations: string;
  readonly patience: number;
  /** What is assessed in the transaction of a write. */
  readonly smallChange?: Caps | undefined;
}

/** What the main thread sends. */
export interface WriterRequest {
  readonly number: number;
  readonly job: JobName;
  readonly given: readonly unknown[];
}

/** What the writer thread sends: first that it is ready, then an answer to each request, and when something is due. */
export type WriterMessage =
  | { readonly ready: true; readonly applied: readonly string[] }
  | { readonly due: true }
  | { readonly number: number; readonly result: unknown }
  | { readonly number: number; readonly problem: KeptProblem }
  | { readonly number: number; readonly error: Error };

async function run({ path, migrations, patience, smallChange }: WriterOptions): Promise<void> {
  const port = parentPort;
  if (!port) throw new Error('the writer runs in a thread of its own');
  const connection = openWriter(path);
  const applied = await prepare(connection, migrations).catch((error) => {
    connection.close();
    throw error;
  });
  const group = new GroupCommit(connection, { patience });
  const jobs = openJobs(connection, { caps: smallChange });
  const scrubber = new Scrubber(connection);
  const send = (message: WriterMessage) => port.postMessage(message);
  const tellOfDue = () => connection.open && jobs.anyDue() && send({ due: true });
  port.on('message', async (request: WriterRequest | 'close') => {
    if (request === 'close') {
      await scrubber.scrubWithin(2_000);
      connection.close();
      port.close();
      return;
    }
    const { number, given } = request;
    const job = jobs[request.job] as (...given: readonly unknown[]) => unknown;
    try {
      const result = await group.run(() => job(...given));
      if (request.job === 'commit' && hasRedaction(given[0] as readonly Command[]))
        await scrubber.scrubWithin(500);
      send({ number, result });
      if (leavesDue.has(request.job)) tellOfDue();
    } catch (error) {
      if (error instanceof Problem) send({ number, problem: keptProblem(error) });
      else send({ number, error: error instanceof Error ? error : new Error(String(error)) });
    }
  });
  // What another process has left undone, this one included, is done while it is served.
  setInterval(() => {
    scrubber.scrub();
    tellOfDue();
  }, 1_000).unref();
  send({ ready: true, applied: applied.map(({ name }) => name) });
  tellOfDue();
}

/** The jobs after which claims may have to be assessed. */
const leavesDue: ReadonlySet<JobName> = new Set(['commit', 'commitArticleGraph', 'finishRestore']);

function hasRedaction(commands: readonly Command[]): boolean {
  return commands.some(({ action }) => action === 'redact');
}

/** Brings the database up to date before anything is read or written, and returns the migrations that it applied. */
async function prepare(connection: Connection, folder: string): Promise<Migration[]> {
  const applied = await migrate(connection, readMigrations(folder));
  await renewAnalyses(connection);
  await renewFigures(connection);
  return applied;
}

await run(workerData as WriterOptions);
