import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { test } from 'tap';
import type { ProblemPlace } from '../../src/errors.ts';
import { isWellFormedKey, keyDigest, newKeyId } from '../../src/model/api-key.ts';
import { newIdentifier } from '../../src/model/identifiers.ts';
import { bearer, makeKey } from '../helpers/keys.ts';
import { type Answer, type Service, startService } from '../helpers/service.ts';

type Method = 'GET' | 'POST' | 'PATCH';

/** A service whose keys an admin asks about. */
async function deskOf(service: Service) {
  const admin = await makeKey(service.store, 'admin');
  const ask = (method: Method, url: string, payload?: string | object): Promise<Answer> => {
    const type = payload === undefined ? {} : { 'content-type': 'application/json' };
    return service.request({
      method,
      url,
      ...(payload && { payload }),
      headers: { ...admin.headers, ...type },
    });
  };
  return { admin, ask };
}

test('an admin makes, names, expires and revokes a key', async (t) => {
  const service = await startService(t, { BUNDLED_ARTICLE: 'never', READ_ACCESS: 'key' });
  const { admin, ask } = await deskOf(service);
  const asked = { name: 'Newsroom', scope: 'read', expiresAt: '2099-01-31T02:00:00+02:00' };
  const made = await ask('POST', '/v1/keys', asked);
  const { key, ...known } = made.body;
  const { id } = known;
  t.match(made, { status: 201, headers: { location: `/v1/keys/${id}`, 'cache-control': 'no-store' } });
  t.match(known, { ...asked, expiresAt: '2099-01-31T00:00:00.000Z', createdBy: admin.id });
  t.ok(isWellFormedKey(key));
  const works = async () => {
    const { status, body } = await service.get('/v1/claims', { headers: bearer(key) });
    return status === 200 ? 'works' : body.code;
  };
  t.equal(await works(), 'works');

  const seen = await ask('GET', `/v1/keys/${id}`);
  t.match(seen, { status: 200, headers: { 'cache-control': 'no-store' } });
  t.strictSame(seen.body, known, 'without the key');
  const change = async (patch: object) => (await ask('PATCH', `/v1/keys/${id}`, patch)).body;
  t.strictSame(await change({ name: 'Desk' }), { ...known, name: 'Desk' });
  const past = '2001-01-01T00:00:00Z';
  t.match(await change({ expiresAt: past }), { name: 'Desk', expiresAt: '2001-01-01T00:00:00.000Z' });
  t.equal(await works(), 'expired_key');
  t.notOk('expiresAt' in (await change({ expiresAt: null })), 'null takes the expiry away');
  t.equal(await works(), 'works');

  const revoked = await ask('POST', `/v1/keys/${id}/revocation`);
  t.match(revoked, { status: 200, body: { id, name: 'Desk', revokedAt: /Z$/ } });
  t.equal(await works(), 'revoked_key');
  t.match(await ask('POST', `/v1/keys/${id}/revocation`), { status: 409, body: { code: 'conflict' } });
  t.strictSame((await ask('GET', `/v1/keys/${id}`)).body, revoked.body);
});

test('a list shows every key once, the newest first, and no key or digest', async (t) => {
  const service = await startService(t, { BUNDLED_ARTICLE: 'never' });
  const { admin, ask } = await deskOf(service);
  const secrets = [admin.key, keyDigest(admin.key)];
  const expected = [admin.id];
  for (let index = 0; index < 4; index++) {
    const { body } = await ask('POST', '/v1/keys', { name: `Desk ${index}`, scope: 'write' });
    secrets.push(body.key, keyDigest(body.key));
    expected.unshift(body.id);
  }
  const listed: string[] = [];
  let text = '';
  let url = '/v1/keys?limit=2';
  for (let pages = 0; url !== '' && pages < 9; pages++) {
    const { body, headers, ...page } = await ask('GET', url);
    listed.push(...body.data.map(({ id }: { id: string }) => id));
    text += page.text;
    url = body.page.nextCursor === null ? '' : `/v1/keys?limit=2&cursor=${body.page.nextCursor}`;
    t.equal(headers.link, url === '' ? undefined : `<${url}>; rel="next"`);
    t.equal(headers['cache-control'], 'no-store');
  }
  t.strictSame(listed, expected);
  for (const secret of secrets) t.notOk(text.includes(secret));
  for (const cursor of ['x', btoa('["keys"]'), btoa('["keys","1"]'), btoa('["other",1]')]) {
    const code = 'invalid_cursor';
    t.match(await ask('GET', `/v1/keys?cursor=${cursor.replace(/=+$/, '')}`), {
      status: 400,
      body: { code },
    });
  }
});

test('no file holds a key', async (t) => {
  const service = await startService(t, { BUNDLED_ARTICLE: 'never' });
  const { admin, ask } = await deskOf(service);
  const { body } = await ask('POST', '/v1/keys', { name: 'A name that is held', scope: 'read' });
  const folder = dirname(fileURLToPath(service.config.DATABASE_URL));
  const files = readdirSync(folder).map((name) => readFileSync(join(folder, name)));
  t.ok(files.some((file) => file.includes('A name that is held')));
  t.ok(files.some((file) => file.includes(keyDigest(body.key))));
  for (const key of [admin.key, body.key]) t.notOk(files.some((file) => file.includes(key.slice(8, 51))));
});

const nobody = newKeyId();

interface Refused {
  readonly method: Method;
  readonly url: string;
  readonly payload?: string | object;
  readonly status: number;
  readonly code: string;
  /** The pointers or parameters of its errors. */
  readonly places?: readonly string[];
}

const creation = { method: 'POST', url: '/v1/keys' } as const;
const change = { method: 'PATCH', url: `/v1/keys/${nobody}` } as const;
const malformed = { status: 400, code: 'malformed_body' } as const;
const invalid = { status: 422, code: 'invalid_document' } as const;
const desk = { name: 'Desk', scope: 'read' };

const refused: Refused[] = [
  { ...creation, ...malformed },
  { ...creation, ...invalid, payload: {}, places: ['/name', '/scope'] },
  { ...creation, ...invalid, payload: '["a"]', places: [''] },
  { ...creation, ...invalid, payload: { ...desk, name: 7 }, places: ['/name'] },
  { ...creation, ...invalid, payload: { ...desk, scope: 'root' }, places: ['/scope'] },
  { ...creation, ...invalid, payload: { ...desk, createdBy: 'me' }, places: ['/createdBy'] },
  {
    ...creation,
    ...invalid,
    payload: { ...desk, expiresAt: '2001-01-01T00:00:00Z' },
    places: ['/expiresAt'],
  },
  { ...creation, ...malformed, payload: '{"name":', places: ['/name'] },
  { ...creation, payload: { ...desk, name: 'x'.repeat(2e6) }, status: 413, code: 'payload_too_large' },
  {
    ...creation,
    url: '/v1/keys?x=1',
    payload: desk,
    status: 400,
    code: 'unknown_query_parameter',
    places: ['x'],
  },
  { ...change, ...invalid, payload: { scope: 'admin' }, places: ['/scope'] },
  { ...change, ...invalid, payload: { name: null, expiresAt: 'soon' }, places: ['/name', '/expiresAt'] },
  { ...change, payload: {}, status: 404, code: 'resource_not_found' },
  { method: 'GET', url: `/v1/keys/${nobody}`, status: 404, code: 'resource_not_found' },
  { method: 'GET', url: '/v1/keys/1', status: 400, code: 'malformed_identifier' },
  { method: 'GET', url: `/v1/keys/${newIdentifier('claim')}`, status: 400, code: 'malformed_identifier' },
  { method: 'POST', url: `/v1/keys/${nobody}/revocation`, status: 404, code: 'resource_not_found' },
  { ...malformed, method: 'POST', url: `/v1/keys/${nobody}/revocation`, payload: { why: 'lost' } },
];

test('bad input is told what is wrong, and nothing is written', async (t) => {
  const service = await startService(t, { BUNDLED_ARTICLE: 'never' });
  const { admin, ask } = await deskOf(service);
  for (const { method, url, payload, status, code, places = [] } of refused) {
    const { body, ...answer } = await ask(method, url, payload);
    const found = (body.errors ?? []).map(({ pointer, parameter }: ProblemPlace) => pointer ?? parameter);
    const told = JSON.stringify(payload)?.slice(0, 60) ?? '';
    t.strictSame([answer.status, body.code, found], [status, code, places], `${method} ${url} ${told}`);
  }
  const unread = {
    ...creation,
    payload: 'name=Desk',
    headers: { ...admin.headers, 'content-type': 'text/csv' },
  };
  t.match(await service.request(unread), { status: 415, body: { code: 'unsupported_media_type' } });
  const unwanted = { ...creation, payload: desk, headers: { ...admin.headers, accept: 'text/html' } };
  t.match(await service.request(unwanted), { status: 406, body: { code: 'not_acceptable' } });
  t.equal((await service.store.keys.list({ limit: 10 })).items.length, 1, "the admin's own key");
});
