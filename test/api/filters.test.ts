import { test } from 'tap';
import { type Service, startService } from '../helpers/service.ts';

interface Named {
  externalId: string;
}

const short = ({ externalId }: Named) => externalId.replace('moscow-beijing/', '');

/** The ids of the bundled article's things by their short names, such as `claim asked-military`. */
async function bundledIds({ get }: Service, collection: string): Promise<Map<string, string>> {
  const { body } = await get(`/v1/${collection}?limit=100`);
  return new Map(body.data.map((one: Named & { id: string }) => [short(one), one.id]));
}

test('the bundled article answers the questions of a claims API', async (t) => {
  const service = await startService(t);
  const sources = await bundledIds(service, 'sources');
  const claims = await bundledIds(service, 'claims');
  const { body: articles } = await service.get('/v1/articles');
  const article = articles.data[0].id;
  const source = (key: string) => sources.get(key) ?? t.fail(`no source ${key}`);
  const claim = (key: string) => claims.get(key) ?? t.fail(`no claim ${key}`);

  const own = [
    'turned-to-china',
    'china-strong-ally',
    'refused-condemn',
    'nato-expanded',
    'operation-launched',
  ];
  const questions: [question: string, url: string, answer: string[]][] = [
    [
      'claims on which the embassy spokesperson takes a stand',
      `/v1/claims?source=${source('liu')}`,
      ['asked-equipment', 'situation-worrying', 'no-escalation-priority'],
    ],
    [
      'claims that he affirms',
      `/v1/claims?source=${source('liu')}&stance=affirms`,
      ['situation-worrying', 'no-escalation-priority'],
    ],
    [
      'claims on behalf of the embassy',
      `/v1/claims?onBehalfOf=${source('chinese-embassy')}`,
      ['asked-equipment', 'situation-worrying', 'no-escalation-priority'],
    ],
    ['claims that anybody denies', '/v1/claims?stance=denies', []],
    ['claims that somebody asks about', '/v1/claims?stance=asks', ['china-helps']],
    [
      'claims whose account leaves them open',
      '/v1/claims?stance=does_not_say,asks',
      ['china-responded', 'china-helps'],
    ],
    ['claims about what will be', '/v1/claims?tense=future', ['rome-meeting', 'consequences', 'agenda']],
    ['claims about what should be', '/v1/claims?kind=normative', ['no-escalation-priority']],
    [
      'what the Kremlin says that speaks of the past',
      `/v1/claims?source=${source('kremlin')}&tense=past`,
      ['operation-limited'],
    ],
    [
      'what happened in late February 2022',
      '/v1/claims?occurredFrom=2022-02-20&occurredTo=2022-02-28',
      ['operation-launched'],
    ],
    [
      'what happens from March 2022 on',
      '/v1/claims?occurredFrom=2022-03&sort=occurredAt',
      ['rome-meeting', 'agenda'],
    ],
    ['claims in Portuguese', '/v1/claims?language=pt', []],
    ['claims with evidence', '/v1/claims?hasEvidence=true', []],
    ['claims that were reviewed', '/v1/claims?reviewed=true', []],
    ['anonymous sources', '/v1/sources?kind=anonymous', ['officials']],
    ['sources that The New York Times cites', `/v1/sources?citedBy=${source('nyt')}`, ['officials']],
    ['what is part of the White House', `/v1/sources?partOf=${source('white-house')}`, ['nsc']],
    ['who is with the White House', `/v1/sources?affiliation=${source('white-house')}`, ['sullivan']],
    ['Chinese sources', '/v1/sources?country=CN', ['liu', 'chinese-embassy', 'china']],
    ['who takes a stand on the agenda', `/v1/sources?claim=${claim('agenda')}`, ['haqiqa', 'horne']],
    ['articles in which Sullivan speaks', `/v1/articles?source=${source('sullivan')}`, ['article']],
    ['articles in which somebody denies', '/v1/articles?stance=denies', []],
    [
      'articles of mid-March 2022',
      '/v1/articles?publishedFrom=2022-03-10&publishedTo=2022-03-20',
      ['article'],
    ],
    ['articles of 2021', '/v1/articles?publishedTo=2021', []],
  ];
  for (const [question, url, answer] of questions) {
    const { body } = await service.get(
      url.includes('sort=') ? url : `${url}${url.includes('?') ? '&' : '?'}sort=createdAt`,
    );
    t.same(body.data.map(short).sort(), [...answer].sort(), question);
  }

  const voice = await service.get(
    `/v1/attributions?mode=own_voice&source=${source('haqiqa')}&include=claim&limit=100`,
  );
  const voiced = voice.body.included.map(short);
  for (const key of own) t.ok(voiced.includes(key), `${key} is in the publisher's own voice`);
  const denials = await service.get(`/v1/attributions?article=${article}&stance=denies&count=true`);
  t.same(
    denials.body,
    { data: [], page: { nextCursor: null, count: { value: 0, exact: true } } },
    'no denial is recorded',
  );
  const disclaimer = await service.get(
    '/v1/attributions?stance=disclaims_knowledge&include=source,target,onBehalfOf,article',
  );
  t.equal(disclaimer.body.data.length, 1, 'one disclaimer of knowledge');
  const [liu] = disclaimer.body.data;
  const target = disclaimer.body.included.find(({ id }: { id: string }) => id === liu.targetId);
  t.match(
    target,
    { type: 'attribution', stance: 'relays', originUnknown: true },
    'it is aimed at the reports',
  );
  const relations = await service.get(`/v1/relations?claim=${claim('china-helps')}`);
  t.match(relations.body.data, [{ kind: 'conditional_on', fromClaimId: claim('consequences') }]);
});

test('filters of one attribution hold together of one attribution', async (t) => {
  const service = await startService(t, { BUNDLED_ARTICLE: 'never' });
  const [outlet, ministry] = await service.write(
    { action: 'create', type: 'source', fields: { kind: 'news_outlet', name: { en: 'Outlet' } } },
    { action: 'create', type: 'source', fields: { kind: 'government', name: { en: 'Ministry' } } },
  );
  const [claim, article] = await service.write(
    {
      action: 'create',
      type: 'claim',
      fields: { text: { en: 'It rained.' }, kind: 'factual', tense: 'past' },
    },
    {
      action: 'create',
      type: 'article',
      fields: { title: { en: 'Rain' }, language: 'en', publisherId: outlet?.id },
    },
  );
  const common = { claimId: claim?.id, articleId: article?.id, certainty: 'certain' };
  await service.write(
    { action: 'create', type: 'attribution', fields: { ...common, sourceId: outlet?.id, stance: 'affirms' } },
    {
      action: 'create',
      type: 'attribution',
      fields: { ...common, sourceId: ministry?.id, stance: 'denies' },
    },
  );
  const found = async (query: string) => (await service.get(`/v1/claims?${query}`)).body.data.length;
  t.equal(await found(`source=${ministry?.id}&stance=denies`), 1);
  t.equal(await found(`source=${ministry?.id}&stance=affirms`), 0);
  t.equal(await found(`source=${outlet?.id},${ministry?.id}&stance=affirms`), 1);
});

test('evidence and reviews are found by their subject and theirs by them', async (t) => {
  const service = await startService(t);
  const { body } = await service.get('/v1/claims?limit=2&include=attributions');
  const [checked, other] = body.data;
  const [checker] = await service.write({
    action: 'create',
    type: 'source',
    fields: { kind: 'organization', name: { en: 'Checkers' } },
  });
  const [evidence, review] = await service.write(
    {
      action: 'create',
      type: 'evidence',
      fields: {
        claimId: checked.id,
        bearing: 'refutes',
        kind: 'document',
        title: { en: 'A record' },
        primary: true,
      },
    },
    {
      action: 'create',
      type: 'review',
      fields: {
        ...{ claimId: checked.id, reviewerId: checker?.id, verdict: 'false', verdictBasis: 'editor' },
        rating: { label: { text: 'Falso', language: 'pt' }, value: 5, best: 1, worst: 5 },
      },
    },
  );
  const ids = async (url: string) => (await service.get(url)).body.data.map(({ id }: { id: string }) => id);
  t.same(await ids('/v1/claims?hasEvidence=true'), [checked.id]);
  t.same(await ids('/v1/claims?reviewed=true&verdict=false,misleading'), [checked.id]);
  t.same(await ids(`/v1/claims?reviewer=${checker?.id}&verdict=true`), []);
  t.notOk((await ids('/v1/claims?hasEvidence=false&limit=100')).includes(checked.id));
  t.same(await ids(`/v1/evidence?claim=${checked.id}&bearing=refutes&primary=true`), [evidence?.id]);
  t.same(await ids(`/v1/evidence?claim=${other.id}`), []);
  t.same(await ids(`/v1/reviews?claim=${checked.id}&reviewer=${checker?.id}`), [review?.id]);
  const beside = await service.get(`/v1/claims/${checked.id}?include=evidence,reviews,attributions`);
  const types = beside.body.included.map(({ type }: { type: string }) => type);
  t.ok(
    ['evidence', 'review', 'attribution'].every((type) => types.includes(type)),
    types.join(),
  );
});
