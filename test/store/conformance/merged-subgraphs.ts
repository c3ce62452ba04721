import type { Test } from 'tap';
import type { ResourceDocument } from '../../../src/model/definition.ts';
import type { SubgraphRoot } from '../../../src/store/port.ts';
import { Desk, parsed } from '../../helpers/making.ts';
import type { OpenStore } from './suite.ts';

/** A claim, a source, an article and a carrier that were each recorded twice and then merged. */
async function newsroom(desk: Desk) {
  const outlet = await desk.create('source');
  const [old, claim] = [await desk.create('claim'), await desk.create('claim')];
  const [alias, speaker] = [await desk.create('source'), await desk.create('source')];
  const copy = await desk.create('article', { publisherId: outlet.id });
  const story = await desk.create('article', { publisherId: outlet.id });
  const stand = (fields: object) => desk.create('attribution', { articleId: story.id, ...fields });
  const relays = { sourceId: outlet.id, stance: 'relays', originUnknown: true };
  const outer = await stand({ claimId: claim.id, ...relays });
  const twice = await stand({ claimId: old.id, ...relays });
  const carrier = await stand({ claimId: claim.id, viaId: outer.id, ...relays });
  const said = await stand({ claimId: old.id, sourceId: alias.id, viaId: twice.id });
  const again = await stand({ claimId: claim.id, sourceId: speaker.id, articleId: copy.id });
  const evidence = await desk.create('evidence', { attributionId: twice.id });
  const [far, further] = [await desk.create('claim'), await desk.create('claim')];
  const relation = await desk.create('relation', { fromClaimId: far.id, toClaimId: old.id });
  const onward = await desk.create('relation', { fromClaimId: further.id, toClaimId: far.id });
  const pairs = [
    [old, claim],
    [alias, speaker],
    [copy, story],
    [twice, carrier],
  ] as const;
  for (const [one, other] of pairs) await desk.withdraw(one.id, other.id);
  const people = { outlet, alias, speaker };
  const stands = { outer, twice, carrier, said, again, evidence };
  return { ...people, ...stands, old, claim, copy, story, far, further, relation, onward };
}

/** What was merged is one thing in a subgraph, whichever of its ids is the root. */
export async function mergedSubgraphs(t: Test, openStore: OpenStore): Promise<void> {
  const desk = new Desk(await openStore(t));
  const things: Record<string, ResourceDocument> = await newsroom(desk);
  const idOf = (name: string) => things[name]?.id as string;
  const nameOf = (id: string) => Object.keys(things).find((name) => idOf(name) === id) ?? id;
  const around = async (type: SubgraphRoot['type'], root: string, depth: number, limit = 1_000) => {
    const found = await desk.store.subgraph({ type, id: idOf(root), depth, limit });
    const documents = (found?.documents ?? []).map(parsed);
    return { documents, names: documents.map(({ id }) => nameOf(id)), truncated: found?.truncated };
  };

  const merged = ['old', 'claim', 'alias', 'speaker', 'copy', 'story'];
  const stands = [...merged, 'outlet', 'outer', 'twice', 'carrier', 'said', 'again'];
  const cases: [type: SubgraphRoot['type'], roots: string[], depth: number, names: string[]][] = [
    ['claim', ['claim', 'old'], 1, [...stands, 'evidence', 'relation', 'far']],
    ['claim', ['claim', 'old'], 2, [...stands, 'evidence', 'relation', 'far', 'onward', 'further']],
    ['claim', ['far'], 1, ['far', 'relation', 'old', 'claim', 'onward', 'further']],
    ['claim', ['far'], 2, [...stands, 'evidence', 'relation', 'far', 'onward', 'further']],
    ['article', ['story', 'copy'], 1, [...stands, 'evidence']],
    ['source', ['speaker', 'alias'], 1, stands],
  ];
  for (const [type, roots, depth, names] of cases) {
    await t.test(`around the ${type} ${roots}, ${depth} steps`, async (t) => {
      for (const root of roots) {
        const whole = await around(type, root, depth);
        // What was merged into the root is there where something refers to it.
        t.strictSame(whole.names.toSorted(), names.toSorted(), `${root}: all that belongs to either`);
        t.equal(whole.names[0], root, 'the root first');
        for (let limit = 1; limit <= names.length + 1; limit++) {
          const cut = await around(type, root, depth, limit);
          const here = new Set(cut.names);
          const lacking = cut.documents.slice(1).flatMap(({ type, withdrawal, ...fields }) => {
            const ground = [fields.claimId, fields.sourceId, fields.articleId, fields.viaId];
            const needed = type === 'attribution' && !withdrawal ? ground : [];
            return [...needed, withdrawal?.replacedById].filter((id) => id && !here.has(nameOf(String(id))));
          });
          t.strictSame(
            { count: cut.names.length, truncated: cut.truncated, lacking },
            { count: Math.min(limit, names.length), truncated: limit < names.length, lacking: [] },
            `${root}, ${limit} of ${names.length}`,
          );
        }
      }
    });
  }

  await t.test('what was merged is apart once it is restored', async (t) => {
    await desk.restore(idOf('old'));
    const { names } = await around('claim', 'claim', 1);
    t.notOk(names.includes('far'), 'the relation is to the other claim');
    t.ok((await around('claim', 'old', 1)).names.includes('far'));
  });
}
