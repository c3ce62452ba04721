import assert from 'node:assert/strict';
import fc from 'fast-check';
import { test } from 'tap';
import type { CircularGroup } from '../../src/analysis/circular.ts';
import type { ResourceDocument } from '../../src/model/definition.ts';
import { newsroom } from '../helpers/random-newsroom.ts';
import { assessed, record } from '../helpers/records.ts';
import { SlowAssessment } from '../helpers/slow-assessment.ts';
import { isAfter, spanOf } from '../helpers/slow-record.ts';

type Links = ReadonlyMap<string, readonly string[]>;

/** Every link from one article to another, each written out. */
function linksOf(slow: SlowAssessment): Links {
  const articles = [...new Set(slow.own.map((one) => slow.article(one).id))];
  const publisher = (id: string) => slow.identity(slow.find(id)?.publisherId);
  const published = (id: string) => spanOf(slow.find(id)?.publishedAt);
  const leads = (from: string, to: string) => {
    const derivedFrom = slow.find(from)?.derivedFromArticleId;
    if (derivedFrom !== undefined && slow.resolved(derivedFrom) === to) return true;
    const told = slow.own.filter((one) => slow.article(one).id === from);
    return told.some(({ sourceId, citedArticleId }) => {
      const speaker = slow.identity(sourceId);
      const isOther = speaker !== publisher(from) && slow.kindOf(speaker) === 'news_outlet';
      if (citedArticleId !== undefined) {
        return (isOther || speaker === publisher(from)) && slow.resolved(citedArticleId) === to;
      }
      return isOther && speaker === publisher(to) && !isAfter(published(to), published(from));
    });
  };
  return new Map(
    articles.map((from) => [from, articles.filter((to) => to !== from && leads(from, to))] as const),
  );
}

/** How many steps lead from one article to each that it reaches at all. */
function distancesFrom(start: string, links: Links): Map<string, number> {
  const distances = new Map([[start, 0]]);
  for (const [article, distance] of distances) {
    for (const next of links.get(article) ?? []) {
      if (!distances.has(next)) distances.set(next, distance + 1);
    }
  }
  return distances;
}

/** The groups of articles that lead to one another, each with its kind. */
function groupsOf(slow: SlowAssessment, links: Links): Pick<CircularGroup, 'kind' | 'articleIds'>[] {
  const articles = [...links.keys()].sort();
  const reach = new Map(articles.map((id) => [id, distancesFrom(id, links)]));
  const groups = articles.map((one) =>
    articles.filter((other) => reach.get(one)?.has(other) && reach.get(other)?.has(one)),
  );
  const several = groups.filter((group, place) => group.length > 1 && group[0] === articles[place]);
  return several.map((articleIds) => {
    const outlets = articleIds
      .map((id) => slow.identity(slow.find(id)?.publisherId))
      .filter((id) => slow.kindOf(id) === 'news_outlet');
    const reached = reach.get(articleIds[0] as string);
    const isOutside = slow
      .beginning()
      .some((one) => reached?.has(slow.article(one).id) && !outlets.includes(slow.speaker(one)));
    return { kind: isOutside ? 'mutual_citation' : 'circular', articleIds };
  });
}

/** Each link in a group has a shortest cycle through it among the examples, and they are nothing else. */
function checkCycles({ articleIds, cycles }: CircularGroup, links: Links) {
  const within = (from: string) => (links.get(from) ?? []).filter((to) => articleIds.includes(to));
  const inside = articleIds.flatMap((from) => within(from).map((to) => [from, to] as const));
  const shortest = ([from, to]: readonly [string, string]) =>
    1 + (distancesFrom(to, links).get(from) ?? Number.NaN);
  const linksAlong = (cycle: readonly string[]) =>
    cycle.map((from, place) => [from, cycle[(place + 1) % cycle.length] as string] as const);
  const goesAlong = (cycle: readonly string[], [from, to]: readonly [string, string]) =>
    linksAlong(cycle).some(([one, other]) => one === from && other === to);
  for (const link of inside) {
    assert.ok(
      cycles.some((cycle) => goesAlong(cycle, link) && cycle.length === shortest(link)),
      `a shortest cycle through ${link}`,
    );
  }
  for (const cycle of cycles) {
    assert.ok(
      linksAlong(cycle).every(([from, to]) => within(from).includes(to)),
      'a cycle follows links',
    );
    assert.equal(new Set(cycle).size, cycle.length, 'a cycle passes each article once');
    assert.equal(cycle[0], cycle.toSorted()[0], 'a cycle begins with its first article');
    const isShortest = linksAlong(cycle).some((link) => shortest(link) === cycle.length);
    assert.ok(isShortest, 'a cycle is a shortest one through one of its links');
  }
  assert.equal(new Set(cycles.map(String)).size, cycles.length, 'each cycle is told once');
}

function check(documents: readonly ResourceDocument[]): readonly CircularGroup[] {
  const slow = new SlowAssessment(documents);
  const links = linksOf(slow);
  const { items } = assessed(documents).circular;
  assert.deepEqual(
    items.map(({ kind, articleIds }) => ({ kind, articleIds })),
    groupsOf(slow, links),
  );
  for (const group of items) {
    const outlets = group.articleIds.map((id) => slow.identity(slow.find(id)?.publisherId));
    assert.deepEqual(group.outletIds, [...new Set(outlets)].sort());
    checkCycles(group, links);
  }
  return items;
}

/** Up to eight outlets whose articles cite one another, now and then with a witness. */
const citing = fc
  .record({
    outlets: fc.integer({ min: 2, max: 8 }),
    articles: fc.array(
      fc.record({
        publisher: fc.nat(),
        day: fc.constantFrom(
          '2022-03-01',
          '2022-03-04',
          '2022-03-05?',
          '2022-03',
          '2022-03-09/..',
          undefined,
        ),
        stands: fc.array(
          fc.record({
            source: fc.nat(),
            cited: fc.option(fc.nat(), { nil: undefined, freq: 3 }),
            stance: fc.constantFrom('affirms', 'relays', 'denies'),
            witness: fc.nat(12).map((one) => one === 0),
          }),
          { minLength: 1, maxLength: 3 },
        ),
      }),
      { minLength: 2, maxLength: 10 },
    ),
  })
  .map(({ outlets, articles }) => [
    ...[record('claim', 1), record('source', 'witness', { kind: 'person' })],
    ...Array.from({ length: outlets }, (_, i) => record('source', i, { kind: 'news_outlet' })),
    ...articles.flatMap(({ publisher, day, stands }, i) => [
      record('article', i, {
        publisherId: `source_${publisher % outlets}`,
        ...(day !== undefined && { publishedAt: day }),
      }),
      ...stands.map(({ source, cited, stance, witness }, j) =>
        record('attribution', `${i}-${j}`, {
          ...{ claimId: 'claim_1', articleId: `article_${i}`, stance, certainty: 'certain' },
          sourceId: witness ? 'source_witness' : `source_${source % outlets}`,
          ...(cited !== undefined && { citedArticleId: `article_${cited % articles.length}` }),
        }),
      ),
    ]),
  ]);

test('circular groups are the strongly connected articles, with a shortest cycle through each link', async (t) => {
  const kinds = new Set<string>();
  let longest = 0;
  const property = fc.property(citing, (documents) => {
    for (const { kind, cycles } of check(documents)) {
      kinds.add(kind);
      longest = Math.max(longest, ...cycles.map(({ length }) => length));
    }
  });
  t.doesNotThrow(() => fc.assert(property, { numRuns: 400 }));
  t.strictSame([...kinds].sort(), ['circular', 'mutual_citation']);
  t.ok(longest > 2, 'not all were of two articles');
});

test('so they are where articles and sources were withdrawn, replaced and retracted', async (t) => {
  t.doesNotThrow(() =>
    fc.assert(
      fc.property(newsroom(), (documents) => void check(documents)),
      { numRuns: 300 },
    ),
  );
});
