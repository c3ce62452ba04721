import { join } from 'node:path';
import Database from 'better-sqlite3';
import { type Test, test } from 'tap';
import { loadBundledArticle } from '../../src/bundled/load.ts';
import type { ResourceDocument } from '../../src/model/definition.ts';
import { resourceTypes } from '../../src/model/identifiers.ts';
import { resources } from '../../src/model/resources.ts';
import { figureColumn, projectionOf } from '../../src/store/sqlite/projection.ts';
import { fullCreations } from '../helpers/full-documents.ts';
import { Desk } from '../helpers/making.ts';
import { openSqliteFile } from '../helpers/sqlite.ts';
import { sample, samples } from './conformance/samples.ts';
import { expected, idsIn } from './projection-reference.ts';

type Row = Record<string, unknown> & { key: number; id: string; document: string };

const common = ['key', 'id', 'external_id', 'revision', 'withdrawn', 'replaced_by', 'changed', 'document'];

/** The bundled article, and all seven types written, updated, withdrawn, restored and redacted with every field that is projected. */
async function filled(t: Test): Promise<Database.Database> {
  const { store, path } = await openSqliteFile(t, {}, join(t.testdir(), 'hearsay.db'));
  const desk = new Desk(store);
  await loadBundledArticle(store);
  for (const type of resourceTypes) {
    for (const name of Object.keys(samples[type])) {
      const [first, second] = await sample(desk, type, name);
      const dates = Object.entries(resources[type].values).filter(([, value]) => value.type === 'date');
      const dated = (date: string | null) => Object.fromEntries(dates.map(([field]) => [field, date]));
      const fixed = new Set<string>(resources[type].fixed);
      const movable = Object.entries(second).filter(([field]) => !fixed.has(field));
      const made = await desk.create(type, {
        ...first,
        ...dated('2022-03-14?'),
        externalId: `${type} ${name}`,
      });
      const cleared = Object.keys(first).filter((field) => !fixed.has(field) && /Ids?$|s$|Of$/.test(field));
      if (movable.length === 0) continue;
      const kept = new Set(['sourceId', 'publisherId', 'articleId', 'reviewerId']);
      const emptied = cleared.filter((field) => !kept.has(field) && !(field in second));
      const patch = {
        ...Object.fromEntries(emptied.map((field) => [field, null])),
        ...Object.fromEntries(movable),
      };
      const same = fixed.size > 0 && ['via', 'target', 'retracts', 'attribution'].includes(name);
      await desk.update(
        made.id,
        same ? { externalId: null } : { ...patch, ...dated('../2023'), externalId: null },
      );
    }
    const replaced = [await desk.create(type), await desk.create(type), await desk.create(type)];
    const [one, other, again] = replaced.map(({ id }) => id) as [string, string, string];
    await desk.withdraw(one, other);
    await desk.withdraw(again, one === again ? undefined : other);
    await desk.restore(again);
  }
  const pointers = ['/externalId'];
  for (const [index, { id }] of (await desk.write(...fullCreations('redacted'))).entries()) {
    await desk.update(id, {});
    await desk.write({ action: 'redact', id, ...(index % 2 === 0 && { pointers }) });
  }
  for (const { id } of (await desk.write(...fullCreations('again'))).toReversed())
    await desk.write({ action: 'redact', id });
  const connection = new Database(path, { readonly: true });
  t.teardown(() => connection.close());
  return connection;
}

function columnsAndEdges(t: Test, connection: Database.Database): void {
  const rows = (sql: string, ...values: unknown[]) => connection.prepare(sql).all(...values) as Row[];
  const keys = new Map<string, number>();
  for (const type of resourceTypes)
    for (const { id, key } of rows(`SELECT * FROM ${type}`)) keys.set(id, key);
  const keyOf = (id: string | undefined) => (id === undefined ? null : (keys.get(id) ?? Number.NaN));

  for (const type of resourceTypes) {
    const all = rows(`SELECT * FROM ${type}`);
    t.ok(all.length > 3, `${all.length} rows of ${type}`);
    const edges: Record<string, string[]> = {};
    for (const row of all) {
      const document = JSON.parse(row.document) as ResourceDocument;
      const reference = expected[type](document, keyOf);
      const logged = rows('SELECT seq, document FROM log WHERE id = ? ORDER BY seq', row.id);
      const last = logged.at(-1);
      const whole = {
        key: row.key,
        id: document.id,
        external_id: document.externalId ?? null,
        revision: logged.length,
        withdrawn: document.withdrawal ? 1 : 0,
        replaced_by: keyOf(document.withdrawal?.replacedById),
        changed: last?.seq,
        document: last?.document,
        ...reference.columns,
      };
      t.strictSame({ ...row }, whole, `${row.id} as its document says`);
      t.equal(document.revision, logged.length, 'its revisions are counted');
      for (const [table, values] of Object.entries(reference.edges)) {
        edges[table] ??= [];
        edges[table].push(...[...new Set(values)].map((value) => `${row.key} ${value}`));
      }
    }
    for (const [table, wanted] of Object.entries(edges)) {
      const found = connection.prepare(`SELECT * FROM ${table}`).raw().all() as unknown[][];
      const told = found.map(([owner, value]) => `${owner} ${value}`);
      t.strictSame(told.toSorted(), wanted.toSorted(), `${table}: ${told.length} rows`);
      t.ok(told.length > 0, `${table} was tried`);
    }
    const tried = Object.keys(all[0] ?? {}).filter((column) => all.some((row) => row[column] !== null));
    t.strictSame(tried, Object.keys(all[0] ?? {}), `every column of ${type} was tried`);
  }
}

function logAndConcerns(t: Test, connection: Database.Database): void {
  const log = connection.prepare('SELECT * FROM log ORDER BY seq').all() as (Row & {
    seq: number;
    at: number;
  })[];
  const documents = new Map(log.map((row) => [row.id, JSON.parse(row.document) as ResourceDocument]));
  for (const [index, { seq, at, id, resource, revision, document, action }] of log.entries()) {
    const parsed = JSON.parse(document) as ResourceDocument;
    t.ok(at >= (log[index - 1]?.at ?? 0), 'times never go back');
    t.strictSame(
      [index + 1, parsed.id, parsed.type, parsed.revision, revision === 1, parsed.updatedAt],
      [seq, id, resource, revision, action === 'create', new Date(at).toISOString()],
      `${action} ${id}`,
    );
    const direct = idsIn(parsed);
    const attributions = direct.filter((one) => one !== id && one.startsWith('attribution_'));
    const indirect = attributions.flatMap((one) => idsIn(documents.get(one) as ResourceDocument));
    const concerned = new Set([...direct, ...indirect].filter((one) => /^(claim|article|source)_/.test(one)));
    const found = connection.prepare('SELECT id FROM log_concern WHERE seq = ? ORDER BY id').pluck().all(seq);
    t.strictSame(found, [...concerned].toSorted(), `${action} ${id}`);
  }
}

function schema(t: Test, connection: Database.Database): void {
  const columnsOf = (table: string) =>
    (connection.pragma(`table_xinfo(${table})`) as { name: string }[]).map(({ name }) => name);
  const known = new Set([
    ...['migration', 'analysis', 'log', 'log_concern', 'receipt', 'api_key'],
    ...['claim_figures', 'figures_due'],
  ]);
  const figures = Object.keys(resources.claim.figures).map((name) => figureColumn('claim', name)[1]);
  t.strictSame(columnsOf('claim_figures').toSorted(), ['claim', ...figures].toSorted());
  for (const type of resourceTypes) {
    const { table, columns, edges } = projectionOf(resources[type]);
    known.add(table);
    t.strictSame(columnsOf(table).toSorted(), [...common, ...columns].toSorted(), table);
    const byHand = Object.keys(expected[type]({ name: {}, text: {} }, () => null).columns);
    t.strictSame(byHand.toSorted(), columns.toSorted(), `${table}: the reference knows every column`);
    for (const { name, column } of edges) {
      known.add(name);
      t.strictSame(columnsOf(name), ['owner', column], name);
    }
  }
  const tables = connection.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").pluck().all();
  t.strictSame(tables.toSorted(), [...known].toSorted());
  for (const table of connection.pragma('table_list') as { name: string; schema: string; strict: number }[]) {
    if (known.has(table.name))
      t.equal(table.strict, table.name === 'migration' ? table.strict : 1, table.name);
  }
}

function indexes(t: Test, connection: Database.Database): void {
  const tables = connection.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").pluck().all();
  let followed = 0;
  for (const table of tables) {
    const parts = connection.pragma(`foreign_key_list(${table})`) as { id: number; from: string }[];
    for (const id of new Set(parts.map((part) => part.id))) {
      const columns = parts.filter((part) => part.id === id).map(({ from }) => `"${from}"`);
      const condition = columns.map((column) => `${column} = ?`).join(' AND ');
      const plan = connection
        .prepare(`EXPLAIN QUERY PLAN SELECT 1 FROM ${table} WHERE ${condition}`)
        .all(...columns.map(() => 1)) as { detail: string }[];
      const details = plan.map(({ detail }) => detail).join('; ');
      t.match(details, /^SEARCH .*(INDEX|PRIMARY KEY)/, `${table} ${columns}: ${details}`);
      followed++;
    }
  }
  t.ok(followed > 40, `${followed} references`);
}

function wholeness(t: Test, connection: Database.Database): void {
  t.equal(connection.pragma('integrity_check', { simple: true }), 'ok');
  t.strictSame(connection.pragma('foreign_key_check'), []);
}

test('what is projected from the documents', async (t) => {
  const connection = await filled(t);
  await t.test('every column and every edge is what the documents say', async (t) =>
    columnsAndEdges(t, connection),
  );
  await t.test('the log names what each write concerns, and has no gap', async (t) =>
    logAndConcerns(t, connection),
  );
  await t.test('the schema has what the definitions project, and nothing else', async (t) =>
    schema(t, connection),
  );
  await t.test('every reference of the schema can be followed backwards by an index', async (t) =>
    indexes(t, connection),
  );
  await t.test('the database is whole', async (t) => wholeness(t, connection));
});
