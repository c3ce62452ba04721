import { test } from 'tap';
import { openSqliteFile } from '../helpers/sqlite.ts';
import { conformance } from './conformance.ts';

test('the SQLite store keeps the history that the port says', (t) =>
  conformance(t, 'history', async (test) => (await openSqliteFile(test)).store));
