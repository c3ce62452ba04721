import fc from 'fast-check';
import { applyPatch } from 'rfc6902';
import { test } from 'tap';
import { newIdentifier } from '../../src/model/identifiers.ts';
import { startWriter } from '../helpers/writer.ts';

test('the history is paged, and each revision answers', async (t) => {
  const writer = await startWriter(t);
  const { id } = await writer.create('claim');
  const url = `/v1/claims/${id}`;
  for (let revision = 1; revision < 7; revision++) {
    await writer.patch(`${url}?comment=${revision}`, { notes: { en: `${revision}` } }, `"${revision}"`);
  }
  const seen: number[] = [];
  let next: string | undefined = `${url}/revisions?limit=3`;
  while (next) {
    const { body, headers } = await writer.get(next);
    seen.push(...body.data.map((one: { revision: number }) => one.revision));
    const link = /<([^>]+)>; rel="next"/.exec(String(headers.link ?? ''))?.[1];
    t.equal(link === undefined, body.page.nextCursor === null);
    next = link;
  }
  t.strictSame(seen, [7, 6, 5, 4, 3, 2, 1]);
  const { body } = await writer.get(`${url}/revisions/3`);
  t.match(body, {
    action: 'updated',
    revision: 3,
    comment: '2',
    actor: writer.actor,
    document: { notes: { en: '2' } },
  });
  for (const [path, status] of [
    ['revisions/8', 404],
    ['revisions/0', 404],
    ['revisions/x', 404],
    ['revisions/8/difference', 404],
    ['revisions/3/difference?from=9', 404],
    ['revisions/3/difference?from=x', 400],
    ['revisions?cursor=x', 400],
    ['revisions?limit=0', 400],
  ] as const) {
    t.equal((await writer.get(`${url}/${path}`)).status, status, path);
  }
  t.equal((await writer.get(`/v1/claims/${newIdentifier('claim')}/revisions`)).status, 404);
  const etag = String((await writer.get(`${url}/revisions/3`)).headers.etag);
  const known = await writer.service.get(`${url}/revisions/3`, { headers: { 'if-none-match': etag } });
  t.equal(known.status, 304);
});

test('the difference of two revisions turns the one into the other', async (t) => {
  const writer = await startWriter(t);
  const words = fc.dictionary(
    fc.constantFrom('en', 'ar', 'pt-BR'),
    fc.string({ minLength: 1, unit: 'grapheme' }),
    {
      minKeys: 1,
    },
  );
  const fields = fc.record(
    {
      text: words,
      topics: fc.uniqueArray(fc.constantFrom('war', 'trade', 'health'), { maxLength: 3 }),
      about: fc.array(fc.record({ name: words }), { maxLength: 3 }),
      notes: words,
    },
    { requiredKeys: ['text'] },
  );
  await fc.assert(
    fc.asyncProperty(fc.array(fields, { minLength: 2, maxLength: 4 }), async (states) => {
      const [first, ...others] = states.map((state) => ({ kind: 'factual', tense: 'past', ...state }));
      const { id } = await writer.create('claim', first);
      const url = `/v1/claims/${id}`;
      for (const state of others) {
        const cleared = { topics: null, about: null, notes: null, ...state };
        const { status, text } = await writer.patch(url, { ...cleared, text: state.text }, '*');
        if (status !== 200) throw new Error(text);
      }
      for (let from = 1; from <= states.length; from++) {
        for (let to = 1; to <= states.length; to++) {
          const { body: patch, headers } = await writer.get(`${url}/revisions/${to}/difference?from=${from}`);
          if (headers['content-type'] !== 'application/json-patch+json; charset=utf-8')
            throw new Error(`${headers['content-type']} is no JSON Patch: ${JSON.stringify(patch)}`);
          const [one, other] = await Promise.all(
            [from, to].map(
              async (revision) => (await writer.get(`${url}/revisions/${revision}`)).body.document,
            ),
          );
          const failed = applyPatch(one, patch).filter((error) => error !== null);
          if (failed.length > 0) throw failed[0];
          t.strictSame(one, other, `${from} to ${to}`);
        }
      }
    }),
    { numRuns: 15 },
  );
  const { id } = await writer.create('claim');
  const { body } = await writer.get(`/v1/claims/${id}/revisions/1/difference`);
  t.match(body, [{ op: 'replace', path: '', value: { id } }], 'before the first there was nothing');
});

test('going back to an earlier revision is a revision', async (t) => {
  const writer = await startWriter(t);
  const claim = await writer.create('claim', { topics: ['war'] });
  const url = `/v1/claims/${claim.id}`;
  await writer.patch(url, { topics: null, text: { en: 'It poured.' } }, '"1"');
  const reverted = await writer.post(`${url}/reversion`, { toRevision: 1 }, { 'if-match': '"2"' });
  t.strictSame([reverted.status, reverted.headers.etag], [200, '"3"']);
  t.strictSame({ ...reverted.body, revision: 1, updatedAt: '' }, { ...claim, updatedAt: '' });
  t.match((await writer.get(`${url}/revisions/3`)).body, { action: 'reverted' });
  for (const [body, pointer] of [
    [{ toRevision: 9 }, '/toRevision'],
    [{ toRevision: 0 }, '/toRevision'],
    [{}, '/toRevision'],
    [{ toRevision: 1, more: true }, '/more'],
  ] as const) {
    const answer = await writer.post(`${url}/reversion`, body, { 'if-match': '"3"' });
    t.match(answer, { status: 422, body: { errors: [{ pointer }] } }, JSON.stringify(body));
  }
});
