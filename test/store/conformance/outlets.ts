import type { Test } from 'tap';
import type { ResourceDocument } from '../../../src/model/definition.ts';
import { dateBounds } from '../../../src/model/edtf.ts';
import { newIdentifier } from '../../../src/model/identifiers.ts';
import type { OutletQuery } from '../../../src/store/port.ts';
import { Desk } from '../../helpers/making.ts';
import type { OpenStore } from './suite.ts';

type Shares = Readonly<Record<string, readonly [original: number, relayed: number, relayedByOthers: number]>>;

/**
 * A wire, a paper and a copyist, and a minister who speaks of rain (weather) and of a tax (economy).
 *
 * - January, the wire's story: the minister on rain and on the tax. Two original chains.
 * - February, the paper's story: minister ← wire ← paper on rain, relayed; and the paper itself on the tax, original.
 * - March, the copy of the wire's story: the minister on rain and on the tax, both relayed from the wire.
 */
async function newsroom(desk: Desk) {
  const outlet = () => desk.create('source', { kind: 'news_outlet' });
  const [wire, paper, copyist] = [await outlet(), await outlet(), await outlet()];
  const minister = await desk.create('source', { kind: 'person' });
  const rain = await desk.create('claim', { topics: ['weather', 'climate'] });
  const tax = await desk.create('claim', { topics: ['economy'] });
  const story = await desk.create('article', { publisherId: wire.id, publishedAt: '2026-01-10' });
  const report = await desk.create('article', { publisherId: paper.id, publishedAt: '2026-02-10' });
  const copy = await desk.create('article', {
    ...{ publisherId: copyist.id, publishedAt: '2026-03-10', derivedFromArticleId: story.id },
  });
  const says = (source: ResourceDocument, claim: ResourceDocument, article: ResourceDocument, via?: string) =>
    desk.create('attribution', {
      ...{ sourceId: source.id, claimId: claim.id, articleId: article.id, ...(via && { viaId: via }) },
    });
  await says(minister, rain, story);
  await says(minister, tax, story);
  const byPaper = await says(paper, rain, report);
  const byWire = await says(wire, rain, report, byPaper.id);
  const credited = await says(minister, rain, report, byWire.id);
  await says(paper, tax, report);
  await says(minister, rain, copy);
  await says(minister, tax, copy);
  return { wire, paper, copyist, minister, rain, tax, story, report, copy, credited };
}

async function open(t: Test, openStore: OpenStore) {
  const desk = new Desk(await openStore(t));
  const things = await newsroom(desk);
  const names = new Map(Object.entries(things).map(([name, { id }]) => [id, name]));
  const ask = async (query: Partial<OutletQuery> = {}) => {
    const found = await desk.store.outlets({ outlets: [], topics: [], limit: 50, ...query });
    const shares: Shares = Object.fromEntries(
      found.outlets.map(({ id, original, relayed, relayedByOthers }) => [
        names.get(id) ?? id,
        [original, relayed, relayedByOthers] as const,
      ]),
    );
    const { truncated } = found;
    const last = found.readBackTo ?? undefined;
    return { found, shares, truncated, readBackTo: last && (names.get(last) ?? last) };
  };
  return { desk, things, ask };
}

const everything: Shares = { wire: [2, 0, 3], paper: [1, 1, 0], copyist: [0, 2, 0] };

/** Which outlet relays which. */
export async function outlets(t: Test, openStore: OpenStore): Promise<void> {
  await t.test('filters', (test) => filters(test, openStore));
  await t.test('what counts', (test) => counting(test, openStore));
  await t.test('bounds', (test) => bounds(test, openStore));
}

async function filters(t: Test, openStore: OpenStore): Promise<void> {
  const { desk, things, ask } = await open(t, openStore);
  const { wire, paper, copyist, minister, credited } = things;
  const all = await ask();
  t.strictSame(all.shares, everything);
  t.match(all.found, { truncated: false, position: await desk.position() });
  t.notOk('readBackTo' in all.found);
  t.match(
    all.found.edges.find(({ from }) => from === paper.id),
    { to: wire.id, chains: 1, claims: 1, attributionIds: [credited.id] },
  );
  const cases: [query: Partial<OutletQuery>, shares: Shares][] = [
    [{ outlets: [paper.id] }, { paper: [1, 1, 0], wire: [0, 0, 1] }],
    [{ outlets: [paper.id, copyist.id] }, { wire: [0, 0, 3], paper: [1, 1, 0], copyist: [0, 2, 0] }],
    [{ outlets: [minister.id] }, {}],
    [{ outlets: [newIdentifier('source')] }, {}],
    [{ topics: ['economy'] }, { wire: [1, 0, 1], paper: [1, 0, 0], copyist: [0, 1, 0] }],
    [{ topics: ['climate', 'sport'] }, { wire: [1, 0, 2], paper: [0, 1, 0], copyist: [0, 1, 0] }],
    [{ topics: ['sport'] }, {}],
    [{ published: period('2026-02', '2026-02') }, { paper: [1, 1, 0], wire: [0, 0, 1] }],
    [{ published: period('2026-02') }, { wire: [0, 0, 3], paper: [1, 1, 0], copyist: [0, 2, 0] }],
    [{ published: period(undefined, '2026-01') }, { wire: [2, 0, 0] }],
    [{ published: period('2025', '2025') }, {}],
    [
      { published: period('2026-02'), outlets: [wire.id, copyist.id] },
      { wire: [0, 0, 2], copyist: [0, 2, 0] },
    ],
  ];
  for (const [query, shares] of cases) t.strictSame((await ask(query)).shares, shares, JSON.stringify(query));
  t.match(await ask({ limit: 1 }), { shares: { wire: everything.wire }, truncated: true });
}

function period(from?: string, to?: string): OutletQuery['published'] {
  const [first, last] = [from, to].map((date) => (date === undefined ? undefined : dateBounds(date)));
  return { from: first?.earliest ?? null, to: last?.latest ?? null };
}

async function counting(t: Test, openStore: OpenStore): Promise<void> {
  const { desk, things, ask } = await open(t, openStore);
  const { wire, paper, story, copy, rain, credited } = things;
  for (const [{ id }, shares] of [
    // The paper affirms what it no longer carries.
    [wire, { copyist: [2, 0, 0], paper: [2, 0, 0] }],
    [story, { copyist: [2, 0, 0], paper: [1, 1, 0], wire: [0, 0, 1] }],
    [rain, { wire: [1, 0, 1], paper: [1, 0, 0], copyist: [0, 1, 0] }],
    [credited, { wire: [2, 0, 3], paper: [1, 1, 0], copyist: [0, 2, 0] }],
  ] as [ResourceDocument, Shares][]) {
    await desk.withdraw(id);
    t.same((await ask()).shares, shares, `without ${id}`);
    await desk.restore(id);
  }
  const twin = await desk.create('article', { publisherId: paper.id });
  await desk.withdraw(copy.id, twin.id);
  t.strictSame((await ask()).shares, { paper: [3, 1, 0], wire: [2, 0, 1] }, 'an article that was replaced');
  t.strictSame((await ask({ outlets: [paper.id] })).shares, { paper: [3, 1, 0], wire: [0, 0, 1] });
  await desk.restore(copy.id);
  const heir = await desk.create('source', { kind: 'news_outlet' });
  await desk.withdraw(paper.id, heir.id);
  t.strictSame((await ask({ outlets: [heir.id] })).shares, { [heir.id]: [1, 1, 0], wire: [0, 0, 1] });
  t.strictSame((await ask({ outlets: [paper.id] })).shares, { [heir.id]: [1, 1, 0], wire: [0, 0, 1] });
  const weather = await desk.create('claim', { topics: ['storm'] });
  await desk.withdraw(rain.id, weather.id);
  t.strictSame((await ask({ topics: ['weather'] })).shares, {}, 'the topics are those of what stands');
  t.strictSame((await ask({ topics: ['storm'], outlets: [wire.id] })).shares, { wire: [1, 0, 0] });
  const elsewhere = await desk.create('attribution', { claimId: weather.id, articleId: story.id });
  await desk.withdraw(credited.id, elsewhere.id);
  // What replaced it stands in the wire's story, which is not asked for; the wire's own word is left to the paper.
  t.strictSame((await ask({ outlets: [paper.id] })).shares, { [heir.id]: [1, 1, 0], wire: [0, 0, 1] });
}

async function bounds(t: Test, openStore: OpenStore): Promise<void> {
  const { things, ask } = await open(t, openStore);
  const { wire, copyist } = things;
  const copied: Shares = { copyist: [0, 2, 0], wire: [0, 0, 2] };
  const cut = { shares: copied, truncated: true, readBackTo: 'copy' };
  t.match(await ask({ mostArticles: 1 }), cut, 'the newest article comes first');
  t.match(await ask({ mostAttributions: 5 }), cut, 'an article is read whole or not at all');
  t.match(await ask({ mostAttributions: 6 }), { readBackTo: 'report' });
  t.match(await ask({ mostArticles: 3, mostAttributions: 8 }), { shares: everything, truncated: false });
  const none = await ask({ mostAttributions: 1 });
  t.match(none.found, { outlets: [], truncated: true, readBackTo: null });
  t.match(await ask({ mostArticles: 1, outlets: [wire.id, copyist.id] }), cut);
  const early = await ask({ mostArticles: 1, published: period(undefined, '2026-02') });
  t.match(early, { shares: { paper: [1, 1, 0] }, truncated: true, readBackTo: 'report' });
}
