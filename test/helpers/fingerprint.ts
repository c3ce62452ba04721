import { createHash } from 'node:crypto';
import type { Test } from 'tap';
import { databasePath } from '../../src/config.ts';
import { type Connection, openReader } from '../../src/store/sqlite/connection.ts';
import type { Service } from './service.ts';

/** Looks at the database of a service from beside it. */
export class Fingerprint {
  readonly #connection: Connection;

  constructor(t: Test, { config }: Service) {
    this.#connection = openReader(databasePath(config.DATABASE_URL));
    t.teardown(() => this.#connection.close());
  }

  /** A digest of all rows of all tables, but for what was answered to requests. */
  content(): string {
    const tables = this.#connection
      .prepare<[], string>(
        `SELECT name FROM sqlite_schema
         WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name <> 'receipt' ORDER BY name`,
      )
      .pluck()
      .all();
    const digest = createHash('sha256');
    for (const table of tables) {
      const rows = this.#connection.prepare(`SELECT * FROM ${table}`).raw().all();
      digest.update(JSON.stringify([table, rows]));
    }
    return digest.digest('hex');
  }
}
