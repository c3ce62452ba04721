import { test } from 'tap';
import { collections, newIdentifier, type ResourceType, resourceTypes } from '../../src/model/identifiers.ts';
import { neededFor } from '../helpers/making.ts';
import { apiWriter, startWriter } from '../helpers/writer.ts';

/** A field of each resource that may be changed, and what it is changed to. */
const changes: Readonly<Record<ResourceType, [field: string, value: unknown]>> = {
  article: ['topics', ['war']],
  source: ['notes', { en: 'A note' }],
  claim: ['tense', 'future'],
  attribution: ['certainty', 'possible'],
  relation: ['note', { en: 'A note' }],
  evidence: ['bearing', 'refutes'],
  review: ['verdict', 'mixed'],
};

test('each resource is created, changed, withdrawn and restored', async (t) => {
  const writer = await startWriter(t);
  for (const type of resourceTypes) {
    const collection = `/v1/${collections[type]}`;
    const { needed, fields } = neededFor(type);
    await writer.service.write(...needed);
    const created = await writer.post(`${collection}?comment=First`, fields);
    t.equal(created.status, 201, type);
    const { id } = created.body;
    t.equal(created.headers.location, `${collection}/${id}`);
    t.equal(created.headers.etag, '"1"');
    t.match(created.body, { type, ...fields, revision: 1, createdBy: writer.actor });
    t.strictSame((await writer.get(String(created.headers.location))).body, created.body, 'as it is read');

    const [field, value] = changes[type];
    const changed = await writer.patch(`${collection}/${id}`, { [field]: value }, '"1"');
    t.strictSame([changed.status, changed.headers.etag], [200, '"2"']);
    t.strictSame(
      { ...changed.body, updatedAt: '' },
      { ...created.body, [field]: value, revision: 2, updatedAt: '' },
    );

    const withdrawal = { kind: 'entered_in_error', reason: { en: 'A slip' } };
    const withdrawn = await writer.post(`${collection}/${id}/withdrawal`, withdrawal, { 'if-match': '"2"' });
    t.strictSame([withdrawn.status, withdrawn.headers.etag], [200, '"3"']);
    t.match(withdrawn.body.withdrawal, withdrawal);
    t.strictSame(
      (await writer.get(collection)).body.data.filter((one: { id: string }) => one.id === id),
      [],
    );
    const restored = await writer.send('DELETE', `${collection}/${id}/withdrawal`, undefined, {
      'if-match': '"3"',
    });
    t.strictSame([restored.status, restored.headers.etag], [200, '"4"']);
    t.notOk('withdrawal' in restored.body);

    const { body: history } = await writer.get(`${collection}/${id}/revisions`);
    t.match(history.data, [
      { action: 'restored', revision: 4, actor: writer.actor },
      { action: 'withdrawn', revision: 3 },
      { action: 'updated', revision: 2 },
      { action: 'created', revision: 1, comment: 'First', document: created.body },
    ]);
  }
});

test('a change says which revision it is based on', async (t) => {
  const writer = await startWriter(t);
  const claim = await writer.create('claim');
  const url = `/v1/claims/${claim.id}`;
  const change = (headers: Record<string, string>, body: unknown = { tense: 'future' }) =>
    writer.send('PATCH', url, body, headers);
  const without = await change({});
  t.match(without, { status: 428, body: { code: 'precondition_required' } });
  const refused: [header: string, status: number, code: string][] = [
    ['"7"', 412, 'precondition_failed'],
    ['W/"1"', 412, 'precondition_failed'],
    ['"1-a1b2c3"', 412, 'precondition_failed'],
    ['"01"', 412, 'precondition_failed'],
    ['1', 400, 'invalid_header'],
    ['"1", 2', 400, 'invalid_header'],
    ['', 400, 'invalid_header'],
  ];
  for (const [header, status, code] of refused) {
    const answer = await change({ 'if-match': header });
    t.match(answer, { status, body: { code } }, `If-Match: ${header}`);
    if (status === 412) t.equal(answer.headers.etag, '"1"', 'the answer tells the newest');
  }
  t.equal((await writer.get(url)).body.revision, 1, 'nothing was written');
  t.equal((await change({ 'if-match': '"5", "1"' })).status, 200, 'one of several');
  t.equal((await change({ 'if-match': '*' })).status, 200, 'whichever');
  for (const [method, path, body] of [
    ['POST', 'withdrawal', { kind: 'other', reason: { en: 'A slip' } }],
    ['DELETE', 'withdrawal', undefined],
    ['POST', 'reversion', { toRevision: 1 }],
  ] as const) {
    const answer = await writer.send(method, `${url}/${path}`, body);
    t.equal(answer.status, 428, `${method} ${path}`);
  }
});

test('of two editors one wins, and the other sees what stands', async (t) => {
  const writer = await startWriter(t);
  const { id } = await writer.create('claim');
  const other = await apiWriter(writer.service);
  const both = [writer, other].map((one, index) =>
    one.patch(`/v1/claims/${id}`, { notes: { en: `Editor ${index}` } }, '"1"'),
  );
  const answers = await Promise.all(both);
  t.strictSame(answers.map(({ status }) => status).toSorted(), [200, 412]);
  const lost = answers.find(({ status }) => status === 412);
  t.equal(lost?.headers.etag, '"2"');
  t.equal(lost?.body.code, 'precondition_failed');
});

test('a merge patch sets, merges and removes', async (t) => {
  const writer = await startWriter(t);
  const claim = await writer.create('claim', {
    text: { en: 'It rained.', ar: 'أمطرت.' },
    topics: ['weather'],
  });
  const url = `/v1/claims/${claim.id}`;
  const patch = { text: { ar: null, fr: 'Il a plu.' }, topics: null, notes: { en: 'Checked' } };
  const { body } = await writer.send('PATCH', url, JSON.stringify(patch), {
    'if-match': '"1"',
    'content-type': 'application/merge-patch+json',
  });
  t.strictSame(body.text, { en: 'It rained.', fr: 'Il a plu.' });
  t.strictSame(body.notes, { en: 'Checked' });
  t.notOk('topics' in body);
  const cases: [patch: unknown, pointer: string, code: string][] = [
    [{ nonsense: 1 }, '/nonsense', 'unknown_field'],
    [{ nonsense: null }, '/nonsense', 'unknown_field'],
    [{ text: null }, '/text', 'required'],
    [{ text: { en: null, fr: null } }, '/text', 'custom'],
    [{ revision: 7 }, '/revision', 'unknown_field'],
    [{ revision: null }, '/revision', 'unknown_field'],
    [{ claimRevision: 1 }, '/claimRevision', 'unknown_field'],
    [[], '', 'invalid_type'],
    ['text', '', 'invalid_type'],
    [null, '', 'invalid_type'],
  ];
  for (const [wrong, pointer, code] of cases) {
    const json = { 'content-type': 'application/json', 'if-match': '"2"' };
    const answer = await writer.send('PATCH', url, JSON.stringify(wrong), json);
    t.equal(answer.status, 422, JSON.stringify(wrong));
    t.match(answer.body.errors, [{ pointer }], `${JSON.stringify(wrong)} ${code}`);
  }
});

test('what never moves is refused', async (t) => {
  const writer = await startWriter(t);
  const other = newIdentifier('claim');
  const moves: [ResourceType, string][] = [
    ['attribution', 'claimId'],
    ['relation', 'fromClaimId'],
    ['evidence', 'claimId'],
    ['review', 'claimId'],
  ];
  for (const [type, field] of moves) {
    const { id } = await writer.create(type);
    const answer = await writer.patch(`/v1/${collections[type]}/${id}`, { [field]: other }, '"1"');
    t.match(answer, { status: 422, body: { errors: [{ pointer: `/${field}`, code: 'fixed' }] } }, type);
  }
});

test('what is linked to another wording is confirmed with the revision of the claim that was read', async (t) => {
  const writer = await startWriter(t);
  const claim = await writer.create('claim');
  const made = {
    attribution: await writer.create('attribution', { claimId: claim.id }),
    evidence: await writer.create('evidence', { claimId: claim.id }),
    review: await writer.create('review', { claimId: claim.id }),
  };
  await writer.patch(`/v1/claims/${claim.id}`, { text: { en: 'It poured.' } }, '"1"');
  for (const [type, { id, claimRevision }] of Object.entries(made)) {
    t.equal(claimRevision, 1);
    const url = `/v1/${collections[type as ResourceType]}/${id}/confirmation`;
    const confirm = (body: unknown) => writer.post(url, body, { 'if-match': '"1"' });
    const stale = await confirm({ claimRevision: 1 });
    t.match(stale, { status: 409, body: { errors: [{ pointer: '/claimRevision', code: 'stale' }] } }, type);
    const wrong = await confirm({ claimRevision: 'two' });
    t.match(wrong, { status: 422, body: { errors: [{ pointer: '/claimRevision' }] } });
    const { status, body } = await confirm({ claimRevision: 2 });
    t.strictSame([status, body.claimRevision, body.revision], [200, 2, 2], type);
  }
  t.equal((await writer.post(`/v1/claims/${claim.id}/confirmation`, { claimRevision: 1 })).status, 404);
});

test('an externalId is unique, and the refusal names who has it', async (t) => {
  const writer = await startWriter(t);
  for (const type of resourceTypes) {
    const { id } = await writer.create(type, { externalId: 'ours/1' });
    const { needed, fields } = neededFor(type, { externalId: 'ours/1' });
    await writer.service.write(...needed);
    const { status, body } = await writer.post(`/v1/${collections[type]}`, fields);
    t.equal(status, 409, type);
    t.match(body, { code: 'conflict', errors: [{ pointer: '/externalId', code: 'taken' }] });
    t.match(body.detail, id);
  }
});

test('a new reference to what was withdrawn is refused, and fixing a slip beside an old one is not', async (t) => {
  const writer = await startWriter(t);
  const source = await writer.create('source');
  const attribution = await writer.create('attribution', { sourceId: source.id });
  const withdrawal = { kind: 'other', reason: { en: 'A slip' } };
  await writer.post(`/v1/sources/${source.id}/withdrawal`, withdrawal, { 'if-match': '"1"' });
  const { needed, fields } = neededFor('attribution', { sourceId: source.id });
  await writer.service.write(...needed);
  const refused = await writer.post('/v1/attributions', fields);
  t.match(refused, {
    status: 422,
    body: { errors: [{ pointer: '/sourceId', code: 'withdrawn_reference' }] },
  });
  const url = `/v1/attributions/${attribution.id}`;
  t.equal((await writer.get(url)).status, 200, 'what depends on it is readable');
  t.equal((await writer.patch(url, { certainty: 'possible' }, '"1"')).status, 200);
});

test('a redaction leaves the id, and no content anywhere', async (t) => {
  const admin = await startWriter(t, 'admin');
  const secret = 'hunter2-0171-555';
  const claim = await admin.create('claim', { text: { en: `Call ${secret}.` }, notes: { en: secret } });
  const url = `/v1/claims/${claim.id}`;
  await admin.patch(url, { notes: { en: `${secret}!` } }, '"1"');
  const attribution = await admin.create('attribution', { claimId: claim.id });
  const everywhere = [
    ...[url, `${url}?include=attributions`, `${url}/revisions`, `${url}/revisions/1`, `${url}/graph`],
    ...[
      `${url}/revisions/2/difference`,
      '/v1/claims?withdrawn=true',
      `/v1/attributions/${attribution.id}?include=claim`,
    ],
  ];
  const holding = async () => {
    const answers = await Promise.all(everywhere.map((one) => admin.get(one)));
    return everywhere.filter((_, index) => answers[index]?.text.includes(secret));
  };
  t.equal((await holding()).length, everywhere.length, 'it is everywhere');
  const part = await admin.post(`${url}/redaction`, { pointers: ['/notes'], reason: { en: 'A number' } });
  t.equal(part.status, 200);
  t.match(part.body.redactions, [{ pointer: '/notes', reason: { en: 'A number' } }]);
  t.notOk('notes' in part.body);
  t.equal((await admin.get(url)).status, 200, 'the document with its redactions');
  const whole = await admin.post(`${url}/redaction`, {});
  t.equal(whole.status, 200);
  t.strictSame(await holding(), [], 'it is nowhere');
  t.match(await admin.get(url), { status: 410, body: { code: 'redacted' } });
  t.match(await admin.patch(url, { tense: 'future' }, '*'), { status: 410, body: { code: 'redacted' } });
  const { body } = await admin.get(`/v1/attributions/${attribution.id}`);
  t.equal(body.claimId, claim.id, 'that an edge existed remains');
  const wrong = await admin.post(`/v1/attributions/${attribution.id}/redaction`, {
    pointers: ['/claimId', '/nothing'],
  });
  t.equal(wrong.status, 422);
  const places = wrong.body.errors.map(({ pointer, code }: Record<string, string>) => `${pointer} ${code}`);
  t.strictSame(places.toSorted(), ['/pointers/0 not_redactable', '/pointers/1 nothing_there']);
});

test('what others have become keeps nobody from writing beside it, and what is wrong anew is refused', async (t) => {
  const writer = await startWriter(t);
  const article = await writer.create('article', { text: 'It rained in Cairo.' });
  const locators = [{ selectors: [{ type: 'TextPositionSelector', start: 3, end: 18 }] }];
  const attribution = await writer.create('attribution', { articleId: article.id, locators });
  const url = `/v1/attributions/${attribution.id}`;
  const any = { 'if-match': '*' };
  t.equal((await writer.patch(`/v1/articles/${article.id}`, { text: 'It rained.' }, '*')).status, 200);
  const withdrawal = { kind: 'other', reason: { en: 'A slip' } };
  t.equal((await writer.patch(url, { certainty: 'possible' }, '*')).status, 200);
  t.equal((await writer.post(`${url}/confirmation`, { claimRevision: 1 }, any)).status, 200);
  t.equal((await writer.post(`${url}/withdrawal`, withdrawal, any)).status, 200);
  t.equal((await writer.send('DELETE', `${url}/withdrawal`, undefined, any)).status, 200);
  const outside = [{ selectors: [{ type: 'TextPositionSelector', start: 3, end: 17 }] }];
  for (const patch of [{ locators: outside }, { locators: [...locators, ...locators] }]) {
    const { status, body } = await writer.patch(url, patch, '*');
    t.match({ status, body }, { status: 422, body: { errors: [{ code: 'outside_text' }] } });
  }
});
