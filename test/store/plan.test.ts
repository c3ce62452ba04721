import { test } from 'tap';
import { resourceTypes } from '../../src/model/identifiers.ts';
import { resources } from '../../src/model/resources.ts';
import type { ListQuery } from '../../src/store/port.ts';
import { symmetricTwin } from '../../src/store/sqlite/commit.ts';
import { openReader } from '../../src/store/sqlite/connection.ts';
import { firstDue } from '../../src/store/sqlite/figures-reader.ts';
import { pageStatements, walksOneIndex } from '../../src/store/sqlite/list-query.ts';
import { newestRedaction } from '../../src/store/sqlite/scrubbing.ts';
import { makeNewsroom } from '../bench/newsroom.ts';
import { openSqliteFile } from '../helpers/sqlite.ts';
import { queryOf } from './conformance/suite.ts';

/** Every list of a type by one filter or none, in every order, from its beginning and from a position. */
function* lists(type: (typeof resourceTypes)[number]): Generator<ListQuery> {
  const { references, values, either, through, exists, figures } = resources[type];
  const dates = Object.keys(values).filter((name) => values[name]?.type === 'date');
  const texts = Object.keys(values).filter((name) => ['text', 'texts'].includes(values[name]?.type ?? ''));
  const flags = Object.keys(values).filter((name) => values[name]?.type === 'boolean');
  const words = [...Object.keys(references), ...texts, ...Object.keys(either), 'externalId'];
  words.push(...through.flatMap(({ filters }) => filters));
  const assessed = Object.entries(figures);
  const counts = assessed.filter(([, figure]) => figure.type === 'count' && figure.use === 'filter');
  flags.push(...assessed.filter(([, figure]) => figure.type === 'flag').map(([name]) => name));
  const sorts = assessed.filter(([, { use }]) => use === 'sort').map(([name]) => name);
  const filters = [
    ...counts.map(([name]) => [{ name, values: [1] }]),
    ...words.map((name) => [{ name, values: ['value'] }]),
    ...[...flags, ...Object.keys(exists)].flatMap((name) => [
      [{ name, values: [true] }],
      [{ name, values: [false] }],
    ]),
  ];
  for (const chosen of [[], ...filters]) {
    for (const by of ['createdAt', 'updatedAt', ...dates, ...sorts]) {
      for (const descending of [false, true]) {
        for (const after of [undefined, [5, 5] as const]) {
          for (const withdrawn of [false, true]) {
            yield queryOf(type, { filters: chosen, sort: { by, descending }, after, withdrawn, limit: 20 });
          }
        }
      }
    }
  }
}

test('lists that are read at once walk one index and sort nothing', async (t) => {
  const { store, path } = await openSqliteFile(t);
  await makeNewsroom(store, { claims: 2_000, sources: 100, articles: 200 });
  const connection = openReader(path);
  t.teardown(() => connection.close());
  const planOf = (sql: string, values: readonly unknown[]) =>
    (connection.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...values) as { detail: string }[]).map(
      ({ detail }) => detail,
    );

  for (const type of resourceTypes) {
    const walked = new Set<string>();
    const apart = new Set<string>();
    for (const query of lists(type)) {
      const [filter] = query.filters;
      const name = filter ? `${filter.name}${filter.values[0] === false ? '=false' : ''}` : 'none';
      const { by, descending } = query.sort;
      if (!walksOneIndex(query)) {
        if (by === 'createdAt') apart.add(name);
        continue;
      }
      walked.add(name);
      const statements = pageStatements(query);
      const plan = statements.flatMap(({ sql, values }) => planOf(sql, values));
      const from = query.after ? ' from a position' : '';
      const message = `${type} by ${name}, ${by} ${descending ? 'down' : 'up'}${from}: ${plan.join('; ')}`;
      const sorts = plan.filter((step) => step.includes('TEMP B-TREE')).length;
      const scans = plan.filter((step) => step.startsWith('SCAN')).length;
      const expected = { sorts: 0, scans: filter || query.after ? 0 : 1 };
      if (sorts !== expected.sorts || scans !== expected.scans)
        t.strictSame({ sorts, scans }, expected, message);
    }
    t.ok(walked.has('none') && walked.has('externalId') && walked.size > 4, `${type}: ${[...walked]}`);
    t.strictSame([...apart].toSorted(), elsewhere[type].toSorted(), `${type}: what is read in a worker`);
  }
});

test('a walk goes on along its index where claims were merged', async (t) => {
  const { store, path } = await openSqliteFile(t);
  await makeNewsroom(store, { claims: 200, sources: 10, articles: 20 });
  const connection = openReader(path);
  t.teardown(() => connection.close());
  for (const name of ['source', 'article', 'stance', 'onBehalfOf']) {
    for (const after of [undefined, [5, 5] as const]) {
      const query = queryOf('claim', { filters: [{ name, values: ['value'] }], after, limit: 20 });
      const steps = pageStatements(query, true).flatMap(
        ({ sql, values }) =>
          connection.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...values) as { detail: string }[],
      );
      const plan = steps.map(({ detail }) => detail);
      const scanned = plan.filter((step) => /^SCAN (?!merged|\()/.test(step));
      // What is sorted is one page of each of the two.
      const sorts = plan.filter((step) => step.includes('TEMP B-TREE')).length;
      t.strictSame({ scanned, sorts }, { scanned: [], sorts: 2 }, `${name}: ${plan.join('; ')}`);
    }
  }
});

/** What no single index answers in order, and is read in a worker. */
const elsewhere: Record<(typeof resourceTypes)[number], string[]> = {
  article: ['claim', 'stance'],
  source: ['claim', 'article', 'stance'],
  claim: [
    'certainty',
    'mode',
    'reviewer',
    'verdict',
    'hasEvidence',
    'hasEvidence=false',
    'reviewed',
    'reviewed=false',
    'contested=false',
    'anonymousOnly=false',
    'circular=false',
    'staleReview=false',
  ],
  attribution: ['originUnknown=false', 'inferred=false'],
  relation: ['claim'],
  evidence: ['primary=false'],
  review: [],
};

test('whether a relation that holds both ways stands already is looked up in its index', async (t) => {
  const { path } = await openSqliteFile(t);
  const connection = openReader(path);
  t.teardown(() => connection.close());
  const plan = connection.prepare(`EXPLAIN QUERY PLAN ${symmetricTwin}`).all('same_as', 1, 1, 2);
  t.match(plan, [{ detail: /^SEARCH relation USING INDEX relation_symmetric \(<expr>=\? AND <expr>=\?/ }]);
});

test('the first of what is due is looked up in an index', async (t) => {
  const { path } = await openSqliteFile(t);
  const connection = openReader(path);
  t.teardown(() => connection.close());
  const plan = connection.prepare(`EXPLAIN QUERY PLAN ${firstDue}`).all();
  t.match(plan, [{ detail: /^SEARCH figures_due USING COVERING INDEX figures_due_first$/ }]);
});

test('whether anything was redacted is looked up in an index', async (t) => {
  const { path } = await openSqliteFile(t);
  const connection = openReader(path);
  t.teardown(() => connection.close());
  const plan = connection.prepare(`EXPLAIN QUERY PLAN ${newestRedaction}`).all();
  t.match(plan, [{ detail: /^SEARCH log USING COVERING INDEX log_redaction$/ }]);
});
