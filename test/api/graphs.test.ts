import { DOMParser } from '@xmldom/xmldom';
import { test } from 'tap';
import type { Command } from '../../src/store/port.ts';
import { type Service, startService } from '../helpers/service.ts';

async function idOf({ get }: Service, collection: string, key: string): Promise<string> {
  const { body } = await get(`/v1/${collection}?externalId=moscow-beijing/${key}`);
  return body.data[0].id;
}

interface ChainLink {
  role: string;
  stance: string;
  sourceName: Record<string, string>;
}

const spoken = (links: ChainLink[]) =>
  links.map(({ sourceName, stance }) => `${sourceName.en} ${stance}`).join(' ← ');

test('the chains of the request for military assistance, their starts first', async (t) => {
  const service = await startService(t);
  const { body } = await service.get(`/v1/claims/${await idOf(service, 'claims', 'asked-military')}/chains`);
  t.same(body.data.map(({ links }: { links: ChainLink[] }) => spoken(links)).sort(), [
    'Al-Haqiqa Net affirms',
    'informed officials affirms ← The New York Times relays ← Al-Haqiqa Net relays',
  ]);
  const [long] = body.data.filter(({ links }: { links: ChainLink[] }) => links.length === 3);
  t.same(
    long.links.map(({ role }: ChainLink) => role),
    ['start', 'carrier', 'carrier'],
  );
});

test('reports whose origin is not known say so, and the disclaimer has a chain of its own', async (t) => {
  const service = await startService(t);
  const { body } = await service.get(`/v1/claims/${await idOf(service, 'claims', 'asked-equipment')}/chains`);
  const chains = body.data.map(({ links, originUnknown }: { links: ChainLink[]; originUnknown: boolean }) => [
    spoken(links),
    originUnknown,
  ]);
  t.same(chains.sort(), [
    ['Liu Pengyu disclaims_knowledge ← Al-Haqiqa Net relays', false],
    ['informed officials affirms ← The New York Times relays ← Al-Haqiqa Net relays', false],
    ['unnamed media reports relays ← Al-Haqiqa Net relays', true],
  ]);
});

test('what was withdrawn carries nothing to the reader', async (t) => {
  const headline = 'Al-Haqiqa Net affirms';
  const toldToTheTimes = 'informed officials affirms ← The New York Times relays ← Al-Haqiqa Net relays';
  const service = await startService(t);
  const url = `/v1/claims/${await idOf(service, 'claims', 'asked-military')}/chains`;
  const chains = async () =>
    (await service.get(url)).body.data.map(({ links }: { links: ChainLink[] }) => spoken(links)).sort();
  const withdrawal = { kind: 'other', reason: { en: 'A mistake' } };
  const cases: [collection: string, key: string, left: string[]][] = [
    ['attributions', 'asked-military.nyt', [headline]],
    ['attributions', 'asked-military.haqiqa', [headline]],
    ['attributions', 'asked-military.headline', [toldToTheTimes]],
    ['sources', 'officials', [headline]],
    ['sources', 'nyt', [headline]],
    ['sources', 'haqiqa', []],
    ['articles', 'article', []],
    ['claims', 'asked-military', []],
  ];
  for (const [collection, key, left] of cases) {
    const id = await idOf(service, collection, key);
    await service.write({ action: 'withdraw', id, withdrawal });
    t.same(await chains(), left, `without ${key}`);
    await service.write({ action: 'restore', id });
    t.same(await chains(), [headline, toldToTheTimes], `with ${key} again`);
  }
});

interface Edge {
  type: string;
  from: string;
  to: string;
  relation?: unknown;
}

test("the article's graph holds all of it", async (t) => {
  const service = await startService(t);
  const article = await idOf(service, 'articles', 'article');
  const { body } = await service.get(`/v1/articles/${article}/graph`);
  const count = (type: string) => body.nodes.filter((node: { type: string }) => node.type === type).length;
  t.same([count('article'), count('source'), count('claim'), count('attribution')], [1, 14, 27, 55]);
  t.equal(body.truncated, false);
  const relations = body.edges.filter(({ relation }: Edge) => relation);
  t.equal(relations.length, 12);
  const ids = new Set(body.nodes.map(({ id }: { id: string }) => id));
  t.ok(
    body.edges.every(({ from, to }: Edge) => ids.has(from) && ids.has(to)),
    'no edge leads out of the graph',
  );
  const cut = await service.get(`/v1/articles/${article}/graph?limit=10`);
  t.equal(cut.body.nodes.length, 10);
  t.equal(cut.body.truncated, true);
});

test("a cut graph of the article holds its attributions' claims and sources", async (t) => {
  const service = await startService(t);
  const article = await idOf(service, 'articles', 'article');
  const { body } = await service.get(`/v1/articles/${article}/graph?limit=56`);
  t.equal(body.nodes.length, 56);
  t.equal(body.truncated, true);
  const ids = new Set(body.nodes.map(({ id }: { id: string }) => id));
  const stands = body.nodes.filter(({ type }: { type: string }) => type === 'attribution');
  t.ok(stands.length > 20, `${stands.length} attributions`);
  for (const { claimId, sourceId, viaId } of stands) {
    t.ok([claimId, sourceId, viaId ?? article].every((id) => ids.has(id)));
  }
});

test('a claim beside the one that was asked for comes without its stands', async (t) => {
  const service = await startService(t);
  const claim = await idOf(service, 'claims', 'asked-military');
  const { body } = await service.get(`/v1/claims/${claim}/graph`);
  const of = (type: string) => body.nodes.filter((node: { type: string }) => node.type === type);
  t.ok(of('claim').length > 1);
  t.same(new Set(of('attribution').map(({ claimId }: { claimId: string }) => claimId)), new Set([claim]));
});

/** A chain of claims, each of which supports the next, and one source that affirms each in one article. */
async function writeLadder(service: Service, steps: number) {
  const [outlet] = await service.write({
    action: 'create',
    type: 'source',
    fields: { kind: 'news_outlet', name: { en: 'Outlet' } },
  });
  const [article] = await service.write({
    action: 'create',
    type: 'article',
    fields: { title: { en: 'Ladder' }, language: 'en', publisherId: outlet?.id },
  });
  const claims = await service.write(
    ...Array.from({ length: steps }, (_, index): Command => {
      return {
        action: 'create',
        type: 'claim',
        fields: { text: { en: `${index}` }, kind: 'factual', tense: 'past' },
      };
    }),
  );
  await service.write(
    ...claims.map(({ id }): Command => {
      const fields = { claimId: id, sourceId: outlet?.id, articleId: article?.id };
      return {
        action: 'create',
        type: 'attribution',
        fields: { ...fields, stance: 'affirms', certainty: 'certain' },
      };
    }),
    ...claims.slice(1).map((to, index): Command => {
      const fields = {
        kind: 'supports',
        fromClaimId: claims[index]?.id,
        toClaimId: to.id,
        assertedBy: 'editor',
      };
      return { action: 'create', type: 'relation', fields };
    }),
  );
  return { outlet, article, claims };
}

test('depth is how many relations are followed', async (t) => {
  const service = await startService(t, { BUNDLED_ARTICLE: 'never' });
  const { claims } = await writeLadder(service, 7);
  for (const depth of [1, 2, 3, 4]) {
    const { body } = await service.get(`/v1/claims/${claims[0]?.id}/graph?depth=${depth}`);
    const types = body.nodes.map(({ type }: { type: string }) => type);
    const count = (type: string) => types.filter((one: string) => one === type).length;
    t.same([count('claim'), count('attribution')], [depth + 1, depth], `depth ${depth}`);
  }
  const bare = await service.get(`/v1/claims/${claims[0]?.id}/graph`);
  t.equal(
    bare.body.nodes.filter(({ type }: { type: string }) => type === 'claim').length,
    2,
    'depth is 1 unless told',
  );
});

test("a source's graph holds its stands and through whom they reached the reader", async (t) => {
  const service = await startService(t);
  const officials = await idOf(service, 'sources', 'officials');
  const { body } = await service.get(`/v1/sources/${officials}/graph`);
  const keys = body.nodes
    .filter(({ type }: { type: string }) => type === 'source' || type === 'claim')
    .map(({ externalId }: { externalId: string }) => externalId.replace('moscow-beijing/', ''));
  for (const key of ['officials', 'nyt', 'haqiqa', 'asked-military', 'china-responded'])
    t.ok(keys.includes(key), key);
  t.notOk(keys.includes('sullivan'), 'who has nothing to do with them is not in it');
});

test('a graph larger than is gathered at once comes whole from a worker', async (t) => {
  const service = await startService(t, { BUNDLED_ARTICLE: 'never' });
  const { article } = await writeLadder(service, 300);
  const { body } = await service.get(`/v1/articles/${article?.id}/graph?limit=1000`);
  t.equal(body.nodes.length, 602);
  t.equal(body.truncated, false);
  const picture = await service.get(`/v1/articles/${article?.id}/graph?limit=1000&format=svg`);
  t.equal(picture.status, 200);
});

test('a graph is drawn in both languages, by Accept and by format', async (t) => {
  const service = await startService(t);
  const url = `/v1/articles/${await idOf(service, 'articles', 'article')}/graph`;
  const accepted = await service.get(url, { headers: { accept: 'image/svg+xml' } });
  t.equal(accepted.headers['content-type'], 'image/svg+xml; charset=utf-8');
  t.match(accepted.headers.vary, /accept/i);
  t.match(accepted.text, /informed officials/);
  const arabic = await service.get(`${url}?lang=ar&format=svg`);
  t.match(arabic.text, /مسؤولون مطلعون/);
  for (const { text } of [accepted, arabic]) {
    const root = new DOMParser().parseFromString(text, 'image/svg+xml').documentElement;
    t.equal(root?.localName, 'svg');
  }
  const dot = await service.get(url, { headers: { accept: 'text/vnd.graphviz, application/json;q=0.5' } });
  t.match(dot.text, /^digraph/);
  const json = await service.get(url, { headers: { accept: 'image/*;q=0.1, application/json' } });
  t.equal(json.body.root, url.split('/')[3]);
  const browser = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8';
  t.match(
    (await service.get(url, { headers: { accept: browser } })).headers['content-type'],
    /^application\/json/,
  );
});
