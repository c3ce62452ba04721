import { t as root, test } from 'tap';
import type { ResourceDocument } from '../../src/model/definition.ts';
import { newIdentifier } from '../../src/model/identifiers.ts';
import { creation, Desk, type Fields } from '../helpers/making.ts';
import { startService } from '../helpers/service.ts';

// Each test asks of sources of its own, so that one service is enough for all.
const service = await startService(root);
const desk = new Desk(service.store);

/** What a source says of a claim, in an article of its own where no other is given. */
function says(source: ResourceDocument, claim: ResourceDocument, stance: string, more: Fields = {}) {
  return desk.create('attribution', { sourceId: source.id, claimId: claim.id, stance, ...more });
}

function relate(kind: string, from: ResourceDocument, to: ResourceDocument) {
  return desk.create('relation', { kind, fromClaimId: from.id, toClaimId: to.id });
}

async function positionsOf(source: ResourceDocument, query = '') {
  return (await service.get(`/v1/sources/${source.id}/positions${query}`)).body;
}

const idsOf = (documents: readonly ResourceDocument[]) => documents.map(({ id }) => id);
const standIds = (position: { stands: { attributionId: string }[] }) =>
  position.stands.map(({ attributionId }) => attributionId);

const at = (day: string) => ({ saidAt: `2022-03-${day}T10:00:00Z`, medium: 'speech' });
const [monday, tuesday, wednesday] = [at('14'), at('15'), at('16')];

// The minister affirms on Monday and denies on Tuesday; a colleague of his affirms on Tuesday.
test('a minister who affirms and then denies has turned', async (t) => {
  const [minister, colleague] = [await desk.create('source'), await desk.create('source')];
  const claim = await desk.create('claim');
  const denies = await says(minister, claim, 'denies', tuesday);
  const affirms = await says(minister, claim, 'affirms', monday);
  await says(colleague, claim, 'affirms', tuesday);
  const { data, page } = await positionsOf(minister);
  t.strictSame(page, { nextCursor: null });
  t.strictSame(data, [
    {
      rule: { name: 'positions', version: 1 },
      basis: [affirms.id, denies.id].sort(),
      claimId: claim.id,
      claimIds: [claim.id],
      stands: [
        {
          ...{ attributionId: affirms.id, claimId: claim.id, stance: 'affirms', means: 'affirms' },
          ...{ role: 'start', earliest: '2022-03-14T10:00:00.000Z', latest: '2022-03-14T10:00:00.000Z' },
          ...{ articleId: affirms.articleId, sourceId: minister.id },
        },
        {
          ...{ attributionId: denies.id, claimId: claim.id, stance: 'denies', means: 'denies' },
          ...{ role: 'start', earliest: '2022-03-15T10:00:00.000Z', latest: '2022-03-15T10:00:00.000Z' },
          ...{ articleId: denies.articleId, sourceId: minister.id },
        },
      ],
      onReports: [],
      position: ['denies'],
      reversed: 'yes',
      turns: [{ fromId: affirms.id, toId: denies.id }],
      contradictions: [],
      truncated: false,
    },
  ]);
});

// Affirms on Monday and again on Tuesday, denies on Wednesday, affirms on Thursday: two turns, from Tuesday to Wednesday and
// from there to Thursday.
test('a turn leads from the last stand of one side to the first of the other', async (t) => {
  const [source, claim] = [await desk.create('source'), await desk.create('claim')];
  await says(source, claim, 'affirms', monday);
  const second = await says(source, claim, 'affirms', tuesday);
  const third = await says(source, claim, 'denies', wednesday);
  const fourth = await says(source, claim, 'affirms', at('17'));
  t.match((await positionsOf(source)).data[0], {
    reversed: 'yes',
    turns: [
      { fromId: second.id, toId: third.id },
      { fromId: third.id, toId: fourth.id },
    ],
    position: ['affirms'],
  });
});

test('where the dates do not tell, nor does the answer', async (t) => {
  const source = await desk.create('source');
  const [undated, declined] = [await desk.create('claim'), await desk.create('claim')];
  await says(source, undated, 'affirms', monday);
  await says(source, undated, 'denies');
  await says(source, declined, 'affirms', monday);
  await says(source, declined, 'declines_to_comment', tuesday);
  const [second, first] = (await positionsOf(source)).data;
  t.match(first, { reversed: 'unknown', turns: [], position: ['affirms', 'denies'] });
  t.match(second, { reversed: 'no', turns: [], position: ['declines_to_comment'] });
});

// It affirms, and takes that back; neither is dated, but what is taken back was said before.
test('a retraction is a turn whatever the dates, and leaves nothing else to stand by', async (t) => {
  const [source, claim] = [await desk.create('source'), await desk.create('claim')];
  const affirms = await says(source, claim, 'affirms');
  const retracts = await says(source, claim, 'retracts', { retractsId: affirms.id });
  const [position] = (await positionsOf(source)).data;
  t.match(position, {
    position: ['retracts'],
    reversed: 'yes',
    turns: [{ fromId: affirms.id, toId: retracts.id }],
  });
  t.match(
    position.stands.find((one: { attributionId: string }) => one.attributionId === affirms.id),
    {
      takenBack: true,
    },
  );
});

// The ministry: says so itself; through its spokesperson; as an unnamed source that was identified as it; as what was merged
// with it; in a joint statement with another. Its outlet is another source.
test('what a source said is all that it said, by whatever name', async (t) => {
  const [ministry, twin, spokesperson, other, outlet] = (await Promise.all(
    Array.from({ length: 5 }, () => desk.create('source')),
  )) as [ResourceDocument, ResourceDocument, ResourceDocument, ResourceDocument, ResourceDocument];
  const officials = await desk.create('source', {
    ...{ kind: 'anonymous', citedById: outlet.id },
    identifiedAs: { sourceId: ministry.id, at: '2022' },
  });
  const claim = await desk.create('claim');
  const made = [
    await says(ministry, claim, 'affirms', at('01')),
    await says(spokesperson, claim, 'affirms', { ...at('02'), onBehalfOfId: ministry.id }),
    await says(officials, claim, 'affirms', at('03')),
    await says(twin, claim, 'affirms', at('04')),
    await says(ministry, claim, 'affirms', { ...at('05'), statementKey: 'joint' }),
  ];
  await says(other, claim, 'affirms', { ...at('05'), statementKey: 'joint' });
  await says(outlet, claim, 'denies', at('06'));
  await desk.withdraw(twin.id, ministry.id);
  const { data } = await positionsOf(ministry);
  t.strictSame(data.map(standIds), [idsOf(made)]);
  t.match(data[0], { position: ['affirms'], reversed: 'no' });
  t.match(data[0].stands[1], { sourceId: spokesperson.id, onBehalfOfId: ministry.id });
  t.match(data[0].stands[4], { statementKey: 'joint' });
  t.strictSame((await positionsOf(twin)).data, data, 'the same whichever of two merged is asked for');
  t.strictSame((await positionsOf(officials)).data.map(standIds), [[made[2]?.id]]);
});

// The spokesperson affirms for the ministry on Monday, and denies for himself on Tuesday: nobody turned.
test('what somebody says for another is no turn of his own', async (t) => {
  const [ministry, spokesperson] = [await desk.create('source'), await desk.create('source')];
  const claim = await desk.create('claim');
  await says(spokesperson, claim, 'affirms', { ...monday, onBehalfOfId: ministry.id });
  await says(spokesperson, claim, 'denies', tuesday);
  t.match((await positionsOf(spokesperson)).data, [
    { reversed: 'no', turns: [], position: ['denies'], stands: { length: 2 } },
  ]);
  t.match((await positionsOf(ministry)).data, [{ position: ['affirms'], stands: { length: 1 } }]);
});

// It affirms that 5 came, that none came (the negation), and that 7 came (which contradicts it), and takes the 7 back.
test('claims on which a source contradicts itself are named, unless it took one of them back', async (t) => {
  const [source, five, none, seven] = [
    await desk.create('source'),
    ...(await Promise.all(Array.from({ length: 3 }, () => desk.create('claim')))),
  ] as [ResourceDocument, ResourceDocument, ResourceDocument, ResourceDocument];
  const negation = await relate('negation_of', none, five);
  const contrary = await relate('contradicts', five, seven);
  const onFive = await says(source, five, 'affirms');
  const onNone = await says(source, none, 'affirms');
  const onSeven = await says(source, seven, 'affirms');
  const contradictionsOf = async (claim: ResourceDocument) =>
    (await positionsOf(source, `?claim=${claim.id}`)).data[0].contradictions;
  const byNegation = {
    ...{ kind: 'negation_of', relationId: negation.id },
    attributionIds: [onFive.id, onNone.id].sort(),
  };
  const byContrary = {
    ...{ kind: 'contradicts', relationId: contrary.id },
    attributionIds: [onFive.id, onSeven.id].sort(),
  };
  t.strictSame(
    new Set(await contradictionsOf(five)),
    new Set([
      { ...byNegation, claimId: none.id },
      { ...byContrary, claimId: seven.id },
    ]),
  );
  t.strictSame(await contradictionsOf(none), [{ ...byNegation, claimId: five.id }]);
  t.match((await positionsOf(source, `?claim=${five.id}`)).data[0], {
    position: ['affirms', 'affirms_contrary', 'denies'],
    reversed: 'unknown',
  });
  await says(source, seven, 'retracts', { retractsId: onSeven.id });
  t.strictSame(await contradictionsOf(five), [{ ...byNegation, claimId: none.id }]);
});

// Asked whether it rained, the source only ever said that it did not rain. A claim that undercuts it says nothing of it.
test('with a claim, what was said of its negation is an answer, too', async (t) => {
  const [rained, dry, gauge] = (await Promise.all(Array.from({ length: 3 }, () => desk.create('claim')))) as [
    ResourceDocument,
    ResourceDocument,
    ResourceDocument,
  ];
  const [source, doubter] = [await desk.create('source'), await desk.create('source')];
  const relation = await relate('negation_of', dry, rained);
  await relate('undercuts', gauge, rained);
  const said = await says(source, dry, 'affirms');
  await says(doubter, gauge, 'affirms');
  t.match((await positionsOf(source, `?claim=${rained.id}`)).data, [
    {
      claimId: rained.id,
      position: ['denies'],
      stands: [{ attributionId: said.id, claimId: dry.id, means: 'denies', relationId: relation.id }],
    },
  ]);
  t.strictSame(
    (await positionsOf(source)).data.map(({ claimId }: Fields) => claimId),
    [dry.id],
  );
  t.strictSame((await positionsOf(doubter, `?claim=${rained.id}`)).data, []);
});

// One paper writes that he denied it; another quotes him on the same day, on television: he had not heard of it.
test('a stand that the quotation of the same statement belies says so', async (t) => {
  const [source, claim] = [await desk.create('source'), await desk.create('claim')];
  const said = { saidAt: '2022-03-14T10:00:00Z', medium: 'television' };
  const reported = await says(source, claim, 'denies', { ...said, mode: 'indirect' });
  const quote = { text: 'I have not heard of it.', language: 'en', verbatim: 'yes', translated: 'no' };
  const quoted = await says(source, claim, 'disclaims_knowledge', {
    ...{ ...said, mode: 'direct_quote', quotes: [quote] },
  });
  const [position] = (await positionsOf(source)).data;
  t.match(position, { position: ['disclaims_knowledge'], reversed: 'no' });
  const [belied] = position.stands.filter((one: Fields) => one.attributionId === reported.id);
  t.equal(belied.beliedById, quoted.id);
});

// The bundled article: the embassy's spokesperson had not heard of the reports, and said two things more.
test('stands on reports stand beside, and are no position', async (t) => {
  const [liu] = (await service.get('/v1/sources?externalId=moscow-beijing/liu')).body.data;
  const { data } = await positionsOf(liu);
  t.equal(data.length, 3);
  const [onReports] = data.filter((one: { onReports: unknown[] }) => one.onReports.length > 0);
  t.match(onReports, { stands: [], position: [], reversed: 'no' });
  t.match(onReports.onReports, [{ stance: 'disclaims_knowledge', targetId: /^attribution_/ }]);
  const [nyt] = (await service.get('/v1/sources?externalId=moscow-beijing/nyt')).body.data;
  const own = (await positionsOf(nyt)).data;
  t.equal(own.length, 2, 'what an outlet only relays is no stand of its own');
});

// A paper says so itself, and in the same article attributes it; another endorses what it carries.
test('an outlet that endorses or restates is told from one that says so by itself', async (t) => {
  const [outlet, official] = [
    await desk.create('source', { kind: 'news_outlet' }),
    await desk.create('source'),
  ];
  const [restated, endorsed] = [await desk.create('claim'), await desk.create('claim')];
  const { id: articleId } = await desk.create('article', { publisherId: outlet.id });
  const viaId = newIdentifier('attribution');
  const chain = { claimId: restated.id, articleId };
  await desk.write(
    ...creation('attribution', { ...chain, sourceId: outlet.id, stance: 'relays' }, viaId),
    ...creation('attribution', { ...chain, sourceId: official.id, viaId }),
  );
  await says(outlet, restated, 'affirms', { articleId });
  const carrier = await says(outlet, endorsed, 'affirms', { articleId });
  await says(official, endorsed, 'affirms', { articleId, viaId: carrier.id });
  const { data } = await positionsOf(outlet);
  const roles = data.map(({ stands }: { stands: Fields[] }) => stands.map(({ role }) => role));
  t.strictSame(roles, [['endorsement'], ['restatement']]);
});

// The paper that carried the official takes its report back: nothing is left that he is recorded to have said.
test('what its carrier took back was not said', async (t) => {
  const [outlet, official] = [await desk.create('source'), await desk.create('source')];
  const { id: claimId } = await desk.create('claim');
  const { id: articleId } = await desk.create('article', { publisherId: outlet.id });
  const viaId = newIdentifier('attribution');
  await desk.write(
    ...creation('attribution', { claimId, articleId, sourceId: outlet.id, stance: 'relays' }, viaId),
    ...creation('attribution', { claimId, articleId, sourceId: official.id, viaId }),
  );
  t.match((await positionsOf(official)).data, [{ position: ['affirms'] }]);
  await desk.create('attribution', { claimId, sourceId: outlet.id, stance: 'retracts', retractsId: viaId });
  t.match((await positionsOf(official)).data, [{ position: [], stands: [{ takenBack: true }] }]);
});

// Nine claims, of which the second is the same as the eighth, and the third was merged into the ninth.
test('pages go from the newest claim to the oldest, and claims that are one stand once', async (t) => {
  const source = await desk.create('source');
  const claims: ResourceDocument[] = [];
  for (let number = 1; number <= 9; number++) {
    claims.push(await desk.create('claim', { topics: number % 2 === 0 ? ['even'] : ['odd'] }));
  }
  const [one, two, three, four, five, six, seven, eight, nine] = idsOf(claims);
  for (const claim of claims) await says(source, claim, 'affirms');
  await relate('same_as', claims[1] as ResourceDocument, claims[7] as ResourceDocument);
  await desk.withdraw(three ?? '', nine);
  await desk.create('claim');
  const read = async (query: string) => {
    const pages: (readonly string[])[] = [];
    let next: string | null = '';
    while (next !== null) {
      const { data, page } = await positionsOf(source, `?${query}${next && `&cursor=${next}`}`);
      pages.push(data.map(({ claimId }: { claimId: string }) => claimId));
      next = page.nextCursor as string | null;
    }
    return pages;
  };
  t.strictSame(await read('limit=2'), [[nine, eight], [seven, six], [five, four], [one]]);
  t.strictSame((await read('limit=100')).length, 1);
  t.strictSame((await read('topic=odd')).flat(), [nine, seven, five, one]);
  t.strictSame(await read(`claim=${three},${five},${two}&limit=2`), [[nine, eight], [five]]);
  t.strictSame(await read(`claim=${three},${four}&topic=even`), [[four]]);
  t.strictSame(await read(`claim=${newIdentifier('claim')}`), [[]]);
});

test('what cannot be asked for is refused', async (t) => {
  const source = await desk.create('source');
  for (let number = 0; number < 2; number++) await says(source, await desk.create('claim'), 'affirms');
  const { page } = await positionsOf(source, '?limit=1');
  const other = await desk.create('source');
  const cases: [path: string, status: number, code: string][] = [
    [`${newIdentifier('source')}/positions`, 404, 'resource_not_found'],
    ['minister/positions', 400, 'malformed_identifier'],
    [`${newIdentifier('claim')}/positions`, 400, 'wrong_identifier_type'],
    [`${source.id}/positions?limit=0`, 400, 'invalid_query_parameter'],
    [`${source.id}/positions?limit=101`, 400, 'invalid_query_parameter'],
    [`${source.id}/positions?claim=${source.id}`, 400, 'invalid_query_parameter'],
    [`${source.id}/positions?topic=No%20slug`, 400, 'invalid_query_parameter'],
    [`${source.id}/positions?stance=denies`, 400, 'unknown_query_parameter'],
    [`${source.id}/positions?cursor=x`, 400, 'invalid_cursor'],
    [`${source.id}/positions?topic=even&cursor=${page.nextCursor}`, 400, 'invalid_cursor'],
    [`${other.id}/positions?cursor=${page.nextCursor}`, 400, 'invalid_cursor'],
  ];
  for (const [path, status, code] of cases) {
    t.match(await service.get(`/v1/sources/${path}`), { status, body: { code } }, path);
  }
  const first = await service.get(`/v1/sources/${source.id}/positions?limit=1`);
  t.match(first.headers.link, page.nextCursor);
  const again = { headers: { 'if-none-match': first.headers.etag } };
  t.match(await service.get(`/v1/sources/${source.id}/positions?limit=1`, again), { status: 304 });
  const csv = { headers: { accept: 'text/csv' } };
  t.match(await service.get(`/v1/sources/${source.id}/positions`, csv), { status: 406 });
});
