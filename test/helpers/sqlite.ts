import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Test } from 'tap';
import type { Store } from '../../src/store/port.ts';
import { openSqliteStore, type SqliteOptions } from '../../src/store/sqlite/store.ts';
import { placeDatabase } from './templates.ts';

/** A SQLite store in a file of its own. */
export interface SqliteFile {
  readonly store: Store;
  readonly path: string;
  readonly url: string;
}

/** Opens a store in a new folder of the test, or in the file at `path`; it is closed when the test ends. */
export async function openSqliteFile(
  t: Test,
  options: Partial<SqliteOptions> = {},
  path = join(t.testdir(), 'hearsay.db'),
): Promise<SqliteFile> {
  const url = pathToFileURL(path).href;
  if (!options.migrations) await placeDatabase(path, 'empty');
  const { store } = await openSqliteStore({ url, workers: 1, ...options });
  t.teardown(() => store.close());
  return { store, path, url };
}
