import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { connect } from 'node:net';
import { Writable } from 'node:stream';
import { test } from 'tap';
import { buildApp } from '../../src/app.ts';
import { createLogger, withoutKey } from '../../src/logger.ts';
import { keyDigest } from '../../src/model/api-key.ts';
import { bearer, makeKey } from '../helpers/keys.ts';
import { type Service, startService } from '../helpers/service.ts';

test('the service tells operators how it fares', async (t) => {
  const { get, store } = await startService(t);
  t.match((await get('/healthz')).body, { status: 'ok', version: /^\d+\.\d+\.\d+/ });
  const schemaVersion = readdirSync(new URL('../../migrations/sqlite', import.meta.url)).length;
  t.same((await get('/readyz')).body, { status: 'ready', position: 109, schemaVersion });
  await get('/v1/claims');
  const { text, headers } = await get('/metrics');
  t.match(headers['content-type'], /^text\/plain/);
  t.match(text, /http_request_duration_seconds_count\{method="GET",route="\/v1\/claims",status="200"\} 1/);
  t.match(text, /hearsay_log_position 109/);
  t.match(text, /process_resident_memory_bytes \d+/);
  store.check = () => Promise.reject(new Error('gone'));
  t.match(await get('/readyz'), { status: 503, body: { code: 'not_ready' } });
  t.equal((await get('/healthz')).status, 200, 'it is alive though not ready');
});

test('any page may use the API, unless told otherwise', async (t) => {
  const open = await startService(t, { BUNDLED_ARTICLE: 'never' });
  const headers = { origin: 'https://newsroom.example' };
  const { headers: given } = await open.get('/v1/claims', { headers });
  t.equal(given['access-control-allow-origin'], '*');
  t.match(given['access-control-expose-headers'], /etag/);
  t.equal(given['x-content-type-options'], 'nosniff');
  t.ok(given['content-security-policy']);
  t.notOk(given['strict-transport-security'], 'plain HTTP promises no HTTPS');
  const closed = await startService(t, { BUNDLED_ARTICLE: 'never', CORS_ORIGIN: 'https://a.example' });
  const { headers: refused } = await closed.get('/v1/claims', { headers });
  t.not(refused['access-control-allow-origin'], headers.origin);
  const { headers: allowed } = await closed.get('/v1/claims', { headers: { origin: 'https://a.example' } });
  t.equal(allowed['access-control-allow-origin'], 'https://a.example');
  t.match(allowed.vary, /origin.*accept/i, 'both vary the answer');
});

async function logged(service: Service, send: (address: string) => Promise<unknown>): Promise<string> {
  const lines: string[] = [];
  const stream = new Writable({
    write: (chunk, _encoding, done) => {
      lines.push(String(chunk));
      done();
    },
  });
  const logger = createLogger('trace', stream);
  const app = await buildApp({ config: service.config, store: service.store, logger });
  await send(await app.listen({ port: 0 }));
  app.log.info({ headers: { authorization: 'Bearer hunter2', cookie: 'hunter2' } }, 'headers');
  await app.close();
  return lines.join('');
}

test('the log has a line for each request and no secrets', async (t) => {
  const service = await startService(t, { BUNDLED_ARTICLE: 'never' });
  const text = await logged(service, async (address) => {
    const headers = {
      authorization: 'Bearer hunter2',
      cookie: 'session=hunter2',
      'user-agent': 'test agent',
    };
    await fetch(`${address}/v1/claims?key=hunter2&x=1`, { headers });
    await fetch(`${address}/v1/claims?api_key=hunter2`, { headers });
  });
  t.notMatch(text, /hunter2/);
  const requests = text.split('\n').filter((line) => line.includes('"msg":"request"'));
  t.equal(requests.length, 2);
  t.match(JSON.parse(requests[0] ?? ''), {
    reqId: /^[0-9a-f-]{36}$/,
    req: { method: 'GET', url: '/v1/claims?key=[redacted]&x=1', userAgent: 'test agent' },
    res: { statusCode: 401 },
  });
});

test('no API key gets into the log, wherever it was sent', async (t) => {
  const service = await startService(t, { BUNDLED_ARTICLE: 'never' });
  const { key, headers } = await makeKey(service.store, 'admin');
  const secrets = [key.slice(8), keyDigest(key)];
  service.store.count = () => Promise.reject(new Error('a fault of the server'));
  const text = await logged(service, async (address) => {
    const ask = (path: string, options: RequestInit = {}) =>
      fetch(address + path, { ...options, headers: { ...headers, 'content-type': 'application/json' } });
    await ask('/v1/claims');
    t.equal((await ask('/v1/claims?count=true')).status, 500);
    await ask(`/v1/claims?topic=${key}`);
    await ask(`/v1/keys/${key}`);
    await ask(`/v1/keys/${key.slice(0, -1)}`);
    await ask('/v1/keys', { method: 'POST', body: JSON.stringify({ name: 7, key }) });
    const made = await ask('/v1/keys', { method: 'POST', body: '{"name":"Desk","scope":"read"}' });
    const { key: other } = (await made.json()) as { key: string };
    secrets.push(other.slice(8), keyDigest(other));
    await fetch(`${address}/v1/claims`, { headers: bearer(`${key}x`) });
  });
  t.equal(text.match(/"msg":"request"/g)?.length, 8);
  t.match(text, '/v1/keys/[redacted]');
  for (const secret of secrets) t.notOk(text.includes(secret.slice(0, 20)));
});

test('a URL is told without the values of keys, however these are written', (t) => {
  const told = {
    '/v1/claims': '/v1/claims',
    '/v1/claims?%6Bey=SECRET': '/v1/claims?%6Bey=[redacted]',
    '/v1/claims?x=1&%4b%45Y=SECRET&y=%20': '/v1/claims?x=1&%4b%45Y=[redacted]&y=%20',
    '/v1/claims?token=SECRET&Access_Token=SECRET': '/v1/claims?token=[redacted]&Access_Token=[redacted]',
    '/?api_key=SECRET&api-key=SECRET&apikey=SECRET':
      '/?api_key=[redacted]&api-key=[redacted]&apikey=[redacted]',
    '/?secret=SECRET=SECRET?x&PASSWORD=SECRET#part': '/?secret=[redacted]&PASSWORD=[redacted]#part',
    '/?x=1?key=SECRET': '/?x=1?key=[redacted]',
    '/?key=SECRET?key=SECRET&key=': '/?key=[redacted]&key=[redacted]',
    '/?%zz=%&%6Bey%=1&key': '/?%zz=%&%6Bey%=1&key',
    '/?%zz=%&%6Bey=SECRET': '/?%zz=%&%6Bey=[redacted]',
    '/v1/keys/hearsay_SECRET?topic=hearsay_SECRET&x=1': '/v1/keys/[redacted]?topic=[redacted]&x=1',
    '/?monkey=1&topic=key=2&keys=3': '/?monkey=1&topic=key=2&keys=3',
  };
  for (const [url, expected] of Object.entries(told)) t.equal(withoutKey(url), expected);
  t.end();
});

test('the log tells what an internal error hides', async (t) => {
  const service = await startService(t, { BUNDLED_ARTICLE: 'never' });
  service.store.list = () => Promise.reject(new Error('the disk is on fire'));
  let answer = '';
  const text = await logged(service, async (address) => {
    answer = await (await fetch(`${address}/v1/claims`)).text();
  });
  t.equal(JSON.parse(answer).code, 'internal_error');
  t.notMatch(answer, /on fire/);
  const [line = ''] = text.split('\n').filter((one) => one.includes('on fire'));
  const { level, reqId, err } = JSON.parse(line);
  t.equal(level, 50);
  t.equal(`urn:uuid:${reqId}`, JSON.parse(answer).instance, 'the problem names the request as the log does');
  t.match(err.stack, /service\.test\.ts/);
});

test('forwarded headers are believed only when told so', async (t) => {
  const send = (address: string) =>
    fetch(`${address}/v1/claims`, { headers: { 'x-forwarded-for': '203.0.113.7' } });
  const wary = await startService(t, { BUNDLED_ARTICLE: 'never' });
  t.notMatch(await logged(wary, send), /203\.0\.113\.7/);
  const trusting = await startService(t, { BUNDLED_ARTICLE: 'never', TRUST_PROXY: '127.0.0.1, ::1' });
  t.match(await logged(trusting, send), /203\.0\.113\.7/);
});

async function rawly(service: Service, sent: string): Promise<string> {
  const address = new URL(await service.app.listen({ port: 0, host: '127.0.0.1' }));
  const socket = connect(Number(address.port), address.hostname);
  await once(socket, 'connect');
  socket.write(sent);
  let received = '';
  for await (const chunk of socket) received += chunk;
  return received;
}

test('what is not HTTP is answered as a problem too', async (t) => {
  const cases: [sent: string, code: string, status: number][] = [
    [
      `GET /v1/claims HTTP/1.1\r\nHost: a\r\nX-Big: ${'x'.repeat(20_000)}\r\n\r\n`,
      'header_fields_too_large',
      431,
    ],
    ['NONSENSE\r\n\r\n', 'malformed_request', 400],
    [
      'GET /v1/claims?topic=\u00ff HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n',
      'malformed_request',
      400,
    ],
  ];
  for (const [sent, code, status] of cases) {
    const service = await startService(t, { BUNDLED_ARTICLE: 'never' });
    const received = await rawly(service, sent);
    t.match(received, new RegExp(`^HTTP/1\\.1 ${status} `), code);
    t.match(received, /content-type: application\/problem\+json/i);
    t.match(received, `"code":"${code}"`);
  }
});

for (const [name, sent] of [
  ['request', 'GET /v1/claims HTTP/1.1\r\nHost: a\r\n'],
  ['body', 'POST /v1/claims HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 9\r\n'],
] as const) {
  test(`a ${name} that does not arrive in time is told so`, async (t) => {
    const service = await startService(t, { BUNDLED_ARTICLE: 'never', REQUEST_TIMEOUT: '200' });
    const { headers } = await makeKey(service.store, 'write');
    // The headers of the body are complete, those of the request are not.
    const rest = name === 'body' ? `Authorization: ${headers.authorization}\r\n\r\n{` : '';
    const received = await rawly(service, sent + rest);
    t.match(received, /^HTTP\/1\.1 408 /);
    t.match(received, '"code":"request_timeout"');
  });
}
