import { test } from 'tap';
import { graphOf } from '../../src/analysis/graph.ts';
import { context, ownVocabulary } from '../../src/interchange/json-ld/context.ts';
import {
  aClaim,
  anArticle,
  aSource,
  aStand,
  claimGraph,
  described,
  ids,
  iri,
  oa,
  prov,
  publicUrl,
  rdfType,
  schema,
  type Thing,
  triplesOf,
  write,
} from '../helpers/json-ld.ts';
import { bundledGraph } from '../helpers/pictures.ts';

const triple = (from: string, property: string, to: string) => `<${iri(from)}> <${property}> <${iri(to)}> .`;

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
