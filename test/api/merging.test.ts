import { DOMParser } from '@xmldom/xmldom';
import { type Test, test } from 'tap';
import { Desk } from '../helpers/making.ts';
import { startService } from '../helpers/service.ts';

interface Named {
  id: string;
  type: string;
}

const ids = (documents: Named[]) => documents.map(({ id }) => id).sort();

/** A service with a claim, a source and an article that were each recorded twice, and a stand on each. */
async function startMerged(t: Test, environment: Record<string, string> = {}) {
  const service = await startService(t, { BUNDLED_ARTICLE: 'never', ...environment });
  const desk = new Desk(service.store);
  const [old, claim] = [await desk.create('claim'), await desk.create('claim')];
  const [alias, speaker] = [await desk.create('source'), await desk.create('source')];
  const article = await desk.create('article');
  const common = { articleId: article.id };
  const before = await desk.create('attribution', { ...common, claimId: old.id, sourceId: alias.id });
  const after = await desk.create('attribution', { ...common, claimId: claim.id, sourceId: speaker.id });
  await desk.withdraw(old.id, claim.id);
  await desk.withdraw(alias.id, speaker.id);
  return { ...service, desk, old, claim, alias, speaker, article, before, after };
}

test('filters find what refers to any that was merged, by the id of any', async (t) => {
  const { get, desk, old, claim, alias, speaker, before, after } = await startMerged(t);
  const stands = ids([before, after]);
  const cases: [url: string, expected: string[]][] = [];
  for (const { id } of [alias, speaker]) {
    cases.push([`/v1/attributions?source=${id}`, stands]);
    cases.push([`/v1/attributions?source=${id}&stance=affirms`, stands]);
    cases.push([`/v1/claims?source=${id}`, [claim.id]]);
    cases.push([`/v1/claims?source=${id}&withdrawn=true`, ids([old, claim])]);
  }
  for (const { id } of [old, claim]) {
    cases.push([`/v1/attributions?claim=${id}`, stands]);
    cases.push([`/v1/sources?claim=${id}`, [speaker.id]]);
  }
  for (const [url, expected] of cases) {
    const { body } = await get(`${url}&count=true`);
    t.same(ids(body.data), expected, url);
    t.same(body.page.count, { value: expected.length, exact: true });
  }
  const first = await get(`/v1/attributions?source=${alias.id}&limit=1`);
  const cursor = first.body.page.nextCursor;
  await desk.withdraw(speaker.id, (await desk.create('source')).id);
  const second = await get(`/v1/attributions?source=${alias.id}&limit=1&cursor=${cursor}`);
  t.same(ids([...first.body.data, ...second.body.data]), stands, 'a cursor leads on through another merger');
});

test('what was replaced still answers by id, and says what replaced it', async (t) => {
  for (const RESPONSE_CACHE of ['on', 'off']) {
    const { get, alias, speaker } = await startMerged(t, { RESPONSE_CACHE });
    const url = `/v1/sources/${alias.id}`;
    const link = `</v1/sources/${speaker.id}>; rel="successor-version"`;
    for (let turn = 0; turn < 2; turn++) {
      const { status, headers, body } = await get(url);
      t.match({ status, headers }, { status: 200, headers: { etag: '"2"', link } });
      t.match(body, { id: alias.id, withdrawal: { replacedById: speaker.id } });
    }
    const known = await get(url, { headers: { 'if-none-match': '"2"' } });
    t.match(known, { status: 304, headers: { link } });
    t.notOk('link' in (await get(`/v1/sources/${speaker.id}`)).headers, 'what was not replaced has no link');
    const beside = await get(`${url}?include=replacedBy`);
    t.same(ids(beside.body.included), [speaker.id]);
    t.match(beside.headers, { link, etag: /^"\d+-/ });
    t.same(ids((await get(`/v1/sources?withdrawn=true&include=replacedBy`)).body.included), []);
  }
});

test('what refers to any that was merged stands beside each, with what replaced what', async (t) => {
  const { get, claim, old, alias, speaker, before, after } = await startMerged(t);
  for (const { id } of [old, claim]) {
    const { body } = await get(`/v1/claims/${id}?include=attributions`);
    t.same(ids(body.included), ids([before, after]));
  }
  const { body } = await get(`/v1/attributions/${before.id}?include=source`);
  t.same(
    body.included.map(({ id }: Named) => id),
    [alias.id, speaker.id],
  );
});

test('graphs and chains are those of all that was merged, and show it', async (t) => {
  const { get, claim, old, alias, speaker, before, after } = await startMerged(t);
  for (const [collection, one, other] of [
    ['claims', old, claim],
    ['sources', alias, speaker],
  ] as const) {
    for (const { id } of [one, other]) {
      const { body } = await get(`/v1/${collection}/${id}/graph`);
      t.equal(body.root, id, 'the root is what was asked for');
      const found = new Set(body.nodes.map((node: Named) => node.id));
      for (const node of [one, other, before, after]) t.ok(found.has(node.id));
      const edges = body.edges.filter(({ type }: Named) => type === 'replacedBy');
      t.same(
        new Set(edges.map(({ from, to }: Record<string, string>) => `${from} ${to}`)),
        new Set([`${old.id} ${claim.id}`, `${alias.id} ${speaker.id}`]),
      );
    }
    const url = `/v1/${collection}/${other.id}/graph`;
    t.match((await get(`${url}?format=dot`)).text, /replaced by/);
    const { text } = await get(`${url}?format=svg&lang=ar`);
    t.equal(new DOMParser().parseFromString(text, 'image/svg+xml').documentElement?.localName, 'svg');
    t.match(text, /حلّ محله/);
  }
  for (const { id } of [old, claim]) {
    const { body } = await get(`/v1/claims/${id}/chains`);
    const starts = body.data.map(
      ({ links }: { links: { attributionId: string }[] }) => links[0]?.attributionId,
    );
    t.same(starts.sort(), ids([before, after]));
  }
});

test('wherever include asks for anything, all that is in the answer is marked', async (t) => {
  const { get, desk, article, claim, before, after } = await startMerged(t);
  const url = `/v1/attributions/${before.id}`;
  const evidence = await desk.create('evidence', { attributionId: after.id });
  for (const include of ['marks', 'claim', 'marks,evidence']) {
    t.same((await get(`${url}?include=${include}`)).body.marks, {}, `${include}: there is nothing to mark`);
  }
  t.notOk('marks' in (await get(url)).body, 'not where nothing is asked for');
  t.notOk('marks' in (await get('/v1/attributions')).body);
  await desk.withdraw(article.id);
  await desk.update(claim.id, { text: { en: 'It poured.' } });
  const withdrawn = { dependsOnWithdrawn: [article.id] };
  const marked = { ...withdrawn, wordingChanged: { from: 1, to: 2 } };
  const alone = await get(`${url}?include=marks&fields=stance`);
  const { marks, included, ...rest } = alone.body;
  t.same([marks, included], [{ [before.id]: withdrawn }, []]);
  t.same(rest, { type: 'attribution', id: before.id, stance: 'affirms' });
  const list = await get(`/v1/attributions?claim=${claim.id}&include=evidence`);
  t.same(list.body.marks, { [before.id]: withdrawn, [after.id]: marked, [evidence.id]: marked });
  t.match((await get(url)).headers.etag, '"1"', 'the document itself is as it was');
  const { headers } = await get(`${url}?include=marks`);
  await desk.restore(article.id);
  const again = await get(`${url}?include=marks`, { headers: { 'if-none-match': headers.etag } });
  t.match(again, { status: 200, body: { marks: {} } }, 'a mark has a tag of the log position');
});

test('what was said before a merge is taken back after it, by whoever speaks for the same', async (t) => {
  const { get, desk, claim, speaker, article, before } = await startMerged(t);
  const count = async () => (await get(`/v1/claims/${claim.id}/assessment`)).body.assessment.originCount;
  t.match(await count(), { min: 1, max: 1 });
  const common = { articleId: article.id, claimId: claim.id };
  const retracts = { ...common, stance: 'retracts', sourceId: speaker.id, retractsId: before.id };
  await desk.create('attribution', retracts);
  const [ministry, one, other] = [
    await desk.create('source', { kind: 'government' }),
    await desk.create('source', { kind: 'person' }),
    await desk.create('source', { kind: 'person' }),
  ];
  const said = await desk.create('attribution', {
    ...{ ...common, sourceId: one.id, onBehalfOfId: ministry.id },
  });
  t.match(await count(), { min: 2, max: 2 });
  const takenBack = { ...common, stance: 'retracts', retractsId: said.id, sourceId: other.id };
  await t.rejects(desk.create('attribution', takenBack), { code: 'invalid_document' }, 'not by just anybody');
  await desk.create('attribution', { ...takenBack, onBehalfOfId: ministry.id });
  t.match(await count(), { min: 1, max: 1 });
});
