import { test } from 'tap';
import { newIdentifier } from '../../src/model/identifiers.ts';
import { creation, Desk } from '../helpers/making.ts';
import { elementsOf, readDot, readXml } from '../helpers/pictures.ts';
import { type Service, startService } from '../helpers/service.ts';

const url = '/v1/outlets/dependencies';

/** The Herald reports one thing itself, and relays two from the Wire, of which nothing else is recorded. */
async function twoOutlets({ store }: Service) {
  const desk = new Desk(store);
  const wire = await desk.create('source', {
    kind: 'news_outlet',
    name: { en: 'The <Wire>', ar: 'البرقية' },
  });
  const herald = await desk.create('source', { kind: 'news_outlet', name: { en: 'The Herald' } });
  const { id: articleId } = await desk.create('article', {
    publisherId: herald.id,
    publishedAt: '2026-03-01',
  });
  const own = await desk.create('attribution', { articleId, sourceId: herald.id });
  const relayed = [];
  for (const topics of [['rain'], ['sport']]) {
    const claim = await desk.create('claim', { topics });
    relayed.push(await desk.create('attribution', { articleId, claimId: claim.id, sourceId: wire.id }));
  }
  return { desk, wire, herald, articleId, own, relayed };
}

test('one outlet relays another', async (t) => {
  const service = await startService(t, { BUNDLED_ARTICLE: 'never' });
  const { wire, herald, own, relayed } = await twoOutlets(service);
  const { body } = await service.get(url);
  t.strictSame(body, {
    rule: { name: 'outletDependencies', version: 1 },
    outlets: [
      {
        ...{
          id: herald.id,
          name: { en: 'The Herald' },
          chains: 3,
          original: 1,
          relayed: 2,
          relayedShare: 2 / 3,
        },
        ...{ relayedByOthers: 0, originalAttributionIds: [own.id] },
      },
      {
        ...{ id: wire.id, name: { en: 'The <Wire>', ar: 'البرقية' }, chains: 0, original: 0, relayed: 0 },
        ...{ relayedShare: null, relayedByOthers: 2, originalAttributionIds: [] },
      },
    ],
    matrix: [
      [0, 2],
      [0, 0],
    ],
    edges: [
      { from: herald.id, to: wire.id, chains: 2, claims: 2, attributionIds: relayed.map(({ id }) => id) },
    ],
    totals: { outlets: 2, articles: 1, chains: 3, original: 1, relayed: 2, relayedShare: 2 / 3 },
    truncated: false,
  });
  const one = await service.get(
    `${url}?topic=rain,snow&outlet=${herald.id}&publishedFrom=2026-03&publishedTo=2026`,
  );
  t.match(one.body, { edges: [{ chains: 1 }], totals: { chains: 1 } });
  const none = await service.get(`${url}?publishedTo=2025`);
  t.match(none.body, {
    outlets: [],
    matrix: [],
    edges: [],
    totals: { relayedShare: null },
    truncated: false,
  });
  const first = await service.get(`${url}?limit=1`);
  t.match(first.body, {
    outlets: [{ id: herald.id, relayed: 2 }],
    matrix: [[0]],
    edges: [],
    truncated: true,
  });
});

test('the bundled article relays The New York Times', async (t) => {
  const service = await startService(t);
  const { body } = await service.get(url);
  const name = (id: string) => body.outlets.find((outlet: { id: string }) => outlet.id === id).name.en;
  const edges = body.edges.map(({ from, to }: { from: string; to: string }) => [name(from), name(to)]);
  t.ok(
    edges.some(([from, to]: string[]) => from === 'Al-Haqiqa Net' && to === 'The New York Times'),
    JSON.stringify(edges),
  );
  const [haqiqa] = body.outlets;
  t.equal(haqiqa.original + haqiqa.relayed, haqiqa.chains);
});

test('as a picture, and as a graph for other programs', async (t) => {
  const service = await startService(t, { BUNDLED_ARTICLE: 'never' });
  const { wire, herald } = await twoOutlets(service);
  const { nodes, edges } = readDot((await service.get(`${url}?format=dot`)).text);
  t.strictSame([...nodes.keys()].sort(), [wire.id, herald.id].sort());
  t.match(edges, [{ from: wire.id, to: herald.id, attributes: { penwidth: '6.00' } }]);
  const svg = await service.get(`${url}?format=svg&lang=ar`);
  const titles = elementsOf(readXml(svg.text)).flatMap(({ tagName, textContent }) =>
    tagName === 'title' ? [textContent?.replaceAll(/[\u2066-\u2069]/g, '')] : [],
  );
  t.ok(titles.includes('The Herald – تنقل عن – البرقية: 2 سلاسل, 2 ادعاءات'), titles.join('\n'));
  const graphml = await service.get(url, { headers: { accept: 'application/graphml+xml' } });
  const [edge] = elementsOf(readXml(graphml.text)).filter(({ tagName }) => tagName === 'edge');
  t.strictSame([edge?.getAttribute('source'), edge?.getAttribute('target')], [herald.id, wire.id]);
  const weights = elementsOf(readXml(graphml.text)).filter(
    (one) => one.getAttribute('key') === 'edge.weight',
  );
  t.strictSame(
    weights.map(({ textContent }) => textContent),
    ['2'],
  );
});

test('what is asked wrongly is refused', async (t) => {
  const service = await startService(t, { BUNDLED_ARTICLE: 'never' });
  const bad: [query: string, code: string, parameter: string][] = [
    [`outlet=${newIdentifier('claim')}`, 'invalid_query_parameter', 'outlet'],
    ['outlet=', 'invalid_query_parameter', 'outlet'],
    ['topic=Not%20a%20slug', 'invalid_query_parameter', 'topic'],
    ['limit=0', 'invalid_query_parameter', 'limit'],
    ['limit=201', 'invalid_query_parameter', 'limit'],
    ['publishedFrom=yesterday', 'invalid_query_parameter', 'publishedFrom'],
    ['publishedFrom=2026-03&publishedTo=2025', 'invalid_query_parameter', 'publishedFrom'],
    ['format=jsonld', 'invalid_query_parameter', 'format'],
    ['publisher=x', 'unknown_query_parameter', 'publisher'],
  ];
  for (const [query, code, parameter] of bad) {
    const { status, body } = await service.get(`${url}?${query}`);
    t.match({ status, body }, { status: 400, body: { code, errors: [{ parameter }] } }, query);
  }
  t.equal((await service.get(url, { headers: { accept: 'text/html' } })).status, 406);
  const unknown = await service.get(`${url}?outlet=${newIdentifier('source')}`);
  t.match(
    unknown,
    { status: 200, body: { outlets: [] } },
    'as in lists, what is not recorded matches nothing',
  );
});

test('the answer is the same until something is written', async (t) => {
  const service = await startService(t, { BUNDLED_ARTICLE: 'never' });
  const { desk, own } = await twoOutlets(service);
  const headers = { 'if-none-match': String((await service.get(url)).headers.etag) };
  t.equal((await service.get(url, { headers })).status, 304);
  await desk.withdraw(own.id);
  t.match(await service.get(url, { headers }), { status: 200, body: { outlets: [{ original: 0 }, {}] } });
});

test('a picture shows the heaviest edges, and the data all of them', async (t) => {
  const service = await startService(t, { BUNDLED_ARTICLE: 'never' });
  const source = { kind: 'news_outlet', name: { en: 'A daily' } };
  const outlets = Array.from({ length: 18 }, () => newIdentifier('source'));
  const claimId = newIdentifier('claim');
  await service.write(
    ...outlets.map((id) => ({ action: 'create' as const, type: 'source' as const, id, fields: source })),
    ...creation('claim', {}, claimId),
    ...outlets.flatMap((publisherId) => {
      const articleId = newIdentifier('article');
      const others = outlets.filter((id) => id !== publisherId);
      return [
        ...creation('article', { publisherId }, articleId),
        ...others.flatMap((sourceId) => creation('attribution', { articleId, claimId, sourceId })),
      ];
    }),
  );
  const { body } = await service.get(url);
  t.match(body, { truncated: false });
  t.equal(body.edges.length, 18 * 17);
  const { status, text } = await service.get(`${url}?format=svg`);
  t.equal(status, 200);
  t.equal(text.match(/class="edge[" ]/g)?.length, 300);
});
