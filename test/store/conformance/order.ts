import type { Test } from 'tap';
import type { ResourceDocument } from '../../../src/model/definition.ts';
import { dateBounds } from '../../../src/model/edtf.ts';
import { type ResourceType, resourceTypes } from '../../../src/model/identifiers.ts';
import { resources } from '../../../src/model/resources.ts';
import type { DateFilter, Filter } from '../../../src/store/port.ts';
import { Desk, type Fields } from '../../helpers/making.ts';
import { filterValues } from './samples.ts';
import { idsOf, idsOfAllPages, type OpenStore, queryOf, selectionOf } from './suite.ts';

/** Dates with ties, open ends and none at all. */
const dates = [
  '2022-03-14',
  undefined,
  '2021',
  '2022-03-14',
  '../2022',
  '2023-05/..',
  undefined,
  '2022-03-14?',
];

function datesOf(type: ResourceType): string[] {
  return Object.entries(resources[type].values).flatMap(([name, { type }]) =>
    type === 'date' ? [name] : [],
  );
}

/** Lists stand in the order that was asked for, and their pages hold every row once. */
export async function order(t: Test, openStore: OpenStore): Promise<void> {
  const desk = new Desk(await openStore(t));
  for (const type of resourceTypes) {
    await t.test(`${type} in every order`, async (t) => {
      const made: ResourceDocument[] = [];
      for (const date of dates) {
        const dated = Object.fromEntries(datesOf(type).map((name) => [name, date]));
        made.push(await desk.create(type, JSON.parse(JSON.stringify(dated))));
      }
      const first = made[0] as ResourceDocument;
      const changed = [...made.slice(1), first];
      await desk.update(first.id, { externalId: 'changed last' });
      const own = new Set(made.map(({ id }) => id));

      const expected: Record<string, (string | number)[][]> = {
        createdAt: made.map(({ id }, index) => [index, id]),
        updatedAt: changed.map(({ id }, index) => [index, id]),
      };
      for (const name of datesOf(type)) {
        expected[name] = made.map((document) => {
          const earliest = dateBounds(String(document[name]))?.earliest ?? Number.NaN;
          return [earliest, document.id];
        });
      }
      for (const [by, rows] of Object.entries(expected)) {
        for (const descending of [false, true]) {
          const inOrder = sorted(rows as [number, string][], descending);
          const sort = { by, descending };
          const message = `${by} ${descending ? 'descending' : 'ascending'}`;
          t.strictSame((await idsOf(desk.store, type, { sort })).filter(isOwn), inOrder, message);
          for (const limit of [1, 3, 7]) {
            const all = await idsOfAllPages(desk.store, queryOf(type, { sort, limit }));
            t.strictSame(all.filter(isOwn), inOrder, `${message}, ${limit} on a page`);
            t.equal(new Set(all).size, all.length, 'each once');
          }
        }
      }

      function isOwn(id: string) {
        return own.has(id);
      }
    });
  }

  await t.test('the last page says so, the one before does not', async (t) => {
    const desk = new Desk(await openStore(t));
    const made = [await desk.create('claim'), await desk.create('claim'), await desk.create('claim')];
    const page = (limit: number) => desk.store.list(queryOf('claim', { limit }));
    t.equal((await page(3)).next, undefined, 'as many as there are');
    t.equal((await page(4)).next, undefined, 'more than there are');
    const before = await page(2);
    t.ok(before.next);
    const last = await desk.store.list(queryOf('claim', { limit: 2, after: before.next }));
    t.strictSame(
      last.items.map(({ id }) => id),
      [made[2]?.id],
    );
    t.equal(last.next, undefined);
    t.equal(last.position, await desk.position(), 'a page says at which position it was read');
  });

  await t.test('no row is lost or repeated while others are written', async (t) => {
    const filtered: [ResourceType, Filter[], () => Fields][] = [];
    const source = await desk.create('source');
    filtered.push(['claim', [], () => ({ occurredAt: '2022' })]);
    filtered.push([
      'claim',
      [{ name: 'topic', values: ['war'] }],
      () => ({ topics: ['war'], occurredAt: '2022' }),
    ]);
    filtered.push([
      'article',
      [{ name: 'publisher', values: [source.id] }],
      () => ({ publisherId: source.id }),
    ]);
    for (const [type, filters, fields] of filtered) {
      const standing: string[] = [];
      for (let index = 0; index < 9; index++) standing.push((await desk.create(type, fields())).id);
      const sorts = ['createdAt', 'updatedAt', ...datesOf(type)];
      for (const by of sorts) {
        for (const descending of [false, true]) {
          const query = queryOf(type, { filters, sort: { by, descending }, limit: 2 });
          let inserted = 0;
          const ids = await idsOfAllPages(desk.store, query, async () => {
            if (inserted++ < 6) await desk.create(type, fields());
          });
          const found = ids.filter((id) => standing.includes(id));
          t.strictSame(found.toSorted(), standing.toSorted(), `${type} by ${by}: none is lost`);
          t.equal(new Set(ids).size, ids.length, `${type} by ${by}: none is repeated`);
        }
      }
    }
  });

  await t.test('dates are found where their bounds overlap', async (t) => {
    const desk = new Desk(await openStore(t));
    const day = (text: string) => dateBounds(text) as { earliest: number; latest: number };
    for (const type of resourceTypes) {
      for (const name of datesOf(type)) {
        const made: ResourceDocument[] = [];
        for (const date of dates)
          made.push(await desk.create(type, date === undefined ? {} : { [name]: date }));
        const { earliest, latest } = day('2022-03-14');
        const ranges: Pick<DateFilter, 'from' | 'to'>[] = [
          { from: null, to: null },
          { from: earliest, to: latest },
          { from: latest, to: latest },
          { from: latest + 1, to: null },
          { from: null, to: earliest },
          { from: null, to: earliest - 1 },
          { from: day('2030').earliest, to: null },
          { from: null, to: day('1900').latest },
          { from: day('2022-01').earliest, to: day('2022-02').latest },
        ];
        for (const range of ranges) {
          const expected = made.filter((document) => overlaps(document[name] as string | undefined, range));
          const selection = { dates: [{ name, ...range }] };
          const message = `${type}.${name} from ${range.from} to ${range.to}`;
          for (const by of ['createdAt', name]) {
            const sort = { by, descending: false };
            const ids = await idsOf(desk.store, type, { ...selection, sort });
            const found = made.filter(({ id }) => ids.includes(id));
            t.strictSame(found, expected, `${message}, by ${by}`);
          }
          const { value } = await desk.store.count(selectionOf(type, selection), 100);
          t.equal(value, expected.length, `${message}, counted`);
        }
      }
    }
  });

  await t.test('what is withdrawn stands in a list only where it is asked for', async (t) => {
    for (const type of resourceTypes) {
      const topic = type === 'claim' || type === 'article' ? { topics: ['war'] } : {};
      const [one, other] = [await desk.create(type, topic), await desk.create(type, topic)];
      await desk.withdraw(other.id);
      const name = { source: 'kind', article: 'topic', claim: 'topic', attribution: 'source' }[
        type as 'claim'
      ];
      const filter = name && { name, values: filterValues(one, name) };
      for (const filters of filter ? [[], [filter]] : [[]]) {
        const ids = async (withdrawn: boolean) => {
          const found = await idsOf(desk.store, type, { filters, withdrawn });
          const { value } = await desk.store.count(selectionOf(type, { filters, withdrawn }), 1_000);
          t.equal(value, found.length, `${type}: counted alike`);
          return found;
        };
        t.notOk((await ids(false)).includes(other.id), `${type}: left out`);
        t.ok((await ids(false)).includes(one.id), `${type}: the live one is there`);
        const shared = name !== 'source';
        if (shared) t.ok((await ids(true)).includes(other.id), `${type}: among them`);
      }
      await desk.restore(other.id);
      t.ok((await idsOf(desk.store, type)).includes(other.id), `${type}: there again once restored`);
    }
  });

  await t.test('a count stops at its limit', async (t) => {
    const desk = new Desk(await openStore(t));
    for (let index = 0; index < 5; index++) await desk.create('claim');
    const count = (limit: number) => desk.store.count(selectionOf('claim'), limit);
    t.strictSame(await count(4), { value: 4, exact: false });
    t.strictSame(await count(5), { value: 5, exact: true });
    t.strictSame(await count(6), { value: 5, exact: true });
  });
}

/** Ties in the order of creation, which a descending order turns as well; what has no value (NaN) last. */
function sorted(rows: readonly [number, string][], descending: boolean): string[] {
  const turn = descending ? -1 : 1;
  const ranked = rows.map(([value, id], index) => ({ value, id, index }));
  ranked.sort((a, b) => {
    if (Number.isNaN(a.value) !== Number.isNaN(b.value)) return Number.isNaN(a.value) ? 1 : -1;
    const difference = Number.isNaN(a.value) ? 0 : a.value - b.value;
    return turn * (difference || a.index - b.index);
  });
  return ranked.map(({ id }) => id);
}

function overlaps(date: string | undefined, { from, to }: Pick<DateFilter, 'from' | 'to'>): boolean {
  const bounds = date === undefined ? undefined : dateBounds(date);
  if (!bounds) return false;
  const { earliest, latest } = bounds;
  if (from !== null && latest !== null && latest < from) return false;
  return to === null || earliest === null || earliest <= to;
}
