import { Problem } from '../../errors.ts';
import { asProblem } from './commit.ts';
import { type Connection, isBusy } from './connection.ts';

/** Writing that waits for its turn. */
interface Waiting {
  readonly write: () => unknown;
  /** When it gives up waiting for the lock, in UTC milliseconds. */
  readonly deadline: number;
  readonly resolve: (result: never) => void;
  readonly reject: (error: unknown) => void;
}

/** How long one transaction may gather writes, in milliseconds, so that other processes get their turn. */
const longestGroup = 50;
const retryAfterSeconds = '1';

/**
 * Groups waiting writes into one transaction, a savepoint each: one that fails takes back its own rows only, and all
 * are answered once the group is on the disk.
 */
export class GroupCommit {
  readonly #connection: Connection;
  readonly #patience: number;
  readonly #savepoint;
  readonly #release;
  readonly #rollback;
  #queue: Waiting[] = [];
  #working = false;

  /** `patience`: how long a write waits for another process's lock, in milliseconds. */
  constructor(connection: Connection, { patience }: { patience: number }) {
    this.#connection = connection;
    this.#patience = patience;
    this.#savepoint = connection.prepare('SAVEPOINT one');
    this.#release = connection.prepare('RELEASE one');
    this.#rollback = connection.prepare('ROLLBACK TO one');
  }

  /** Resolves with what `write` gave once it is on the disk; rejects with what it threw, nothing written. */
  run<Result>(write: () => Result): Promise<Result> {
    const { promise, resolve, reject } = Promise.withResolvers<Result>();
    this.#queue.push({ write, deadline: Date.now() + this.#patience, resolve, reject });
    if (!this.#working) void this.#work();
    return promise;
  }

  async #work(): Promise<void> {
    this.#working = true;
    while (this.#queue.length > 0) {
      // What arrives in the same turn of the event loop belongs to the same group, and answers leave between groups.
      await new Promise((resolve) => setImmediate(resolve));
      if (!this.#begin()) {
        this.#refuseLate();
        await pause();
        continue;
      }
      this.#commitGroup();
      // Other processes try again and again; without a pause between long groups they would hardly ever get the lock.
      if (this.#queue.length > 0) await pause();
    }
    this.#working = false;
  }

  #begin(): boolean {
    try {
      this.#connection.exec('BEGIN IMMEDIATE; PRAGMA defer_foreign_keys = ON');
      return true;
    } catch (error) {
      if (!isBusy(error)) this.#rejectAll(error);
      return false;
    }
  }

  #refuseLate(): void {
    const now = Date.now();
    const late = this.#queue.filter(({ deadline }) => deadline <= now);
    this.#queue = this.#queue.filter(({ deadline }) => deadline > now);
    for (const { reject } of late) {
      const headers = { 'retry-after': retryAfterSeconds };
      reject(
        new Problem('store_busy', 'Another process holds the database. Nothing was written.', { headers }),
      );
    }
  }

  #commitGroup(): void {
    const group: Waiting[] = [];
    const answers: (() => void)[] = [];
    const end = Date.now() + longestGroup;
    try {
      while (this.#queue.length > 0 && (group.length === 0 || Date.now() < end)) {
        const waiting = this.#queue.shift() as Waiting;
        group.push(waiting);
        answers.push(this.#applyOne(waiting));
      }
      this.#connection.exec('COMMIT');
    } catch (error) {
      if (this.#connection.inTransaction) this.#connection.exec('ROLLBACK');
      if (group.length > 1) this.#commitSingly(group);
      else for (const { reject } of group) reject(asProblem(error));
      return;
    }
    for (const answer of answers) answer();
  }

  /** Gives what answers a write once its group is on the disk; throws where the whole transaction is lost. */
  #applyOne({ write, resolve, reject }: Waiting): () => void {
    this.#savepoint.run();
    try {
      const result = write();
      this.#release.run();
      return () => resolve(result as never);
    } catch (error) {
      // A full disk, for one, takes the whole transaction back, savepoints and all.
      if (!this.#connection.inTransaction) throw error;
      this.#rollback.run();
      this.#release.run();
      return () => reject(asProblem(error));
    }
  }

  /** A group that could not be committed is tried one by one, so that only what is at fault fails. */
  #commitSingly(waiting: readonly Waiting[]): void {
    const others = this.#queue;
    const left: Waiting[] = [];
    for (const one of waiting) {
      this.#queue = [one];
      if (this.#begin()) this.#commitGroup();
      left.push(...this.#queue);
    }
    this.#queue = [...left, ...others];
  }

  #rejectAll(error: unknown): void {
    for (const { reject } of this.#queue.splice(0)) reject(error);
  }
}

/** Long enough for others to try, and never the same for two processes. */
function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 2 + Math.random() * 10));
}
