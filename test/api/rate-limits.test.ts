import { mock } from 'node:test';
import { type Test, test } from 'tap';
import { newKey } from '../../src/model/api-key.ts';
import { bearer, makeKey } from '../helpers/keys.ts';
import { type Answer, type Service, startService } from '../helpers/service.ts';

function start(t: Test, limits: Record<string, string>): Promise<Service> {
  return startService(t, { BUNDLED_ARTICLE: 'never', ...limits });
}

/** Sends so many requests, one after the other, and gives their statuses. */
async function statuses(many: number, send: () => Promise<Answer>): Promise<number[]> {
  const found: number[] = [];
  for (let index = 0; index < many; index++) found.push((await send()).status);
  return found;
}

const home = '192.0.2.1';

test('an address may send so many requests a minute', async (t) => {
  const { get } = await start(t, { RATE_LIMIT: '3' });
  const send = (remoteAddress = home) => get('/v1/claims', { remoteAddress });
  for (const left of [2, 1, 0]) {
    const { status, headers } = await send();
    t.equal(status, 200);
    t.match(headers, {
      'ratelimit-limit': '3',
      'ratelimit-remaining': `${left}`,
      'ratelimit-reset': /^\d+$/,
    });
    t.notOk('retry-after' in headers);
  }
  const { status, headers, body } = await send();
  t.match(
    { status, ...body },
    { status: 429, code: 'too_many_requests', detail: /^Only 3 requests a minute/ },
  );
  t.match(headers, { 'ratelimit-limit': '3', 'ratelimit-remaining': '0', 'cache-control': 'no-store' });
  const wait = Number(headers['retry-after']);
  t.ok(wait > 50 && wait <= 60, `it is told to wait for ${wait} seconds`);
  t.equal((await send('192.0.2.2')).status, 200, 'another address is not held up');
});

test('after a minute it may send more', async (t) => {
  const { get } = await start(t, { RATE_LIMIT: '1' });
  t.strictSame(await statuses(2, () => get('/v1/claims')), [200, 429]);
  mock.timers.enable({ apis: ['Date'], now: Date.now() + 61_000 });
  t.teardown(() => mock.timers.reset());
  t.strictSame(await statuses(2, () => get('/v1/claims')), [200, 429]);
});

test('a network of IPv6 is one address', async (t) => {
  const { get } = await start(t, { RATE_LIMIT: '1' });
  const cases: [remoteAddress: string, status: number][] = [
    ['2001:db8:0:1::1', 200],
    ['2001:db8:0:1:ffff:ffff:ffff:ffff', 429],
    ['2001:db8:0:2::1', 200],
    ['::ffff:198.51.100.1', 200],
    ['198.51.100.1', 429],
    ['::ffff:198.51.100.2', 200],
  ];
  for (const [remoteAddress, status] of cases) {
    t.equal((await get('/v1/claims', { remoteAddress })).status, status, remoteAddress);
  }
});

test('a proxy that is trusted tells the address', async (t) => {
  const { get } = await start(t, { RATE_LIMIT: '1', TRUST_PROXY: 'on' });
  const from = (address: string) => get('/v1/claims', { headers: { 'x-forwarded-for': address } });
  t.equal((await from('203.0.113.1')).status, 200);
  t.equal((await from('203.0.113.2')).status, 200);
  t.equal((await from('203.0.113.1')).status, 429);
});

test('whatever is asked counts, also what is known, missing or refused', async (t) => {
  const cases: [url: string, status: number, method?: 'PUT'][] = [
    ['/v1/claims?limit=7', 200],
    ['/v1/nothing', 404],
    ['/nothing', 404],
    ['/v1/claims', 405, 'PUT'],
    ['/v1/keys', 401],
    ['/problems', 200],
    ['/openapi.json', 200],
    ['/docs/', 200],
  ];
  for (const RESPONSE_CACHE of ['on', 'off']) {
    const { request } = await start(t, { RATE_LIMIT: '2', RESPONSE_CACHE });
    for (const [index, [url, status, method = 'GET']] of cases.entries()) {
      const send = () => request({ method, url, remoteAddress: `192.0.2.${index}` });
      t.strictSame(await statuses(3, send), [status, status, 429], url);
    }
  }
});

test('what operators ask is never refused', async (t) => {
  const { get } = await start(t, { RATE_LIMIT: '1' });
  await get('/v1/claims');
  for (const url of ['/healthz', '/readyz', '/metrics']) {
    const answer = await get(url);
    t.equal(answer.status, 200, url);
    t.notOk('ratelimit-limit' in answer.headers);
  }
});

test('with a key, requests are counted by the key, wherever they come from', async (t) => {
  const { get, store } = await start(t, { RATE_LIMIT: '1', KEY_RATE_LIMIT: '3' });
  const one = await makeKey(store, 'read');
  const other = await makeKey(store, 'read');
  const send = ({ headers }: { headers: object }, remoteAddress = home) =>
    get('/v1/claims', { headers: { ...headers }, remoteAddress });
  t.strictSame(await statuses(2, () => send(one)), [200, 200]);
  t.equal((await send(one, '192.0.2.2')).status, 200);
  t.match(await send(one, '192.0.2.3'), { status: 429, headers: { 'ratelimit-limit': '3' } });
  t.match(await send(other), { status: 200, headers: { 'ratelimit-remaining': '2' } }, 'another key');
  t.strictSame(await statuses(2, () => send({ headers: {} })), [200, 429], 'the address has its own count');
});

test('an address that sends wrong keys is refused sooner, and a good key still works', async (t) => {
  const limits = { RATE_LIMIT: '100', FAILED_AUTHENTICATION_LIMIT: '3' };
  const { get, store } = await start(t, limits);
  const good = await makeKey(store, 'read');
  const revoked = await makeKey(store, 'read');
  await store.keys.revoke(revoked.id);
  const send = (headers: object, remoteAddress = home) =>
    get('/v1/claims', { headers: { ...headers }, remoteAddress });
  t.match(await send(bearer(newKey())), { status: 401, headers: { 'ratelimit-remaining': '2' } });
  t.match(await send(bearer('mistyped')), { status: 401, body: { code: 'malformed_key' } });
  t.match(await send(revoked.headers), { status: 401, body: { code: 'revoked_key' } });
  const { status, body, headers } = await send(bearer(newKey()));
  t.match({ status, ...body }, { status: 429, code: 'too_many_requests' });
  t.match(headers, { 'retry-after': /^\d+$/, 'ratelimit-limit': '3', 'ratelimit-remaining': '0' });
  t.equal((await send(revoked.headers)).status, 429);
  t.match(await send(good.headers), { status: 200 }, 'a good key from there');
  t.match(await send({}), { status: 200, headers: { 'ratelimit-remaining': '99' } }, 'and no key');
  t.equal((await send(bearer(newKey()), '192.0.2.2')).status, 401, 'another address');
});

test('asking for what needs a key without one is no failed attempt', async (t) => {
  const { get, store } = await start(t, { FAILED_AUTHENTICATION_LIMIT: '1' });
  const small = await makeKey(store, 'read');
  t.strictSame(await statuses(3, () => get('/v1/keys')), [401, 401, 401]);
  t.strictSame(await statuses(3, () => get('/v1/keys', { headers: small.headers })), [403, 403, 403]);
});

test('a limit that is off counts nothing', async (t) => {
  const off = { RATE_LIMIT: 'off', KEY_RATE_LIMIT: 'off', FAILED_AUTHENTICATION_LIMIT: 'off' };
  const { get, store } = await start(t, off);
  const { headers } = await makeKey(store, 'read');
  for (const sent of [{}, headers, bearer(newKey())]) {
    const answer = await get('/v1/claims', { headers: sent });
    t.notOk(Object.keys(answer.headers).some((name) => name.startsWith('ratelimit')));
  }
  const { get: getByAddress } = await start(t, { ...off, RATE_LIMIT: '1' });
  t.strictSame(await statuses(3, () => getByAddress('/v1/claims')), [200, 429, 429]);
});
