import { setTimeout as sleep } from 'node:timers/promises';
import { type Connection, emptyWriteAheadLog, isBusy } from './connection.ts';

/** How long it is left alone after something else than a lock has kept it from being done, in milliseconds. */
const pause = 60_000;

/** The log position of the newest redaction, 0 where there is none. */
export const newestRedaction = "SELECT coalesce(max(seq), 0) FROM log WHERE action = 'redact'";

/**
 * Takes out of the files of the database what redactions have taken out of its rows. SQLite overwrites what it deletes,
 * but copies of it are left in the -wal file and in the gaps of pages whose rows were moved to others: the database is
 * written anew (VACUUM) and the -wal file emptied. The log position up to which that is done stands in `user_version`,
 * so that it is done by whichever process comes next where this one could not.
 */
export class Scrubber {
  readonly #connection: Connection;
  readonly #newest;
  #rewritten = 0;
  #notBefore = 0;

  constructor(connection: Connection) {
    this.#connection = connection;
    this.#newest = connection.prepare<[], number>(newestRedaction).pluck();
  }

  /** Does what there is to do, unless others hold a lock or read an older state: then false, and to be tried again. */
  scrub(): boolean {
    if (!this.#connection.open) return true;
    if (Date.now() < this.#notBefore) return false;
    try {
      const newest = this.#newest.get() ?? 0;
      if (newest <= Number(this.#connection.pragma('user_version', { simple: true }))) return true;
      // Others may read meanwhile; those who write wait.
      if (this.#rewritten < newest) this.#connection.exec('VACUUM');
      this.#rewritten = newest;
      if (!emptyWriteAheadLog(this.#connection)) return false;
      this.#connection.pragma(`user_version = ${newest}`);
      return true;
    } catch (error) {
      if (isBusy(error)) return false;
      this.#notBefore = Date.now() + pause;
      const why = error instanceof Error ? error.message : String(error);
      process.emitWarning(`What was redacted is still in the files of the database, for now: ${why}.`);
      return false;
    }
  }

  /** Tries for so many milliseconds. */
  async scrubWithin(patience: number): Promise<void> {
    const deadline = Date.now() + patience;
    while (!this.scrub() && Date.now() < deadline) await sleep(25);
  }
}
