import Database from 'better-sqlite3';

export type Connection = Database.Database;

/** The path that a `file:` URL of DATABASE_URL names. */
export function databasePath(url: string): string {
  return decodeURIComponent(url.slice('file:'.length));
}

/** A connection that reads only. It fails where the file does not exist. */
export function openReader(path: string): Connection {
  const connection = new Database(path, { readonly: true, fileMustExist: true, timeout: 5_000 });
  connection.pragma('query_only = ON');
  connection.pragma('cache_size = -16000');
  connection.pragma('mmap_size = 268435456');
  return connection;
}

/**
 * A connection that writes. It never sleeps for a lock: whoever uses it tries again. A commit is on the disk when it
 * returns (`synchronous = FULL`), and what is deleted is overwritten (`secure_delete`).
 */
export function openWriter(path: string): Connection {
  const connection = new Database(path, { timeout: 0 });
  connection.pragma('synchronous = FULL');
  connection.pragma('secure_delete = ON');
  connection.pragma('foreign_keys = ON');
  return connection;
}

/** Whether an error says that another connection holds the lock. */
export function isBusy(error: unknown): boolean {
  return error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY');
}
