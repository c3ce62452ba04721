import { join } from 'node:path';
import fc from 'fast-check';
import { type Test, test } from 'tap';
import { loadBundledArticle } from '../../src/bundled/load.ts';
import type { Store } from '../../src/store/port.ts';
import { openSqliteStore } from '../../src/store/sqlite/store.ts';
import { writeAtRandom } from '../helpers/random-data.ts';
import { contents, exported, imported, restored } from '../helpers/transfer.ts';

let opened = 0;

/** Opens stores in files of their own for as long as `use` takes. */
async function withStores(t: Test, use: (...stores: Store[]) => Promise<void>): Promise<void> {
  const folder = t.testdirName;
  const stores: Store[] = [];
  for (let index = 0; index < use.length; index++) {
    const url = `file:${join(folder, `${opened++}.db`)}`;
    stores.push((await openSqliteStore({ url, workers: 1 })).store);
  }
  try {
    await use(...stores);
  } finally {
    for (const store of stores) await store.close();
  }
}

test('the bundled article is the same wherever it is exported to', async (t) => {
  t.testdir();
  await withStores(t, async (first: Store, second: Store, third: Store) => {
    await loadBundledArticle(first);
    const file = await exported(first);
    t.equal(file.split('\n').length, 1 + 2 * 109 + 1);
    t.equal((await restored(second, file)).position, 109);
    t.equal(await exported(second), file, 'restored');
    const all = { created: 109, updated: 0, unchanged: 0, withdrawn: 0, rejected: 0, reasons: [] };
    t.strictSame(await imported(third, file), all);
    t.strictSame(contents(await exported(third)), contents(file), 'imported');
    t.strictSame(await imported(third, file), { ...all, created: 0, unchanged: 109 });
    t.equal((await third.check()).position, 109, 'a second time, nothing is written');
  });
});

test('whatever a store holds is the same once it is restored or imported', async (t) => {
  t.testdir();
  const property = fc.asyncProperty(fc.integer(), fc.integer({ min: 1, max: 100 }), async (seed, steps) => {
    await withStores(t, async (first: Store, second: Store, third: Store) => {
      await writeAtRandom(first, seed, steps);
      const file = await exported(first);
      await restored(second, file);
      t.equal(await exported(second), file, 'restored');
      const { reasons } = await imported(third, file, 7);
      t.strictSame(reasons, []);
      t.strictSame(contents(await exported(third)), contents(file), 'imported');
      const { position } = await third.check();
      await imported(third, file);
      t.equal((await third.check()).position, position, 'a second time, nothing is written');
      if (!t.passing()) throw new Error('not the same');
    });
  });
  await fc.assert(property, { numRuns: Number(process.env.RUNS ?? 4), endOnFailure: true });
});
