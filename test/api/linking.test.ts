import { test } from 'tap';
import { newIdentifier } from '../../src/model/identifiers.ts';
import { startWriter } from '../helpers/writer.ts';

const evidence = { bearing: 'supports', kind: 'document', title: { en: 'A record' } };
const review = { verdict: 'false', verdictBasis: 'editor' };
const reviewer = { kind: 'organization', name: { en: 'A fact-checker' } };

test('a fact-checker links evidence and reviews in one call each', async (t) => {
  const writer = await startWriter(t, 'review');
  const [claim, stand] = [await writerOf(writer, 'claim'), await writerOf(writer, 'attribution')];
  for (const [collection, field, id] of [
    ['claims', 'claimId', claim],
    ['attributions', 'attributionId', stand],
  ] as const) {
    const url = `/v1/${collection}/${id}`;
    const linked = await writer.post(`${url}/evidence`, evidence);
    t.match(linked, { status: 201, body: { type: 'evidence', [field]: id, ...evidence, claimRevision: 1 } });
    t.equal(linked.headers.location, `/v1/evidence/${linked.body.id}`);
    const checked = await writer.post(`${url}/reviews`, {
      ...review,
      reviewer,
      evidenceIds: [linked.body.id],
    });
    t.match(checked, { status: 201, body: { type: 'review', [field]: id, ...review } });
    const { reviewerId } = checked.body;
    t.match((await writer.get(`/v1/sources/${reviewerId}`)).body, {
      ...reviewer,
      revision: 1,
      createdBy: writer.actor,
    });
    const named = await writer.post(`${url}/reviews`, { ...review, reviewerId });
    t.match(named, { status: 201, body: { reviewerId } });
    await writer.service.write({
      action: 'update',
      id: reviewerId,
      patch: { externalId: `desk/${collection}` },
    });
    const byName = await writer.post(`${url}/reviews`, {
      ...review,
      reviewerId: `externalId:desk/${collection}`,
    });
    t.match(byName, { status: 201, body: { reviewerId } }, 'by its externalId');
    await writer.create('evidence');
    const { body } = await writer.get(`${url}/evidence?bearing=supports`);
    t.strictSame(body.data, [linked.body], 'what is linked to it, and nothing else');
    t.strictSame((await writer.get(`${url}/evidence?bearing=refutes`)).body.data, []);
    const { body: page } = await writer.get(`${url}/reviews?limit=2&count=true`);
    t.equal(page.page.count.value, 3);
    const { body: rest } = await writer.get(`${url}/reviews?limit=2&cursor=${page.page.nextCursor}`);
    t.strictSame(
      [...page.data, ...rest.data].map(({ id }) => id),
      [byName, named, checked].map(({ body }) => body.id),
    );
    t.equal((await writer.get(`${url}/reviews?claim=${claim}`)).status, 400, 'the path says of which');
  }
});

test('what does not fit is refused, and nothing is written', async (t) => {
  const writer = await startWriter(t, 'review');
  const claim = await writerOf(writer, 'claim');
  const { position } = await writer.service.store.check();
  const url = `/v1/claims/${claim}`;
  const cases: [path: string, body: unknown, pointer: string, code?: string][] = [
    ['evidence', { ...evidence, claimId: newIdentifier('claim') }, '/claimId', 'not_applicable'],
    ['evidence', { ...evidence, attributionId: newIdentifier('attribution') }, '/attributionId'],
    ['evidence', { ...evidence, bearing: 'proves' }, '/bearing', 'invalid_value'],
    ['evidence', { ...evidence, reviewer }, '/reviewer', 'unknown_field'],
    ['evidence', [], '', 'invalid_type'],
    ['reviews', review, '/reviewerId', 'required'],
    ['reviews', { ...review, reviewer, reviewerId: newIdentifier('source') }, '/reviewer', 'not_applicable'],
    ['reviews', { ...review, reviewer: { kind: 'person' } }, '/reviewer/name', 'required'],
    ['reviews', { ...review, reviewer: 'A fact-checker' }, '/reviewer', 'invalid_type'],
    ['reviews', { ...review, reviewerId: newIdentifier('source') }, '/reviewerId', 'dangling_reference'],
    ['reviews', { ...review, reviewerId: 'externalId:nobody' }, '/reviewerId', 'dangling_reference'],
    [
      'reviews',
      { ...review, reviewer, rating: { value: 9, best: 5, worst: 1 } },
      '/rating/value',
      'outside_scale',
    ],
    ['reviews', { ...review, reviewer, evidenceIds: [claim] }, '/evidenceIds/0', 'invalid_format'],
  ];
  for (const [path, body, pointer, code] of cases) {
    const answer = await writer.post(`${url}/${path}`, body);
    t.equal(answer.status, 422, JSON.stringify(body));
    t.match(answer.body.errors, [{ pointer, ...(code && { code }) }], JSON.stringify(answer.body.errors));
  }
  const nobody = `/v1/claims/${newIdentifier('claim')}`;
  t.equal((await writer.get(`${nobody}/evidence`)).status, 404);
  t.equal((await writer.get(`/v1/claims/${newIdentifier('source')}/evidence`)).status, 400);
  t.equal((await writer.post(`${nobody}/evidence`, evidence)).status, 404);
  t.equal((await writer.post(`/v1/claims/${newIdentifier('source')}/evidence`, evidence)).status, 400);
  t.equal((await writer.service.store.check()).position, position);
});

async function writerOf({ service }: Awaited<ReturnType<typeof startWriter>>, type: 'claim' | 'attribution') {
  const { creation } = await import('../helpers/making.ts');
  return (await service.write(...creation(type))).at(-1)?.id ?? '';
}
