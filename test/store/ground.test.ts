import { type Test, test } from 'tap';
import type { ResourceDocument } from '../../src/model/definition.ts';
import { newIdentifier, type ResourceType } from '../../src/model/identifiers.ts';
import type { Command, DatedAssessment } from '../../src/store/port.ts';
import { openReader } from '../../src/store/sqlite/connection.ts';
import { GroundWalk } from '../../src/store/sqlite/ground.ts';
import { GroundReader } from '../../src/store/sqlite/ground-view.ts';
import { Reader } from '../../src/store/sqlite/reader.ts';
import { creation, Desk, type Fields } from '../helpers/making.ts';
import { openSqliteFile } from '../helpers/sqlite.ts';

type Things = Readonly<Record<string, ResourceDocument>>;
type Found = ReturnType<Reader['claimGround']>;

/** A store, and what reads grounds from its file. */
async function open(t: Test) {
  const { store, path } = await openSqliteFile(t);
  const reader = new Reader(path);
  t.teardown(() => reader.close());
  return { store, desk: new Desk(store), reader, path };
}

/** The names of all that is in a ground; an id where it has none. */
function namesIn(things: Things, found: Found): string[] {
  const names = new Map(Object.entries(things).map(([name, { id }]) => [id, name]));
  return (found?.ground.documents ?? []).map(({ id }) => names.get(id) ?? id).toSorted();
}

function documentIn(found: Found, id: string): ResourceDocument | undefined {
  return found?.ground.documents.find((document) => document.id === id);
}

/** Claims that are assessed as one, those that bear on them and on which they bear, and their relations. */
async function relatedClaims(desk: Desk) {
  const relate = (kind: string, from: ResourceDocument, to: ResourceDocument, fields: Fields = {}) =>
    desk.create('relation', { kind, fromClaimId: from.id, toClaimId: to.id, ...fields });
  const party = await desk.create('source');
  const claim = await desk.create('claim', { about: [{ name: { en: 'A party' }, sourceId: party.id }] });
  const [same, further, negation, contrary, undercutting, restated] = [
    ...[await desk.create('claim'), await desk.create('claim'), await desk.create('claim')],
    ...[await desk.create('claim'), await desk.create('claim'), await desk.create('claim')],
  ] as [
    ResourceDocument,
    ResourceDocument,
    ResourceDocument,
    ResourceDocument,
    ResourceDocument,
    ResourceDocument,
  ];
  const [undercut, detail, unlinked] = [
    ...[await desk.create('claim'), await desk.create('claim'), await desk.create('claim')],
  ] as [ResourceDocument, ResourceDocument, ResourceDocument];
  const paper = await desk.create('source');
  const drawing = await desk.create('article', { publisherId: paper.id });
  const drawn = { assertedBy: 'article', articleId: drawing.id };
  const here = {
    ...{ isSame: await relate('same_as', same, claim), isFurther: await relate('same_as', same, further) },
    ...{ isNegation: await relate('negation_of', claim, negation) },
    ...{ contradicts: await relate('contradicts', contrary, same, drawn) },
    ...{ undercuts: await relate('undercuts', undercutting, further) },
    ...{ undercutsAnother: await relate('undercuts', claim, undercut) },
    ...{ isRestated: await relate('same_as', negation, restated) },
    ...{ wasSame: await relate('same_as', unlinked, claim) },
  };
  const elaborates = await relate('elaborates', detail, claim);
  await desk.withdraw(here.wasSame.id);
  const claims = { claim, same, further, negation, contrary, undercutting, restated };
  return {
    here: { ...here, ...claims, party, paper, drawing },
    apart: { undercut, detail, unlinked, elaborates },
  };
}

test('a ground holds all that an assessment rests on, and nothing else', async (t) => {
  const { desk, reader } = await open(t);
  const { here: around, apart } = await relatedClaims(desk);
  const { claim, same, further, negation, restated, paper, party } = around;
  const source = (fields: Fields) => desk.create('source', fields);
  const state = await source({ kind: 'government' });
  const ministry = await source({ partOf: [{ sourceId: state.id }] });
  const officer = await source({ kind: 'person', affiliations: [{ sourceId: ministry.id }] });
  const speaker = await source({ kind: 'person' });
  const identifiedAs = { sourceId: officer.id };
  const officials = await source({ kind: 'anonymous', citedById: paper.id, identifiedAs });
  const [wire, reviewer] = [await source({}), await source({})];
  const original = await desk.create('article', { publisherId: wire.id });
  const copied = { publisherId: paper.id, derivedFromArticleId: original.id, text: 'It rained.' };
  const copy = await desk.create('article', copied);
  const cited = await desk.create('article', { publisherId: wire.id });
  const study = await desk.create('article', { publisherId: wire.id });
  const stand = (about: ResourceDocument, sourceId: string, fields: Fields = {}) =>
    desk.create('attribution', { claimId: about.id, sourceId, articleId: copy.id, ...fields });
  const carrier = await stand(same, paper.id, { stance: 'relays', originUnknown: true });
  const citing = { viaId: carrier.id, citedArticleId: cited.id, onBehalfOfId: speaker.id };
  const said = await stand(same, officials.id, citing);
  const mistaken = await stand(claim, paper.id);
  const denied = await stand(negation, paper.id);
  const deniedAgain = await stand(restated, paper.id);
  const told = { articleId: study.id, producedById: party.id };
  const evidence = await desk.create('evidence', { claimId: further.id, ...told });
  const proof = await desk.create('evidence', { attributionId: said.id });
  const review = await desk.create('review', { attributionId: carrier.id, reviewerId: reviewer.id });
  await desk.create('evidence', { claimId: negation.id });
  await desk.create('review', { attributionId: denied.id });
  await stand(apart.detail, paper.id);
  await desk.withdraw(mistaken.id);
  await desk.withdraw(evidence.id);
  const things = {
    ...{ ...around, state, ministry, officer, speaker, officials, wire, original, copy, cited, study },
    ...{ carrier, said, mistaken, denied, deniedAgain, evidence, proof, review },
  };

  for (const asked of [claim, same, further]) {
    const found = reader.claimGround(asked.id);
    t.strictSame(namesIn(things, found), Object.keys(things).toSorted(), 'whichever of them is asked for');
    t.equal(found?.ground.documents[0]?.id, asked.id, 'the claim first');
    t.strictSame([found?.ground.claimId, found?.ground.truncated], [asked.id, false]);
    t.equal(found?.position, await desk.position());
  }
  const found = reader.claimGround(claim.id);
  for (const { id, type } of Object.values(things)) {
    const stored = await desk.read(type, id);
    const { text } = type === 'article' ? { text: undefined } : (stored ?? {});
    t.strictSame({ text: undefined, ...documentIn(found, id) }, { ...stored, text }, `${id} as it stands`);
  }
  t.notOk(documentIn(found, copy.id)?.text, 'an article has no text in it');
  t.equal(reader.claimGround(newIdentifier('claim')), undefined, 'of nothing');
});

test('evidence that a review names counts as considered once it was merged, wherever it was linked', async (t) => {
  const { desk, store } = await open(t);
  const [claim, other] = [await desk.create('claim'), await desk.create('claim')];
  const named = await desk.create('evidence', { claimId: other.id });
  const reviewer = await desk.create('source');
  const given = { publishedAt: '2022-03-05', evidenceIds: [named.id], reviewerId: reviewer.id };
  await desk.create('review', { claimId: claim.id, ...given });
  const later = { bearing: 'refutes', publishedAt: '2022-03-10' };
  const evidence = await desk.create('evidence', { claimId: claim.id, ...later });
  const status = async () => {
    const found = await store.assess(claim.id, {});
    const { assessment } = JSON.parse(found?.json ?? '{}') as DatedAssessment;
    return assessment?.staleReviews.items.map((one) => one.status);
  };
  t.strictSame(await status(), ['stale']);
  await desk.withdraw(named.id, evidence.id);
  t.strictSame(await status(), ['current'], 'the review names what it was merged into');
});

test('what was merged is in the ground with what replaced it, to the last', async (t) => {
  const { desk, reader } = await open(t);
  const three = async (type: ResourceType, fields: Fields = {}) =>
    [
      await desk.create(type, fields),
      await desk.create(type, fields),
      await desk.create(type, fields),
    ] as const;
  const [oldest, old, claim] = await three('claim');
  const [alias, name, speaker] = await three('source');
  const paper = await desk.create('source');
  const [draft, copy, story] = await three('article', { publisherId: paper.id });
  const stand = (claimId: string, fields: Fields = {}) =>
    desk.create('attribution', { claimId, sourceId: paper.id, articleId: story.id, ...fields });
  const said = await stand(oldest.id, { sourceId: alias.id, articleId: draft.id });
  const other = await desk.create('claim');
  const elsewhere = await stand(other.id);
  const moved = await stand(other.id);
  const kept = await stand(claim.id);
  const proof = await desk.create('evidence', { attributionId: moved.id });
  const chains = [
    ...[
      [oldest, old],
      [old, claim],
      [alias, name],
      [name, speaker],
      [draft, copy],
      [copy, story],
    ],
    ...[
      [said, elsewhere],
      [moved, kept],
    ],
  ] as const;
  for (const [one, by] of chains) await desk.withdraw((one as ResourceDocument).id, by?.id);
  const things = {
    ...{ oldest, old, claim, alias, name, speaker, paper, draft, copy, story },
    ...{ said, other, elsewhere, moved, kept, proof },
  };
  for (const { id } of [oldest, old, claim]) {
    t.strictSame(namesIn(things, reader.claimGround(id)), Object.keys(things).toSorted());
  }
  await desk.restore(old.id);
  t.notOk(documentIn(reader.claimGround(claim.id), said.id), 'what was restored is apart');
});

test('the log as of its newest position is what the tables hold', async (t) => {
  const { desk, path } = await open(t);
  const { here } = await relatedClaims(desk);
  const article = await desk.create('article', { text: 'x'.repeat(20_000) });
  const said = await desk.create('attribution', { claimId: here.claim.id, articleId: article.id });
  const again = await desk.create('attribution', { claimId: here.same.id, articleId: article.id });
  await desk.create('review', { attributionId: again.id });
  await desk.withdraw(said.id, again.id);
  await desk.withdraw(here.same.id, here.further.id);
  await desk.update(here.claim.id, { text: { en: 'It snowed.' } });
  await desk.write({ action: 'redact', id: here.party.id });
  const connection = openReader(path);
  t.teardown(() => connection.close());
  const grounds = new GroundReader(connection);
  const position = await desk.position();
  for (const { id } of [here.claim, here.same, here.negation]) {
    const standing = new GroundWalk(grounds.now()).run(id);
    t.ok((standing?.documents.length ?? 0) > 10);
    t.strictSame(new GroundWalk(grounds.asOf(position)).run(id), standing);
  }
  t.equal(new GroundWalk(grounds.asOf(0)).run(here.claim.id), undefined);
});

test('a ground as of a log position is what had been recorded by then', async (t) => {
  const { desk, reader } = await open(t);
  const [claim, later] = [await desk.create('claim'), await desk.create('claim')];
  const said = await desk.create('attribution', { claimId: claim.id });
  const before = await desk.position();
  await desk.create('attribution', { claimId: claim.id });
  await desk.withdraw(said.id);
  await desk.withdraw(claim.id, later.id);
  const merged = await desk.position();
  await desk.update(claim.id, { tense: 'future' });
  await desk.restore(claim.id);
  const as = (position: number) => {
    const found = reader.claimGround(claim.id, { position });
    const documents = found?.ground.documents.map(({ type, revision, withdrawal }) => {
      return type === 'claim' || type === 'attribution' ? [type, revision, withdrawal?.kind] : [];
    });
    return { documents: documents?.filter(({ length }) => length > 0), position: found?.position };
  };
  const live = [
    ['claim', 1, undefined],
    ['attribution', 1, undefined],
  ];
  t.strictSame(as(before), { documents: live, position: before });
  t.strictSame(as(merged), {
    documents: [
      ['claim', 2, 'other'],
      ['claim', 1, undefined],
      ['attribution', 2, 'other'],
      ['attribution', 1, undefined],
    ],
    position: merged,
  });
  t.strictSame(reader.claimGround(later.id, { position: merged })?.ground.documents.length, 10);
  t.strictSame(reader.claimGround(later.id)?.ground.documents.length, 1, 'restored since');
});

test('the texts that a claim has had since its oldest review', async (t) => {
  const { desk, reader } = await open(t);
  const claim = await desk.create('claim');
  const write = (en: string) => desk.update(claim.id, { text: { en } });
  await write('It snowed.');
  const said = await desk.create('attribution', { claimId: claim.id });
  const wordings = (position?: number) =>
    reader
      .claimGround(claim.id, position === undefined ? undefined : { position })
      ?.ground.wordings.map(({ claimId, revision, at, text }) => {
        t.equal(claimId, claim.id);
        t.ok(at > Date.now() - 60_000 && at <= Date.now());
        return [revision, text.en];
      });
  await desk.create('review', { attributionId: said.id });
  t.strictSame(wordings(), [], 'none where that is about the text of today');
  await write('It hailed.');
  const position = await desk.position();
  await write('It stopped.');
  await desk.create('review', { claimId: claim.id });
  t.strictSame(wordings(), [
    [2, 'It snowed.'],
    [3, 'It hailed.'],
    [4, 'It stopped.'],
  ]);
  t.strictSame(wordings(position), [
    [2, 'It snowed.'],
    [3, 'It hailed.'],
  ]);
});

test('no cap is passed, and each says so', async (t) => {
  const { store, desk, reader } = await open(t);
  const claim = await desk.create('claim');
  for (let count = 0; count < 5; count++) await desk.create('attribution', { claimId: claim.id });
  const whole = reader.claimGround(claim.id)?.ground.documents.length ?? 0;
  t.equal(whole, 1 + 5 * 4);
  const moments = [undefined, { position: await desk.position() }];
  await desk.create('claim');
  for (const moment of moments) {
    for (let limit = 1; limit <= whole + 1; limit++) {
      const { documents, truncated } = reader.claimGround(claim.id, moment, limit)?.ground ?? {};
      t.strictSame([documents?.length, truncated], [Math.min(limit, whole), limit < whole], `${limit}`);
    }
  }

  const twins = Array.from({ length: 201 }, () => newIdentifier('claim'));
  const commands = twins.flatMap((id): Command[] => [
    ...creation('claim', {}, id),
    ...creation('relation', { kind: 'same_as', fromClaimId: id, toClaimId: claim.id }),
  ]);
  await desk.write(...commands.slice(0, 2 * 199));
  t.match(reader.claimGround(claim.id)?.ground, { truncated: false }, '200 claims');
  await desk.write(...commands.slice(2 * 199));
  const { documents = [], truncated } = reader.claimGround(claim.id)?.ground ?? {};
  t.strictSame([documents.filter(({ type }) => type === 'claim').length, truncated], [200, true]);
  t.equal(documents.filter(({ type }) => type === 'attribution').length, 5, 'the rest is there');

  const worded = await desk.create('claim');
  await desk.create('review', { claimId: worded.id });
  const patch = { action: 'update' as const, id: worded.id, patch: {} };
  await Promise.all(Array.from({ length: 1_000 }, () => store.commit([patch], { actor: 'test' })));
  const { ground } = reader.claimGround(worded.id) ?? {};
  t.strictSame([ground?.wordings.length, ground?.truncated], [1_000, true]);
});
