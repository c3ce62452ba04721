import { test } from 'tap';
import { Problem } from '../../src/errors.ts';
import { expandArticleGraph } from '../../src/model/article-graph.ts';
import { identifierType } from '../../src/model/identifiers.ts';
import { type Fields, faultsIn, idOf, inShort, minimal } from './documents.ts';

const graph = {
  article: { ...minimal.article, ref: '_:article', publisherId: '_:paper' },
  sources: [
    { ...minimal.source, ref: '_:paper' },
    { ...minimal.source, ref: '_:ministry', partOf: [{ sourceId: '_:paper' }] },
  ],
  claims: [{ ...minimal.claim, ref: '_:claim', about: [{ name: { en: 'it' }, sourceId: '_:ministry' }] }],
  attributions: [
    {
      ...minimal.attribution,
      ...{
        ref: '_:said',
        claimId: '_:claim',
        sourceId: '_:ministry',
        articleId: '_:article',
        viaId: '_:told',
      },
    },
    {
      ...minimal.attribution,
      ...{ ref: '_:told', stance: 'relays', claimId: '_:claim', sourceId: '_:paper', articleId: '_:article' },
    },
  ],
  relations: [{ ...minimal.relation, fromClaimId: '_:claim', toClaimId: idOf('claim', 9) }],
};

/** What is wrong with an article graph, each as `code pointer`. */
function faults(document: unknown): string[] {
  try {
    expandArticleGraph(document);
    return [];
  } catch (problem) {
    if (!(problem instanceof Problem) || problem.code !== 'invalid_document') throw problem;
    return inShort(problem.errors);
  }
}

test('every part has an id of its type, in the order of the document', async (t) => {
  const { parts } = expandArticleGraph(graph);
  t.strictSame(
    parts.map(({ type, pointer }) => [type, pointer]),
    [
      ['article', '/article'],
      ['source', '/sources/0'],
      ['source', '/sources/1'],
      ['claim', '/claims/0'],
      ['attribution', '/attributions/0'],
      ['attribution', '/attributions/1'],
      ['relation', '/relations/0'],
    ],
  );
  for (const { type, id, pointer } of parts) t.equal(identifierType(id), type, pointer);
  t.equal(new Set(parts.map(({ id }) => id)).size, parts.length, 'no two are alike');
});

test('local references become ids, forwards and backwards, nested or not; other ids stand', async (t) => {
  const { parts, identifiers } = expandArticleGraph(graph);
  const id = (ref: string) => identifiers.get(ref);
  const [article, , ministry, claim, said, told, relation] = parts.map(({ fields }) => fields);
  t.equal(article?.publisherId, id('_:paper'));
  t.strictSame(ministry?.partOf, [{ sourceId: id('_:paper') }]);
  t.strictSame(claim?.about, [{ name: { en: 'it' }, sourceId: id('_:ministry') }]);
  t.match(said, { viaId: id('_:told'), claimId: id('_:claim'), articleId: id('_:article') });
  t.match(told, { sourceId: id('_:paper') });
  t.match(relation, { fromClaimId: id('_:claim'), toClaimId: idOf('claim', 9) });
});

test('the parts are what a client writes, without their names', async (t) => {
  for (const { type, fields, pointer } of expandArticleGraph(graph).parts) {
    t.strictSame(faultsIn(type, fields), [], pointer);
    t.notOk('ref' in fields || 'id' in fields, pointer);
  }
});

test('the map of ids has each local name, and only those', async (t) => {
  const { parts, identifiers } = expandArticleGraph(graph);
  const named = ['_:article', '_:paper', '_:ministry', '_:claim', '_:said', '_:told'];
  t.strictSame([...identifiers.keys()], named);
  t.strictSame(
    [...identifiers.values()],
    parts.slice(0, -1).map(({ id }) => id),
  );
});

test('a part keeps the id that it brings, with or without a local name', async (t) => {
  const [paper, ministry] = [idOf('source', 7), idOf('source', 8)];
  const sources = [{ ...graph.sources[0], id: paper }, { ...minimal.source, id: ministry }, graph.sources[1]];
  const { parts, identifiers } = expandArticleGraph({ ...graph, sources });
  t.equal(identifiers.get('_:paper'), paper);
  t.equal(parts[0]?.fields.publisherId, paper);
  t.strictSame(
    parts.slice(1, 3).map(({ id }) => id),
    [paper, ministry],
  );
});

test('an article alone is an article graph, and the document stands as it was', async (t) => {
  const document = { article: minimal.article };
  const { parts, identifiers } = expandArticleGraph(document);
  t.strictSame(
    parts.map(({ type, fields }) => ({ type, fields })),
    [{ type: 'article', fields: minimal.article }],
  );
  t.equal(identifiers.size, 0);
  const before = structuredClone(graph);
  expandArticleGraph(graph);
  t.strictSame(graph, before);
});

test('text that looks like a local name is left alone', async (t) => {
  const claims = [{ ...minimal.claim, ref: '_:claim', text: { en: '_:claim' }, externalId: '_:none' }];
  const [, part] = expandArticleGraph({ article: minimal.article, claims }).parts;
  t.match(part?.fields, { text: { en: '_:claim' }, externalId: '_:none' });
});

const changed: [name: string, change: Fields, faults: string[]][] = [
  ['as it is', {}, []],
  ['no article', { article: undefined }, ['required /article']],
  ['null for an article', { article: null }, ['invalid_type /article']],
  ['an unknown field', { evidence: [] }, ['unknown_field /evidence']],
  ['an object for its claims', { claims: {} }, ['invalid_type /claims']],
  ['a claim that is none', { claims: [...graph.claims, 'claim'] }, ['invalid_type /claims/1']],
  ['a name that is not local', { sources: [{ ref: 'paper' }] }, ['invalid_format /sources/0/ref']],
  ['a name with a space', { sources: [{ ref: '_:a b' }] }, ['invalid_format /sources/0/ref']],
  ['an id of another type', { sources: [{ id: idOf('claim') }] }, ['invalid_format /sources/0/id']],
  ['a local name for an id', { sources: [{ id: '_:paper' }] }, ['invalid_format /sources/0/id']],
  ['the same name twice', { relations: [{ ref: '_:paper' }] }, ['duplicate_reference /relations/0/ref']],
  [
    'the same id twice',
    { relations: [{ id: idOf('relation') }, { id: idOf('relation', 2) }, { id: idOf('relation') }] },
    ['duplicate_identifier /relations/2/id'],
  ],
  [
    'names that nothing has',
    { article: { publisherId: '_:nobody', notices: [{}, { attributionIds: ['_:said', '_:nothing'] }] } },
    [
      'unknown_reference /article/publisherId',
      'unknown_reference /article/notices/1/attributionIds/1',
      'unknown_reference /attributions/0/articleId',
      'unknown_reference /attributions/1/articleId',
    ],
  ],
  [
    'a part named __proto__',
    { claims: [graph.claims[0], JSON.parse('{ "__proto__": { "ref": "_:x" } }')] },
    ['invalid_key /claims/1/__proto__'],
  ],
];

for (const [name, change, expected] of changed) {
  test(`an article graph with ${name}`, async (t) => t.strictSame(faults({ ...graph, ...change }), expected));
}

test('what is no object is no article graph', async (t) => {
  for (const document of [undefined, null, [], 'x']) t.strictSame(faults(document), ['invalid_type ']);
});

test('a reference to a part of another type is left to the schema of the part', async (t) => {
  const { parts } = expandArticleGraph({ ...graph, article: { ...graph.article, publisherId: '_:claim' } });
  t.strictSame(faultsIn('article', parts[0]?.fields), ['invalid_format /publisherId']);
});

test('as many parts as there may be, and one too many', async (t) => {
  const claims = Array(1_001).fill(minimal.claim);
  t.strictSame(faults({ article: minimal.article, claims: claims.slice(1) }), []);
  t.strictSame(faults({ article: minimal.article, claims }), ['too_big /claims']);
});
