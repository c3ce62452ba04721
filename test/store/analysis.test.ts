import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import { type Test, test } from 'tap';
import type { ResourceDocument } from '../../src/model/definition.ts';
import { newIdentifier } from '../../src/model/identifiers.ts';
import { openWriter } from '../../src/store/sqlite/connection.ts';
import { migrate, readMigrations } from '../../src/store/sqlite/migrations.ts';
import { startChild } from '../helpers/children.ts';
import { Desk } from '../helpers/making.ts';
import { openSqliteFile } from '../helpers/sqlite.ts';
import { stored } from '../model/documents.ts';

const folder = fileURLToPath(new URL('../../migrations/sqlite', import.meta.url));
const migrations = readMigrations(folder);

/** More than are read at once. */
const names = Array.from({ length: 1_203 }, (_, index) =>
  index % 400 === 2 ? 'The Times' : `Source ${index}`,
);

/** A database as it was before sources had likenesses, with sources of these names. */
async function olderDatabase(t: Test): Promise<{ path: string; documents: ResourceDocument[] }> {
  const path = join(t.testdir(), 'hearsay.db');
  const connection = openWriter(path);
  const added = migrations.findIndex(({ name }) => name.endsWith('_likeness.sql'));
  await migrate(connection, migrations.slice(0, added));
  const log = connection.prepare(
    `INSERT INTO log (seq, at, actor, action, resource, id, revision, document)
     VALUES (?, 0, 'test', 'create', 'source', ?, 1, ?)`,
  );
  const row = connection.prepare(
    `INSERT INTO source (key, id, revision, withdrawn, changed, document, kind) VALUES (?, ?, 1, 0, ?, ?, ?)`,
  );
  const documents = names.map((en) => stored('source', { id: newIdentifier('source'), name: { en } }));
  connection.exec('BEGIN');
  for (const [index, document] of documents.entries()) {
    const [key, json] = [index + 1, JSON.stringify(document)];
    log.run(key, document.id, json);
    row.run(key, document.id, key, json, document.kind);
  }
  connection.exec('COMMIT');
  connection.close();
  return { path, documents };
}

function read(path: string, sql: string): unknown[] {
  const connection = new Database(path);
  try {
    return connection.prepare(sql).all();
  } finally {
    connection.close();
  }
}

test('sources that were written before there were likenesses have them at the next start', async (t) => {
  const { path, documents } = await olderDatabase(t);
  const { store } = await openSqliteFile(t, {}, path);
  const alike = documents
    .filter(({ name }) => (name as { en: string }).en === 'The Times')
    .map(({ id }) => id);
  const [first = '', ...others] = alike;
  const found = await store.duplicatesOf(first, 10);
  t.equal(others.length, 3);
  t.strictSame(
    found?.items.map(({ item }) => item.id),
    others,
  );
  const added = await new Desk(store).create('source', { name: { en: 'times' } });
  t.equal((await store.duplicatesOf(first, 10))?.items.at(-1)?.item.id, added.id, 'and those written since');
});

test('likenesses of another version of the analysis are made anew', async (t) => {
  const { path } = await olderDatabase(t);
  const start = async () => (await openSqliteFile(t, {}, path)).store.close();
  const likenesses = () => read(path, 'SELECT owner, value FROM source_likeness ORDER BY owner, value');
  await start();
  const made = likenesses();
  t.equal(made.length, names.length);
  const connection = new Database(path);
  const change = (sql: string) => connection.exec(sql);
  change("DELETE FROM source_likeness WHERE owner > 7; INSERT INTO source_likeness VALUES (1, 'name:other')");
  const changed = likenesses();
  await start();
  t.strictSame(likenesses(), changed, 'those of this version stand');
  change('UPDATE analysis SET version = version + 1');
  await start();
  t.strictSame(likenesses(), made);
  connection.close();
});

test('processes that start at once make likenesses once', async (t) => {
  const { path } = await olderDatabase(t);
  const children = Array.from({ length: 3 }, () =>
    startChild(
      t,
      `const { openWriter } = await load('store/sqlite/connection.ts');
       const { migrate, readMigrations } = await load('store/sqlite/migrations.ts');
       const { renewAnalyses } = await load('store/sqlite/analysis.ts');
       const connection = openWriter(${JSON.stringify(path)});
       await migrate(connection, readMigrations(${JSON.stringify(folder)}));
       say('ready');
       await told;
       say('renewed ' + (await renewAnalyses(connection)).join());
       connection.close();`,
    ),
  );
  await Promise.all(children.map((child) => child.says('ready')));
  for (const child of children) child.tell();
  await Promise.all(children.map((child) => child.ended()));
  const said = children.flatMap(({ lines }) => lines.filter((line) => line.startsWith('renewed')));
  t.strictSame(said.toSorted(), ['renewed ', 'renewed ', 'renewed source_likeness']);
  t.equal(read(path, 'SELECT * FROM source_likeness').length, names.length);
});
