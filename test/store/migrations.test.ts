import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import Database from 'better-sqlite3';
import { type Test, test } from 'tap';
import { loadBundledArticle } from '../../src/bundled/load.ts';
import { openWriter } from '../../src/store/sqlite/connection.ts';
import { migrate, readMigrations } from '../../src/store/sqlite/migrations.ts';
import { openSqliteStore } from '../../src/store/sqlite/store.ts';
import { startChild } from '../helpers/children.ts';
import { Desk } from '../helpers/making.ts';
import { openSqliteFile } from '../helpers/sqlite.ts';

const ownMigrations = fileURLToPath(new URL('../../migrations/sqlite', import.meta.url));
const newest = readMigrations(ownMigrations).length;

/** A folder of the test with these migrations, after Hearsay's own where asked. */
function migrationFolder(folder: string, files: Record<string, string>, { own = false } = {}): string {
  mkdirSync(folder, { recursive: true });
  if (own) cpSync(ownMigrations, folder, { recursive: true });
  for (const [name, sql] of Object.entries(files)) writeFileSync(join(folder, name), sql);
  return folder;
}

/** A migration that follows Hearsay's own. */
function following(name: string, sql: string): Record<string, string> {
  return { [`${String(newest + 1).padStart(4, '0')}_${name}.sql`]: sql };
}

async function open(path: string, migrations = ownMigrations): Promise<readonly string[]> {
  const { store, applied } = await openSqliteStore({
    ...{ url: pathToFileURL(path).href, migrations, workers: 1, patience: 1_000 },
  });
  await store.close();
  return applied;
}

function digest(path: string): string {
  return createHash('sha256').update(readFileSync(path)).digest('hex');
}

/** Reads a database with a connection of its own. */
function read<Result>(path: string, look: (connection: Database.Database) => Result): Result {
  const connection = new Database(path);
  try {
    return look(connection);
  } finally {
    connection.close();
  }
}

/** Asserts that a database is refused with this message, its file unchanged and nothing left beside it. */
async function refuses(t: Test, path: string, message: RegExp, migrations = ownMigrations): Promise<void> {
  const before = digest(path);
  const error = await open(path, migrations).catch((reason) => reason);
  t.equal(error.name, 'MigrationError');
  t.match(error.message, message);
  t.equal(digest(path), before, 'its bytes are unchanged');
  for (const suffix of ['-wal', '-shm', '-journal'])
    t.notOk(existsSync(path + suffix), `no ${suffix} is left`);
}

test('a database is made where there is none, and is up to date afterwards', async (t) => {
  const folder = t.testdir();
  const path = join(folder, 'a folder/of its own/hearsay.db');
  t.equal((await open(path)).length, newest, 'every migration is applied');
  const before = digest(path);
  t.strictSame(await open(path), [], 'none is left');
  t.equal(digest(path), before, 'and nothing changes');
  t.notOk(existsSync(`${path}-wal`), 'all of it stands in the one file');
  const { store } = await openSqliteFile(t, {}, path);
  t.strictSame(await store.check(), { position: 0, schemaVersion: newest });
  const empty = join(folder, 'empty.db');
  writeFileSync(empty, '');
  t.equal((await open(empty)).length, newest, 'an empty file is an empty database');
});

test('what was written stands in the one file once the store is closed', async (t) => {
  const path = join(t.testdir(), 'hearsay.db');
  const { store } = await openSqliteFile(t, {}, path);
  const made = await new Desk(store).create('claim');
  await store.count({ type: 'claim', filters: [], dates: [], withdrawn: false }, 1);
  await store.close();
  t.notOk(existsSync(`${path}-wal`));
  cpSync(path, `${path}.copy`);
  const { store: copy } = await openSqliteFile(t, {}, `${path}.copy`);
  t.strictSame(await new Desk(copy).read('claim', made.id), made);
});

test('a database that was brought back in another journal mode is read while it is written', async (t) => {
  const path = join(t.testdir(), 'hearsay.db');
  await open(path);
  const mode = (change = '') => read(path, (db) => db.pragma(`journal_mode${change}`, { simple: true }));
  t.equal(mode('= DELETE'), 'delete');
  await open(path);
  t.equal(mode(), 'wal');
});

test('what was being written outside of WAL mode when the process was killed is taken back', async (t) => {
  const folder = t.testdir();
  const standing = join(folder, 'standing.db');
  const { store } = await openSqliteFile(t, {}, standing);
  const made = await new Desk(store).create('claim');
  await store.close();
  for (const path of [standing, join(folder, 'in the making.db')]) {
    const child = startChild(
      t,
      `const { openWriter } = await load('store/sqlite/connection.ts');
       const connection = openWriter(${JSON.stringify(path)});
       connection.pragma('journal_mode = DELETE');
       // So little fits into the cache that the file is written before the end of the transaction.
       connection.pragma('cache_size = 1');
       connection.exec('BEGIN; CREATE TABLE thing (x); INSERT INTO thing VALUES (randomblob(1e6))');
       say('written');
       await told;`,
    );
    await child.says('written');
    child.process.kill('SIGKILL');
    await child.ended();
    t.ok(statSync(`${path}-journal`).size > 0 && statSync(path).size > 1e5, 'it was under way');
    t.equal((await open(path)).length, path === standing ? 0 : newest);
  }
  const { store: reopened } = await openSqliteFile(t, {}, standing);
  t.strictSame(await new Desk(reopened).read('claim', made.id), made);
});

test('what does not fit is refused, and stays as it is', async (t) => {
  const folder = t.testdir();
  const path = join(folder, 'hearsay.db');
  const extended = migrationFolder(join(folder, 'extended'), following('more', 'CREATE TABLE more (x) '), {
    own: true,
  });
  const [extra = ''] = Object.keys(following('more', ''));
  t.strictSame((await open(path, extended)).slice(newest), [extra]);

  await t.test('a database of a newer version', async (t) => {
    await refuses(t, path, /newer version.*Start the version that made it/);
  });
  await t.test('a migration that was edited', async (t) => {
    const edited = migrationFolder(join(folder, 'edited'), following('more', '-- edited'), { own: true });
    await refuses(t, path, /is not the one that was applied.*Restore the original file/, edited);
    const renamed = migrationFolder(join(folder, 'renamed'), following('other', 'CREATE TABLE more (x) '), {
      own: true,
    });
    await refuses(t, path, /is not the one that was applied/, renamed);
  });
  await t.test('a migration that is missing', async (t) => {
    const gap = migrationFolder(join(folder, 'gap'), { [extra]: '' });
    await refuses(t, path, /one is missing or misnamed. Restore/, gap);
    rmSync(join(gap, extra));
    await refuses(t, path, /newer version/, gap);
  });
  await t.test('a database of another program', async (t) => {
    const other = (name: string, prepare: (connection: Database.Database) => unknown) => {
      read(join(folder, name), prepare);
      return join(folder, name);
    };
    const cases = [
      other('tables.db', (db) => db.exec('CREATE TABLE thing (x)')),
      other('log.db', (db) => db.pragma('journal_mode = WAL') && db.exec('CREATE TABLE thing (x)')),
      other('alike.db', (db) => db.exec('CREATE TABLE migration (number, name, checksum)')),
      other('marked.db', (db) => db.pragma('application_id = 7')),
      other('view.db', (db) => db.exec('CREATE VIEW thing AS SELECT 1')),
    ];
    for (const one of cases) await refuses(t, one, /another program.*Name another file/);
  });
  await t.test('a file that is not a database', async (t) => {
    for (const [name, text] of Object.entries({ long: 'Not a database. '.repeat(500), short: 'hi' })) {
      writeFileSync(join(folder, name), text);
      await refuses(t, join(folder, name), /not a database.*Name another file/);
    }
  });
  await t.test('what a crash left beside it stays as well', async (t) => {
    const crashed = join(folder, 'crashed.db');
    const connection = new Database(path);
    connection.exec('INSERT INTO more VALUES (1)');
    for (const suffix of ['', '-wal']) cpSync(path + suffix, crashed + suffix);
    connection.close();
    const before = ['', '-wal'].map((suffix) => digest(crashed + suffix));
    await t.rejects(open(crashed), /newer version/);
    t.strictSame(
      ['', '-wal'].map((suffix) => digest(crashed + suffix)),
      before,
    );
  });
});

test('a migration that fails half-way leaves the database as it was', async (t) => {
  const folder = t.testdir();
  const path = join(folder, 'hearsay.db');
  const number = (offset: number) => String(newest + offset).padStart(4, '0');
  const [one, two, three] = [`${number(1)}_one.sql`, `${number(2)}_two.sql`, `${number(3)}_three.sql`];
  const standing = { [one]: 'CREATE TABLE one (x)' };
  await open(path, migrationFolder(join(folder, 'standing'), standing, { own: true }));
  const schema = () =>
    read(path, (db) => [
      db.prepare('SELECT name, sql FROM sqlite_schema ORDER BY name').all(),
      db.prepare('SELECT * FROM migration').all(),
      db.prepare('SELECT * FROM one').all(),
    ]);
  const before = schema();
  const failures = {
    'a mistake': 'INSERT INTO one VALUES (1); CREATE TABLE two (x); INSERT INTO nowhere VALUES (1)',
    'a reference to nothing':
      'CREATE TABLE p (key INTEGER PRIMARY KEY); CREATE TABLE c (p REFERENCES p); INSERT INTO c VALUES (7)',
  };
  for (const [name, sql] of Object.entries(failures)) {
    const files = { ...standing, [two]: 'CREATE TABLE kept (x)', [three]: sql };
    const migrations = migrationFolder(join(folder, name), files, { own: true });
    const error = await open(path, migrations).catch((reason) => reason);
    t.equal(error.name, 'MigrationError', name);
    t.match(error.message, new RegExp(three));
    t.notOk(existsSync(`${path}-wal`));
    const kept = read(path, (db) => {
      const applied = db.prepare('SELECT name FROM migration').pluck().all();
      db.exec(`DROP TABLE kept; DELETE FROM migration WHERE name = '${two}'`);
      return applied.slice(newest);
    });
    t.strictSame(kept, [one, two], 'those before it stand');
    t.strictSame(schema(), before, 'of itself nothing is left');
  }
});

test('a migration that rebuilds a parent table loses no children', async (t) => {
  const folder = t.testdir();
  const path = join(folder, 'hearsay.db');
  const made = `CREATE TABLE parent (key INTEGER PRIMARY KEY, name TEXT);
    CREATE TABLE child (parent INTEGER NOT NULL REFERENCES parent (key) ON DELETE CASCADE);
    INSERT INTO parent VALUES (1, 'a'), (2, 'b');
    INSERT INTO child VALUES (1), (1), (2);`;
  const rebuilt = `CREATE TABLE new_parent (key INTEGER PRIMARY KEY, name TEXT NOT NULL);
    INSERT INTO new_parent SELECT * FROM parent;
    DROP TABLE parent;
    ALTER TABLE new_parent RENAME TO parent;`;
  const migrations = migrationFolder(join(folder, 'm'), {
    '0001_made.sql': made,
    '0002_rebuilt.sql': rebuilt,
  });
  const connection = openWriter(path);
  t.equal((await migrate(connection, readMigrations(migrations))).length, 2);
  t.strictSame(connection.prepare('SELECT parent FROM child').pluck().all(), [1, 1, 2]);
  t.equal(connection.pragma('foreign_keys', { simple: true }), 1, 'foreign keys are enforced again');
  t.throws(() => connection.exec('INSERT INTO child VALUES (3)'), /FOREIGN KEY/);
  connection.close();
});

test('processes that start at once migrate once, and load the bundled article once', async (t) => {
  const url = pathToFileURL(join(t.testdir(), 'hearsay.db')).href;
  const children = Array.from({ length: 3 }, () =>
    startChild(
      t,
      `const { openSqliteStore } = await load('store/sqlite/store.ts');
       const { loadBundledArticle } = await load('bundled/load.ts');
       say('ready');
       await told;
       const { store, applied } = await openSqliteStore({ url: '${url}', workers: 1 });
       say('applied ' + applied.length);
       const loaded = await loadBundledArticle(store);
       say('loaded ' + (loaded ? 1 : 0));
       await store.close();`,
    ),
  );
  await Promise.all(children.map((child) => child.says('ready')));
  for (const child of children) child.tell();
  await Promise.all(children.map((child) => child.ended()));
  const sum = (word: string) =>
    children
      .flatMap(({ lines }) => lines.filter((line) => line.startsWith(word)))
      .reduce((all, line) => all + Number(line.split(' ')[1]), 0);
  t.equal(sum('applied'), newest, 'each migration is applied once');
  t.equal(sum('loaded'), 1, 'the article is loaded once');
  const { store } = await openSqliteFile(t, {}, fileURLToPath(url));
  const found = await store.count({ type: 'article', filters: [], dates: [], withdrawn: false }, 10);
  t.equal(found.value, 1);
});

test('a database of before the history was kept whole keeps all that is in it', async (t) => {
  const folder = t.testdir();
  const [path, model] = [join(folder, 'hearsay.db'), join(folder, 'model.db')];
  const { store } = await openSqliteFile(t, {}, model);
  await loadBundledArticle(store);
  const desk = new Desk(store);
  const [claim, review] = [await desk.create('claim'), await desk.create('review')];
  await desk.update(claim.id, { notes: { en: 'A note' } });
  await desk.withdraw(review.id);
  await desk.restore(review.id);
  await store.close();

  const [first = ''] = readdirSync(ownMigrations).sort();
  const sql = readFileSync(join(ownMigrations, first), 'utf8');
  const old = openWriter(path);
  await migrate(old, readMigrations(migrationFolder(join(folder, 'old'), { [first]: sql })));
  const names = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name <> 'migration'";
  const tables = old
    .prepare<[], string>(names)
    .pluck()
    .all()
    .map((table) => {
      const columns = old.pragma(`table_info(${table})`) as { name: string }[];
      return { table, columns: columns.map(({ name }) => `"${name}"`).join(', ') };
    });
  old.pragma('foreign_keys = OFF');
  old.exec(`ATTACH '${model}' AS model`);
  for (const { table, columns } of tables)
    old.exec(`INSERT INTO main.${table} (${columns}) SELECT ${columns} FROM model.${table}`);
  old.exec('DETACH model');
  t.throws(() => old.exec("UPDATE log SET action = 'redact'"), /CHECK/, 'it knows no redactions yet');
  const rows = (connection: Database.Database) =>
    tables.map(({ table, columns }) => [
      table,
      connection.prepare(`SELECT ${columns} FROM ${table} ORDER BY 1, 2`).all(),
    ]);
  const before = rows(old);
  old.close();

  t.equal((await open(path)).length, newest - 1);
  read(path, (connection) => {
    t.strictSame(rows(connection), before);
    t.strictSame(connection.pragma('foreign_key_check'), []);
    t.equal(connection.pragma('integrity_check', { simple: true }), 'ok');
    connection.pragma('foreign_keys = ON');
    const next = connection.prepare('SELECT max(seq) + 1 FROM log').pluck().get();
    t.throws(() => connection.exec(`UPDATE claim SET changed = ${next}`), /FOREIGN KEY/);
    t.throws(() => connection.exec(`INSERT INTO log_concern VALUES ('x', ${next})`), /FOREIGN KEY/);
    t.throws(() => connection.exec("UPDATE log SET action = 'nonsense'"), /CHECK/);
    t.throws(() => connection.exec('UPDATE log SET id = 1, revision = 1'), /UNIQUE/);
  });
  const { store: opened } = await openSqliteFile(t, {}, path);
  const { entries } = await opened.changes({ after: 0, limit: 1_000, types: [], claims: [claim.id] });
  t.strictSame(
    entries.map(({ action }) => action),
    ['create', 'update'],
  );
  await opened.commit([{ action: 'redact', id: claim.id }], { actor: 'test' });
  t.equal((await opened.revisions(claim.id, { limit: 10 })).length, 3);
});
