import { type Test, test } from 'tap';
import { collections, type ResourceType } from '../../src/model/identifiers.ts';
import { brokenRules } from '../helpers/broken-rules.ts';
import { Fingerprint } from '../helpers/fingerprint.ts';
import { layGround } from '../helpers/ground.ts';
import { creation, type Fields } from '../helpers/making.ts';
import { startService } from '../helpers/service.ts';
import { apiWriter } from '../helpers/writer.ts';

const note = { en: 'A note' };

async function start(t: Test) {
  const service = await startService(t, { BUNDLED_ARTICLE: 'never' });
  const ground = await layGround(service);
  const writer = await apiWriter(service, 'admin');
  const make = async (type: ResourceType, fields: Fields) =>
    (await service.write(...creation(type, fields))).at(-1)?.id ?? '';
  return { ground, writer, make, fingerprint: new Fingerprint(t, service) };
}

test('each rule of a resource is told at its place, however it is written', async (t) => {
  const { ground, writer, make, fingerprint } = await start(t);
  const { live, other } = ground;
  const rules = brokenRules(ground, await make('source', { kind: 'person' }));
  const least: Record<ResourceType, Fields> = {
    article: { title: { en: 'A headline' }, language: 'en', publisherId: live.source },
    source: { kind: 'organization', name: note },
    claim: { text: note, kind: 'factual', tense: 'past' },
    attribution: {
      ...{ claimId: live.claim, sourceId: live.source, articleId: live.article },
      ...{ stance: 'affirms', certainty: 'certain' },
    },
    relation: { kind: 'supports', fromClaimId: live.claim, toClaimId: other.claim, assertedBy: 'editor' },
    evidence: { claimId: live.claim, bearing: 'supports', kind: 'document', title: note },
    review: { claimId: live.claim, reviewerId: live.source, verdict: 'false', verdictBasis: 'editor' },
  };
  for (const [name, all] of Object.entries(rules)) {
    const type = name as ResourceType;
    const collection = collections[type];
    const id = await make(type, least[type]);
    const before = fingerprint.content();
    for (const rule of all) {
      const whole = JSON.parse(
        JSON.stringify({ ...least[type], ...rule.fields }),
        (_, value) => value ?? undefined,
      );
      const part = type === 'article' ? 'article' : collection;
      const graph = { article: least.article, [part]: type === 'article' ? whole : [whole] };
      const patch = 'patch' in rule ? rule.patch : rule.fields;
      const { claimId, ...linked } = whole;
      const told = async (how: string, prefix: string, answer: ReturnType<typeof writer.post>) => {
        const { status, body } = await answer;
        t.equal(status, 422, `${type} ${rule.name}, ${how}`);
        const found = (body.errors ?? []).map(({ pointer, code }: Fields) => `${code} ${pointer}`);
        t.ok(found.includes(`${rule.code} ${prefix}${rule.pointer}`), `${rule.name}, ${how}: ${found}`);
      };
      await told('created', '', writer.post(`/v1/${collection}`, whole));
      if (patch) await told('changed', '', writer.patch(`/v1/${collection}/${id}`, patch, '*'));
      if (type === 'evidence' || type === 'review') {
        const url = `/v1/claims/${live.claim}/${collection}`;
        if (rule.code !== 'one_subject') await told('linked', '', writer.post(url, linked));
      } else {
        const prefix = type === 'article' ? '/article' : `/${collection}/0`;
        await told('in a graph', prefix, writer.post('/v1/article-graphs', graph));
      }
    }
    t.equal(fingerprint.content(), before, `of ${type}, nothing was written`);
  }
});

test('a via that leads back by way of others is refused', async (t) => {
  const { ground, writer, make, fingerprint } = await start(t);
  const { claim, source, article } = ground.live;
  const said = (viaId?: string) => ({
    claimId: claim,
    sourceId: source,
    articleId: article,
    ...(viaId && { viaId }),
  });
  const first = await make('attribution', said());
  const second = await make('attribution', said(first));
  const third = await make('attribution', said(second));
  const before = fingerprint.content();
  for (const [length, viaId, code] of [
    [1, first, 'self_reference'],
    [2, second, 'cycle'],
    [3, third, 'cycle'],
  ] as const) {
    const answer = await writer.patch(`/v1/attributions/${first}`, { viaId }, '*');
    t.match(answer, { status: 422, body: { errors: [{ pointer: '/viaId', code }] } }, `${length} long`);
  }
  t.equal(fingerprint.content(), before);
});

test('what conflicts with what stands is told by whom and where', async (t) => {
  const { ground, writer, make, fingerprint } = await start(t);
  const { live, other, withdrawn } = ground;
  const twins = { kind: 'contradicts', assertedBy: 'editor' };
  const relation = await make('relation', { ...twins, fromClaimId: live.claim, toClaimId: other.claim });
  const taken = await make('claim', { externalId: 'taken' });
  const claim = { text: note, kind: 'factual', tense: 'past', externalId: 'taken' };
  const article = { title: note, language: 'en', publisherId: live.source };
  const withdrawal = { kind: 'other', reason: note };
  const any = { 'if-match': '*' };
  const before = fingerprint.content();
  const conflicts: [
    name: string,
    method: 'POST' | 'PATCH' | 'DELETE',
    url: string,
    body: unknown,
    pointer?: string | undefined,
    names?: string,
  ][] = [
    ['a taken name', 'POST', '/v1/claims', claim, '/externalId', taken],
    ['a taken name', 'PATCH', `/v1/claims/${live.claim}`, { externalId: 'taken' }, '/externalId', taken],
    [
      'a taken name',
      'POST',
      '/v1/article-graphs',
      { article, claims: [claim] },
      '/claims/0/externalId',
      taken,
    ],
    [
      'a name twice',
      'POST',
      '/v1/article-graphs',
      {
        article,
        claims: [
          { ...claim, externalId: 'new' },
          { ...claim, externalId: 'new' },
        ],
      },
      '/claims/1/externalId',
    ],
    [
      'a taken id',
      'POST',
      '/v1/article-graphs',
      { article: { ...article, id: live.article } },
      '/article',
      live.article,
    ],
    [
      'the same relation',
      'POST',
      '/v1/relations',
      { ...twins, fromClaimId: live.claim, toClaimId: other.claim },
      '',
      relation,
    ],
    [
      'its other direction',
      'POST',
      '/v1/relations',
      { ...twins, fromClaimId: other.claim, toClaimId: live.claim },
      '',
      relation,
    ],
    [
      'withdrawn already',
      'POST',
      `/v1/claims/${withdrawn.claim}/withdrawal`,
      withdrawal,
      undefined,
      withdrawn.claim,
    ],
    ['never withdrawn', 'DELETE', `/v1/claims/${live.claim}/withdrawal`, undefined, undefined, live.claim],
    [
      'another wording',
      'POST',
      `/v1/evidence/${live.evidence}/confirmation`,
      { claimRevision: 2 },
      '/claimRevision',
      live.claim,
    ],
  ];
  for (const [name, method, url, body, pointer, names] of conflicts) {
    const answer = await writer.send(method, url, body, any);
    t.match(answer, { status: 409, body: { code: 'conflict' } }, `${method} ${name}`);
    if (names !== undefined) t.match(answer.body.detail, names, name);
    if (pointer !== undefined) t.match(answer.body.errors, [{ pointer }], name);
  }
  const unknown = await writer.post(`/v1/claims/${live.claim}/reversion`, { toRevision: 7 }, any);
  t.match(unknown, { status: 422, body: { errors: [{ pointer: '/toRevision', code: 'unknown_revision' }] } });
  t.equal(fingerprint.content(), before);
});
