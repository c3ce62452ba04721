import { test } from 'tap';
import { openSqliteFile } from '../helpers/sqlite.ts';
import { conformance } from './conformance.ts';

test('the SQLite store does what the port says', (t) =>
  conformance(t, async (test) => (await openSqliteFile(test)).store));
