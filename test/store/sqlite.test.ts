import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { test } from 'tap';
import { openSqliteStore } from '../../src/store/sqlite/store.ts';
import { openSqliteFile } from '../helpers/sqlite.ts';
import { conformance } from './conformance.ts';

test('the SQLite store is read as the port says', (t) =>
  conformance(t, 'reading', async (test) => (await openSqliteFile(test)).store));

test('a folder that is in the way is told by its path', async (t) => {
  const folder = t.testdir({ 'hearsay.db': {} });
  const open = (path: string) => openSqliteStore({ url: pathToFileURL(path).href, workers: 1 });
  const taken = join(folder, 'hearsay.db');
  const file = join(folder, 'file');
  writeFileSync(file, '');
  const refused: [path: string, message: string][] = [
    [taken, `${taken} is a folder`],
    [join(file, 'hearsay.db'), `The folder ${file} `],
    [join(file, 'deeper', 'hearsay.db'), `The folder ${join(file, 'deeper')} `],
    ['/proc/x/y.db', 'The folder /proc/x '],
  ];
  for (const [path, message] of refused) await t.rejects(open(path), { name: 'ConfigError', message });
});

test('the folders of a database are made', async (t) => {
  const path = join(t.testdir(), 'a', 'b', 'hearsay.db');
  const { store } = await openSqliteStore({ url: pathToFileURL(path).href, workers: 1 });
  await store.close();
  t.ok(existsSync(path));
});
