import { Worker } from 'node:worker_threads';
import { Problem } from '../../errors.ts';
import { moduleBeside } from '../../module-beside.ts';
import { problemFrom } from './receipts.ts';
import type { JobName, WriterJobs } from './writer-jobs.ts';
import type { WriterMessage, WriterOptions, WriterRequest } from './writer-thread.ts';

interface Pending {
  readonly promise: Promise<unknown>;
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/** The one connection that writes, in a thread of its own, so that waiting for a lock never stops the process. */
export class Writer {
  readonly #worker: Worker;
  readonly #pending = new Map<number, Pending>();
  readonly #exited: Promise<void>;
  #last = 0;
  #onDue = () => {};
  #failure: unknown;

  private constructor(worker: Worker) {
    this.#worker = worker;
    this.#exited = new Promise((resolve) => worker.once('exit', () => resolve()));
    worker.on('message', (message: WriterMessage) => this.#settle(message));
    worker.on('error', (error) => this.#fail(error));
    worker.on('exit', () => this.#fail(new Error('The writer thread has ended.')));
  }

  /** Starts the thread, which migrates the database, and says which migrations it applied. Rejects with a MigrationError. */
  static async start(options: WriterOptions): Promise<{ writer: Writer; applied: readonly string[] }> {
    const worker = new Worker(moduleBeside(import.meta.url, 'writer-thread'), { workerData: options });
    const { promise, resolve, reject } = Promise.withResolvers<readonly string[]>();
    worker.once('message', (message: WriterMessage) => 'ready' in message && resolve(message.applied));
    const ended = () => reject(new Error('The writer thread has ended.'));
    worker.once('error', reject).once('exit', ended);
    const applied = await promise;
    worker.off('error', reject).off('exit', ended);
    return { writer: new Writer(worker), applied };
  }

  /** Calls back whenever claims have to be assessed. */
  onDue(wake: () => void): void {
    this.#onDue = wake;
  }

  /** Why nothing can be written any more; undefined while it can. */
  get failure(): unknown {
    return this.#failure;
  }

  /** Does one job in a transaction. Resolves once it is on the disk; rejects where nothing was written. */
  async run<Name extends JobName>(
    job: Name,
    ...given: Parameters<WriterJobs[Name]>
  ): Promise<ReturnType<WriterJobs[Name]>> {
    if (this.#failure !== undefined) throw this.#failure;
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    const number = ++this.#last;
    // First what may throw, so that nothing waits for an answer that never comes.
    this.#worker.postMessage({ number, job, given } satisfies WriterRequest);
    this.#pending.set(number, { promise, resolve, reject });
    return promise as Promise<ReturnType<WriterJobs[Name]>>;
  }

  /** Refuses what is asked for from now on, and lets what was asked for before finish. */
  async finish(): Promise<void> {
    this.#failure ??= new Problem('not_ready', 'The store is closed.');
    await Promise.allSettled([...this.#pending.values()].map(({ promise }) => promise));
  }

  /** Closes the connection and ends the thread. */
  async close(): Promise<void> {
    await this.finish();
    this.#worker.postMessage('close');
    await this.#exited;
  }

  #settle(message: WriterMessage): void {
    if ('ready' in message) return;
    if ('due' in message) {
      this.#onDue();
      return;
    }
    const pending = this.#pending.get(message.number);
    this.#pending.delete(message.number);
    if ('result' in message) pending?.resolve(message.result);
    else if ('problem' in message) pending?.reject(problemFrom(message.problem));
    else pending?.reject(message.error);
  }

  #fail(error: unknown): void {
    this.#failure ??= error;
    for (const { reject } of this.#pending.values()) reject(error);
    this.#pending.clear();
  }
}
