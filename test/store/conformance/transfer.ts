import type { Test } from 'tap';
import { newIdentifier } from '../../../src/model/identifiers.ts';
import type { ExportPart } from '../../../src/store/port.ts';
import { Desk } from '../../helpers/making.ts';
import type { OpenStore } from './suite.ts';

async function partsOf(parts: AsyncIterable<ExportPart>): Promise<ExportPart[]> {
  const all: ExportPart[] = [];
  for await (const part of parts) all.push(part);
  return all;
}

/** Documents by id and name, and all that a store holds. */
export async function transfer(t: Test, openStore: OpenStore): Promise<void> {
  await t.test(
    'resources are found by ids and names, in the order in which they were asked for',
    async (t) => {
      const store = await openStore(t);
      const desk = new Desk(store);
      const one = await desk.create('claim', { externalId: 'one' });
      const other = await desk.create('source', { externalId: 'one' });
      await desk.withdraw(one.id);
      const found = await store.find([
        { type: 'source', externalId: 'one' },
        { type: 'claim', externalId: 'nobody' },
        { type: 'claim', id: one.id },
        { type: 'claim', externalId: 'one' },
        { type: 'source', id: newIdentifier('source') },
        { type: 'source', id: one.id },
      ]);
      t.strictSame(
        found.map((item) => item && [item.id, item.revision]),
        [[other.id, 1], undefined, [one.id, 2], [one.id, 2], undefined, undefined],
      );
      t.strictSame(await store.find([]), []);
      const many = Array.from({ length: 1_001 }, () => ({ type: 'claim' as const, id: one.id }));
      await t.rejects(store.find(many), RangeError);
    },
  );

  await t.test('an export holds one moment, whatever is written meanwhile', async (t) => {
    const store = await openStore(t);
    const desk = new Desk(store);
    const claim = await desk.create('claim');
    await desk.create('evidence', { claimId: claim.id });
    const parts = store.export({ history: true })[Symbol.asyncIterator]();
    const head = { part: 'head', position: 2, documents: 2, changes: 2 };
    t.strictSame((await parts.next()).value, head);
    await desk.update(claim.id, { tense: 'future' });
    await desk.create('review');
    const rest = await partsOf({ [Symbol.asyncIterator]: () => parts });
    const told = rest.flatMap((part) =>
      part.part === 'head' ? [] : part.items.map(({ id, revision }) => [id, revision]),
    );
    t.equal(told.length, 4);
    t.strictSame(told[0], [claim.id, 1]);
    t.match(await partsOf(store.export({ history: false })), [{ position: 6, documents: 5, changes: 0 }]);
  });

  await t.test('an export that is given up lets go of the store', async (t) => {
    const store = await openStore(t);
    await new Desk(store).create('claim');
    for await (const { part } of store.export({ history: true })) if (part === 'documents') break;
    await t.resolves(store.close());
    t.throws(() => store.export({ history: true }), { code: 'not_ready' });
  });

  await t.test('a part holds about a megabyte at most', async (t) => {
    const store = await openStore(t);
    const desk = new Desk(store);
    const notes = Object.fromEntries(['ar', 'de', 'en', 'es', 'fr'].map((tag) => [tag, 'x'.repeat(5_000)]));
    for (let count = 0; count < 60; count++) await desk.create('source', { notes });
    const parts = await partsOf(store.export({ history: true }));
    const lengths = parts.map((part) =>
      part.part === 'head' ? 0 : part.items.reduce((sum, { json }) => sum + (json?.length ?? 0), 0),
    );
    t.ok(lengths.length > 3, `${lengths.length} parts`);
    t.ok(Math.max(...lengths) < 1_000_000, `${lengths}`);
    t.equal(lengths.reduce((sum, length) => sum + length, 0) > 60 * 25_000, true, 'and all is there');
  });
}
