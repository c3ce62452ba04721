import { existsSync } from 'node:fs';
import Database from 'better-sqlite3';

export type Connection = Database.Database;
export type Statement<Values extends unknown[], Row> = Database.Statement<Values, Row>;

/** A connection that reads only. It fails where the file does not exist. */
export function openReader(path: string): Connection {
  const connection = new Database(path, { readonly: true, fileMustExist: true, timeout: 5_000 });
  connection.pragma('query_only = ON');
  connection.pragma('cache_size = -16000');
  connection.pragma('mmap_size = 268435456');
  return connection;
}

/**
 * A connection that looks at a database which may have to be refused, and leaves its file as it is: one that may only
 * read would leave a -wal file where there was none, and one that may write would carry an older one over into it.
 */
export function openInspector(path: string): Connection {
  // What a crash broke off outside of WAL mode must be taken back before anybody can read, which takes writing.
  const readonly = existsSync(`${path}-wal`) && !existsSync(`${path}-journal`);
  const connection = new Database(path, { readonly, fileMustExist: true, timeout: 5_000 });
  connection.pragma('query_only = ON');
  return connection;
}

/**
 * A connection that writes. Once open it never sleeps for a lock: whoever uses it tries again. A commit is on the disk when it
 * returns (`synchronous = FULL`), and what is deleted is overwritten (`secure_delete`).
 */
export function openWriter(path: string): Connection {
  // Opening waits: another process may be making the database just now.
  const connection = new Database(path, { timeout: 5_000 });
  connection.pragma('synchronous = FULL');
  connection.pragma('secure_delete = ON');
  connection.pragma('foreign_keys = ON');
  connection.pragma('busy_timeout = 0');
  return connection;
}

/**
 * Carries the -wal file over into the database and empties it, so that nothing of what was deleted is left in it. False
 * where another connection reads an older state just now: try again.
 */
export function emptyWriteAheadLog(connection: Connection): boolean {
  const [result] = connection.pragma('wal_checkpoint(TRUNCATE)') as { busy: number }[];
  return result?.busy === 0;
}

/** Whether an error says that the file is something else than a database. */
export function isNoDatabase(error: unknown): boolean {
  return error instanceof Database.SqliteError && error.code === 'SQLITE_NOTADB';
}

/** Whether an error says that another connection holds the lock. */
export function isBusy(error: unknown): boolean {
  return error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY');
}

/** Whether an error says that a constraint of the schema does not hold. */
export function isConstraint(error: unknown): boolean {
  return error instanceof Database.SqliteError && error.code.startsWith('SQLITE_CONSTRAINT');
}

/** What a step gives, tried again while another connection holds the lock, until a time in UTC milliseconds. */
export async function patiently<Result>(step: () => Result, deadline: number): Promise<Result> {
  for (;;) {
    try {
      return step();
    } catch (error) {
      if (!isBusy(error) || Date.now() > deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, 10 + Math.random() * 40));
    }
  }
}
