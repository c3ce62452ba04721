import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { test } from 'tap';
import { bodyLimit as limit, startEcho } from '../helpers/echo.ts';
import { startService } from '../helpers/service.ts';

const json = { 'content-type': 'application/json' };
const nothing = createHash('sha256').digest('hex');

interface Scenario {
  readonly name: string;
  readonly method?: 'GET' | 'HEAD' | 'POST' | 'PATCH' | 'DELETE';
  readonly url?: string;
  readonly headers?: Record<string, string>;
  readonly payload?: string | Buffer;
}

const read: (Scenario & { body?: unknown })[] = [
  { name: 'JSON', payload: '{"a":"é"}', body: { a: 'é' } },
  { name: 'null', payload: 'null', body: null },
  { name: 'a byte order mark', payload: '\ufeff{"a":1}', body: { a: 1 } },
  { name: 'space around it', payload: ' \r\n[1]\n', body: [1] },
  {
    name: 'a type in capitals, with parameters',
    headers: { 'content-type': 'Application/JSON ; Charset="UTF-8"; profile=x' },
    ...{ payload: '{}', body: {} },
  },
  { name: 'utf8', headers: { 'content-type': 'application/json;charset=utf8' }, payload: '1', body: 1 },
  { name: 'identity', headers: { ...json, 'content-encoding': 'Identity' }, payload: '{}', body: {} },
  { name: 'JSON to patch', method: 'PATCH', payload: '{"a":null}', body: { a: null } },
  {
    ...{ name: 'a merge patch', method: 'PATCH', payload: '{}', body: {} },
    headers: { 'content-type': 'application/merge-patch+json' },
  },
  { name: 'as much as is allowed', payload: `"${'x'.repeat(limit - 2)}"`, body: 'x'.repeat(limit - 2) },
  { name: 'a deletion without a type', method: 'DELETE', headers: {} },
  { name: 'a deletion with a type', method: 'DELETE' },
  { name: 'an empty form', method: 'DELETE', headers: { 'content-type': 'text/plain;charset=UTF-8' } },
  { name: 'a POST that takes no body', url: '/bare', headers: {} },
];

test('a body is read as its type says, with the digest of its bytes', async (t) => {
  const app = startEcho(t);
  for (const { name, method = 'POST', url = '/', headers = json, payload = '', body } of read) {
    const answer = await app.inject({ method, url, headers, payload });
    t.equal(answer.statusCode, 200, name);
    t.strictSame(answer.json(), {
      ...(body !== undefined && { body }),
      bodyDigest: createHash('sha256').update(payload).digest('hex'),
    });
  }
});

test('GET and HEAD ignore a body', async (t) => {
  const app = startEcho(t);
  for (const method of ['GET', 'HEAD'] as const) {
    const answer = await app.inject({ method, url: '/', headers: json, payload: '{"a":' });
    t.equal(answer.statusCode, 200);
    if (method === 'GET') t.strictSame(answer.json(), { bodyDigest: nothing });
  }
});

interface Refusal extends Scenario {
  readonly status?: number;
  readonly code?: string;
  /** The code of the place and its JSON Pointer, where there is a place. */
  readonly place?: [code: string, pointer: string];
  readonly says?: RegExp;
  readonly answered?: Record<string, string>;
}

const typed = (type: string) => ({ 'content-type': type });
const unsupported = { status: 415, code: 'unsupported_media_type' };
const acceptPost = { 'accept-post': 'application/json' };
const acceptPatch = { 'accept-patch': 'application/merge-patch+json, application/json' };
const encoded = { answered: { 'accept-encoding': 'identity' } };

const refusals: Refusal[] = [
  { name: 'no body', headers: {}, says: /missing; POST needs/ },
  { name: 'no body, with a type', says: /missing/ },
  { name: 'no body to patch', method: 'PATCH', headers: {}, says: /missing; PATCH needs/ },
  { name: 'an empty body of a wrong type', headers: typed('text/plain'), says: /missing/ },
  { name: 'nothing but space', payload: ' ', place: ['not_json', ''], says: /column 2: expected a value/ },
  { name: 'nothing but a byte order mark', payload: '\ufeff', place: ['not_json', ''] },
  {
    name: 'truncated JSON',
    payload: '{"a":{"b":[1,',
    place: ['not_json', '/a/b/1'],
    says: /line 1, column 14/,
  },
  { name: 'two documents', payload: '{}\n{}', place: ['not_json', ''], says: /line 2, column 1/ },
  { name: 'a form', payload: 'a=1', place: ['not_json', ''] },
  { name: '10,000 levels', payload: '['.repeat(10_000), place: ['too_deep', '/0'.repeat(64)] },
  { name: 'a duplicate', payload: '{"a":[{"b":1,"\\u0062":2}]}', place: ['duplicate_member', '/a/0/b'] },
  { name: '__proto__', payload: '{"a":{"__proto__":{}}}', place: ['forbidden_member', '/a/__proto__'] },
  { name: 'a lone surrogate', payload: '{"a":["\\ud800"]}', place: ['lone_surrogate', '/a/0'] },
  { name: 'NUL', payload: '{"a/b":"\\u0000"}', place: ['nul_character', '/a~1b'] },
  { name: 'a raw NUL', payload: '{"a":"\0"}', place: ['not_json', '/a'], says: /found "\\u0000"/ },
  { name: 'a vast number', payload: '[1e999]', place: ['number_out_of_range', '/0'] },
  { name: 'Latin-1', payload: Buffer.from('{"a":"é"}', 'latin1'), place: ['not_utf8', ''] },
  { name: 'an encoded surrogate', payload: Buffer.from('22eda08022', 'hex'), place: ['not_utf8', ''] },
  { name: 'an overlong encoding', payload: Buffer.from('22c0af22', 'hex'), place: ['not_utf8', ''] },
  { name: 'a cut character', payload: Buffer.from('22d8', 'hex'), place: ['not_utf8', ''] },
  { name: 'UTF-16', payload: Buffer.from('{"a":1}', 'utf16le'), place: ['not_json', ''], says: /"\\u0000"/ },
  { name: 'UTF-16, marked', payload: Buffer.from('\ufeff{}', 'utf16le'), place: ['not_utf8', ''] },
  { name: 'gzip that is not named', payload: gzipSync('{}'), place: ['not_utf8', ''] },
  {
    ...{ name: 'gzip', payload: gzipSync('{}'), ...unsupported, says: /"gzip"/, ...encoded },
    headers: { ...json, 'content-encoding': 'gzip' },
  },
  {
    ...{ name: 'two encodings', payload: '{}', ...unsupported, says: /"identity, br"/, ...encoded },
    headers: { ...json, 'content-encoding': 'identity, br' },
  },
  {
    ...{ name: 'no type', payload: '{}', headers: {}, ...unsupported, answered: acceptPost },
    says: /"".*POST reads application\/json\./,
  },
  ...[
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/merge-patch+json',
    'application/jsonx',
    'application/json, text/plain',
    'json',
  ].map((type) => ({
    ...{ name: type, payload: '{}', headers: typed(type), ...unsupported, answered: acceptPost },
    says: /is not read here; POST reads/,
  })),
  ...['latin1', 'utf-16', '"utf-8 "', 'us-ascii'].map((charset) => ({
    ...{ name: charset, payload: '{}', ...unsupported, answered: acceptPost, says: /charset.*JSON is UTF-8/ },
    headers: typed(`application/json; charset=${charset}`),
  })),
  ...['application/json-patch+json', 'text/plain'].map((type) => ({
    ...{ name: `${type} to patch`, method: 'PATCH' as const, payload: '[]', headers: typed(type) },
    ...{ ...unsupported, answered: acceptPatch, says: /PATCH reads application\/merge-patch\+json and/ },
  })),
  { name: 'a deletion with a body', method: 'DELETE', payload: '{}', says: /DELETE takes no request body/ },
  {
    ...{ name: 'a deletion with text', method: 'DELETE', headers: typed('text/plain') },
    ...{ payload: 'why', says: /DELETE takes no request body/ },
  },
  {
    name: 'a body where none is taken',
    url: '/bare',
    payload: '{}',
    says: /POST takes no request body here/,
  },
  {
    ...{ name: '10 MB', payload: Buffer.alloc(10 * limit, ' '), says: /1048576 bytes/ },
    ...{ status: 413, code: 'payload_too_large' },
  },
  {
    ...{ name: 'a byte too much', payload: Buffer.alloc(limit + 1, ' ') },
    ...{ status: 413, code: 'payload_too_large' },
  },
  {
    ...{ name: 'other bytes than Content-Length says', payload: '{}', says: /malformed/ },
    headers: { ...json, 'content-length': '3' },
  },
];

test('a body that cannot be read is refused, and told what would be', async (t) => {
  const app = startEcho(t);
  for (const refusal of refusals) {
    const { name, method = 'POST', url = '/', headers = json, payload = '' } = refusal;
    const { status = 400, code = 'malformed_body', place, says = /./, answered = {} } = refusal;
    const answer = await app.inject({ method, url, headers, payload });
    const problem = answer.json();
    t.match(problem, { status, code }, name);
    t.equal(answer.statusCode, status);
    t.match(problem.detail, says);
    t.strictSame(
      problem.errors?.map((one: { code: string; pointer: string }) => [one.code, one.pointer]),
      place && [place],
    );
    t.match(answer.headers, { 'content-type': 'application/problem+json; charset=utf-8', ...answered });
  }
  const { body } = (await app.inject({ method: 'POST', url: '/', headers: json, payload: '{"a":1}' })).json();
  t.strictSame(body, { a: 1 }, 'what came before leaves nothing behind');
});

test('an unknown path is unknown, whatever is sent to it', async (t) => {
  const service = await startService(t, { BUNDLED_ARTICLE: 'never' });
  for (const [type, payload] of [
    ['application/json', '{"a":'],
    ['text/plain', 'a'],
    ['application/json', ''],
  ] as const) {
    const answer = await service.request({ url: '/v1/clams', method: 'POST', headers: typed(type), payload });
    t.match(answer, { status: 404, body: { code: 'unknown_path' } });
  }
  const answer = await service.request({ url: '/v1/claims', method: 'PUT', headers: json, payload: '{"a":' });
  t.match(answer, { status: 405, body: { code: 'method_not_allowed' } });
});
