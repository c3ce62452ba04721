import { test } from 'tap';
import type { Command } from '../../src/store/port.ts';
import { type Service, startService } from '../helpers/service.ts';

const dates = [
  '2022-03-14?',
  '2021',
  undefined,
  '2022-03-14?',
  '../2022-03-14',
  undefined,
  '2023-01-01T00:00:00Z',
];

/** Seven claims, some of the same date and some of none. */
async function writeClaims(service: Service): Promise<string[]> {
  const commands = dates.map((occurredAt, index): Command => {
    const fields = { text: { en: `Claim ${index}` }, kind: 'factual', tense: 'past', topics: ['rain'] };
    return { action: 'create', type: 'claim', fields: { ...fields, ...(occurredAt && { occurredAt }) } };
  });
  return (await service.write(...commands)).map(({ id }) => id);
}

async function allPages(service: Service, first: string): Promise<string[]> {
  const found: string[] = [];
  for (let url: string | undefined = first; url !== undefined; ) {
    const { body, headers } = await service.get(url);
    found.push(...body.data.map(({ id }: { id: string }) => id));
    const link: string | undefined = headers.link?.toString();
    url = link === undefined ? undefined : /^<([^>]+)>; rel="next"$/.exec(link)?.[1];
    if ((body.page.nextCursor === null) !== (link === undefined))
      throw new Error('the cursor and the link differ');
  }
  return found;
}

test('pages lead through all of a list, each thing once, in every order', async (t) => {
  const service = await startService(t, { BUNDLED_ARTICLE: 'never' });
  const ids = await writeClaims(service);
  const orders: Record<string, number[]> = {
    createdAt: [0, 1, 2, 3, 4, 5, 6],
    '-createdAt': [6, 5, 4, 3, 2, 1, 0],
    updatedAt: [0, 1, 2, 3, 4, 5, 6],
    '-updatedAt': [6, 5, 4, 3, 2, 1, 0],
    // An open beginning is no date to sort by: it stands with those that have none.
    occurredAt: [1, 0, 3, 6, 2, 4, 5],
    '-occurredAt': [6, 3, 0, 1, 5, 4, 2],
  };
  for (const [sort, order] of Object.entries(orders)) {
    const expected = order.map((index) => ids[index]);
    for (const limit of [1, 2, 3, 7, 100]) {
      const filters = [`sort=${sort}&limit=${limit}`, `sort=${sort}&limit=${limit}&topic=rain`];
      for (const query of filters) t.same(await allPages(service, `/v1/claims?${query}`), expected, query);
    }
  }
});

test('what is written between two pages is neither lost nor repeated', async (t) => {
  const service = await startService(t, { BUNDLED_ARTICLE: 'never' });
  const ids = await writeClaims(service);
  const { body } = await service.get('/v1/claims?sort=-createdAt&limit=3');
  await writeClaims(service);
  const rest = await allPages(service, `/v1/claims?sort=-createdAt&limit=3&cursor=${body.page.nextCursor}`);
  t.same(rest, [ids[3], ids[2], ids[1], ids[0]]);
});

test('a cursor belongs to its list, its filters and its order', async (t) => {
  const service = await startService(t);
  const { body } = await service.get('/v1/claims?limit=2');
  const cursor = body.page.nextCursor;
  t.equal(
    (await service.get(`/v1/claims?limit=5&cursor=${cursor}`)).status,
    200,
    'another limit is no matter',
  );
  for (const url of [
    `/v1/claims?tense=past&cursor=${cursor}`,
    `/v1/claims?sort=createdAt&cursor=${cursor}`,
    `/v1/claims?withdrawn=true&cursor=${cursor}`,
    `/v1/sources?cursor=${cursor}`,
    '/v1/claims?cursor=abc',
    `/v1/claims?cursor=${Buffer.from('["x",1,2]').toString('base64url')}`,
    `/v1/claims?cursor=${Buffer.from('{}').toString('base64url')}`,
  ]) {
    const { status, body: problem } = await service.get(url);
    t.match({ status, ...problem }, { status: 400, code: 'invalid_cursor' }, url);
  }
});

test('fields, include and count', async (t) => {
  const service = await startService(t);
  const { body } = await service.get(
    '/v1/attributions?stance=asks&fields=stance,claimId&include=claim,source&count=true',
  );
  const [asked] = body.data;
  t.same(Object.keys(asked).sort(), ['claimId', 'id', 'stance', 'type']);
  t.same(body.included.map(({ type }: { type: string }) => type).sort(), ['claim', 'source']);
  t.same(body.page, { nextCursor: null, count: { value: 1, exact: true } });
  const one = await service.get(`/v1/attributions/${asked.id}?fields=stance`);
  t.same(one.body, { type: 'attribution', id: asked.id, stance: 'asks' });
  const bare = await service.get(`/v1/attributions/${asked.id}`);
  const beside = await service.get(`/v1/attributions/${asked.id}?include=via,article`);
  const { included, marks, ...rest } = beside.body;
  t.same(rest, bare.body, 'include leaves the document as it is');
  t.same(included.map(({ type }: { type: string }) => type).sort(), ['article', 'attribution']);
  t.same(marks, {});
});

test('the withdrawn answer by id, and in lists only when asked for', async (t) => {
  const service = await startService(t, { BUNDLED_ARTICLE: 'never' });
  const [first = '', second = ''] = await writeClaims(service);
  const withdrawal = { kind: 'duplicate', reason: { en: 'Twice' }, replacedById: second };
  await service.write({ action: 'withdraw', id: first, withdrawal });
  const ids = async (url: string) => (await service.get(url)).body.data.map(({ id }: { id: string }) => id);
  t.notOk((await ids('/v1/claims')).includes(first));
  t.ok((await ids('/v1/claims?withdrawn=true')).includes(first));
  t.notOk((await ids('/v1/claims?topic=rain')).includes(first));
  t.match((await service.get(`/v1/claims/${first}`)).body, { id: first, revision: 2, withdrawal });
  await service.write({ action: 'restore', id: first });
  t.ok((await ids('/v1/claims')).includes(first));
  t.notOk('withdrawal' in (await service.get(`/v1/claims/${first}`)).body);
});

test('what a client may write in a URL comes back in the link to the next page', async (t) => {
  const service = await startService(t);
  const url = '/v1/attributions?saidFrom=2020?&limit=1&fields=stance';
  const { headers } = await service.get(url);
  t.match(
    headers.link,
    /^<\/v1\/attributions\?saidFrom=2020\?&limit=1&fields=stance&cursor=[\w-]+>; rel="next"$/,
  );
  const whole = await service.get('/v1/attributions?saidFrom=2020?&limit=100');
  const ids = whole.body.data.map(({ id }: { id: string }) => id);
  t.ok(ids.length > 2);
  t.same(await allPages(service, url), ids, 'it leads on');
});

test('what may hold a comma is looked for whole', async (t) => {
  const service = await startService(t, { BUNDLED_ARTICLE: 'never' });
  const url = 'https://newsroom.example/a/article,123.html';
  const [outlet] = await service.write({
    action: 'create',
    type: 'source',
    fields: { kind: 'news_outlet', name: { en: 'Outlet' }, externalId: 'a,b' },
  });
  const fields = { title: { en: 'Rain' }, language: 'en', publisherId: outlet?.id, url };
  await service.write({ action: 'create', type: 'article', fields });
  const count = async (path: string) => (await service.get(path)).body.data.length;
  t.equal(await count(`/v1/articles?url=${encodeURIComponent(url)}`), 1);
  t.equal(await count(`/v1/articles?url=${url}`), 1);
  t.equal(await count('/v1/sources?externalId=a,b'), 1);
  t.equal(await count('/v1/sources?externalId=a'), 0);
});

test('a client may ask for UTF-8 by name', async (t) => {
  const { get } = await startService(t, { BUNDLED_ARTICLE: 'never' });
  for (const accept of [
    'application/json; charset=utf-8',
    'text/html, application/json;charset=UTF-8;q=0.5',
  ]) {
    t.equal((await get('/v1/claims', { headers: { accept } })).status, 200, accept);
  }
  const latin = await get('/v1/claims', { headers: { accept: 'application/json; charset=latin1' } });
  t.equal(latin.status, 406);
});
