import type { Test } from 'tap';
import { newIdentifier, resourceTypes } from '../../../src/model/identifiers.ts';
import { referencesOf } from '../../../src/model/references.ts';
import { resources } from '../../../src/model/resources.ts';
import type { Command, StoredDocument } from '../../../src/store/port.ts';
import { creation, Desk, parsed } from '../../helpers/making.ts';
import { sample } from './samples.ts';
import { type OpenStore, queryOf } from './suite.ts';

const ids = (items: readonly StoredDocument[]) => items.map(({ id }) => id).toSorted();

/** One resource by its id, with what stands beside it, and what the store says of itself. */
export async function reading(t: Test, openStore: OpenStore): Promise<void> {
  const desk = new Desk(await openStore(t));
  const { store } = desk;

  await t.test('get gives the resource with this id, withdrawn or not, or nothing', async (t) => {
    for (const type of resourceTypes) {
      const made = await desk.create(type);
      const found = await store.get(type, made.id);
      t.strictSame(found?.item, { id: made.id, revision: 1, json: JSON.stringify(made) }, type);
      t.strictSame(found?.included, { items: [], truncated: false, marks: {} });
      t.equal(found?.position, await desk.position(), 'read at the newest position');
      const withdrawn = await desk.withdraw(made.id);
      t.strictSame(await desk.read(type, made.id), withdrawn, `${type}, withdrawn`);
      t.equal(await store.get(type, newIdentifier(type)), undefined, `no such ${type}`);
      t.equal(await store.get(type, 'not an id'), undefined);
      for (const other of resourceTypes.filter((one) => one !== type)) {
        t.equal(await store.get(other, made.id), undefined, `a ${type} is no ${other}`);
      }
    }
  });

  await t.test('each reference can stand beside a resource, live or not', async (t) => {
    for (const type of resourceTypes) {
      for (const [name, { to }] of Object.entries(resources[type].references)) {
        const [fields] = await sample(desk, type, name);
        const made = await desk.create(type, fields);
        const referred = referencesOf(resources[type], made).filter((one) => one.name === name);
        const expected = [...new Set(referred.map(({ id }) => id))].toSorted();
        t.ok(expected.length > 0, 'it refers to something');
        const found = await store.get(type, made.id, [name]);
        t.strictSame(ids(found?.included.items ?? []), expected, `${type}.${name}`);
        t.equal(found?.position, await desk.position());
        await desk.withdraw(expected[0] as string);
        const again = await store.get(type, made.id, [name]);
        t.strictSame(ids(again?.included.items ?? []), expected, `${type}.${name} withdrawn`);
        const document = await desk.read(to, expected[0] as string);
        const stands = again?.included.items.find(({ id }) => id === expected[0]) as StoredDocument;
        t.strictSame(parsed(stands), document, 'as it stands now');
        const filters = [{ name, values: expected }];
        const page = await store.list(queryOf(type, { filters, include: [name] }));
        t.strictSame(ids(page.included.items), expected, `${type}.${name} beside a list`);
      }
    }
  });

  await t.test('what refers to a resource can stand beside it while it is live', async (t) => {
    for (const type of resourceTypes) {
      for (const [name, { resource, reference }] of Object.entries(resources[type].referrers)) {
        const made = await desk.create(type);
        const path = resources[resource].references[reference]?.path as string;
        const referrers = [];
        for (let index = 0; index < 3; index++) {
          referrers.push(await desk.create(resource, { [path]: made.id }));
        }
        await desk.create(resource);
        const found = await store.get(type, made.id, [name]);
        t.strictSame(ids(found?.included.items ?? []), referrers.map(({ id }) => id).toSorted(), name);
        t.equal(found?.included.truncated, false);
        await desk.withdraw(referrers[1]?.id as string);
        const left = [referrers[0]?.id, referrers[2]?.id].toSorted();
        t.strictSame(ids((await store.get(type, made.id, [name]))?.included.items ?? []), left, 'live ones');
      }
    }
  });

  await t.test('each stands beside a page once, and none that is on it', async (t) => {
    const source = await desk.create('source');
    const claim = await desk.create('claim');
    const article = await desk.create('article', { publisherId: source.id });
    const common = { claimId: claim.id, articleId: article.id, sourceId: source.id };
    const carrier = await desk.create('attribution', common);
    const carried = await desk.create('attribution', { ...common, viaId: carrier.id });
    const page = await store.list(
      queryOf('attribution', {
        filters: [{ name: 'claim', values: [claim.id] }],
        include: ['claim', 'source', 'article', 'via', 'evidence', 'reviews'],
      }),
    );
    t.strictSame(ids(page.items), [carrier.id, carried.id].toSorted());
    t.strictSame(ids(page.included.items), [claim.id, source.id, article.id].toSorted());
    const alone = await store.get('attribution', carried.id, ['via', 'via']);
    t.strictSame(ids(alone?.included.items ?? []), [carrier.id]);
  });

  await t.test('a cap on what stands beside says so, and only where it left some out', async (t) => {
    const article = await desk.create('article');
    const { id: claimId } = await desk.create('claim');
    const attributions = (count: number): Command[] =>
      Array.from({ length: count }).flatMap(() =>
        creation('attribution', { claimId, articleId: article.id }),
      );
    const noted: string[] = [];
    for (const { id, type } of await desk.write(...attributions(300))) {
      if (type === 'attribution') noted.push(id);
    }
    await desk.update(article.id, { notices: [{ kind: 'correction', attributionIds: noted }] });
    const beside = async (...include: string[]) =>
      (await store.get('article', article.id, include))?.included;
    const few = await beside('attributions', 'noticeAttribution');
    t.match(few, { truncated: false });
    t.strictSame(ids(few?.items ?? []), noted.toSorted());
    await desk.write(...attributions(900));
    for (const include of [['attributions'], ['attributions', 'noticeAttribution']]) {
      const many = await beside(...include);
      const shown = many?.items.length ?? 0;
      t.ok(shown < 1_200, `${shown} of 1,200 beside an article`);
      t.equal(many?.truncated, true, `${include}: some are left out`);
      t.equal(new Set(ids(many?.items ?? [])).size, shown, 'each once');
    }
  });

  await t.test('the version differs from any earlier one once a commit has become readable', async (t) => {
    const seen = [store.version()];
    for (let index = 0; index < 5; index++) {
      await desk.create('claim');
      seen.push(store.version());
    }
    if (seen[0] === undefined)
      t.ok(
        seen.every((one) => one === undefined),
        'this engine cannot tell',
      );
    else t.equal(new Set(seen).size, seen.length, seen.join());
    t.equal(store.version(), seen.at(-1), 'and stays where nothing is written');
  });

  await t.test('check gives the newest position and migration', async (t) => {
    const before = await store.check();
    t.ok(before.schemaVersion >= 1);
    await desk.create('source');
    t.strictSame(await store.check(), { ...before, position: before.position + 1 });
  });

  await t.test('close waits for what was asked for, may be repeated, and ends the store', async (t) => {
    const closing = await openStore(t);
    const commits = Array.from({ length: 20 }, () => closing.commit(creation('source'), { actor: 'test' }));
    const reads = [closing.count({ type: 'source', filters: [], dates: [], withdrawn: false }, 10)];
    const closed = closing.close();
    const refusal = { code: 'not_ready' };
    const late = closing.commit(creation('source'), { actor: 'test' });
    const refusedLate = t.rejects(late, refusal, 'what is asked for afterwards is refused');
    const settled = await Promise.allSettled([...commits, ...reads]);
    t.ok(
      settled.every(({ status }) => status === 'fulfilled'),
      'all that was asked for before is answered',
    );
    await refusedLate;
    await closed;
    await closing.close();
    const selection = queryOf('source');
    const root = { type: 'source', id: newIdentifier('source'), depth: 1, limit: 1 } as const;
    const asked: [name: string, () => Promise<unknown>][] = [
      ['commit', () => closing.commit([], { actor: 'test' })],
      ['get', () => closing.get('source', root.id)],
      ['list', () => closing.list(selection)],
      ['count', () => closing.count(selection, 1)],
      ['subgraph', () => closing.subgraph(root)],
      ['check', () => closing.check()],
    ];
    for (const [name, ask] of asked) await t.rejects(ask(), refusal, name);
  });
}
