import { deepEqual } from 'node:assert/strict';
import type { Test } from 'tap';
import { type DocumentById, standingFor } from '../../../src/analysis/merging.ts';
import type { ResourceDocument } from '../../../src/model/definition.ts';
import { newIdentifier } from '../../../src/model/identifiers.ts';
import { referencesOf } from '../../../src/model/references.ts';
import { resources } from '../../../src/model/resources.ts';
import type { PathQuery, Store } from '../../../src/store/port.ts';
import { Desk, parsed } from '../../helpers/making.ts';
import { writeAtRandom } from '../../helpers/random-data.ts';
import type { OpenStore } from './suite.ts';

type Bounds = Partial<Omit<PathQuery, 'from' | 'to'>>;

/** The shortest paths between two things. */
export async function paths(t: Test, openStore: OpenStore): Promise<void> {
  await t.test('links are followed either way', (test) => links(test, openStore));
  await t.test('only what is live stands between', (test) => withdrawals(test, openStore));
  await t.test('what was merged is one thing', (test) => merged(test, openStore));
  await t.test('what is bounded says so', (test) => bounds(test, openStore));
  await t.test('as going every way finds them', (test) => atRandom(test, openStore));
}

/**
 * A ministry's spokesman says something in a paper's story; evidence on it is produced by an institute. The claim
 * supports another one, about which nobody says anything.
 */
async function newsroom(desk: Desk) {
  const ministry = await desk.create('source', { kind: 'government' });
  const spokesman = await desk.create('source', {
    kind: 'person',
    affiliations: [{ sourceId: ministry.id }],
  });
  const paper = await desk.create('source', { kind: 'news_outlet' });
  const institute = await desk.create('source');
  const story = await desk.create('article', { publisherId: paper.id });
  const claim = await desk.create('claim');
  const other = await desk.create('claim');
  const said = await desk.create('attribution', {
    ...{ claimId: claim.id, articleId: story.id, sourceId: spokesman.id },
  });
  const relation = await desk.create('relation', { fromClaimId: claim.id, toClaimId: other.id });
  const evidence = await desk.create('evidence', { claimId: claim.id, producedById: institute.id });
  return { ministry, spokesman, paper, institute, story, claim, other, said, relation, evidence };
}

async function open(t: Test, openStore: OpenStore) {
  const desk = new Desk(await openStore(t));
  const things = await newsroom(desk);
  type Thing = keyof typeof things;
  const names = new Map(Object.entries(things).map(([name, { id }]) => [id, name]));
  const between = async (from: Thing, to: Thing, wanted: Bounds = {}) => {
    const found = await find(desk.store, things[from], things[to], wanted);
    const named = found?.paths.map((path) => path.map((id) => names.get(id) ?? id).join(' '));
    return { named, found };
  };
  return { desk, things, between };
}

function find(store: Store, from: ResourceDocument, to: ResourceDocument, wanted: Bounds = {}) {
  return store.paths({ from, to, limit: 50, maxLength: 12, ...wanted });
}

async function links(t: Test, openStore: OpenStore): Promise<void> {
  const { desk, things, between } = await open(t, openStore);
  t.strictSame((await between('claim', 'ministry')).named, ['claim said spokesman ministry']);
  t.strictSame((await between('ministry', 'claim')).named, ['ministry spokesman said claim']);
  t.strictSame((await between('other', 'institute')).named, ['other claim evidence institute']);
  t.strictSame((await between('other', 'paper')).named, ['other claim said story paper']);
  t.strictSame((await between('said', 'said')).named, ['said']);
  const { found } = await between('other', 'claim');
  const { other, claim, relation } = things;
  t.same(found?.documents.map(({ id }) => id).sort(), [claim.id, other.id, relation.id].sort());
  t.match(found, { truncated: false, position: await desk.position() });
  const alone = await desk.create('source');
  t.match(await find(desk.store, claim, alone), { paths: [], documents: [], truncated: false });
  const nothing = { ...claim, id: newIdentifier('claim') };
  t.equal(await find(desk.store, claim, nothing), undefined);
  t.equal(await find(desk.store, nothing, claim), undefined);
}

async function withdrawals(t: Test, openStore: OpenStore): Promise<void> {
  const { desk, things, between } = await open(t, openStore);
  await desk.withdraw(things.said.id);
  t.strictSame((await between('claim', 'ministry')).named, []);
  t.strictSame(
    (await between('said', 'claim', { maxLength: 1 })).named,
    ['said claim'],
    'as an end it is there',
  );
  t.strictSame((await between('claim', 'said', { maxLength: 1 })).named, ['claim said']);
  t.strictSame((await between('claim', 'spokesman')).named, []);
  await desk.restore(things.said.id);
  await desk.withdraw(things.spokesman.id);
  t.strictSame((await between('claim', 'ministry')).named, []);
  t.strictSame((await between('claim', 'spokesman')).named, ['claim said spokesman']);
  await desk.withdraw(things.relation.id);
  t.strictSame((await between('claim', 'other')).named, []);
  await desk.withdraw(things.ministry.id);
  t.strictSame((await between('spokesman', 'ministry')).named, ['spokesman ministry'], 'both ends withdrawn');
  t.strictSame((await between('ministry', 'spokesman')).named, ['ministry spokesman']);
}

async function merged(t: Test, openStore: OpenStore): Promise<void> {
  const { desk, things, between } = await open(t, openStore);
  const { claim, spokesman, ministry } = things;
  const standing = await desk.create('claim');
  await desk.withdraw(claim.id, standing.id);
  const found = await find(desk.store, standing, spokesman);
  t.strictSame(found?.paths, [[standing.id, things.said.id, spokesman.id]], 'what refers to either');
  t.ok(
    found?.documents.some(({ id }) => id === claim.id),
    'what a link names is among the documents',
  );
  t.strictSame((await find(desk.store, claim, standing))?.paths, [[standing.id]], 'they are one');
  t.strictSame((await find(desk.store, standing, things.other))?.paths, [[standing.id, things.other.id]]);
  const namesake = await desk.create('source', { kind: 'person' });
  await desk.withdraw(spokesman.id, namesake.id);
  t.strictSame((await between('spokesman', 'ministry')).named, [], 'what was replaced refers to nothing');
  t.strictSame((await find(desk.store, standing, spokesman))?.paths, [
    [standing.id, things.said.id, namesake.id],
  ]);
  t.strictSame((await find(desk.store, namesake, ministry))?.paths, []);
}

async function bounds(t: Test, openStore: OpenStore): Promise<void> {
  const { desk, things, between } = await open(t, openStore);
  const { ministry, paper, spokesman, claim } = things;
  t.match(await between('claim', 'ministry', { maxLength: 2 }), { named: [], found: { truncated: false } });
  for (let count = 0; count < 12; count++) {
    const { id } = await desk.create('article', { publisherId: paper.id });
    await desk.create('attribution', { claimId: claim.id, articleId: id, sourceId: spokesman.id });
  }
  const all = await find(desk.store, claim, ministry);
  t.match(all, { paths: { length: 13 }, truncated: false });
  const three = await find(desk.store, claim, ministry, { limit: 3 });
  t.match(three, { paths: all?.paths.slice(0, 3), truncated: true }, 'the first of them');
  const fewer = await find(desk.store, claim, paper, { mostOfOne: 5 });
  t.match(fewer, { paths: { length: 5 }, truncated: true }, 'of a hub only some are read');
  const fine = await find(desk.store, things.said, ministry, { mostOfOne: 5 });
  t.match(fine, { paths: [[things.said.id, spokesman.id, ministry.id]], truncated: false });
  const none = await find(desk.store, claim, ministry, { mostRead: 3 });
  t.match(none, { paths: [], truncated: true }, 'too little may be read to find any');
}

/** Who is tied to whom, by all documents there are. */
function tiesAmong(documents: readonly ResourceDocument[], byId: DocumentById) {
  const ties = new Map<string, Set<string>>();
  const tie = (one: string, other: string) => ties.set(one, (ties.get(one) ?? new Set()).add(other));
  const thing = (id: unknown) => {
    const document = byId(String(id)) as ResourceDocument;
    return (standingFor(document, byId) as ResourceDocument).id;
  };
  for (const document of documents) {
    if (document.withdrawal?.replacedById !== undefined) continue;
    const { type, id, fromClaimId, toClaimId } = document;
    if (type === 'relation' && document.withdrawal) continue;
    const pairs =
      type === 'relation'
        ? [[thing(fromClaimId), thing(toClaimId)] as const]
        : referencesOf(resources[type], document).map((one) => [id, thing(one.id)] as const);
    for (const [one, other] of pairs) {
      tie(one, other);
      tie(other, one);
    }
  }
  return { ties, thing };
}

async function atRandom(t: Test, openStore: OpenStore): Promise<void> {
  const store = await openStore(t);
  await writeAtRandom(store, 11, 120);
  const documents: ResourceDocument[] = [];
  for await (const part of store.export({ history: false })) {
    if (part.part === 'documents') documents.push(...part.items.map(parsed));
  }
  const index = new Map(documents.map((document) => [document.id, document]));
  const byId: DocumentById = (id) => index.get(id);
  const { ties, thing } = tiesAmong(documents, byId);
  const mayStand = (id: string, ends: readonly string[]) => ends.includes(id) || !byId(id)?.withdrawal;
  const obvious = (from: string, to: string): string[][] => {
    let walks = [[from]];
    for (let length = 0; length <= 4; length++) {
      const arrived = walks.filter((walk) => walk.at(-1) === to);
      if (arrived.length > 0) return arrived;
      walks = walks.flatMap((walk) =>
        [...(ties.get(walk.at(-1) ?? '') ?? [])]
          .filter((id) => !walk.includes(id) && mayStand(id, [from, to]))
          .map((id) => [...walk, id]),
      );
    }
    return [];
  };
  const things = documents.filter(({ type }) => type !== 'relation');
  const lengths = new Set<number | undefined>();
  for (const [at, from] of things.entries()) {
    for (const to of things.filter((_, other) => (at * 7 + other) % 17 === 0)) {
      const found = await find(store, from, to, { limit: 10_000, maxLength: 4 });
      const expected = obvious(thing(from.id), thing(to.id));
      deepEqual(found?.paths.toSorted(), expected.toSorted(), `${from.id} to ${to.id}`);
      deepEqual(found?.truncated, false);
      lengths.add(expected[0]?.length);
    }
  }
  t.ok(lengths.size >= 5, 'there are paths of every length, and none');
}
