import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import jsonld from 'jsonld';
import { test } from 'tap';
import { type Graph, graphOf } from '../../src/analysis/graph.ts';
import { context, ownVocabulary } from '../../src/interchange/json-ld/context.ts';
import { toJsonLd } from '../../src/interchange/json-ld.ts';
import type { ResourceDocument, Withdrawal } from '../../src/model/definition.ts';
import { newIdentifier, type ResourceType, resourceTypes } from '../../src/model/identifiers.ts';
import { resources } from '../../src/model/resources.ts';
import { arbitraryGraph, newGround, standing } from '../helpers/arbitrary-graphs.ts';
import { fullDocuments } from '../helpers/ground.ts';
import { aDocument, bundledGraph } from '../helpers/pictures.ts';

const publicUrl = 'https://hearsay.example';
const schema = 'http://schema.org/';
const prov = 'http://www.w3.org/ns/prov#';
const oa = 'http://www.w3.org/ns/oa#';
const rdfType = 'http://www.w3.org/1999/02/22-rdf-syntax-ns#type';

/** Nothing is fetched, and what would be dropped is an error. */
const strict = {
  safe: true,
  documentLoader: async (url: string) => {
    throw new Error(`wants ${url}`);
  },
};

type Thing = Record<string, unknown>;

interface Written {
  '@context': Thing;
  '@graph': Thing[];
}

const write = (graph: Graph, options: { publicUrl?: string } = { publicUrl }): Written =>
  JSON.parse(toJsonLd(graph, options));

async function triplesOf(document: Written, options = {}): Promise<string[]> {
  const all = { ...strict, ...options, format: 'application/n-quads' as const };
  const quads = String(await jsonld.toRDF(document as unknown as jsonld.JsonLdDocument, all));
  return quads.trim().split('\n');
}

const iri = (id: string) => `${publicUrl}/v1/${resources[id.split('_')[0] as ResourceType].collection}/${id}`;
const triple = (from: string, property: string, to: string) => `<${iri(from)}> <${property}> <${iri(to)}> .`;
const described = (graph: Graph, id: string) =>
  write(graph)['@graph'].find((thing) => thing.id === iri(id)) ?? {};

/** JSON-LD without what means nothing: brackets around what is alone, and the case of language tags. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.length === 1 ? plain(value[0]) : value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name.toLowerCase(), plain(one)]));
}

/** Whether a processor understands all of it: expanded and compacted again, it is what it was. */
async function isUnderstood(document: Written): Promise<boolean> {
  const expanded = await jsonld.expand(document as unknown as jsonld.JsonLdDocument, strict);
  const again = await jsonld.compact(expanded, document['@context'] as jsonld.ContextDefinition, strict);
  return isDeepStrictEqual(plain({ ...again, '@context': {} }), plain({ ...document, '@context': {} }));
}

const ids = Object.fromEntries(resourceTypes.map((type) => [type, newIdentifier(type)])) as Record<
  ResourceType,
  string
>;
const at = '2026-01-01T00:00:00.000Z';
const withdrawal: Withdrawal = { at, kind: 'duplicate', reason: { en: 'x' } };

const anArticle = (fields: Thing = {}, id = ids.article) =>
  aDocument('article', id, { title: { en: 'x' }, language: 'en', publisherId: ids.source, ...fields });
const aClaim = (fields: Thing = {}, id = ids.claim) =>
  aDocument('claim', id, { text: { en: 'It rained.' }, kind: 'factual', tense: 'past', ...fields });
const aSource = (fields: Thing = {}, id = ids.source) =>
  aDocument('source', id, { kind: 'news_outlet', name: { en: 'Paper' }, ...fields });
const aStand = (fields: Thing = {}, id = newIdentifier('attribution')) =>
  aDocument('attribution', id, {
    ...{ claimId: ids.claim, sourceId: ids.source, articleId: ids.article },
    ...{ stance: 'affirms', certainty: 'certain', ...fields },
  });
const aReview = (fields: Thing = {}, id = ids.review) =>
  aDocument('review', id, {
    ...{ claimId: ids.claim, reviewerId: ids.source, verdict: 'false', verdictBasis: 'editor', ...fields },
  });
const claimGraph = (...documents: ResourceDocument[]) => graphOf(ids.claim, documents, false);

test('the bundled article in triples', async (t) => {
  const graph = bundledGraph();
  const triples = await triplesOf(write(graph));
  const withProperty = (property: string) => triples.filter((one) => one.includes(` <${property}> `));
  const ofClass = (name: string) => triples.filter((one) => one.endsWith(`<${rdfType}> <${name}> .`)).length;
  t.equal(new Set(triples).size, triples.length);
  const classes = {
    [`${schema}NewsArticle`]: 1,
    [`${schema}Claim`]: 27,
    [`${schema}NewsMediaOrganization`]: 2,
    [`${schema}GovernmentOrganization`]: 7,
    [`${schema}Person`]: 3,
    [`${prov}Agent`]: 14,
    [`${prov}Entity`]: 56,
    [`${ownVocabulary}Attribution`]: 55,
    [`${ownVocabulary}Relation`]: 12,
  };
  t.same(Object.fromEntries(Object.keys(classes).map((name) => [name, ofClass(name)])), classes);
  t.equal(withProperty(`${prov}wasDerivedFrom`).length, 24, 'each carrier comes from whom it carries');
  t.equal(withProperty(`${prov}wasAttributedTo`).length, 56);
  t.equal(withProperty(`${schema}appearance`).length, 27, 'somebody takes a stand on each');
  t.equal(withProperty(`${schema}datePublished`).length, 0, 'its date is not certain');

  const idOf = (key: string) =>
    graph.nodes.find(({ externalId }) => externalId === `moscow-beijing/${key}`)?.id ?? '';
  const article = idOf('article');
  const [officials, times] = [idOf('asked-military.officials'), idOf('asked-military.nyt')];
  for (const expected of [
    triple(times, `${prov}wasDerivedFrom`, officials),
    triple(officials, `${ownVocabulary}via`, times),
    triple(officials, `${prov}wasAttributedTo`, idOf('officials')),
    triple(article, `${schema}publisher`, idOf('haqiqa')),
    triple(idOf('asked-military'), `${schema}appearance`, article),
    triple(officials, `${oa}hasBody`, idOf('asked-military')),
    `<${iri(officials)}> <${ownVocabulary}stance> "affirms" .`,
    `<${iri(article)}> <http://purl.org/dc/terms/issued> "2022-03-14?"^^<http://id.loc.gov/datatypes/edtf/EDTF> .`,
    `<${iri(idOf('nyt'))}> <${schema}name> "نيويورك تايمز"@ar .`,
  ]) {
    t.ok(triples.includes(expected), expected);
  }
});

test('a passage is a place in the article', async (t) => {
  const selectors = [
    { type: 'TextPositionSelector', start: 3, end: 9 },
    { type: 'TextQuoteSelector', exact: 'rained', prefix: 'It ', suffix: '' },
  ];
  const graph = claimGraph(
    anArticle(),
    aClaim(),
    aStand({ locators: [{ part: 'body', paragraph: 2, selectors }] }, ids.attribution),
  );
  const triples = await triplesOf(write(graph));
  const [, place] =
    triples
      .map((one) => /<(\S+)> <\S+#hasTarget> (_:\S+)/.exec(one))
      .find(Boolean)
      ?.slice(1) ?? [];
  const number = '"^^<http://www.w3.org/2001/XMLSchema#nonNegativeInteger> .';
  t.ok(triples.includes(`${place} <${oa}hasSource> <${iri(ids.article)}> .`));
  const said = triples.map((one) => one.replace(/^_:\S+ /, ''));
  for (const expected of [
    `<${rdfType}> <${oa}SpecificResource> .`,
    `<${rdfType}> <${oa}TextPositionSelector> .`,
    `<${oa}start> "3${number}`,
    `<${oa}end> "9${number}`,
    `<${rdfType}> <${oa}TextQuoteSelector> .`,
    `<${oa}exact> "rained" .`,
    `<${oa}prefix> "It " .`,
    `<${oa}suffix> "" .`,
  ]) {
    t.ok(said.includes(expected), expected);
  }
});

/** The places of all that a document holds, without the renderings for which schema.org has no room. */
function placesIn(value: unknown, place: string[] = []): string[][] {
  if (typeof value !== 'object' || value === null) return [place];
  const noRoom = /^(aliases\/\d+|claimReviewed|rating\/\w+)\/gloss\//;
  return Object.entries(value)
    .flatMap(([name, one]) => placesIn(one, [...place, name]))
    .filter((found) => !noRoom.test(found.join('/')));
}

function without(value: unknown, [name = '', ...rest]: string[]): unknown {
  if (Array.isArray(value)) {
    return value.flatMap((one, index) =>
      String(index) !== name ? [one] : rest.length === 0 ? [] : [without(one, rest)],
    );
  }
  const { [name]: inner, ...others } = value as Thing;
  return rest.length === 0 ? others : { ...others, [name]: without(inner, rest) };
}

test('all that a document holds is written, and understood', async (t) => {
  const ground = newGround();
  const claims = [ground.live.claim, ground.other.claim].map((id) => aClaim({}, id));
  for (const [type, all] of Object.entries(fullDocuments(ground)) as [ResourceType, Thing[]][]) {
    for (const [index, fields] of all.entries()) {
      const related = type === 'relation' ? claims : [];
      const written = (some: Thing) => write(graphOf('', [...related, standing(ground, type, some)], false));
      const document = written(fields);
      t.ok(await isUnderstood(document), `${type} ${index}`);
      const places = placesIn(fields);
      t.ok(places.length > 5);
      for (const place of places) {
        const fewer = written(without(fields, place) as Thing);
        t.notSame(fewer['@graph'], document['@graph'], `${type} ${index}: ${place.join('/')}`);
      }
    }
  }
});

test('whatever is valid is understood', async (t) => {
  const property = fc.asyncProperty(arbitraryGraph(), async (graph) => isUnderstood(write(graph)));
  await fc.assert(property, { numRuns: 60 });
  t.pass('60 graphs');
});

test('no address is taken for a term', async (t) => {
  const sameAs = ['schema:Person', 'name:x', 'id:y', 'type:z', 'Claim:q', 'urn:isbn:0'];
  const triples = await triplesOf(write(graphOf(ids.source, [aSource({ sameAs })], false)));
  for (const one of sameAs) {
    t.ok(triples.includes(`<${iri(ids.source)}> <${schema}sameAs> <${one}> .`), one);
  }
});

test('no term could be a prefix, and each is in one vocabulary', async (t) => {
  for (const [term, definition] of Object.entries(context)) {
    const at = typeof definition === 'object' ? (definition as Thing)['@id'] : definition;
    if (!term.startsWith('@')) t.match(at, /^(@id|@type|https?:\/\/[^ ]+[A-Za-z])$/, term);
  }
});

test('without a public address, IRIs are relative to where the answer was read', async (t) => {
  const graph = bundledGraph();
  const document = write(graph, {});
  t.match(document['@graph'][0]?.mainEntity, /^articles\/article_/);
  const base = `${publicUrl}/v1/articles/${graph.root}/graph`;
  const withoutBlanks = (triples: string[]) => triples.filter((one) => !one.includes('_:')).sort();
  const [relative, absolute] = await Promise.all([triplesOf(document, { base }), triplesOf(write(graph))]);
  t.same(withoutBlanks(relative), withoutBlanks(absolute));
  t.same(write(graph, { publicUrl: `${publicUrl}/` }), write(graph));
});

test('dates are days or instants where they are plain, and else EDTF', async (t) => {
  const cases = {
    '2022-03-14': 'date',
    '2022-03-14T10:00:00Z': 'dateTime',
    '2022-03-14t10:00:00.5+14:00': 'dateTime',
    '2022-03-14T10:00:00+15:00': 'EDTF',
    '2022-03-14?': 'EDTF',
    '2022-03': 'EDTF',
    '2022': 'EDTF',
    '2022-03-1X/..': 'EDTF',
  };
  for (const [publishedAt, type] of Object.entries(cases)) {
    const { issued, datePublished } = described(
      claimGraph(aClaim(), anArticle({ publishedAt })),
      ids.article,
    );
    const value = type === 'dateTime' ? publishedAt.toUpperCase() : publishedAt;
    t.same(issued, { '@value': value, type }, publishedAt);
    t.same(datePublished, type === 'EDTF' ? undefined : issued, publishedAt);
  }
});

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
