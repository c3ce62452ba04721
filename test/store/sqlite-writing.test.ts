import { test } from 'tap';
import { openSqliteFile } from '../helpers/sqlite.ts';
import { conformance } from './conformance.ts';

test('the SQLite store is written to as the port says', (t) =>
  conformance(t, 'writing', async (test) => (await openSqliteFile(test)).store));
