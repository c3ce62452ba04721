import { test } from 'tap';
import { creation, Desk, largeText, parsed } from '../helpers/making.ts';
import { startService } from '../helpers/service.ts';

test('pages lead through the whole log, and on to what is written later', async (t) => {
  const service = await startService(t);
  const positions: number[] = [];
  let url: string | undefined = '/v1/changes?limit=50';
  while (url !== undefined) {
    const { body, headers } = await service.get(url);
    positions.push(...body.data.map(({ position }: { position: number }) => position));
    t.equal(body.page.after, positions.at(-1));
    t.equal(body.page.more, headers.link !== undefined, 'there is a link where there is more');
    url = /^<([^>]+)>; rel="next"$/.exec(headers.link?.toString() ?? '')?.[1];
  }
  t.same(
    positions,
    Array.from({ length: 109 }, (_, index) => index + 1),
  );
  t.equal((await service.get('/v1/changes')).body.data.length, 20, 'twenty where nothing is said');
  const head = '/v1/changes?after=109';
  const nothing = { data: [], page: { after: 109, more: false } };
  t.same((await service.get(head)).body, nothing);
  const [written] = await service.write(...creation('claim'));
  const { body } = await service.get(head);
  t.same(body.page, { after: 110, more: false });
  t.same(body.data[0].document, written && parsed(written));
});

test('a change says who did what, and why', async (t) => {
  const service = await startService(t, { BUNDLED_ARTICLE: 'never' });
  const { store } = service;
  const desk = new Desk(store);
  const began = Date.now();
  const claim = await desk.create('claim');
  const evidence = await desk.create('evidence', { claimId: claim.id, url: 'https://example.org/secret' });
  const { id } = evidence;
  await store.commit([{ action: 'update', id, patch: { note: { en: 'A note' } } }], {
    actor: 'key_1',
    comment: 'A correction',
  });
  await desk.withdraw(id);
  await desk.restore(id);
  await desk.update(claim.id, { text: { en: 'It snowed.' } });
  await desk.write({ action: 'confirm', id, claimRevision: 2 });
  await desk.write({ action: 'revert', id, toRevision: 1 });
  await desk.write({ action: 'redact', id, pointers: ['/url'] });
  const { body } = await service.get('/v1/changes?after=1');
  const told = (change: Record<string, unknown>) =>
    ['position', 'action', 'resource', 'revision', 'actor', 'comment'].map((name) => change[name]);
  t.strictSame(body.data.map(told), [
    [2, 'created', 'evidence', 1, 'test', undefined],
    [3, 'updated', 'evidence', 2, 'key_1', 'A correction'],
    [4, 'withdrawn', 'evidence', 3, 'test', undefined],
    [5, 'restored', 'evidence', 4, 'test', undefined],
    [6, 'updated', 'claim', 2, 'test', undefined],
    [7, 'confirmed', 'evidence', 5, 'test', undefined],
    [8, 'reverted', 'evidence', 6, 'test', undefined],
    [9, 'redacted', 'evidence', 7, 'test', undefined],
  ]);
  for (const { at, document } of body.data) {
    t.match(at, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    t.ok(Date.parse(at) >= began && Date.parse(at) <= Date.now());
    t.equal(document.updatedAt, at);
  }
  t.notMatch(JSON.stringify(body), 'secret', 'what was redacted is in no change');
  await desk.write({ action: 'redact', id, comments: true });
  const { body: after } = await service.get('/v1/changes');
  t.match(after.data.at(-1), { action: 'redacted', document: { title: { en: '[redacted]' } } });
  t.notMatch(JSON.stringify(after), 'A correction', 'nor are comments that go with the content');
});

test('changes are filtered by resource and by claim', async (t) => {
  const service = await startService(t, { BUNDLED_ARTICLE: 'never' });
  const desk = new Desk(service.store);
  const [one, other] = [await desk.create('claim'), await desk.create('claim')];
  await desk.create('evidence', { claimId: one.id });
  await desk.create('review', { claimId: other.id, reviewerId: (await desk.create('source')).id });
  const cases: Record<string, number[]> = {
    'resource=claim': [1, 2],
    'resource=evidence,review': [3, 5],
    'resource=relation': [],
    [`claim=${one.id}`]: [1, 3],
    [`claim=${one.id},${other.id}`]: [1, 2, 3, 5],
    [`claim=${one.id},${other.id}&resource=review`]: [5],
    [`claim=${one.id}&after=1`]: [3],
  };
  for (const [query, expected] of Object.entries(cases)) {
    const { body } = await service.get(`/v1/changes?${query}`);
    const positions = body.data.map(({ position }: { position: number }) => position);
    t.same([positions, body.page], [expected, { after: 5, more: false }], query);
  }
});

test('a page of large documents ends early', async (t) => {
  const service = await startService(t, { BUNDLED_ARTICLE: 'never' });
  const notes = largeText();
  for (let index = 0; index < 8; index++) await service.write(...creation('claim', { notes }));
  const { body } = await service.get('/v1/changes?limit=1000');
  t.same([body.data.length, body.page], [5, { after: 5, more: true }]);
});

test('an answer is kept until something is written, even below it', async (t) => {
  const service = await startService(t);
  const desk = new Desk(service.store);
  const url = '/v1/changes?limit=2';
  const [first] = (await service.get(url)).body.data;
  const { headers } = await service.get(url);
  const again = { headers: { 'if-none-match': headers.etag } };
  t.equal((await service.get(url, again)).status, 304);
  await desk.write({ action: 'redact', id: first.id });
  const { status, body } = await service.get(url, again);
  t.equal(status, 200);
  t.not(
    JSON.stringify(body.data[0]),
    JSON.stringify(first),
    'the redaction shows where it was written before',
  );
});

test('what the log cannot answer is told', async (t) => {
  const service = await startService(t);
  const { get } = service;
  t.match(await get('/v1/changes?after=110'), {
    status: 410,
    body: { code: 'position_gone', detail: /1 to 109/ },
  });
  const wrong = ['after=-1', 'after=x', 'limit=0', 'limit=1001', 'resource=claims', 'resource=', 'claim=x'];
  const source = 'claim=source_01m85ny5c5eh6bpcfc2zfhze7t';
  for (const query of [...wrong, source, 'after=1&after=2', 'after=1e3', 'after=9999999999999999']) {
    const { status, body } = await get(`/v1/changes?${query}`);
    t.match([status, body.code], [400, 'invalid_query_parameter'], query);
    t.equal(body.errors[0].parameter, query.split('=')[0]);
  }
  t.match((await get(`/v1/changes?${source}`)).body, { detail: /must be the id of a claim \(claim_…\)/ });
  t.equal((await get('/v1/changes', { headers: { accept: 'text/html' } })).status, 406);
});
