import { existsSync } from 'node:fs';
import { databasePath } from '../../config.ts';
import { openReader } from './connection.ts';

/** Copies a database as it is at this moment into a new file; does nothing where it does not exist. `url`: a `file:` URL. */
export function copyDatabase(url: string, file: string): void {
  const path = databasePath(url);
  if (!existsSync(path)) return;
  const connection = openReader(path);
  try {
    // It writes, though not to this database.
    connection.pragma('query_only = OFF');
    connection.prepare('VACUUM INTO ?').run(file);
  } finally {
    connection.close();
  }
}
