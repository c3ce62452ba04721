import type { Test } from 'tap';
import type { Found, Page } from '../../../src/store/port.ts';
import { Desk } from '../../helpers/making.ts';
import { type OpenStore, queryOf } from './suite.ts';

const marksOf = (answer: Found | Page | undefined) => answer?.included.marks;

/** The marks of all that is in an answer, where anything was asked for beside it. */
export async function marks(t: Test, openStore: OpenStore): Promise<void> {
  const desk = new Desk(await openStore(t));
  const { store } = desk;

  await t.test('what stands in an answer is marked where it depends on what was withdrawn', async (t) => {
    const [source, article, claim] = [
      await desk.create('source'),
      await desk.create('article'),
      await desk.create('claim'),
    ];
    const fields = { sourceId: source.id, articleId: article.id, claimId: claim.id };
    const { id } = await desk.create('attribution', fields);
    const evidence = await desk.create('evidence', { attributionId: id });
    const get = (...include: string[]) => store.get('attribution', id, include);
    const list = (...include: string[]) =>
      store.list(queryOf('attribution', { filters: [{ name: 'claim', values: [claim.id] }], include }));
    t.strictSame(marksOf(await get('marks')), {}, 'nothing was withdrawn');
    await desk.withdraw(article.id);
    const mark = { dependsOnWithdrawn: [article.id] };
    for (const read of [get, list]) {
      t.strictSame(marksOf(await read()), {}, 'none where nothing was asked for');
      t.strictSame(marksOf(await read('marks')), { [id]: mark }, 'marks alone');
      t.strictSame((await read('marks'))?.included.items, [], 'with nothing beside');
      const beside = { [id]: mark, [evidence.id]: mark };
      t.strictSame(marksOf(await read('source', 'evidence')), beside, 'also of what stands beside');
    }
    await desk.withdraw(source.id, (await desk.create('source')).id);
    t.strictSame(marksOf(await get('marks')), { [id]: mark }, 'not of what was replaced');
    await desk.restore(article.id);
    t.strictSame(marksOf(await get('marks')), {}, 'nor of what was restored');
  });

  await t.test('what was linked to an older wording of its claim is marked', async (t) => {
    const claim = await desk.create('claim', { text: { en: 'It rained.' } });
    const attribution = await desk.create('attribution', { claimId: claim.id });
    const evidence = await desk.create('evidence', { attributionId: attribution.id });
    const review = await desk.create('review', { claimId: claim.id });
    const all = async () => {
      const include = ['attributions', 'reviews'];
      const found = { ...marksOf(await store.get('claim', claim.id, include)) };
      return { ...found, ...marksOf(await store.get('evidence', evidence.id, ['marks'])) };
    };
    await desk.update(claim.id, { text: { ar: 'أمطرت' } });
    await desk.update(claim.id, { notes: { en: 'A note' } });
    t.strictSame(await all(), {}, 'another language changes nothing');
    await desk.update(claim.id, { text: { en: 'It poured.' } });
    const mark = { wordingChanged: { from: 1, to: 4 } };
    const ids = [attribution, evidence, review].map(({ id }) => id);
    t.strictSame(await all(), Object.fromEntries(ids.map((id) => [id, mark])));
    const later = await desk.create('attribution', { claimId: claim.id });
    t.notOk(later.id in (await all()), 'what was linked to the wording of today is not');
    await desk.update(claim.id, { text: { en: 'It rained.' } });
    t.strictSame(await all(), { [later.id]: { wordingChanged: { from: 4, to: 5 } } }, 'taken back');
  });

  await t.test('a large answer is marked whole', async (t) => {
    const article = await desk.create('article');
    const { id: claimId } = await desk.create('claim');
    const { id: sourceId } = await desk.create('source');
    for (let index = 0; index < 130; index++) {
      const fields = { claimId, articleId: article.id };
      await desk.create('attribution', index % 2 === 0 ? { ...fields, sourceId } : fields);
    }
    await desk.withdraw(sourceId);
    const beside = await store.get('article', article.id, ['attributions']);
    t.strictSame([beside?.included.items.length, Object.keys(marksOf(beside) ?? {}).length], [130, 65]);
    const filters = [{ name: 'article', values: [article.id] }];
    const page = await store.list(queryOf('attribution', { filters, include: ['source'] }));
    t.strictSame(marksOf(page), marksOf(beside), 'the same beside a list');
    t.equal(page.position, await desk.position());
  });
}
