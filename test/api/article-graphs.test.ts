import { test } from 'tap';
import { bundledArticle } from '../../src/bundled/load.ts';
import { identifierType } from '../../src/model/identifiers.ts';
import { startWriter } from '../helpers/writer.ts';

/** The bundled article as somebody else would send it: without its ids and the names that are taken by it. */
function foreign(prefix: string): Record<string, unknown> {
  const strip = ({ id, externalId, ...rest }: Record<string, unknown>) => ({
    ...rest,
    ...(externalId !== undefined && { externalId: `${prefix}/${externalId}` }),
  });
  const { article, ...lists } = bundledArticle as unknown as Record<string, Record<string, unknown>[]>;
  const others = Object.entries(lists).map(([name, parts]) => [name, parts.map(strip)]);
  return { article: strip(article as never), ...Object.fromEntries(others) };
}

test('a whole article is written at once, and each local reference is told its id', async (t) => {
  const writer = await startWriter(t);
  const key = { 'idempotency-key': 'whole' };
  const answer = await writer.post('/v1/article-graphs?comment=Whole', foreign('other'), key);
  t.equal(answer.status, 201);
  const { article, identifiers } = answer.body;
  t.equal(answer.headers.location, `/v1/articles/${article.id}`);
  const parts = [
    bundledArticle.article,
    ...[bundledArticle.sources, bundledArticle.claims, bundledArticle.attributions].flat(),
  ] as { ref?: string }[];
  for (const { ref = '' } of parts) t.ok(identifierType(identifiers[ref] ?? ''), `${ref} has an id`);
  const nyt = (await writer.get(`/v1/sources/${identifiers['_:nyt']}`)).body;
  t.equal(nyt.name.en, 'The New York Times');
  const { body: graph } = await writer.get(`/v1/articles/${article.id}/graph`);
  t.equal(graph.nodes.filter(({ type }: { type: string }) => type === 'attribution').length, 55);
  const again = await writer.post('/v1/article-graphs?comment=Whole', foreign('other'), key);
  t.strictSame([again.status, again.body], [201, answer.body], 'sent again');
  t.equal(again.headers['idempotency-replayed'], 'true');
});

test('local references, ids and external ids stand side by side', async (t) => {
  const writer = await startWriter(t);
  const known = await writer.create('source', { externalId: 'wire' });
  const claim = await writer.create('claim');
  const graph = {
    article: { ref: '_:a', title: { en: 'A headline' }, language: 'en', publisherId: 'externalId:wire' },
    sources: [
      { ref: '_:officials', kind: 'anonymous', name: { en: 'officials' }, citedById: 'externalId:daily' },
      { kind: 'news_outlet', name: { en: 'A daily' }, externalId: 'daily' },
    ],
    attributions: [
      {
        ...{ ref: '_:said', claimId: claim.id, sourceId: '_:officials', articleId: '_:a' },
        ...{ stance: 'affirms', certainty: 'certain', viaId: '_:carried' },
      },
      {
        ...{ ref: '_:carried', claimId: claim.id, sourceId: known.id, articleId: '_:a' },
        ...{ stance: 'relays', certainty: 'unspecified' },
      },
    ],
  };
  const { status, body } = await writer.post('/v1/article-graphs', graph);
  t.equal(status, 201, JSON.stringify(body));
  t.equal(body.article.publisherId, known.id);
  const officials = (await writer.get(`/v1/sources/${body.identifiers['_:officials']}?include=citedBy`)).body;
  t.match(officials.included, [{ externalId: 'daily', id: officials.citedById }]);

  const { position } = await writer.service.store.check();
  const wrong = (change: (copy: typeof graph) => void) => {
    const copy = structuredClone(graph);
    delete (copy.sources[1] as { externalId?: string }).externalId;
    copy.sources[0] = { ...copy.sources[0], citedById: known.id } as never;
    change(copy);
    return writer.post('/v1/article-graphs', copy);
  };
  const cases: [name: string, status: number, pointer: string, change: (copy: typeof graph) => void][] = [
    ['an unknown local name', 422, '/article/publisherId', (copy) => (copy.article.publisherId = '_:nobody')],
    [
      'an unknown name',
      422,
      '/article/publisherId',
      (copy) => (copy.article.publisherId = 'externalId:nobody'),
    ],
    [
      'a name twice',
      422,
      '/attributions/1/ref',
      (copy) => ((copy.attributions[1] as { ref: string }).ref = '_:said'),
    ],
    [
      'a wrong value',
      422,
      '/attributions/0/stance',
      (copy) => ((copy.attributions[0] as { stance: string }).stance = 'says'),
    ],
    [
      'a cycle',
      422,
      '/attributions/0/viaId',
      (copy) => Object.assign(copy.attributions[1] as object, { viaId: '_:said' }),
    ],
    [
      'a taken name',
      409,
      '/sources/1/externalId',
      (copy) => Object.assign(copy.sources[1] as object, { externalId: 'wire' }),
    ],
    ['a missing article', 422, '/article', (copy) => delete (copy as { article?: unknown }).article],
  ];
  for (const [name, expected, pointer, change] of cases) {
    const refused = await wrong(change);
    t.equal(refused.status, expected, name);
    t.match(refused.body.errors, [{ pointer }], `${name}: ${JSON.stringify(refused.body.errors)}`);
  }
  t.equal((await writer.service.store.check()).position, position, 'nothing was written');
});
