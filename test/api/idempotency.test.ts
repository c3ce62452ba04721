import { test } from 'tap';
import { buildApp } from '../../src/app.ts';
import { databasePath } from '../../src/config.ts';
import { createLogger } from '../../src/logger.ts';
import { neededFor } from '../helpers/making.ts';
import { openSqliteFile } from '../helpers/sqlite.ts';
import { apiWriter, startWriter } from '../helpers/writer.ts';

const key = { 'idempotency-key': '"7f9c2ba4"' };
const claimOf = (en: string) => ({ text: { en }, kind: 'factual', tense: 'past' });

test('a request that is sent again is answered as it was, and writes nothing', async (t) => {
  const writer = await startWriter(t);
  const first = await writer.post('/v1/claims?comment=Why', claimOf('It rained.'), key);
  t.equal(first.status, 201);
  t.notOk('idempotency-replayed' in first.headers);
  await writer.patch(`/v1/claims/${first.body.id}`, { tense: 'future' }, '"1"');
  const { position } = await writer.service.store.check();
  for (const header of ['"7f9c2ba4"', '7f9c2ba4']) {
    const again = await writer.post('/v1/claims?comment=Why', claimOf('It rained.'), {
      'idempotency-key': header,
    });
    t.strictSame([again.status, again.body], [201, first.body], 'as it stood then');
    t.equal(again.headers['idempotency-replayed'], 'true');
    t.strictSame([again.headers.location, again.headers.etag], [first.headers.location, '"1"']);
  }
  t.equal((await writer.service.store.check()).position, position);
});

test('the same key with another request is refused', async (t) => {
  const writer = await startWriter(t);
  await writer.post('/v1/claims', claimOf('It rained.'), key);
  const others: [name: string, url: string, body: unknown][] = [
    ['another body', '/v1/claims', claimOf('It poured.')],
    ['another comment', '/v1/claims?comment=Why', claimOf('It rained.')],
  ];
  for (const [name, url, body] of others) {
    t.match(
      await writer.post(url, body, key),
      { status: 422, body: { code: 'idempotency_key_reused' } },
      name,
    );
  }
  const source = { kind: 'person', name: { en: 'Somebody' } };
  t.equal((await writer.post('/v1/sources', source, key)).status, 201, 'on another path it is another key');
  const other = await apiWriter(writer.service);
  const own = await other.post('/v1/claims', claimOf('It hailed.'), key);
  t.equal(own.status, 201, 'with another API key it is another key');
});

test('refusals of the domain are kept, others are not', async (t) => {
  const writer = await startWriter(t);
  const { fields } = neededFor('claim', { externalId: 'ours/1' });
  const { id } = await writer.create('claim', { externalId: 'ours/1' });
  const conflict = await writer.post('/v1/claims', fields, key);
  t.equal(conflict.status, 409);
  await writer.patch(`/v1/claims/${id}`, { externalId: null }, '"1"');
  const again = await writer.post('/v1/claims', fields, key);
  t.strictSame([again.status, again.body.detail], [409, conflict.body.detail], 'though it would succeed now');
  t.equal(again.headers['idempotency-replayed'], 'true');

  const invalid = { 'idempotency-key': 'invalid' };
  t.equal((await writer.post('/v1/claims', { kind: 'factual' }, invalid)).status, 422);
  const corrected = await writer.post('/v1/claims', claimOf('It rained.'), invalid);
  t.match(corrected, { status: 422, body: { code: 'idempotency_key_reused' } });

  const stale = { kind: 'other', reason: { en: 'A slip' } };
  const withdrawal = (header: string, name: string) =>
    writer.post(`/v1/claims/${id}/withdrawal`, stale, { 'if-match': header, 'idempotency-key': name });
  t.equal((await withdrawal('"1"', 'stale')).status, 412);
  t.match(await withdrawal('"1"', 'stale'), { status: 412, headers: { etag: '"2"' } });
  t.match(await withdrawal('"2"', 'stale'), { status: 422, body: { code: 'idempotency_key_reused' } });

  const broken = { 'idempotency-key': 'broken', 'content-type': 'application/json' };
  t.equal((await writer.send('POST', '/v1/claims', '{', broken)).status, 400);
  t.equal((await writer.post('/v1/claims', claimOf('It snowed.'), broken)).status, 201, 'a 400 is not kept');
  const unknown = { 'idempotency-key': 'unknown' };
  const missing = `/v1/claims/${id.slice(0, -1)}0`;
  const evidence = { bearing: 'supports', kind: 'document', title: { en: 'A record' } };
  t.equal((await writer.post(`${missing}/evidence`, evidence, unknown)).status, 404);
});

test('one request at the same moment in two processes writes once', async (t) => {
  const writer = await startWriter(t);
  const { config } = writer.service;
  const { store } = await openSqliteFile(t, {}, databasePath(config.DATABASE_URL));
  const app = await buildApp({ config, store, logger: createLogger('silent') });
  t.teardown(() => app.close());
  const send = (to: typeof app) =>
    to.inject({
      method: 'POST',
      url: '/v1/claims',
      headers: { ...writer.headers, ...key },
      payload: claimOf('It rained.'),
    });
  const both = [writer.service.app, app];
  const answers = await Promise.all(Array.from({ length: 10 }, (_, index) => send(both[index % 2] ?? app)));
  t.strictSame(new Set(answers.map(({ statusCode }) => statusCode)), new Set([201]));
  t.equal(new Set(answers.map(({ json }) => json().id)).size, 1, 'one claim');
  t.equal((await store.check()).position, 1, 'one write');
});

test('a malformed key is refused', async (t) => {
  const writer = await startWriter(t);
  for (const header of ['', '"', '"two words"', 'two words', 'ü', 'x'.repeat(256), '"a" , "b"']) {
    const answer = await writer.post('/v1/claims', claimOf('It rained.'), { 'idempotency-key': header });
    t.match(answer, { status: 400, body: { code: 'invalid_header' } }, JSON.stringify(header));
  }
  t.equal((await writer.service.store.check()).position, 0);
});
