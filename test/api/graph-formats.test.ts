import { DOMParser } from '@xmldom/xmldom';
import { test } from 'tap';
import { type Service, startService } from '../helpers/service.ts';

async function idOf({ get }: Service, collection: string, key: string): Promise<string> {
  const { body } = await get(`/v1/${collection}?externalId=moscow-beijing/${key}`);
  return body.data[0].id;
}

test('a graph comes in JSON-LD and in GraphML, by Accept and by format', async (t) => {
  const service = await startService(t);
  const types = { jsonld: 'application/ld+json', graphml: 'application/graphml+xml' };
  for (const [collection, key] of [
    ['articles', 'article'],
    ['claims', 'asked-military'],
    ['sources', 'officials'],
  ] as const) {
    const id = await idOf(service, collection, key);
    const url = `/v1/${collection}/${id}/graph`;
    const { body: graph } = await service.get(url);
    for (const [format, accept] of Object.entries(types)) {
      const accepted = await service.get(url, { headers: { accept } });
      t.equal(accepted.headers['content-type']?.toString().split(';')[0], accept);
      t.match(accepted.headers.vary, /accept/i);
      const named = await service.get(`${url}?format=${format}`);
      t.equal(named.text, accepted.text);
      t.not(named.headers.etag, (await service.get(url)).headers.etag);
      const etag = accepted.headers.etag ?? '';
      const again = await service.get(url, { headers: { accept, 'if-none-match': etag } });
      t.equal(again.status, 304);
    }
    const { body } = await service.get(`${url}?format=jsonld`);
    const relations = graph.edges.filter(({ relation }: { relation?: unknown }) => relation).length;
    t.equal(body['@graph'].length, 1 + graph.nodes.length + relations);
    t.equal(body['@graph'][0].mainEntity, `${collection}/${id}`);
    const { text } = await service.get(`${url}?format=graphml&lang=ar`);
    const nodes = new DOMParser().parseFromString(text, 'application/xml').getElementsByTagName('node');
    t.equal(nodes.length, graph.nodes.length);
    t.match(text, /مسؤولون مطلعون/);
  }
  const url = `/v1/articles/${await idOf(service, 'articles', 'article')}/graph`;
  t.equal((await service.get(url, { headers: { accept: 'application/gexf+xml' } })).status, 406);
});

test('a graph that was cut off says so in every format, and IRIs begin with the public address', async (t) => {
  const service = await startService(t, { PUBLIC_URL: 'https://hearsay.example/api/' });
  const id = await idOf(service, 'articles', 'article');
  const url = `/v1/articles/${id}/graph`;
  for (const [limit, truncated] of [
    [20, true],
    [500, false],
  ] as const) {
    const linked = await service.get(`${url}?limit=${limit}&format=jsonld`);
    t.same(linked.body['@graph'][0], {
      type: 'Dataset',
      mainEntity: `https://hearsay.example/api/v1/articles/${id}`,
      truncated,
    });
    const { text } = await service.get(`${url}?limit=${limit}&format=graphml`);
    t.match(text, `<data key="graph.truncated">${truncated}</data>`);
  }
});

test('a withdrawn source and what replaced it stand in both formats', async (t) => {
  const service = await startService(t);
  const [old, kept] = [await idOf(service, 'sources', 'officials'), await idOf(service, 'sources', 'nyt')];
  const withdrawal = { kind: 'duplicate', reason: { en: 'The same' }, replacedById: kept } as const;
  await service.write({ action: 'withdraw', id: old, withdrawal });
  const url = `/v1/claims/${await idOf(service, 'claims', 'asked-military')}/graph`;
  const { body } = await service.get(`${url}?format=jsonld`);
  const source = body['@graph'].find((thing: { id?: string }) => thing.id === `sources/${old}`);
  t.equal(source.isReplacedBy, `sources/${kept}`);
  const { text } = await service.get(`${url}?format=graphml`);
  t.match(text, `<edge id="${old}.replacedBy.${kept}" source="${old}" target="${kept}">`);
});
