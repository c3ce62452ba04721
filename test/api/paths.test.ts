import { test } from 'tap';
import { newIdentifier } from '../../src/model/identifiers.ts';
import { Desk } from '../helpers/making.ts';
import { elementsOf, readXml } from '../helpers/pictures.ts';
import { type Service, startService } from '../helpers/service.ts';

interface Stop {
  readonly id: string;
  readonly edges: readonly { type: string; from: string; to: string; relationId?: string }[];
}

async function idOf({ get }: Service, collection: string, key: string): Promise<string> {
  const { body } = await get(`/v1/${collection}?externalId=moscow-beijing/${key}`);
  return body.data[0].id;
}

test('who stands between a claim and a newspaper in the bundled article', async (t) => {
  const service = await startService(t);
  const claim = await idOf(service, 'claims', 'asked-military');
  const times = await idOf(service, 'sources', 'nyt');
  const { body } = await service.get(`/v1/graph/paths?from=${claim}&to=${times}`);
  t.match(body, { from: claim, to: times, length: 2, truncated: false });
  // The Times relays it, and the officials that it cites affirm it: those are one step further away.
  const carried = await idOf(service, 'attributions', 'asked-military.nyt');
  t.strictSame(
    body.paths.map((path: Stop[]) => path.map(({ id }) => id)),
    [[claim, carried, times]],
  );
  const [first, second, third] = body.paths[0] as Stop[];
  t.strictSame(first?.edges, []);
  t.strictSame(second?.edges, [{ type: 'claim', from: carried, to: claim }]);
  t.strictSame(third?.edges, [{ type: 'source', from: carried, to: times }]);
  t.same(body.nodes.map(({ id }: Stop) => id).sort(), [claim, carried, times].sort());
  t.same(
    body.edges.map(({ type }: { type: string }) => type),
    ['claim', 'source'],
  );
});

/** Two claims that two relations tie; the first was merged with another that a source is the subject of. */
async function mergedClaims(service: Service) {
  const desk = new Desk(service.store);
  const party = await desk.create('source', { name: { en: 'A party' } });
  const claim = await desk.create('claim', {
    text: { en: 'It <rained>.' },
    about: [{ name: { en: 'P' }, sourceId: party.id }],
  });
  const twin = await desk.create('claim');
  const other = await desk.create('claim', { text: { en: 'The street was wet.', ar: 'ابتل الشارع' } });
  const supports = await desk.create('relation', { fromClaimId: twin.id, toClaimId: other.id });
  const against = await desk.create('relation', {
    ...{ kind: 'contradicts', fromClaimId: other.id, toClaimId: claim.id },
  });
  await desk.withdraw(twin.id, claim.id);
  return { party, claim, twin, other, supports, against };
}

test('every link between two things is told, and those of what was merged', async (t) => {
  const service = await startService(t, { BUNDLED_ARTICLE: 'never' });
  const { party, claim, twin, other, supports, against } = await mergedClaims(service);
  const { body } = await service.get(`/v1/graph/paths?from=${other.id}&to=${party.id}&maxLength=2`);
  t.equal(body.length, 2);
  const [path] = body.paths as Stop[][];
  t.strictSame(
    path?.map(({ id }) => id),
    [other.id, claim.id, party.id],
  );
  t.strictSame(path?.[1]?.edges, [
    { type: 'contradicts', from: other.id, to: claim.id, relationId: against.id },
    { type: 'supports', from: twin.id, to: other.id, relationId: supports.id },
  ]);
  t.strictSame(path?.[2]?.edges, [{ type: 'about', from: claim.id, to: party.id }]);
  t.same(body.edges.map(({ type }: { type: string }) => type).sort(), [
    'about',
    'contradicts',
    'replacedBy',
    'supports',
  ]);
  const same = await service.get(`/v1/graph/paths?from=${twin.id}&to=${claim.id}`);
  t.match(same.body, { length: 0, paths: [[{ id: claim.id, edges: [] }]], truncated: false });
  const none = await service.get(`/v1/graph/paths?from=${other.id}&to=${party.id}&maxLength=1`);
  t.match(none.body, { length: null, paths: [], nodes: [], edges: [], truncated: false });
});

test('paths as pictures and as graphs for other programs', async (t) => {
  const service = await startService(t, { BUNDLED_ARTICLE: 'never' });
  const { party, other } = await mergedClaims(service);
  const url = `/v1/graph/paths?from=${other.id}&to=${party.id}`;
  const picture = await service.get(`${url}&format=svg&lang=ar`);
  const titles = elementsOf(readXml(picture.text)).flatMap(({ tagName, textContent }) =>
    tagName === 'title' ? [textContent?.replaceAll(/[\u2066-\u2069]/g, '')] : [],
  );
  for (const title of [
    'ابتل الشارع',
    'A party',
    'It <rained>. – يتناول – A party',
    'ابتل الشارع – يناقض – It <rained>.',
  ]) {
    t.ok(titles.includes(title), title);
  }
  const dot = await service.get(url, { headers: { accept: 'text/vnd.graphviz' } });
  t.match(dot.text, /^digraph hearsay/);
  t.match(dot.text, /contradicts/);
  const graphml = await service.get(`${url}&format=graphml`);
  const links = elementsOf(readXml(graphml.text)).filter(({ tagName }) => tagName === 'edge');
  t.equal(links.length, 4);
  const linked = await service.get(url, { headers: { accept: 'application/ld+json' } });
  t.match(linked.body, { '@context': {}, '@graph': Array });
});

test('what is asked wrongly is refused, and what is not recorded is not found', async (t) => {
  const service = await startService(t, { BUNDLED_ARTICLE: 'never' });
  const { claim, against } = await mergedClaims(service);
  const nobody = newIdentifier('source');
  const bad: [query: string, status: number, code: string, place?: string][] = [
    ['', 400, 'invalid_query_parameter', 'from required'],
    [`from=${claim.id}`, 400, 'invalid_query_parameter', 'to required'],
    [`from=${claim.id}&to=x`, 400, 'invalid_query_parameter', 'to invalid'],
    [`from=${against.id}&to=${claim.id}`, 400, 'invalid_query_parameter', 'from invalid'],
    [`from=${claim.id}&to=${claim.id},${claim.id}`, 400, 'invalid_query_parameter', 'to invalid'],
    [`from=${claim.id}&to=${claim.id}&to=${claim.id}`, 400, 'invalid_query_parameter', 'to repeated'],
    [`from=${claim.id}&to=${claim.id}&limit=51`, 400, 'invalid_query_parameter', 'limit invalid'],
    [`from=${claim.id}&to=${claim.id}&maxLength=13`, 400, 'invalid_query_parameter', 'maxLength invalid'],
    [`from=${claim.id}&to=${claim.id}&depth=2`, 400, 'unknown_query_parameter', 'depth unknown'],
    [`from=${claim.id}&to=${nobody}`, 404, 'resource_not_found'],
    [`from=${nobody}&to=${claim.id}`, 404, 'resource_not_found'],
  ];
  for (const [query, status, code, place] of bad) {
    const answer = await service.get(`/v1/graph/paths?${query}`);
    t.match(answer, { status, body: { code } }, query);
    if (status === 404) t.match(answer.body.detail, nobody);
    if (!place) continue;
    const places = answer.body.errors.map(
      (one: { parameter: string; code: string }) => `${one.parameter} ${one.code}`,
    );
    t.ok(places.includes(place), `${place} is among ${places}`);
  }
});

test('the answer is the same until something is written', async (t) => {
  const service = await startService(t, { BUNDLED_ARTICLE: 'never' });
  const { party, other, claim } = await mergedClaims(service);
  const url = `/v1/graph/paths?from=${other.id}&to=${party.id}`;
  const { headers } = await service.get(url);
  const again = await service.get(url, { headers: { 'if-none-match': String(headers.etag) } });
  t.equal(again.status, 304);
  await new Desk(service.store).withdraw(claim.id);
  const after = await service.get(url, { headers: { 'if-none-match': String(headers.etag) } });
  t.match(after, { status: 200, body: { length: null } });
});
