import { test } from 'tap';
import type { LinkedDocument } from '../../src/analysis/chains.ts';
import { outletDependencies } from '../../src/analysis/outlets.ts';

type Fields = Readonly<Record<string, unknown>>;

const outlet = (id: string): LinkedDocument => ({
  type: 'source',
  id,
  kind: 'news_outlet',
  name: { en: id },
});
const source = (id: string, kind: string): LinkedDocument => ({ type: 'source', id, kind });
const article = (id: string, publisherId: string, fields: Fields = {}): LinkedDocument => ({
  ...{ type: 'article', id, publisherId, ...fields },
});
/** What a source says of a claim in an article, named by all three. */
const says = (sourceId: string, claimId: string, articleId: string, fields: Fields = {}): LinkedDocument => {
  const id = `${sourceId} on ${claimId} in ${articleId}`;
  return { type: 'attribution', id, sourceId, claimId, articleId, stance: 'affirms', ...fields };
};
/** The source says it to a carrier in the same article. */
const through = (carrier: string, claimId: string, articleId: string) => ({
  viaId: `${carrier} on ${claimId} in ${articleId}`,
});
const withdrawn = (one: LinkedDocument, replacedById?: string): LinkedDocument => ({
  ...one,
  withdrawal: { replacedById },
});

function dependencies(documents: readonly LinkedDocument[], limit = 50) {
  return outletDependencies(documents, new Set(documents.map(({ id }) => id)), limit);
}

function shares(documents: readonly LinkedDocument[]) {
  const { outlets } = dependencies(documents);
  return Object.fromEntries(
    outlets.map(({ id, original, relayed, relayedByOthers }) => [id, [original, relayed, relayedByOthers]]),
  );
}

/**
 * A wire and three papers on two claims, "rain" and "flood".
 *
 * - The Wire's own story: the minister says rain, and says flood. Two chains, both original.
 * - The Courier credits the Wire: minister ← Wire ← Courier on rain. One chain, relayed from the Wire.
 * - The Mirror copies the Wire's story without a word of credit: minister on rain, minister on flood, in an article that
 *   derives from the Wire's. Two chains, both relayed from the Wire.
 * - The Herald was there: a witness says flood, and the Herald itself says rain. Two chains, both original. It also quotes
 *   the Courier on the flood, which nobody stands behind: one chain, relayed from the Courier.
 */
const newsroom = [
  ...['wire', 'courier', 'mirror', 'herald'].map(outlet),
  ...[source('minister', 'person'), source('witness', 'anonymous')],
  article('wire story', 'wire'),
  says('minister', 'rain', 'wire story'),
  says('minister', 'flood', 'wire story'),
  article('courier story', 'courier'),
  says('courier', 'rain', 'courier story', { stance: 'relays' }),
  says('wire', 'rain', 'courier story', { stance: 'relays', ...through('courier', 'rain', 'courier story') }),
  says('minister', 'rain', 'courier story', through('wire', 'rain', 'courier story')),
  article('mirror story', 'mirror', { derivedFromArticleId: 'wire story' }),
  says('minister', 'rain', 'mirror story'),
  says('minister', 'flood', 'mirror story'),
  article('herald story', 'herald'),
  says('witness', 'flood', 'herald story'),
  says('herald', 'rain', 'herald story'),
  says('courier', 'flood', 'herald story'),
];

test('a wire and three papers', async (t) => {
  t.strictSame(dependencies(newsroom), {
    rule: { name: 'outletDependencies', version: 1 },
    outlets: [
      {
        // 2 of its own and 3 of others.
        ...{
          id: 'wire',
          name: { en: 'wire' },
          chains: 2,
          original: 2,
          relayed: 0,
          relayedShare: 0,
          relayedByOthers: 3,
        },
        originalAttributionIds: ['minister on rain in wire story', 'minister on flood in wire story'],
      },
      {
        ...{ id: 'herald', name: { en: 'herald' }, chains: 3, original: 2, relayed: 1, relayedShare: 1 / 3 },
        ...{ relayedByOthers: 0 },
        originalAttributionIds: ['witness on flood in herald story', 'herald on rain in herald story'],
      },
      {
        ...{ id: 'courier', name: { en: 'courier' }, chains: 1, original: 0, relayed: 1, relayedShare: 1 },
        ...{ relayedByOthers: 1, originalAttributionIds: [] },
      },
      {
        ...{ id: 'mirror', name: { en: 'mirror' }, chains: 2, original: 0, relayed: 2, relayedShare: 1 },
        ...{ relayedByOthers: 0, originalAttributionIds: [] },
      },
    ],
    // Who relays, by row; who is relayed, by column: wire, herald, courier, mirror.
    matrix: [
      [0, 0, 0, 0],
      [0, 0, 1, 0],
      [1, 0, 0, 0],
      [2, 0, 0, 0],
    ],
    edges: [
      {
        ...{ from: 'mirror', to: 'wire', chains: 2, claims: 2 },
        attributionIds: ['minister on rain in mirror story', 'minister on flood in mirror story'],
      },
      {
        ...{ from: 'courier', to: 'wire', chains: 1, claims: 1 },
        attributionIds: ['minister on rain in courier story'],
      },
      {
        ...{ from: 'herald', to: 'courier', chains: 1, claims: 1 },
        attributionIds: ['courier on flood in herald story'],
      },
    ],
    totals: { outlets: 4, articles: 4, chains: 8, original: 4, relayed: 4, relayedShare: 1 / 2 },
    truncated: false,
  });
});

test('outlets beyond the limit are in the totals alone', async (t) => {
  const { outlets, matrix, edges, totals, truncated } = dependencies(newsroom, 2);
  t.strictSame(
    outlets.map(({ id }) => id),
    ['wire', 'herald'],
  );
  t.strictSame(matrix, [
    [0, 0],
    [0, 0],
  ]);
  t.strictSame(edges, []);
  t.match(totals, { outlets: 4, chains: 8, relayed: 4 });
  t.equal(truncated, true);
});

test('of several outlets in a chain, the one nearest to the reader is relayed', async (t) => {
  // minister ← wire ← courier ← herald, which publishes it in an article that derives from the mirror's.
  const documents = [
    ...['wire', 'courier', 'mirror', 'herald'].map(outlet),
    source('minister', 'person'),
    article('mirror story', 'mirror'),
    article('story', 'herald', { derivedFromArticleId: 'mirror story' }),
    says('herald', 'rain', 'story'),
    says('courier', 'rain', 'story', through('herald', 'rain', 'story')),
    says('wire', 'rain', 'story', through('courier', 'rain', 'story')),
    says('minister', 'rain', 'story', through('wire', 'rain', 'story')),
  ];
  t.match(dependencies(documents).edges, [{ from: 'herald', to: 'courier', chains: 1 }]);
  // Another chain of the same article names no outlet: it came with the copy.
  const more = [...documents, says('minister', 'flood', 'story')];
  t.match(dependencies(more).edges, [
    { from: 'herald', to: 'courier' },
    { from: 'herald', to: 'mirror' },
  ]);
});

test("an article that derives from its own outlet's, which derives from another's", async (t) => {
  const documents = [
    ...[outlet('wire'), outlet('herald'), source('minister', 'person')],
    article('wire story', 'wire', { derivedFromArticleId: 'update' }),
    article('story', 'herald', { derivedFromArticleId: 'wire story' }),
    article('update', 'herald', { derivedFromArticleId: 'story' }),
    says('minister', 'rain', 'update'),
  ];
  t.match(dependencies(documents).edges, [{ from: 'herald', to: 'wire', chains: 1 }]);
  const alone = documents.filter(({ id }) => id !== 'wire story');
  t.match(dependencies(alone), { edges: [], outlets: [{ id: 'herald', original: 1 }] });
});

test('only what is published by an outlet counts', async (t) => {
  const documents = [
    ...[outlet('wire'), source('ministry', 'government')],
    article('release', 'ministry'),
    says('wire', 'rain', 'release'),
  ];
  t.match(dependencies(documents), { outlets: [], edges: [], totals: { outlets: 0, relayedShare: null } });
});

test('what was withdrawn does not count, and what was replaced is what replaced it', async (t) => {
  const [before, after] = [
    shares(newsroom),
    (id: string, by?: string) => shares(newsroom.map((one) => (one.id === id ? withdrawn(one, by) : one))),
  ];
  t.strictSame(before, { wire: [2, 0, 3], herald: [2, 1, 0], courier: [0, 1, 1], mirror: [0, 2, 0] });
  // The Courier's chain is broken, and a copy of what was withdrawn is no copy.
  t.strictSame(after('wire'), { herald: [2, 1, 0], mirror: [2, 0, 0], courier: [0, 0, 1] });
  t.strictSame(after('wire story'), {
    ...{ herald: [2, 1, 0], courier: [0, 1, 1], mirror: [2, 0, 0], wire: [0, 0, 1] },
  });
  t.strictSame(after('minister on rain in mirror story').mirror, [0, 1, 0]);
  t.strictSame(after('wire on rain in courier story').wire, [2, 0, 2], 'nobody carries it to the Courier');
  // The Mirror is the Wire by another name: it copies itself.
  t.strictSame(after('mirror', 'wire'), { wire: [4, 0, 1], herald: [2, 1, 0], courier: [0, 1, 1] });
});

test('claims that were merged are one', async (t) => {
  const claims = [{ type: 'claim', id: 'rain' } as const, withdrawn({ type: 'claim', id: 'flood' }, 'rain')];
  const [edge] = dependencies([...newsroom, ...claims]).edges;
  t.match(edge, { from: 'mirror', to: 'wire', chains: 2, claims: 1 });
});

test('twenty of the chains are named', async (t) => {
  const rain = Array.from({ length: 30 }, (_, index) => says('minister', `claim ${index}`, 'story'));
  const documents = [outlet('herald'), source('minister', 'person'), article('story', 'herald'), ...rain];
  const [herald] = dependencies(documents).outlets;
  t.equal(herald?.original, 30);
  t.strictSame(
    herald?.originalAttributionIds,
    rain.slice(0, 20).map(({ id }) => id),
  );
});
