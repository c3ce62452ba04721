import type { Test } from 'tap';
import type { ResourceDocument } from '../../../src/model/definition.ts';
import { newIdentifier } from '../../../src/model/identifiers.ts';
import type { SubgraphRoot } from '../../../src/store/port.ts';
import { Desk, type Fields, parsed } from '../../helpers/making.ts';
import type { OpenStore } from './suite.ts';

type Named = Record<string, ResourceDocument>;

/** Two articles on two claims, with a chain, a joint statement, relations, evidence and reviews. */
async function newsroom(desk: Desk) {
  const paper = await desk.create('source', { kind: 'news_outlet' });
  const rival = await desk.create('source', { kind: 'news_outlet' });
  const ministry = await desk.create('source', { kind: 'government' });
  const spokesman = await desk.create('source', {
    kind: 'person',
    affiliations: [{ sourceId: ministry.id }],
  });
  const party = await desk.create('source');
  const checker = await desk.create('source');
  const claim = await desk.create('claim', { about: [{ name: { en: 'A party' }, sourceId: party.id }] });
  const next = await desk.create('claim');
  const far = await desk.create('claim');
  const story = await desk.create('article', { publisherId: paper.id });
  const copy = await desk.create('article', { publisherId: rival.id, derivedFromArticleId: story.id });
  const relays = { stance: 'relays', originUnknown: true };
  const carrier = await desk.create('attribution', {
    ...{ claimId: claim.id, articleId: story.id, sourceId: paper.id, ...relays },
  });
  const said = await desk.create('attribution', {
    ...{ claimId: claim.id, articleId: story.id, sourceId: spokesman.id, viaId: carrier.id },
    onBehalfOfId: ministry.id,
  });
  const copied = await desk.create('attribution', {
    ...{ claimId: claim.id, articleId: copy.id, sourceId: rival.id },
  });
  const about = await desk.create('attribution', {
    ...{ claimId: next.id, articleId: copy.id, sourceId: rival.id },
  });
  const relation = await desk.create('relation', {
    ...{ fromClaimId: claim.id, toClaimId: next.id, assertedBy: 'article', articleId: story.id },
  });
  const onward = await desk.create('relation', { fromClaimId: far.id, toClaimId: next.id });
  const evidence = await desk.create('evidence', { claimId: claim.id, producedById: checker.id });
  const record = await desk.create('evidence', { attributionId: said.id });
  const review = await desk.create('review', {
    ...{ attributionId: said.id, reviewerId: checker.id, evidenceIds: [record.id] },
  });
  const withdrawn = await desk.create('attribution', { claimId: claim.id, articleId: story.id });
  await desk.withdraw(withdrawn.id);
  const people = { paper, rival, ministry, spokesman, party, checker };
  const records = { carrier, said, copied, about, relation, onward, evidence, record, review };
  return { ...people, ...records, claim, next, far, story, copy } satisfies Named;
}

/** What belongs around an article, a claim or a source. */
export async function subgraphs(t: Test, openStore: OpenStore): Promise<void> {
  const desk = new Desk(await openStore(t));
  const { store } = desk;
  const things = await newsroom(desk);
  type Thing = keyof typeof things;
  const nameOf = (id: string) => Object.entries(things).find(([, { id: other }]) => other === id)?.[0] ?? id;
  const around = async (type: SubgraphRoot['type'], root: Thing, depth: number, limit = 1_000) => {
    const found = await store.subgraph({ type, id: things[root].id, depth, limit });
    return { ...found, names: (found?.documents ?? []).map(({ id }) => nameOf(id)) };
  };

  const storys: Thing[] = [
    ...(['story', 'paper', 'carrier', 'said', 'spokesman', 'ministry', 'claim', 'party'] as const),
    ...(['evidence', 'record', 'review', 'checker', 'relation', 'next'] as const),
  ];
  const claims: Thing[] = [...storys, 'copied', 'copy', 'rival'];
  const expected: [type: SubgraphRoot['type'], root: Thing, depth: number, names: Thing[]][] = [
    ['article', 'story', 1, storys],
    ['claim', 'claim', 1, claims],
    ['claim', 'claim', 2, [...claims, 'about', 'onward', 'far']],
    [
      'source',
      'ministry',
      1,
      ['ministry', 'said', 'spokesman', 'carrier', 'paper', 'story', 'claim', 'party'],
    ],
  ];
  for (const [type, root, depth, names] of expected) {
    await t.test(`around the ${type} ${root}, ${depth} steps`, async (t) => {
      const whole = await around(type, root, depth);
      t.strictSame(whole.names.toSorted(), names.toSorted(), 'what belongs to it, and nothing else');
      t.equal(new Set(whole.names).size, whole.names.length, 'each once');
      t.equal(whole.names[0], root, 'the root first');
      t.equal(whole.truncated, false);
      t.equal(whole.position, await desk.position());
    });
  }

  await t.test('a limit cuts off what it leaves out, and says so', async (t) => {
    for (const [type, root] of [
      ['article', 'story'],
      ['claim', 'claim'],
      ['source', 'rival'],
      ['source', 'ministry'],
    ] as const) {
      for (const depth of [1, 2, 3, 4]) {
        const whole = await around(type, root, depth);
        for (let limit = 1; limit <= whole.names.length + 1; limit++) {
          const cut = await around(type, root, depth, limit);
          const beyond = cut.names.filter((name) => !whole.names.includes(name));
          t.strictSame(
            { count: cut.names.length, truncated: cut.truncated, beyond },
            { count: Math.min(limit, whole.names.length), truncated: limit < whole.names.length, beyond: [] },
            `${type} ${root}, ${depth} steps, ${limit} of ${whole.names.length}`,
          );
        }
      }
    }
  });

  await t.test('rows that are there already do not hide others behind a limit', async (t) => {
    const { id: claimId } = await desk.create('claim');
    const { id: sourceId } = await desk.create('source');
    const [here, elsewhere] = [
      await desk.create('article', { publisherId: sourceId }),
      await desk.create('article', { publisherId: sourceId }),
    ];
    const stand = (articleId: string) => desk.create('attribution', { claimId, articleId, sourceId });
    for (let index = 0; index < 12; index++) await stand(here.id);
    for (let index = 0; index < 6; index++) await stand(elsewhere.id);
    const articleId = here.id;
    const graph = (limit: number) => store.subgraph({ type: 'article', id: articleId, depth: 2, limit });
    const whole = (await graph(1_000))?.documents.length ?? 0;
    for (let limit = 1; limit <= whole; limit++) {
      const cut = await graph(limit);
      t.strictSame(
        [cut?.documents.length, cut?.truncated],
        [limit, limit < whole],
        `${limit} of ${whole} around an article`,
      );
    }
  });

  await t.test(
    'a claim that a relation leads to comes without the stand that the relation was drawn from',
    async (t) => {
      const [near, neighbour] = [await desk.create('claim'), await desk.create('claim')];
      const { id: articleId } = await desk.create('article');
      const drawnFrom = await desk.create('attribution', { claimId: neighbour.id, articleId });
      await desk.create('attribution', { claimId: neighbour.id, articleId });
      await desk.create('relation', {
        ...{ fromClaimId: near.id, toClaimId: neighbour.id },
        ...{ assertedBy: 'article', articleId, attributionId: drawnFrom.id },
      });
      const stands = async (depth: number) => {
        const found = await store.subgraph({ type: 'claim', id: near.id, depth, limit: 1_000 });
        const ids = found?.documents.map(({ id }) => id) ?? [];
        t.ok(ids.includes(neighbour.id));
        return ids.filter((id) => id.startsWith('attribution_')).length;
      };
      t.equal(await stands(1), 0, 'none of them while it is not expanded');
      t.equal(await stands(2), 2, 'all of them once it is');
    },
  );

  await t.test('a cut graph holds what each of its attributions rests on', async (t) => {
    const outlet = await desk.create('source');
    const article = await desk.create('article', { publisherId: outlet.id });
    const claim = await desk.create('claim');
    for (let index = 0; index < 4; index++) {
      const claimId = index === 0 ? claim.id : (await desk.create('claim')).id;
      const stand = (fields: Fields) =>
        desk.create('attribution', { claimId, articleId: article.id, ...fields });
      const relays = { stance: 'relays', originUnknown: true };
      const outer = await stand({ sourceId: outlet.id, ...relays });
      const inner = await stand({ viaId: outer.id, ...relays });
      await stand({ viaId: inner.id });
      await stand({ viaId: inner.id });
    }
    for (const [type, { id }] of Object.entries({ article, source: outlet, claim })) {
      const graph = (limit: number) =>
        store.subgraph({ type: type as SubgraphRoot['type'], id, depth: 1, limit });
      const whole = (await graph(1_000))?.documents.length ?? 0;
      for (let limit = 1; limit <= whole; limit++) {
        const documents = (await graph(limit))?.documents.map(parsed) ?? [];
        const present = new Set<unknown>(documents.map(({ id }) => id));
        const lacking = documents
          .filter(({ type }) => type === 'attribution')
          .flatMap(({ claimId, sourceId, articleId, viaId }) => [claimId, sourceId, articleId, viaId ?? id])
          .filter((needed) => !present.has(needed));
        t.strictSame([documents.length, lacking], [limit, []], `${type}, ${limit} of ${whole}`);
      }
    }
  });

  await t.test('a large graph is gathered whole', async (t) => {
    const { id: claimId } = await desk.create('claim');
    for (let index = 0; index < 90; index++) await desk.create('attribution', { claimId });
    const found = await store.subgraph({ type: 'claim', id: claimId, depth: 1, limit: 1_000 });
    // Each attribution comes with its source, and with an article and its publisher.
    t.strictSame([found?.documents.length, found?.truncated], [1 + 90 * 4, false]);
    const cut = await store.subgraph({ type: 'claim', id: claimId, depth: 1, limit: 350 });
    t.strictSame([cut?.documents.length, cut?.truncated], [350, true]);
  });

  await t.test('a root that does not exist has nothing around it', async (t) => {
    for (const type of ['article', 'claim', 'source'] as const) {
      const found = await store.subgraph({ type, id: newIdentifier(type), depth: 1, limit: 10 });
      t.equal(found, undefined, type);
    }
  });
}
