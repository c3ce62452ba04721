import { test } from 'tap';
import { problems } from '../../src/errors.ts';
import { startService } from '../helpers/service.ts';

const nothing = '01h455vb4pex5vsknk084sn02q';

interface Scenario {
  readonly url: string;
  readonly method?: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  readonly headers?: Record<string, string>;
  readonly status: number;
  readonly code: string;
  /** What the answer must say. */
  readonly says: RegExp;
}

const scenarios: Scenario[] = [
  { url: '/v1/clams', status: 404, code: 'unknown_path', says: /\/v1\/clams/ },
  { url: '/v1', status: 404, code: 'unknown_path', says: /\/v1/ },
  { url: '/v1/claims/', status: 400, code: 'malformed_identifier', says: /claim_/ },
  { url: '/v1/claims', method: 'DELETE', status: 405, code: 'method_not_allowed', says: /GET, HEAD/ },
  { url: `/v1/claims/claim_${nothing}`, method: 'PUT', status: 405, code: 'method_not_allowed', says: /GET/ },
  { url: '/v1/claims?stnce=denies', status: 400, code: 'unknown_query_parameter', says: /stance/ },
  { url: '/v1/claims?__proto__=x', status: 400, code: 'unknown_query_parameter', says: /__proto__/ },
  { url: '/v1/claims?constructor=x', status: 400, code: 'unknown_query_parameter', says: /constructor/ },
  { url: '/healthz?x=1', status: 400, code: 'unknown_query_parameter', says: /no query parameters/ },
  { url: '/v1/claims?stance=denied', status: 400, code: 'invalid_query_parameter', says: /affirms, denies/ },
  { url: '/v1/claims?stance=', status: 400, code: 'invalid_query_parameter', says: /affirms, denies/ },
  {
    url: '/v1/claims?stance=denies&stance=affirms',
    status: 400,
    code: 'invalid_query_parameter',
    says: /commas/,
  },
  { url: '/v1/claims?limit=0', status: 400, code: 'invalid_query_parameter', says: /from 1 to 100/ },
  { url: '/v1/claims?limit=101', status: 400, code: 'invalid_query_parameter', says: /from 1 to 100/ },
  { url: '/v1/claims?limit=1e1', status: 400, code: 'invalid_query_parameter', says: /from 1 to 100/ },
  { url: '/v1/claims?sort=text', status: 400, code: 'invalid_query_parameter', says: /-occurredAt/ },
  { url: '/v1/claims?fields=txt', status: 400, code: 'invalid_query_parameter', says: /text/ },
  { url: '/v1/claims?include=sources', status: 400, code: 'invalid_query_parameter', says: /attributions/ },
  { url: '/v1/claims?count=yes', status: 400, code: 'invalid_query_parameter', says: /true or false/ },
  { url: '/v1/claims?language=xx-', status: 400, code: 'invalid_query_parameter', says: /language/ },
  { url: '/v1/claims?language=AR', status: 400, code: 'invalid_query_parameter', says: /canonical form: ar/ },
  { url: '/v1/claims?occurredFrom=yesterday', status: 400, code: 'invalid_query_parameter', says: /EDTF/ },
  {
    url: `/v1/claims?source=claim_${nothing}`,
    status: 400,
    code: 'invalid_query_parameter',
    says: /source_/,
  },
  {
    url: '/v1/claims?occurredFrom=2024&occurredTo=2022',
    status: 400,
    code: 'invalid_query_parameter',
    says: /2024 is after 2022/,
  },
  { url: '/v1/claims?topic=a_b', status: 400, code: 'invalid_query_parameter', says: /hyphens/ },
  { url: '/v1/claims?cursor=x!!', status: 400, code: 'invalid_cursor', says: /cursor/ },
  { url: '/docs/static/../../package.json', status: 404, code: 'unknown_path', says: /./ },
  { url: '/v1/claims?source=nyt', status: 400, code: 'invalid_query_parameter', says: /source_/ },
  { url: '/v1/claims?cursor=x', status: 400, code: 'invalid_cursor', says: /cursor/ },
  { url: '/v1/claims?topic=a%00b', status: 400, code: 'malformed_url', says: /U\+0000/ },
  { url: '/v1/claims?topic=%ED%A0%80', status: 400, code: 'malformed_url', says: /UTF-8/ },
  { url: '/v1/claims?topic=%FF', status: 400, code: 'malformed_url', says: /UTF-8/ },
  { url: '/v1/claims/%FF', status: 400, code: 'malformed_url', says: /./ },
  { url: '/v1/claims/%00', status: 400, code: 'malformed_url', says: /U\+0000/ },
  { url: `/v1/claims/${'x'.repeat(300)}`, status: 400, code: 'malformed_identifier', says: /./ },
  { url: '/v1/claims/1', status: 400, code: 'malformed_identifier', says: /claim_/ },
  { url: `/v1/claims/CLAIM_${nothing}`, status: 400, code: 'malformed_identifier', says: /claim_/ },
  {
    url: `/v1/claims/source_${nothing}`,
    status: 400,
    code: 'wrong_identifier_type',
    says: /\/v1\/sources\/source_/,
  },
  { url: `/v1/claims/claim_${nothing}`, status: 404, code: 'resource_not_found', says: /claim_/ },
  { url: `/v1/claims/claim_${nothing}/graph`, status: 404, code: 'resource_not_found', says: /claim_/ },
  { url: `/v1/claims/claim_${nothing}/chains`, status: 404, code: 'resource_not_found', says: /claim_/ },
  {
    url: `/v1/claims/claim_${nothing}/graph?depth=5`,
    status: 400,
    code: 'invalid_query_parameter',
    says: /from 1 to 4/,
  },
  {
    url: `/v1/claims/claim_${nothing}/graph?format=png`,
    status: 400,
    code: 'invalid_query_parameter',
    says: /svg/,
  },
  { url: '/problems/none', status: 404, code: 'resource_not_found', says: /\/problems/ },
  {
    ...{ url: '/v1/claims', headers: { accept: 'text/html' } },
    ...{ status: 406, code: 'not_acceptable', says: /application\/json/ },
  },
  {
    ...{ url: `/v1/claims/claim_${nothing}/graph`, headers: { accept: 'image/png' } },
    ...{ status: 406, code: 'not_acceptable', says: /image\/svg\+xml/ },
  },
  { url: `/v1/claims?topic=${'x'.repeat(9_000)}`, status: 414, code: 'uri_too_long', says: /8192/ },
];

test('each wrong request is told what was wrong and what is allowed', async (t) => {
  const service = await startService(t);
  for (const { url, method = 'GET', headers = {}, status, code, says } of scenarios) {
    const answer = await service.request({ url, method, headers });
    const name = `${method} ${url.slice(0, 60)}`;
    t.match(answer, { status, body: { status, code, type: `/problems/${code}` } }, name);
    t.match(JSON.stringify(answer.body.errors ?? '') + answer.body.detail, says, `${name} says ${says}`);
    t.match(answer.headers, {
      'content-type': 'application/problem+json; charset=utf-8',
      'cache-control': 'no-store',
    });
    t.notMatch(answer.text, /node_modules|\.ts:|sqlite/i, `${name} tells nothing of the inside`);
  }
  const { headers } = await service.request({ url: '/v1/claims', method: 'DELETE' });
  t.equal(headers.allow, 'GET, HEAD, POST');
  const { id } = JSON.parse((await service.get('/v1/claims?limit=1')).text).data[0] ?? {};
  const allowed: [method: 'PUT' | 'DELETE' | 'POST', url: string, status: number, allow?: string][] = [
    ['PUT', `/v1/claims/${id}`, 405, 'GET, HEAD, PATCH'],
    ['PUT', `/v1/claims/${id}?x=1`, 405, 'GET, HEAD, PATCH'],
    ['DELETE', '/v1/changes/stream', 405, 'GET, HEAD'],
    ['POST', `/v1/claims/${id}/chains`, 405, 'GET, HEAD'],
    ['PUT', '/v1/claims/', 404],
    ['PUT', '/v1/claimsX', 404],
    ['POST', '/docs', 404],
  ];
  for (const [method, url, status, allow] of allowed) {
    // A body that is too large to be read does not matter to a path that reads none.
    const answer = await service.request({ method, url, payload: { text: 'x'.repeat(2_000_000) } });
    t.strictSame([answer.status, answer.headers.allow], [status, allow], `${method} ${url}`);
  }
  const encoded = await service.app.inject({ method: 'PUT', url: '/v1/cl%61ims' });
  t.equal(encoded.statusCode, 405, 'a path is the same however it is encoded');
});

test('every problem has a page, and the list names them all', async (t) => {
  const service = await startService(t, { BUNDLED_ARTICLE: 'never' });
  const list = await service.get('/problems');
  for (const [code, { title, status }] of Object.entries(problems)) {
    const page = await service.get(`/problems/${code}`);
    t.match(page, { status: 200, headers: { 'content-type': /^text\/html/ } });
    t.ok(page.text.includes(title) && page.text.includes(String(status)), `${code} is explained`);
    t.ok(list.text.includes(`/problems/${code}`), `${code} is listed`);
    t.match(code, /^[a-z]+(_[a-z]+)*$/);
  }
});

test('a fault of the server tells nothing of the inside', async (t) => {
  const service = await startService(t);
  service.store.get = () => Promise.reject(new Error('SQLITE_CORRUPT at /secret/path'));
  const { status, body, text } = await service.get(`/v1/claims/claim_${nothing}`);
  t.match({ status, ...body }, { status: 500, code: 'internal_error' });
  t.notMatch(text, /SQLITE|secret/);
});
