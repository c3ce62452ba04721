import { isDeepStrictEqual } from 'node:util';
import { test } from 'tap';
import { type Graph, graphOf } from '../../src/analysis/graph.ts';
import type { ResourceDocument } from '../../src/model/definition.ts';
import { newIdentifier } from '../../src/model/identifiers.ts';
import {
  aClaim,
  anArticle,
  aReview,
  aSource,
  aStand,
  claimGraph,
  described,
  ids,
  iri,
  isUnderstood,
  type Thing,
  withdrawal,
  write,
} from '../helpers/json-ld.ts';
import { aDocument } from '../helpers/pictures.ts';

test('a review is a ClaimReview with the rating as published', async (t) => {
  const rating = {
    ...{ label: { text: 'Faux', language: 'fr' }, value: 4.5, best: 1, worst: 5 },
    explanation: { text: 'Parce que', language: 'fr' },
  };
  const evidence = (fields: Thing, id: string) =>
    aDocument('evidence', id, {
      claimId: ids.claim,
      bearing: 'refutes',
      kind: 'document',
      title: { en: 'x' },
      ...fields,
    });
  const [primary, account, withdrawn] = ['e', 'e', 'e'].map(() => newIdentifier('evidence'));
  const review = aReview({
    ...{ url: 'https://checker.example/1', claimReviewed: { text: 'Il pleuvait', language: 'fr' }, rating },
    ...{ publishedAt: '2022-06-01', evidenceIds: [primary, account, withdrawn] },
    appearances: [{ url: 'https://blog.example/' }, { articleId: ids.article }],
  });
  const graph = claimGraph(
    ...[aClaim(), aSource(), review, evidence({ primary: true }, primary ?? ''), evidence({}, account ?? '')],
    evidence({ primary: true, withdrawal }, withdrawn ?? ''),
  );
  t.match(described(graph, ids.review), {
    type: ['ClaimReview', 'Entity'],
    url: 'https://checker.example/1',
    claimReviewed: { fr: 'Il pleuvait' },
    author: iri(ids.source),
    itemReviewed: {
      id: iri(ids.claim),
      type: 'Claim',
      appearance: ['https://blog.example/', iri(ids.article)],
    },
    reviewRating: {
      ...{ type: 'Rating', alternateName: { fr: 'Faux' }, ratingValue: 4.5, bestRating: 1, worstRating: 5 },
      ratingExplanation: { fr: 'Parce que' },
    },
    datePublished: { '@value': '2022-06-01', type: 'date' },
    citation: [primary, account, withdrawn].map((id) => iri(id ?? '')),
    hadPrimarySource: [iri(primary ?? '')],
    verdict: 'false',
  });
  t.ok(await isUnderstood(write(graph)));
  const unrated = described(claimGraph(aClaim(), aReview()), ids.review);
  t.notOk('reviewRating' in unrated, 'nothing is made up');
  const onStand = aReview({ claimId: undefined, attributionId: ids.attribution });
  t.same(described(claimGraph(aClaim(), onStand), ids.review).itemReviewed, {
    type: 'Claim',
    attribution: iri(ids.attribution),
  });
});

test('a carrier is derived from whom it carries, and quotes where words are repeated', async (t) => {
  const carrier = aStand({ stance: 'relays' });
  const quote = (fields: Thing) => ({
    quotes: [{ text: 'x', language: 'en', verbatim: 'yes', translated: 'no', ...fields }],
  });
  const carried = (fields: Thing, more: Thing = {}) => {
    const start = aStand({ viaId: carrier.id, ...fields });
    const { wasDerivedFrom, wasQuotedFrom } = described(
      claimGraph(aClaim(), { ...carrier, ...more }, start),
      carrier.id,
    );
    const from = [iri(start.id)];
    return [wasDerivedFrom, wasQuotedFrom].map((one) => one !== undefined && isDeepStrictEqual(one, from));
  };
  t.same(carried({}), [true, false]);
  t.same(carried(quote({})), [true, true]);
  t.same(carried(quote({ translated: 'yes' })), [true, false]);
  t.same(carried(quote({ verbatim: 'adapted' })), [true, false]);
  t.same(carried({ withdrawal }), [false, false]);
  t.same(carried({}, { withdrawal }), [false, false]);
});

test('a first appearance is told only where it surely is one', async (t) => {
  const early = anArticle({ publishedAt: '2022-03-01' });
  const late = anArticle({ publishedAt: '2022-03-10' }, newIdentifier('article'));
  const inEarly = aStand();
  const inLate = aStand({ articleId: late.id });
  const first = (documents: ResourceDocument[], more: Partial<Graph> = {}) =>
    described({ ...claimGraph(...documents), ...more }, ids.claim).firstAppearance;
  const both = [aClaim(), aSource(), early, late, inEarly, inLate];
  t.equal(first(both), iri(ids.article));
  t.equal(first([aClaim(), early, inEarly]), iri(ids.article));
  const cited = aStand({ articleId: late.id, citedArticleId: early.id });
  t.equal(first([...both, cited, { ...late, derivedFromArticleId: early.id }]), iri(ids.article));
  const other = aClaim({}, newIdentifier('claim'));
  const sameAs = aDocument('relation', ids.relation, {
    ...{ kind: 'same_as', fromClaimId: ids.claim, toClaimId: other.id, assertedBy: 'editor' },
  });
  const officials = aStand({ sourceId: newIdentifier('source') });
  const unsure: Record<string, ResourceDocument[]> = {
    'no stand': [aClaim(), early],
    'a date that may be later': [aClaim(), { ...early, publishedAt: '2022-03' }, late, inEarly, inLate],
    'no date': [aClaim(), { ...early, publishedAt: undefined }, late, inEarly, inLate],
    'the same claim': [...both, other, sameAs],
    'a merged claim': [...both, { ...other, withdrawal: { ...withdrawal, replacedById: ids.claim } }],
    'a review that has seen it elsewhere': [
      ...both,
      aReview({ appearances: [{ url: 'https://x.example' }] }),
    ],
    'a cited article': [...both, aStand({ citedUrl: 'https://x.example' })],
    'an unknown origin': [...both, aStand({ stance: 'relays', originUnknown: true })],
    'said on television': [...both, aStand({ medium: 'television' })],
    'a copy': [aClaim(), { ...early, derivedFromArticleId: newIdentifier('article') }, late, inEarly, inLate],
    'a copy of what is not here': [
      ...[aClaim(), early, { ...late, derivedFromArticleId: newIdentifier('article') }, inEarly, inLate],
    ],
    'a later article that cites another': [
      ...[...both, aStand({ articleId: late.id, citedArticleId: newIdentifier('article') })],
    ],
    'another carrier': [...both, officials, aStand({ viaId: officials.id })],
  };
  for (const [name, documents] of Object.entries(unsure)) t.equal(first(documents), undefined, name);
  t.equal(first(both, { truncated: true }), undefined, 'what was cut off may be earlier');
  t.equal(first(both, { root: ids.article }), undefined, 'of other claims not all is there');
});

test('what was withdrawn says so and appears nowhere, what replaced it is named, a cut is told', async (t) => {
  const kept = aClaim({}, newIdentifier('claim'));
  const gone = aClaim({ withdrawal: { ...withdrawal, replacedById: kept.id } });
  const graph = {
    ...claimGraph(gone, kept, anArticle(), aStand({ withdrawal }), aStand({ claimId: kept.id })),
    truncated: true,
  };
  t.match(described(graph, ids.claim), {
    isReplacedBy: iri(kept.id),
    withdrawal: { type: 'Withdrawal', kind: 'duplicate', reason: { en: 'x' } },
    appearance: undefined,
  });
  t.same(described(graph, kept.id).appearance, [iri(ids.article)]);
  t.same(write(graph)['@graph'][0], { type: 'Dataset', mainEntity: iri(ids.claim), truncated: true });
  t.same(write(claimGraph(kept))['@graph'][0]?.truncated, false);
});

test('who belongs where, and until when', async (t) => {
  const office = newIdentifier('source');
  const of = (fields: Thing) => described(graphOf(ids.source, [aSource(fields)], false), ids.source);
  t.same(of({ partOf: [{ sourceId: office }] }).parentOrganization, [iri(office)]);
  t.same(of({ kind: 'anonymous', partOf: [{ sourceId: office }] }).memberOf, [iri(office)]);
  const title = { en: 'Spokesperson' };
  const affiliations = [{ sourceId: office, title, from: '2019', to: '2022-03-01' }];
  t.same(of({ kind: 'person', affiliations }).affiliation, [
    {
      ...{ type: 'OrganizationRole', affiliation: iri(office), roleName: title },
      from: { '@value': '2019', type: 'EDTF' },
      to: { '@value': '2022-03-01', type: 'date' },
      endDate: { '@value': '2022-03-01', type: 'date' },
    },
  ]);
});
