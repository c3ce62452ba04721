import type { Test } from 'tap';
import type { ResourceDocument } from '../../../src/model/definition.ts';
import { dateBounds } from '../../../src/model/edtf.ts';
import { referencesOf } from '../../../src/model/references.ts';
import { resources } from '../../../src/model/resources.ts';
import type { DateFilter, Filter, ListQuery } from '../../../src/store/port.ts';
import { random } from '../../bench/newsroom.ts';
import { Desk } from '../../helpers/making.ts';
import { filterValues } from './samples.ts';
import { idsOfAllPages, type OpenStore, queryOf } from './suite.ts';

const queriesOfEachType = 100;

/** Whether a document satisfies a query, by looking through all documents. `whole`: what stands for an id that was merged. */
export function satisfies(
  document: ResourceDocument,
  query: ListQuery,
  all: readonly ResourceDocument[],
  whole = (id: unknown) => id,
): boolean {
  const { references, values, either, through, exists } = resources[document.type];
  if (document.withdrawal && !query.withdrawn) return false;
  const holds = (one: ResourceDocument, { name, values }: Filter) =>
    filterValues(one, name).some((value) => values.some((asked) => whole(asked) === whole(value)));
  const refers = (one: ResourceDocument, type: string, reference: string) =>
    one.type === type &&
    !one.withdrawal &&
    referencesOf(resources[one.type], one).some(
      ({ name, id }) => name === reference && whole(id) === whole(document.id),
    );
  for (const filter of query.filters) {
    if (through.some(({ filters }) => filters.includes(filter.name))) continue;
    const { name } = filter;
    const referrers = exists[name];
    const holdsHere =
      name in references || name in values
        ? holds(document, filter)
        : referrers
          ? filter.values.includes(all.some((one) => refers(one, referrers.resource, referrers.reference)))
          : either[name]?.some((end) => holds(document, { ...filter, name: end }));
    if (!holdsHere) return false;
  }
  for (const { resource, reference, filters } of through) {
    const asked = query.filters.filter(({ name }) => filters.includes(name));
    if (asked.length === 0) continue;
    const found = all.some(
      (one) => refers(one, resource, reference) && asked.every((each) => holds(one, each)),
    );
    if (!found) return false;
  }
  return query.dates.every(({ name, from, to }) => {
    const bounds = dateBounds(String(document[name]));
    if (!bounds) return false;
    const ends = from !== null && bounds.latest !== null && bounds.latest < from;
    const begins = to !== null && bounds.earliest !== null && bounds.earliest > to;
    return !ends && !begins;
  });
}

/** Where a document stands in a sort: its value, and the order of its creation. */
function place(document: ResourceDocument, { by, descending }: ListQuery['sort'], changed: string[]): number {
  if (by === 'createdAt') return 0;
  if (by === 'updatedAt') return changed.indexOf(document.id);
  const earliest = dateBounds(String(document[by]))?.earliest ?? undefined;
  return earliest ?? (descending ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY);
}

/** Random queries of several conditions against a plain search through all documents. */
export async function queries(t: Test, openStore: OpenStore): Promise<void> {
  const desk = new Desk(await openStore(t));
  const next = random(7);
  const pick = <Item>(items: readonly Item[]) => items[Math.floor(next() * items.length)] as Item;
  const some = <Item>(items: readonly Item[], most: number) =>
    Array.from({ length: Math.floor(next() * (most + 1)) }, () => pick(items));
  const dates = ['2021', '2022-03', '2022-03-14?', '../2022', '2022-06/..'];
  const dated = (name: string) => (next() < 0.3 ? {} : { [name]: pick(dates) });
  const all: ResourceDocument[] = [];
  const add = async (type: ResourceDocument['type'], count: number, fields: () => object) => {
    const made: ResourceDocument[] = [];
    for (let index = 0; index < count; index++) made.push(await desk.create(type, { ...fields() }));
    all.push(...made);
    return made.map(({ id }) => id);
  };

  const kinds = ['person', 'government', 'news_outlet'];
  const sources = await add('source', 6, () => ({ kind: pick(kinds), name: { [pick(['en', 'ar'])]: 'x' } }));
  const topics = ['war', 'weather', 'sport'];
  const claims = await add('claim', 14, () => ({
    ...{
      topics: [...new Set(some(topics, 2))],
      kind: pick(['factual', 'normative']),
      ...dated('occurredAt'),
    },
    about: some(sources, 2).map((sourceId) => ({ name: { en: 'A party' }, sourceId })),
  }));
  const articles = await add('article', 6, () => ({
    ...{ topics: [...new Set(some(topics, 2))], publisherId: pick(sources), ...dated('publishedAt') },
  }));
  const attributions = await add('attribution', 45, () => ({
    ...{ claimId: pick(claims), sourceId: pick(sources), articleId: pick(articles), ...dated('saidAt') },
    ...{ stance: pick(['affirms', 'denies']), ...(next() < 0.4 && { onBehalfOfId: pick(sources) }) },
    ...(next() < 0.3 && { inferred: true, note: { en: 'A reason' } }),
  }));
  await add('relation', 15, () => {
    const fromClaimId = pick(claims);
    const toClaimId = pick(claims.filter((id) => id !== fromClaimId));
    return { fromClaimId, toClaimId, kind: pick(['supports', 'undercuts']) };
  });
  const subject = () => (next() < 0.7 ? { claimId: pick(claims) } : { attributionId: pick(attributions) });
  const evidence = await add('evidence', 15, () => ({
    ...{ ...subject(), bearing: pick(['supports', 'refutes']), ...(next() < 0.5 && { primary: true }) },
    ...dated('publishedAt'),
  }));
  await add('review', 20, () => ({
    ...{ ...subject(), reviewerId: pick(sources), verdict: pick(['true', 'false']) },
    ...{ evidenceIds: some(evidence, 2), ...dated('publishedAt') },
  }));
  const changed = all.map(({ id }) => id);
  for (const { id } of some(all, 40)) {
    const index = all.findIndex((one) => one.id === id);
    if (!all[index] || all[index].withdrawal) continue;
    all[index] = next() < 0.5 ? await desk.withdraw(id) : await desk.update(id, { externalId: id });
    changed.push(...changed.splice(changed.indexOf(id), 1));
  }

  for (const type of new Set(all.map((one) => one.type))) {
    const { references, values, either, through, exists } = resources[type];
    const own = all.filter((one) => one.type === type);
    const dateNames = Object.keys(values).filter((name) => values[name]?.type === 'date');
    const offered: Record<string, (string | boolean)[]> = {};
    const offer = (name: string, from: readonly ResourceDocument[], as = name) => {
      const found = [...new Set(from.flatMap((one) => filterValues(one, as)))];
      if (found.length > 0) offered[name] = [...(offered[name] ?? []), ...found];
    };
    for (const name of [...Object.keys(references), ...Object.keys(values)]) {
      if (!dateNames.includes(name)) offer(name, own);
    }
    for (const [name, ends] of Object.entries(either)) for (const end of ends) offer(name, own, end);
    for (const { resource, filters } of through) {
      for (const name of filters)
        offer(
          name,
          all.filter((one) => one.type === resource),
        );
    }
    for (const name of Object.keys(exists)) offered[name] = [true, false];

    let found = 0;
    for (let index = 0; index < queriesOfEachType; index++) {
      const names = [...new Set(some(Object.keys(offered), 4))];
      const filters = names.map((name) => {
        const choices = offered[name] ?? [];
        return { name, values: [pick(choices), ...some(choices, 2)] };
      });
      const bounds = dateBounds(pick(dates));
      const between = { from: bounds?.earliest ?? null, to: bounds?.latest ?? null };
      const ranges: DateFilter[] = dateNames.flatMap((name) => (next() < 0.3 ? [{ name, ...between }] : []));
      const sort = { by: pick(['createdAt', 'updatedAt', ...dateNames]), descending: next() < 0.5 };
      const limit = pick([1, 3, 50]);
      const query = queryOf(type, { filters, dates: ranges, sort, limit, withdrawn: next() < 0.3 });
      const turn = sort.descending ? -1 : 1;
      const expected = own
        .map((document, made) => ({ document, made, value: place(document, sort, changed) }))
        .filter(({ document }) => satisfies(document, query, all))
        .toSorted((a, b) => turn * (a.value === b.value ? a.made - b.made : a.value < b.value ? -1 : 1))
        .map(({ document }) => document.id);
      found += expected.length;
      const ids = await idsOfAllPages(desk.store, query);
      const { value } = await desk.store.count(query, 1_000);
      const same = ids.join() === expected.join() && value === expected.length;
      if (!same)
        t.strictSame({ ids, value }, { ids: expected, value: expected.length }, JSON.stringify(query));
    }
    t.ok(found > queriesOfEachType / 2, `${type}: the queries found ${found} rows, all as expected`);
  }
}
