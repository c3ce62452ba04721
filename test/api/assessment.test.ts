import { setTimeout as pause } from 'node:timers/promises';
import { test } from 'tap';
import { newIdentifier } from '../../src/model/identifiers.ts';
import { graph, keyOf } from '../helpers/bundled-article.ts';
import { creation } from '../helpers/making.ts';
import { pick } from '../helpers/picking.ts';
import { startService } from '../helpers/service.ts';

interface Named {
  readonly ref: string;
  readonly id: string;
}

const idOf = (all: readonly Named[], key: string) => all.find(({ ref }) => keyOf(ref) === key)?.id ?? '';
const claimId = (key: string) => idOf(graph.claims, key);
const sourceId = (key: string) => idOf(graph.sources, key);
const attributionId = (key: string) => idOf(graph.attributions, key);

/** What the analysis must find of a claim; what is not named is as in `nothing`. */
interface Expected {
  readonly count: readonly [min: number, max: number];
  readonly independence: string;
  readonly origins?: readonly string[];
  readonly anonymity?: Readonly<Record<string, number | boolean>>;
  readonly mediaOnly?: boolean;
  readonly parties?: string;
  readonly drift?: readonly object[];
  readonly missing?: readonly string[];
  readonly undercut?: boolean;
}

const nothing = { named: 0, unnamed: 0, ownVoice: 0, unknown: 0, anonymousOnly: false };
const one = (key: string, more: Partial<Expected>): Expected => ({
  ...{ count: [1, 1], independence: 'shared_origin', origins: [key] },
  ...{ anonymity: { ...nothing, named: 1 }, parties: 'no', ...more },
});
const officials = one('officials', {
  ...{ anonymity: { ...nothing, unnamed: 1, anonymousOnly: true }, parties: 'unknown' },
});
const dropped = { drift: [{ kind: 'attribution_dropped', headline: true }] };
const ownVoice = (key: string, more: Partial<Expected> = {}) =>
  one(key, { anonymity: { ...nothing, ownVoice: 1 }, mediaOnly: true, ...more });
const nobody: Expected = { count: [0, 0], independence: 'none', parties: 'unknown' };

/** Every claim of the bundled article. */
const expected: Readonly<Record<string, Expected>> = {
  'asked-military': { ...officials, ...dropped },
  'asked-economic': { ...officials, ...dropped },
  'asked-purpose': officials,
  'asked-equipment': {
    ...{ count: [1, 2], independence: 'lineage_unknown', origins: ['officials'] },
    ...{ anonymity: { ...nothing, unnamed: 1, unknown: 1 }, parties: 'unknown' },
    drift: [{ kind: 'stance_changed', from: 'disclaims_knowledge', to: 'denies' }],
    missing: ['origin_unknown'],
  },
  'nature-unspecified': ownVoice('nyt', { missing: ['article_not_given'] }),
  'us-warned': ownVoice('nyt', { missing: ['article_not_given'] }),
  'china-responded': nobody,
  'china-helps': nobody,
  'sanctions-painful': one('kremlin', { parties: 'yes' }),
  'operation-limited': one('kremlin', { parties: 'yes', undercut: true }),
  'situation-worrying': one('chinese-embassy', {}),
  'no-escalation-priority': one('chinese-embassy', {}),
  'rome-meeting': one('white-house', { parties: 'yes' }),
  consequences: one('white-house', {}),
  watching: one('white-house', { parties: 'yes' }),
  agenda: one('nsc', { parties: 'yes' }),
  'nato-responsible': one('china', {}),
  'turned-to-china': ownVoice('haqiqa'),
  'china-strong-ally': ownVoice('haqiqa'),
  'refused-condemn': ownVoice('haqiqa'),
  'nato-expanded': ownVoice('haqiqa'),
  'operation-launched': ownVoice('haqiqa'),
  'operation-spread': ownVoice('haqiqa'),
  'security-alert': ownVoice('haqiqa'),
  'operation-brought-sanctions': ownVoice('haqiqa'),
  'sanctions-harsh-unprecedented': ownVoice('haqiqa'),
  'sanctions-5000': ownVoice('haqiqa'),
};

test('the bundled article gives what it must', async (t) => {
  const { get } = await startService(t);
  t.equal(graph.claims.length, 27);
  t.strictSame(Object.keys(expected).sort(), graph.claims.map(({ ref }: Named) => keyOf(ref)).sort());
  for (const [key, wanted] of Object.entries(expected)) {
    const id = claimId(key);
    const { body } = await get(`/v1/claims/${id}/assessment`);
    t.match(body, { claimId: id, claimIds: [id], recordedAsOf: 109, truncated: false }, key);
    const { assessment } = body;
    const [min, max] = wanted.count;
    t.match(assessment.originCount, { min, max }, key);
    t.equal(assessment.independence.value, wanted.independence, key);
    const keys = assessment.origins.items.map((origin: { key: string }) => origin.key);
    t.strictSame(keys, (wanted.origins ?? []).map(sourceId), key);
    t.match(assessment.anonymity, wanted.anonymity ?? nothing, key);
    t.equal(assessment.mediaOnly.value, wanted.mediaOnly ?? false, key);
    t.equal(assessment.originsAreParties.value, wanted.parties, key);
    t.strictSame(pick(assessment.drift.items, wanted.drift ?? []), wanted.drift ?? [], key);
    const missing = assessment.missingLinks.items.map(({ kind }: { kind: string }) => kind);
    t.strictSame(missing, wanted.missing ?? [], key);
    t.equal(assessment.undercut.value, wanted.undercut ?? false, key);
    const { contested, outletCount } = assessment;
    t.strictSame([contested.value, contested.denying, outletCount.value], [false, [], 1], key);
  }
});

test('whoever had not heard of the reports denied nothing', async (t) => {
  const { get } = await startService(t);
  const { body } = await get(`/v1/claims/${claimId('asked-equipment')}/assessment`);
  const { ledger, bottlenecks } = body.assessment;
  const embassy = ledger.items.find(({ key }: { key: string }) => key === sourceId('chinese-embassy'));
  const targetId = attributionId('asked-equipment.media-reports');
  const stand = { stands: [{ means: 'disclaims_knowledge', targetId }], position: [] };
  t.strictSame(pick(embassy, stand), stand);
  t.strictSame([bottlenecks.items, bottlenecks.singleArticleId], [[], graph.article.id]);
  const denials = await get(`/v1/attributions?article=${graph.article.id}&stance=denies`);
  t.strictSame(denials.body.data, []);
});

test('asOf answers twice, and names what differs', async (t) => {
  const { get } = await startService(t);
  const at = async (asOf: string, key = 'asked-military') => {
    const { body } = await get(`/v1/claims/${claimId(key)}/assessment?asOf=${encodeURIComponent(asOf)}`);
    t.notOk('assessment' in body);
    t.equal(body.asOf, asOf);
    const { certain, possible, differing } = body;
    return { counts: [certain.originCount.max, possible.originCount.max], differing };
  };
  t.strictSame(await at('2022-03-10'), { counts: [0, 0], differing: [] }, 'before the article');
  const onTheDay = await at('2022-03-14');
  t.strictSame(onTheDay.counts, [0, 1], 'the article is of 14 March?, and nothing is certain on that day');
  const stands = graph.attributions.filter(
    (attribution: { claimId: string }) => keyOf(attribution.claimId) === 'asked-military',
  );
  t.strictSame(onTheDay.differing, stands.map(({ id }: Named) => id).sort());
  t.strictSame(await at('2022-03-20'), { counts: [1, 1], differing: [] }, 'after');
  t.strictSame((await at('2022-03-12/2022-03-20')).counts, [1, 1], 'an interval means its latest instant');
  t.strictSame((await at('2022-03-12T12:00:00+02:00')).counts, [0, 1], 'the first instant of its first day');
  t.strictSame((await at('2022-03-12T11:59:59+02:00')).counts, [0, 0]);
  t.strictSame(
    (await at('2022-03-11', 'agenda')).counts,
    [0, 1],
    'a public statement was before the article',
  );
});

/** Somebody who denies a claim of the bundled article in a paper of its own. */
async function deny({ write }: Awaited<ReturnType<typeof startService>>, claim: string) {
  const id = newIdentifier('attribution');
  await write(...creation('attribution', { claimId: claim, stance: 'denies' }, id));
  return id;
}

test('recordedAsOf reads what was recorded by then', async (t) => {
  const service = await startService(t);
  const { get, store } = service;
  const claim = claimId('asked-military');
  const before = new Date().toISOString();
  await pause(5);
  const denial = await deny(service, claim);
  const { position } = await store.check();
  const at = async (query: string) => (await get(`/v1/claims/${claim}/assessment${query}`)).body;
  const now = await at('');
  t.match(now, { recordedAsOf: position, assessment: { contested: { value: true } } });
  t.ok(now.assessment.contested.basis.includes(denial));
  const then = { recordedAsOf: 109, assessment: { contested: { value: false } } };
  t.match(await at('?recordedAsOf=109'), then);
  t.match(await at(`?recordedAsOf=${before}`), then, 'the last position not after an instant');
  t.match(await at(`?recordedAsOf=${position}`), now);
  t.match(await at('?recordedAsOf=2999-01-01T00:00:00Z'), { assessment: now.assessment });
  const both = await at('?asOf=2022-03-20&recordedAsOf=109');
  t.match(both, { asOf: '2022-03-20', recordedAsOf: 109, certain: { originCount: { max: 1 } } });
});

test('what was not there yet, and what is not there, is told', async (t) => {
  const service = await startService(t);
  const { get } = service;
  const claim = claimId('asked-military');
  const unknown = newIdentifier('claim');
  const scenarios: [path: string, status: number, code: string, says: RegExp][] = [
    [`${unknown}/assessment`, 404, 'resource_not_found', /No claim is recorded here/],
    [`${unknown}/assessment?recordedAsOf=5`, 404, 'resource_not_found', /No claim is recorded here/],
    [`${claim}/assessment?recordedAsOf=0`, 404, 'resource_not_found', /not yet recorded .* position 0/],
    [
      `${claim}/assessment?recordedAsOf=2001-01-01T00:00:00Z`,
      ...([404, 'resource_not_found', /not yet recorded .* 2001/] as const),
    ],
    [`${claim}/assessment?recordedAsOf=110`, 410, 'position_gone', /109/],
    [`${claim}/assessment?recordedAsOf=2022`, 410, 'position_gone', /109/],
    [`${newIdentifier('source')}/assessment`, 400, 'wrong_identifier_type', /\/v1\/sources\//],
    ['x/assessment', 400, 'malformed_identifier', /claim_/],
    [`${claim}/assessment?asOf=yesterday`, 400, 'invalid_query_parameter', /"asOf".*EDTF/],
    [`${claim}/assessment?asOf=2022-03-14/..`, 400, 'invalid_query_parameter', /"asOf".*open end/],
    [`${claim}/assessment?asOf=../2022-03-14`, 400, 'invalid_query_parameter', /"asOf".*open end/],
    [`${claim}/assessment?asOf=`, 400, 'invalid_query_parameter', /"asOf"/],
    [`${claim}/assessment?recordedAsOf=-1`, 400, 'invalid_query_parameter', /"recordedAsOf"/],
    [`${claim}/assessment?recordedAsOf=1e3`, 400, 'invalid_query_parameter', /"recordedAsOf"/],
    [`${claim}/assessment?recordedAsOf=2022-03-14`, 400, 'invalid_query_parameter', /"recordedAsOf"/],
    [`${claim}/assessment?recordedAsOf=2022-03-14T00:00:00`, 400, 'invalid_query_parameter', /offset/],
    [`${claim}/assessment?when=now`, 400, 'unknown_query_parameter', /asOf, recordedAsOf/],
  ];
  for (const [path, status, code, says] of scenarios) {
    const answer = await get(`/v1/claims/${path}`);
    t.match(answer, { status, body: { code } }, path);
    t.match(JSON.stringify(answer.body.errors ?? '') + answer.body.detail, says, path);
  }
  const refused = await get(`/v1/claims/${claim}/assessment`, { headers: { accept: 'text/html' } });
  t.equal(refused.status, 406);
});

test('it is answered 304 until something changes', async (t) => {
  const service = await startService(t);
  const { get, write } = service;
  const url = `/v1/claims/${claimId('asked-military')}/assessment`;
  for (const query of ['', '?asOf=2022-03-14', '?recordedAsOf=109']) {
    const { headers, status } = await get(url + query);
    t.equal(status, 200);
    const again = await get(url + query, { headers: { 'if-none-match': String(headers.etag) } });
    t.match(again, { status: 304, text: '' });
  }
  const tags = async () =>
    Promise.all(['', '?recordedAsOf=109'].map(async (query) => (await get(url + query)).headers.etag));
  const [now, then] = await tags();
  await deny(service, claimId('asked-military'));
  const [later, same] = await tags();
  t.not(later, now);
  t.equal(same, then, 'what was recorded by then stays');
  await write({ action: 'redact', id: attributionId('asked-military.officials') });
  const [, redacted] = await tags();
  t.not(redacted, then, 'but for what is taken out for good');
});

test('a withdrawn attribution counts no more', async (t) => {
  const service = await startService(t);
  const id = attributionId('asked-military.officials');
  const withdrawal = { kind: 'entered_in_error', reason: { en: 'A slip' } };
  await service.write({ action: 'withdraw', id, withdrawal });
  const path = `/v1/claims/${claimId('asked-military')}/assessment`;
  const { body } = await service.get(path);
  const left = {
    originCount: { min: 1, max: 1 },
    origins: { items: [{ kind: 'own_voice' }], restatements: [] },
    drift: { items: [] },
  };
  t.strictSame(pick(body.assessment, left), left);
  t.notOk(JSON.stringify(body).includes(id));
  await service.write({ action: 'restore', id });
  t.match((await service.get(path)).body.assessment, { anonymity: { anonymousOnly: true } });
});

test('merged claims are assessed as one, whichever is asked for', async (t) => {
  const service = await startService(t, { BUNDLED_ARTICLE: 'never' });
  const [kept, merged] = [newIdentifier('claim'), newIdentifier('claim')];
  await service.write(
    ...[kept, merged].flatMap((id) => creation('claim', {}, id)),
    ...[kept, merged].flatMap((id) => creation('attribution', { claimId: id })),
  );
  const assess = async (id: string) => (await service.get(`/v1/claims/${id}/assessment`)).body;
  t.match((await assess(kept)).assessment.originCount, { min: 1, max: 1 });
  const withdrawal = { kind: 'duplicate', reason: { en: 'Twice' }, replacedById: kept };
  await service.write({ action: 'withdraw', id: merged, withdrawal });
  const [one, other] = [await assess(kept), await assess(merged)];
  t.strictSame(one.claimIds, [kept, merged].sort());
  t.match(one.assessment.originCount, { min: 2, max: 2 });
  t.strictSame(other, { ...one, claimId: merged });
});

test('what was retracted or corrected later is not told of the days before', async (t) => {
  const { get, write } = await startService(t, { BUNDLED_ARTICLE: 'never' });
  const [claim, articleId, kept] = ['claim', 'article', 'article'].map((type) =>
    newIdentifier(type as 'claim' | 'article'),
  ) as [string, string, string];
  const publishedAt = '2022-01-01';
  const [early, late] = ['2022-02-01', '2022-06-01'].map((at) => ({ kind: 'retraction', at }));
  await write(
    ...creation('claim', {}, claim),
    ...creation('article', { publishedAt, notices: [early, late] }, articleId),
    ...creation('article', { publishedAt, notices: [{ kind: 'correction', at: '2022-06-01' }] }, kept),
    ...[articleId, kept].flatMap((id) => creation('attribution', { claimId: claim, articleId: id })),
    ...creation('review', { claimId: claim, publishedAt: '2022-02-15' }),
  );
  const told = async (asOf: string) => {
    const { body } = await get(`/v1/claims/${claim}/assessment?asOf=${asOf}`);
    const { retractions, staleReviews } = body.certain;
    return [retractions.items.length, staleReviews.items[0].status];
  };
  t.strictSame(await told('2022-03-01'), [1, 'current']);
  t.strictSame(await told('2022-07-01'), [2, 'stale']);
});

test('dates at the ends of the calendar are answered', async (t) => {
  const { get, write } = await startService(t, { BUNDLED_ARTICLE: 'never' });
  for (const [date, earliest, latest] of [
    ['0000', null, '0001-01-01T11:59:59.999Z'],
    ['9999', '9998-12-31T10:00:00.000Z', null],
  ] as const) {
    const id = newIdentifier('claim');
    const articleId = newIdentifier('article');
    await write(
      ...creation('article', { publishedAt: date }, articleId),
      ...creation('claim', {}, id),
      ...creation('attribution', { claimId: id, articleId }),
    );
    const { body } = await get(`/v1/claims/${id}/assessment?asOf=9999-12-31`);
    t.match(body.possible.firstAppearance.items, [{ earliest, latest }], date);
  }
});

type JsonSchema = Readonly<Record<string, unknown>>;

const nameOf = ({ $ref = '' }: JsonSchema) => String($ref).replace('#/components/schemas/', '');

test('every member of an assessment is described', async (t) => {
  const { app } = await startService(t, { BUNDLED_ARTICLE: 'never' });
  const { schemas } = (app.swagger() as unknown as { components: { schemas: Record<string, JsonSchema> } })
    .components;
  const foreign = ['Words', 'LanguageMap'];
  const looked = new Set<string>();
  const look = (schema: unknown, path: string) => {
    if (typeof schema !== 'object' || schema === null) return;
    const { properties, additionalProperties, ...others } = schema as JsonSchema;
    const name = nameOf(schema as JsonSchema);
    if (name && !looked.has(name) && !foreign.includes(name)) {
      looked.add(name);
      look(schemas[name], name);
    }
    for (const [member, value] of Object.entries((properties ?? {}) as Record<string, JsonSchema>)) {
      const { description } = value.description ? value : (schemas[nameOf(value)] ?? {});
      t.match(description, /^\S.+\.$/s, `${path}.${member} is described`);
      look(value, `${path}.${member}`);
    }
    if (properties) t.equal(additionalProperties, false, `${path} has no other members`);
    for (const [key, value] of Object.entries(others)) {
      for (const part of [value].flat()) look(part, `${path}.${key}`);
    }
  };
  look(schemas.ClaimAssessment, 'ClaimAssessment');
  for (const name of [
    'RecordAssessment',
    'DatedAssessment',
    'Assessment',
    'OriginCountFigure',
    'LedgerStand',
  ]) {
    t.ok(looked.has(name), `${name} is a component`);
  }
});
