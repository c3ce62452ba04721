import { test } from 'tap';
import { includesScope, newKey, newKeyId, type Scope, scopes } from '../../src/model/api-key.ts';
import { collections, newIdentifier, resourceTypes, schemaName } from '../../src/model/identifiers.ts';
import { startChild } from '../helpers/children.ts';
import { bearer, makeKey } from '../helpers/keys.ts';
import { type Service, startService } from '../helpers/service.ts';

/** Every operation under /v1 by the scope that it needs; reads need none where reading is public. */
const operations: Readonly<Record<Scope, readonly string[]>> = {
  read: [
    ...['listClaimEvidence', 'listClaimReviews', 'listAttributionEvidence', 'listAttributionReviews'],
    ...['listArticles', 'getArticle', 'getArticleGraph', 'listSources', 'getSource', 'getSourceGraph'],
    ...['listClaims', 'getClaim', 'getClaimGraph', 'listClaimChains', 'listAttributions', 'getAttribution'],
    ...['listSourceDuplicates', 'getClaimAssessment', 'findPaths', 'getOutletDependencies'],
    'listSourcePositions',
    ...['getSourceDependents', 'getArticleDependents', 'getAttributionDependents'],
    'listChanges',
    'streamChanges',
    ...['listRelations', 'getRelation', 'listEvidence', 'getEvidence', 'listReviews', 'getReview'],
    ...resourceTypes.flatMap((type) => [
      ...[
        `list${schemaName(type)}Revisions`,
        `get${schemaName(type)}Revision`,
        `compare${schemaName(type)}Revisions`,
      ],
    ]),
  ],
  review: [
    ...['create', 'update', 'withdraw', 'restore', 'confirm', 'revert'].flatMap((verb) => [
      ...[`${verb}Evidence`, `${verb}Review`],
    ]),
    ...['createClaimEvidence', 'createClaimReview', 'createAttributionEvidence', 'createAttributionReview'],
  ],
  write: [
    ...['create', 'update', 'withdraw', 'restore', 'revert'].flatMap((verb) =>
      ['Article', 'Source', 'Claim', 'Attribution', 'Relation'].map((name) => verb + name),
    ),
    ...['confirmAttribution', 'createArticleGraph'],
  ],
  admin: [
    ...resourceTypes.map((type) => `redact${schemaName(type)}`),
    ...['listKeys', 'createKey', 'getKey', 'updateKey', 'revokeKey'],
  ],
};

interface Operation {
  readonly operationId: string;
  readonly security?: unknown;
  readonly responses: Readonly<Record<string, unknown>>;
}

/** The operations of the service under /v1, each with an address whose ids name nothing. */
function operationsOf({ app }: Service) {
  const { paths = {} } = app.swagger() as unknown as { paths?: Record<string, Record<string, Operation>> };
  const versioned = Object.entries(paths).filter(([path]) => path.startsWith('/v1/'));
  return versioned.flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => {
      // A stream that begins beyond the newest write is refused, where any other would not end.
      const query = operation.operationId === 'streamChanges' ? '?after=999999' : '';
      return { method, url: filledIn(path) + query, operation };
    }),
  );
}

function filledIn(path: string): string {
  const [, , collection = ''] = path.split('/');
  const type = resourceTypes.find((one) => collections[one] === collection);
  const id = type ? newIdentifier(type) : newKeyId();
  return path.replaceAll(/\{(\w+)\}/g, (_, name) => (name === 'id' ? id : '1'));
}

function scopeOf(operationId: string): Scope | undefined {
  return scopes.find((scope) => operations[scope].includes(operationId));
}

interface Credential {
  readonly headers: Readonly<Record<string, string>>;
  /** How every route answers it; where it is undefined, its scope decides. */
  readonly refused?: string;
  readonly scope?: Scope;
}

async function credentials({ store }: Service): Promise<Record<string, Credential>> {
  const expiresAt = new Date(Date.now() - 1_000).toISOString();
  const expired = await makeKey(store, 'admin', { expiresAt });
  const revoked = await makeKey(store, 'admin', { expiresAt });
  await store.keys.revoke(revoked.id);
  const all: Record<string, Credential> = {
    'no key': { headers: {} },
    'another scheme': { headers: { authorization: 'Basic aGVhcnNheTpoZWFyc2F5' }, refused: 'key_required' },
    'a mistyped key': { headers: bearer(`${newKey().slice(0, -1)}-`), refused: 'malformed_key' },
    'a key of nobody': { headers: bearer(newKey()), refused: 'unknown_key' },
    'an expired key': { headers: expired.headers, refused: 'expired_key' },
    'a revoked key': { headers: revoked.headers, refused: 'revoked_key' },
  };
  for (const scope of scopes) all[`a key for ${scope}`] = { ...(await makeKey(store, scope)), scope };
  return all;
}

/** The code that a credential is refused with where a scope is needed, or undefined where it passes. */
function refusalOf({ refused, scope }: Credential, needed: Scope | undefined): string | undefined {
  if (refused !== undefined || needed === undefined) return refused;
  if (scope === undefined) return 'key_required';
  return includesScope(scope, needed) ? undefined : 'insufficient_scope';
}

const badKeys = ['malformed_key', 'unknown_key', 'expired_key', 'revoked_key'];

/** The challenge that goes with a refusal (RFC 6750, 3). */
function challengeOf(code: string, needed: Scope | undefined): RegExp {
  const realm = '^Bearer realm="hearsay"';
  if (badKeys.includes(code)) {
    return new RegExp(`${realm}, error="invalid_token", error_description="[\\w .:,-]+"$`);
  }
  if (code === 'key_required') return new RegExp(`${realm}$`);
  return new RegExp(`${realm}, error="insufficient_scope", scope="${needed}"$`);
}

/** What an answer must match, by the code that it refuses with. */
function refusal(code: string, needed: Scope | undefined, method: string) {
  const status = code === 'insufficient_scope' ? 403 : 401;
  const headers = { 'www-authenticate': challengeOf(code, needed), 'cache-control': 'no-store' };
  return { status, headers, ...(method !== 'HEAD' && { body: { code } }) };
}

for (const READ_ACCESS of ['public', 'key'] as const) {
  test(`every route × every credential, where reading is ${READ_ACCESS}`, async (t) => {
    const service = await startService(t, {
      READ_ACCESS,
      RATE_LIMIT: 'off',
      FAILED_AUTHENTICATION_LIMIT: 'off',
    });
    const given = await credentials(service);
    const found = operationsOf(service);
    const listed = Object.values(operations).flat().toSorted();
    t.strictSame(found.map(({ operation }) => operation.operationId).toSorted(), listed, 'all are listed');
    for (const { method, url, operation } of found) {
      const own = scopeOf(operation.operationId);
      const needed = own === 'read' && READ_ACCESS === 'public' ? undefined : own;
      await t.test(operation.operationId, async (t) => {
        t.strictSame(operation.security, needed ? [{ key: [needed] }] : [{}, { key: ['read'] }]);
        t.equal('403' in operation.responses, own !== 'read', 'it says whether a scope may be too small');
        for (const [name, credential] of Object.entries(given)) {
          const code = refusalOf(credential, needed);
          for (const one of method === 'get' ? ['GET', 'HEAD'] : [method.toUpperCase()]) {
            const { headers } = credential;
            const answer = await service.request({ method: one as 'GET', url, headers });
            if (code) t.match(answer, refusal(code, needed, one), `${one} with ${name}`);
            else t.notOk([401, 403, 429].includes(answer.status), `${one} with ${name} passes`);
          }
        }
      });
    }
  });

  test(`a path or a method that is not there, where reading is ${READ_ACCESS}`, async (t) => {
    const service = await startService(t, { READ_ACCESS });
    const key = await makeKey(service.store, 'read');
    for (const [method, url, status] of [
      ['GET', '/v1', 404],
      ['GET', '/v1?x=1', 404],
      ['GET', '/v1/nothing', 404],
      ['POST', '/v1/nothing', 404],
      ['PUT', '/v1/claims', 405],
      ['DELETE', `/v1/claims/${newIdentifier('claim')}`, 405],
    ] as const) {
      const closed = READ_ACCESS === 'key';
      t.equal((await service.request({ method, url })).status, closed ? 401 : status, `${method} ${url}`);
      t.equal((await service.request({ method, url, headers: key.headers })).status, status, 'with a key');
      t.equal((await service.request({ method, url, headers: bearer('x') })).status, 401, 'with a bad key');
    }
    t.equal((await service.get('/v2/nothing', { headers: bearer('x') })).status, 404);
  });
}

test('outside of /v1 no key is needed or looked at', async (t) => {
  const service = await startService(t, { READ_ACCESS: 'key', BUNDLED_ARTICLE: 'never' });
  const paths = ['/healthz', '/readyz', '/metrics', '/openapi.json', '/docs/', '/problems'];
  for (const path of [...paths, '/problems/key_required']) {
    for (const headers of [{}, bearer('x'), bearer(newKey())]) {
      t.equal((await service.get(path, { headers })).status, 200, path);
    }
  }
  t.equal((await service.get('/', { headers: bearer('x') })).status, 302);
});

test('a closed path is closed however it is written', async (t) => {
  const service = await startService(t, { READ_ACCESS: 'key' });
  for (const path of ['/%76%31/claims', '/v1/%63laims', '/v1/claims?limit=1', '/%761/claims']) {
    const { statusCode, json } = await service.app.inject(path);
    t.strictSame([statusCode, json().code], [401, 'key_required'], path);
  }
});

test('the scheme is read in any case, and the key after any blanks', async (t) => {
  const service = await startService(t);
  const { key } = await makeKey(service.store, 'read');
  const cases: [authorization: string, status: number, code?: string][] = [
    [`bearer ${key}`, 200],
    [`BEARER   ${key}`, 200],
    ['Bearer', 401, 'malformed_key'],
    [`Bearer ${key} x`, 401, 'malformed_key'],
    [`Bearer ${key},`, 401, 'malformed_key'],
    [`Bearer${key}`, 401, 'key_required'],
    [key, 401, 'key_required'],
    ['', 401, 'key_required'],
  ];
  for (const [authorization, status, code] of cases) {
    const { body, ...answer } = await service.get('/v1/claims', { headers: { authorization } });
    t.strictSame([answer.status, body.code], [status, code], authorization.replace(key, '…'));
  }
});

test('an answer that is kept in memory is given to those who may read it', async (t) => {
  const { get, store } = await startService(t, { READ_ACCESS: 'key', CORS_ORIGIN: 'https://a.example' });
  const { id, headers } = await makeKey(store, 'read');
  for (const turn of ['new', 'kept']) {
    const answer = await get('/v1/claims', { headers });
    t.equal(answer.status, 200, turn);
    t.equal(answer.headers['cache-control'], 'private, no-cache');
    t.match(answer.headers.vary, /origin.*authorization.*accept/i);
    const known = await get('/v1/claims', { headers: { ...headers, 'if-none-match': '*' } });
    t.match(known, { status: 304, headers: { 'cache-control': 'private, no-cache', vary: /Authorization/ } });
  }
  t.match(await get('/v1/claims'), { status: 401, headers: { 'cache-control': 'no-store' } });
  await store.keys.revoke(id);
  t.match(await get('/v1/claims', { headers }), { status: 401, body: { code: 'revoked_key' } });
});

test('what is public may be kept by anyone who asks again', async (t) => {
  const { get, store } = await startService(t);
  const { headers } = await makeKey(store, 'read');
  for (const sent of [{}, headers]) {
    const answer = await get('/v1/claims', { headers: sent });
    t.match(answer, { status: 200, headers: { 'cache-control': 'no-cache', vary: 'Accept' } });
  }
});

test('a key works until the moment at which it expires', async (t) => {
  const { get, store } = await startService(t);
  const expiresAt = new Date(Date.now() + 400).toISOString();
  const { headers } = await makeKey(store, 'read', { expiresAt });
  t.equal((await get('/v1/claims', { headers })).status, 200);
  while (Date.now() < Date.parse(expiresAt)) await new Promise((resolve) => setTimeout(resolve, 20));
  t.match(await get('/v1/claims', { headers }), { status: 401, body: { code: 'expired_key' } });
});

test('a key that another process revoked works no more', async (t) => {
  const { get, store, config } = await startService(t, { READ_ACCESS: 'key' });
  const made = await Promise.all(Array.from({ length: 10 }, () => makeKey(store, 'read')));
  const child = startChild(
    t,
    `const { openSqliteStore } = await load('store/sqlite/store.ts');
     const { store } = await openSqliteStore({ url: '${config.DATABASE_URL}', workers: 1 });
     process.stdin.setEncoding('utf8').on('data', async (id) => {
       if (id.trim() === '') return store.close().then(() => process.stdin.destroy());
       await store.keys.revoke(id.trim());
       say('revoked ' + id.trim());
     });
     say('ready');
     await new Promise((resolve) => process.stdin.once('close', resolve));`,
  );
  await child.says('ready');
  for (const { id, headers } of made) {
    t.equal((await get('/v1/claims', { headers })).status, 200);
    child.process.stdin?.write(`${id}\n`);
    await child.says(`revoked ${id}`);
    t.match(await get('/v1/claims', { headers }), { status: 401, body: { code: 'revoked_key' } });
  }
  child.tell();
  await child.ended();
});

test('a page of another origin may send a key, and read what comes with the answer', async (t) => {
  const { app } = await startService(t, { BUNDLED_ARTICLE: 'never', READ_ACCESS: 'key' });
  const asked = { origin: 'https://a.example', 'access-control-request-headers': 'authorization,if-match' };
  for (const method of ['GET', 'HEAD', 'POST', 'PATCH', 'DELETE']) {
    const headers = { ...asked, 'access-control-request-method': method };
    const answer = await app.inject({ method: 'OPTIONS', url: '/v1/claims', headers });
    t.equal(answer.statusCode, 204, 'without a key, which no browser sends before it has asked');
    t.match(answer.headers['access-control-allow-methods'], method);
    const allowed = answer.headers['access-control-allow-headers'];
    for (const name of ['authorization', 'content-type', 'idempotency-key', 'if-match', 'last-event-id']) {
      t.match(allowed, name);
    }
  }
  const { headers } = await app.inject({ url: '/v1/claims', headers: asked });
  for (const name of ['etag', 'location', 'www-authenticate', 'retry-after', 'ratelimit-remaining']) {
    t.match(headers['access-control-expose-headers'], name);
  }
});
