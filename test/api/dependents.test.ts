import { t as root, test } from 'tap';
import type { ResourceDocument } from '../../src/model/definition.ts';
import { newIdentifier } from '../../src/model/identifiers.ts';
import { creation, Desk } from '../helpers/making.ts';
import { startService } from '../helpers/service.ts';

// Each test asks of sources of its own, so that one service is enough for all.
const service = await startService(root);
const desk = new Desk(service.store);

async function dependentsOf(collection: string, { id }: { id: string }, query = '') {
  return (await service.get(`/v1/${collection}/${id}/dependents${query}`)).body;
}

// biome-ignore lint/suspicious/noExplicitAny: the contract checks the shape of what is answered
type Listed = readonly any[];
const idsIn = (list: Listed) => list.map(({ id }) => id).sort();
const ids = (...documents: readonly ResourceDocument[]) => documents.map(({ id }) => id).sort();

// An official says it to an agency; a paper copies the agency, and a fact-checker judges. Without the agency's story the paper
// still stands for its copy; without the agency as a source, its stories are gone as well.
//
//   official ← agency (agency's story)        copy: derived from the story, in the paper's own voice
//   evidence: produced by the agency          review: on the official's words; another one on the claim
async function wireStory() {
  const [agency, paper, official, checker] = (await Promise.all(
    ['news_outlet', 'news_outlet', 'person', 'organization'].map((kind) => desk.create('source', { kind })),
  )) as [ResourceDocument, ResourceDocument, ResourceDocument, ResourceDocument];
  const claim = await desk.create('claim', { text: { en: 'Talks failed.' } });
  const story = await desk.create('article', { publisherId: agency.id });
  const copy = await desk.create('article', { publisherId: paper.id, derivedFromArticleId: story.id });
  const viaId = newIdentifier('attribution');
  const told = { claimId: claim.id, articleId: story.id };
  const [relays, says] = (await desk.write(
    ...creation('attribution', { ...told, sourceId: agency.id, stance: 'relays' }, viaId),
    ...creation('attribution', { ...told, sourceId: official.id, viaId }),
  )) as [ResourceDocument, ResourceDocument];
  const copied = await desk.create('attribution', {
    ...{ claimId: claim.id, articleId: copy.id, sourceId: paper.id },
  });
  const evidence = await desk.create('evidence', { claimId: claim.id, producedById: agency.id });
  const onWords = await desk.create('review', { attributionId: says.id, reviewerId: checker.id });
  const onClaim = await desk.create('review', {
    ...{ claimId: claim.id, reviewerId: checker.id, evidenceIds: [evidence.id] },
  });
  return {
    agency,
    paper,
    official,
    checker,
    claim,
    story,
    copy,
    relays,
    says,
    copied,
    evidence,
    onWords,
    onClaim,
  };
}

test('without an article, what stands in it counts no more, and its copies are named', async (t) => {
  const made = await wireStory();
  const { claim, story, copy, relays, says, onWords, onClaim, checker, agency, official } = made;
  const found = await dependentsOf('articles', story);
  const restsOnStory = { reference: 'article', id: story.id };
  t.strictSame(found.attributions, [
    {
      ...{ id: relays.id, claimId: claim.id, sourceId: agency.id, articleId: story.id, stance: 'relays' },
      ...{ restsOn: [restsOnStory], countsNoMore: true },
    },
    {
      ...{ id: says.id, claimId: claim.id, sourceId: official.id, articleId: story.id, viaId: relays.id },
      ...{ stance: 'affirms', countsNoMore: true },
      restsOn: [restsOnStory, { reference: 'via', id: relays.id }],
    },
  ]);
  t.match(found.articles, [{ id: copy.id, restsOn: [{ reference: 'derivedFrom', id: story.id }] }]);
  // The official was its one origin: what the paper copied is a restatement, and no origin of its own.
  t.strictSame(found.claims, [
    {
      id: claim.id,
      text: claim.text,
      before: {
        ...{ claimIds: [claim.id], originCount: { min: 1, max: 1 }, independence: 'shared_origin' },
        ...{ contested: false, basis: [says.id] },
      },
      after: {
        ...{ claimIds: [claim.id], originCount: { min: 0, max: 0 }, independence: 'none' },
        ...{ contested: false, basis: [] },
      },
      lostSupport: true,
    },
  ]);
  t.strictSame(
    new Set(found.reviews),
    new Set([
      {
        ...{ id: onWords.id, verdict: 'false', reviewerId: checker.id, attributionId: says.id },
        reasons: ['attribution'],
      },
      { id: onClaim.id, verdict: 'false', reviewerId: checker.id, claimId: claim.id, reasons: ['claim'] },
    ]),
  );
  t.match(found, { id: story.id, rule: { name: 'dependents', version: 1 }, truncated: false });
  t.strictSame(found.counts, {
    ...{ attributions: 2, articles: 1, sources: 0, relations: 0, evidence: 0, reviews: 2, claims: 1 },
    ...{ countNoMore: 2, lostSupport: 1 },
  });
});

test('without an outlet, its stories and its evidence have nobody behind them', async (t) => {
  const { agency, story, copy, relays, says, evidence, onWords, onClaim } = await wireStory();
  const found = await dependentsOf('sources', agency);
  t.strictSame(idsIn(found.attributions), ids(relays, says));
  t.strictSame(idsIn(found.articles), ids(story, copy));
  t.match(found.evidence, [{ id: evidence.id, restsOn: [{ reference: 'producedBy', id: agency.id }] }]);
  t.strictSame(
    new Map(found.reviews.map((one: { id: string; reasons: string[] }) => [one.id, one.reasons])),
    new Map([
      [onWords.id, ['attribution']],
      [onClaim.id, ['claim', 'evidence']],
    ]),
  );
});

test('without the words of the official alone, or without him, the carrier stays', async (t) => {
  const { official, says, onWords, onClaim, claim, checker } = await wireStory();
  const ofWords = await dependentsOf('attributions', says);
  t.strictSame(ofWords.attributions, []);
  t.match(ofWords.claims, [{ id: claim.id, lostSupport: true }], 'it counts no more itself');
  t.strictSame(idsIn(ofWords.reviews), ids(onWords, onClaim));
  const ofHim = await dependentsOf('sources', official);
  t.match(ofHim.attributions, [{ id: says.id, countsNoMore: true, viaId: /./ }]);
  t.strictSame(ofHim.claims, ofWords.claims);
  const ofChecker = await dependentsOf('sources', checker);
  t.match(ofChecker, { attributions: [], claims: [], counts: { reviews: 2, lostSupport: 0 } });
  t.ok(ofChecker.reviews.every(({ reasons }: { reasons: string[] }) => reasons.includes('reviewer')));
});

// The ministry: its spokesperson speaks for it, and officials are cited by it. DESIGN has these count while their own records
// stand, so they are named, and count.
test('what is said on behalf of a source, or by whom it vouches for, rests on it and counts', async (t) => {
  const [ministry, spokesperson] = [await desk.create('source'), await desk.create('source')];
  const officials = await desk.create('source', { kind: 'anonymous', citedById: ministry.id });
  const claim = await desk.create('claim');
  const { id: claimId } = claim;
  const own = await desk.create('attribution', { claimId, sourceId: ministry.id });
  const forIt = await desk.create('attribution', {
    ...{ claimId, sourceId: spokesperson.id, onBehalfOfId: ministry.id },
  });
  const unnamed = await desk.create('attribution', { claimId, sourceId: officials.id });
  const onReport = await desk.create('attribution', {
    ...{ claimId, sourceId: spokesperson.id, stance: 'disclaims_knowledge', targetId: own.id },
  });
  const found = await dependentsOf('sources', ministry);
  t.match(found.sources, [{ id: officials.id, restsOn: [{ reference: 'citedBy', id: ministry.id }] }]);
  const counting = new Map(
    found.attributions.map((one: { id: string; countsNoMore: boolean }) => [one.id, one.countsNoMore]),
  );
  t.strictSame(
    counting,
    new Map([
      [own.id, true],
      [forIt.id, false],
      [unnamed.id, false],
      [onReport.id, false],
    ]),
  );
  t.match(found.claims, [{ lostSupport: false, before: { originCount: { min: 1, max: 2 } } }]);
  await desk.withdraw(ministry.id);
  const { marks } = (await service.get('/v1/attributions?include=marks')).body;
  t.strictSame(marks[forIt.id], { dependsOnWithdrawn: [ministry.id] }, 'what counts is marked then');
});

// The same two claims are one by a relation that an article draws; each is affirmed by one source; the article also says that
// another claim contradicts the first, and somebody affirms that.
test('without the article that draws it, a relation counts no more, and claims may come apart', async (t) => {
  const [one, same, contrary] = (await Promise.all(
    Array.from({ length: 3 }, () => desk.create('claim')),
  )) as [ResourceDocument, ResourceDocument, ResourceDocument];
  for (const { id } of [one, same, contrary]) await desk.create('attribution', { claimId: id });
  const article = await desk.create('article');
  const drawn = { fromClaimId: one.id, assertedBy: 'article', articleId: article.id };
  await desk.create('relation', { ...drawn, kind: 'same_as', toClaimId: same.id });
  await desk.create('relation', { ...drawn, kind: 'contradicts', toClaimId: contrary.id });
  const found = await dependentsOf('articles', article);
  t.match(found.relations, [{ countsNoMore: true }, { countsNoMore: true }]);
  t.strictSame(idsIn(found.claims), ids(one, same, contrary));
  for (const { id, before, after } of found.claims) {
    t.strictSame(after.claimIds, [id]);
    t.match(before, { contested: true, claimIds: { length: id === contrary.id ? 1 : 2 } });
    t.match(after, { contested: false, originCount: { min: 1, max: 1 } });
  }
});

// One says that it rained, another that it did not, which is a claim of its own: without the second, the first is contested no
// more, though nothing that is said of it falls.
test('claims that another bears on are told of where they would be assessed otherwise', async (t) => {
  const [rained, dry, apart] = (await Promise.all(Array.from({ length: 3 }, () => desk.create('claim')))) as [
    ResourceDocument,
    ResourceDocument,
    ResourceDocument,
  ];
  const denier = await desk.create('source');
  await desk.create('relation', { kind: 'negation_of', fromClaimId: dry.id, toClaimId: rained.id });
  await desk.create('relation', { kind: 'undercuts', fromClaimId: dry.id, toClaimId: apart.id });
  for (const claimId of [rained.id, apart.id]) await desk.create('attribution', { claimId });
  await desk.create('attribution', { claimId: dry.id, sourceId: denier.id });
  const { claims } = await dependentsOf('sources', denier);
  t.match(claims, [
    { id: dry.id, lostSupport: true },
    { id: rained.id, lostSupport: false, before: { contested: true }, after: { contested: false } },
  ]);
  t.equal(claims.length, 2);
});

// By INVENTORY.md: the Times relays the officials on five claims, and itself says two things.
test('without the Times, the bundled article has little left', async (t) => {
  const named = async (collection: string, name: string) =>
    (await service.get(`/v1/${collection}?externalId=moscow-beijing/${name}`)).body.data[0];
  const found = await dependentsOf('sources', await named('sources', 'nyt'));
  t.match(found.counts, {
    attributions: 12,
    sources: 1,
    articles: 0,
    claims: 7,
    countNoMore: 12,
    lostSupport: 3,
  });
  const expected: Record<string, [before: number[], after: number[], lost: boolean]> = {
    // The headline attributes it to nobody any more: the outlet's own voice is what is left.
    'asked-military': [[1, 1], [1, 1], false],
    'asked-economic': [[1, 1], [1, 1], false],
    // Reports of unknown origin are left.
    'asked-equipment': [[1, 2], [0, 1], false],
    'asked-purpose': [[1, 1], [0, 0], true],
    'nature-unspecified': [[1, 1], [0, 0], true],
    'us-warned': [[1, 1], [0, 0], true],
    'china-responded': [[0, 0], [0, 0], false],
  };
  for (const [name, figures] of Object.entries(expected)) {
    const { id } = await named('claims', name);
    const claim = found.claims.find((one: { id: string }) => one.id === id);
    const count = ({ originCount }: { originCount: Record<string, number> }) => [
      originCount.min,
      originCount.max,
    ];
    t.strictSame([count(claim.before), count(claim.after), claim.lostSupport], figures, name);
  }
});

// Withdrawing the retraction would bring back what it took back.
test('without a retraction, what it took back counts again', async (t) => {
  const [source, claim] = [await desk.create('source'), await desk.create('claim')];
  const on = { sourceId: source.id, claimId: claim.id };
  const said = await desk.create('attribution', on);
  const back = await desk.create('attribution', { ...on, stance: 'retracts', retractsId: said.id });
  t.match((await dependentsOf('attributions', back)).claims, [
    { before: { originCount: { max: 0 } }, after: { originCount: { max: 1 } }, lostSupport: false },
  ]);
});

test('what was merged is one thing, and what is withdrawn already has nothing to lose', async (t) => {
  const { official, says, agency } = await wireStory();
  const twin = await desk.create('source');
  await desk.withdraw(official.id, twin.id);
  const found = await dependentsOf('sources', official);
  t.match(found, { id: twin.id, attributions: [{ id: says.id, countsNoMore: true }] });
  t.strictSame(await dependentsOf('sources', twin), found);
  await desk.withdraw(agency.id);
  const gone = await dependentsOf('sources', agency);
  t.match(gone, { claims: [], counts: { attributions: 2, countNoMore: 0, lostSupport: 0 } });
});

test('an answer is bounded, and says where it was cut', async (t) => {
  const source = await desk.create('source');
  const claims = Array.from({ length: 12 }, () => newIdentifier('claim'));
  await desk.write(...claims.flatMap((id) => creation('claim', {}, id)));
  await desk.write(...claims.flatMap((claimId) => creation('attribution', { claimId, sourceId: source.id })));
  const cut = await dependentsOf('sources', source, '?limit=5');
  t.match(cut, { truncated: true, counts: { attributions: 5, claims: 5, lostSupport: 5 } });
  const whole = await dependentsOf('sources', source, '?limit=12');
  t.match(whole, { truncated: false, counts: { attributions: 12, lostSupport: 12 } });
});

test('what cannot be asked for is refused', async (t) => {
  const source = await desk.create('source');
  const cases: [path: string, status: number, code: string][] = [
    [`sources/${newIdentifier('source')}/dependents`, 404, 'resource_not_found'],
    [`articles/${newIdentifier('article')}/dependents`, 404, 'resource_not_found'],
    [`attributions/${newIdentifier('attribution')}/dependents`, 404, 'resource_not_found'],
    ['sources/reuters/dependents', 400, 'malformed_identifier'],
    [`articles/${source.id}/dependents`, 400, 'wrong_identifier_type'],
    [`sources/${source.id}/dependents?limit=0`, 400, 'invalid_query_parameter'],
    [`sources/${source.id}/dependents?limit=5001`, 400, 'invalid_query_parameter'],
    [`sources/${source.id}/dependents?depth=2`, 400, 'unknown_query_parameter'],
  ];
  for (const [path, status, code] of cases) {
    t.match(await service.get(`/v1/${path}`), { status, body: { code } }, path);
  }
  const { headers } = await service.get(`/v1/sources/${source.id}/dependents`);
  const again = { headers: { 'if-none-match': headers.etag } };
  t.match(await service.get(`/v1/sources/${source.id}/dependents`, again), { status: 304 });
  const csv = { headers: { accept: 'text/csv' } };
  t.match(await service.get(`/v1/sources/${source.id}/dependents`, csv), { status: 406 });
});
