import type { Test } from 'tap';
import type { ResourceDocument } from '../../../src/model/definition.ts';
import { resourceTypes } from '../../../src/model/identifiers.ts';
import { resources } from '../../../src/model/resources.ts';
import type { Filter } from '../../../src/store/port.ts';
import { Desk } from '../../helpers/making.ts';
import { filterValues, sample } from './samples.ts';
import { idsOfAllPages, type OpenStore, queryOf, selectionOf } from './suite.ts';

const ids = (documents: readonly { id: string }[]) => documents.map(({ id }) => id).toSorted();

/** What was withdrawn as replaced by another is one thing with it, wherever references are looked for. */
export async function merging(t: Test, openStore: OpenStore): Promise<void> {
  const desk = new Desk(await openStore(t));
  const { store } = desk;

  /** Asserts which of some resources, in the order of their creation, the filters find: page by page, and counted. */
  const finds = async (
    test: Test,
    among: readonly ResourceDocument[],
    filters: readonly Filter[],
    expected: readonly ResourceDocument[],
    message: string,
    withdrawn = false,
  ) => {
    const type = among[0]?.type as ResourceDocument['type'];
    const made = among.map(({ id }) => id);
    const { value } = await store.count(selectionOf(type, { filters, withdrawn }), 1_000);
    const wanted = expected.map(({ id }) => id);
    for (const [by, descending] of [
      ['createdAt', false],
      ['createdAt', true],
      ['updatedAt', false],
    ] as const) {
      const query = queryOf(type, { filters, withdrawn, sort: { by, descending }, limit: 2 });
      const found = await idsOfAllPages(store, query);
      const counted = found.length === value && new Set(found).size === value;
      const known = by === 'createdAt' ? found : made.filter((id) => found.includes(id));
      const given = (descending ? known.toReversed() : known).filter((id) => made.includes(id));
      test.strictSame({ given, counted }, { given: wanted, counted: true }, `${message}, by ${by}`);
    }
  };

  for (const type of resourceTypes) {
    const { references, either, through, exists, referrers } = resources[type];

    for (const [name, { to }] of Object.entries(references)) {
      await t.test(`${type} by ${name}, by the id of any that was merged`, async (t) => {
        const [first, second] = await sample(desk, type, name);
        const made = [await desk.create(type, first), await desk.create(type, second)] as const;
        const [old, new_] = made.map((one) => filterValues(one, name)[0] as string) as [string, string];
        const { id: newest } = await desk.create(to);
        const by = (id: string) => [{ name, values: [id] }];
        await desk.withdraw(old, new_);
        for (const id of [old, new_]) await finds(t, made, by(id), made, 'two merged');
        await desk.withdraw(new_, newest);
        for (const id of [old, new_, newest]) await finds(t, made, by(id), made, 'three merged');
        await finds(t, made, [{ name, values: [old, newest] }], made, 'by two of them');
        await desk.withdraw(newest);
        for (const id of [old, newest]) await finds(t, made, by(id), made, 'whether they stand or not');
        await desk.restore(old);
        await finds(t, made, by(old), [made[0]], 'apart again');
        for (const id of [new_, newest]) await finds(t, made, by(id), [made[1]], 'without it');
      });
    }

    for (const [name, ends] of Object.entries(either)) {
      await t.test(`${type} by ${name}, at either end, by the id of any that was merged`, async (t) => {
        const made: ResourceDocument[] = [];
        for (const end of ends) made.push(await desk.create(type, (await sample(desk, type, end))[0]));
        const values = ends.map((end, index) => filterValues(made[index] as ResourceDocument, end)[0]);
        await desk.withdraw(String(values[0]), String(values[1]));
        for (const id of values) await finds(t, made, [{ name, values: [String(id)] }], made, String(id));
      });
    }

    for (const { resource, reference, filters } of through) {
      const path = resources[resource].references[reference]?.path as string;
      for (const name of filters) {
        await t.test(`${type} that were merged by the ${name} of a ${resource}`, async (t) => {
          const [fields, others] = await sample(desk, resource, name);
          const among: ResourceDocument[] = [];
          for (let index = 0; index < 5; index++) among.push(await desk.create(type));
          const [before, old, new_, after, apart] = among as [
            ...[ResourceDocument, ResourceDocument, ResourceDocument, ResourceDocument, ResourceDocument],
          ];
          const made = await desk.create(resource, { ...fields, [path]: old.id });
          for (const { id } of [before, after, after]) await desk.create(resource, { ...fields, [path]: id });
          await desk.create(resource, { ...others, [path]: apart.id });
          const by = [{ name, values: filterValues(made, name) }];
          await desk.withdraw(old.id, new_.id);
          const live = [before, new_, after];
          await finds(t, among, by, live, 'found by what refers to what it replaced');
          await finds(t, among, by, [before, old, new_, after], 'both where both are listed', true);
          await desk.create(resource, { ...fields, [path]: new_.id });
          await finds(t, among, by, live, 'once, where both are referred to');
          const to = resources[resource].references[name]?.to;
          if (to) {
            const { id: whole } = await desk.create(to);
            await desk.withdraw(String(filterValues(made, name)[0]), whole);
            await finds(t, among, [{ name, values: [whole] }], live, 'by what that was merged into');
          }
          await desk.withdraw(made.id);
          await finds(t, among, by, live, 'by its own');
          await desk.restore(old.id);
          await finds(t, among, by, live, 'apart again');
        });
      }
    }

    for (const [name, { resource, reference }] of Object.entries(exists)) {
      await t.test(`${type} that were merged by ${name}`, async (t) => {
        const among = [await desk.create(type), await desk.create(type), await desk.create(type)];
        const [old, new_, other] = among as [ResourceDocument, ResourceDocument, ResourceDocument];
        const path = resources[resource].references[reference]?.path as string;
        const linked = await desk.create(resource, { [path]: old.id });
        await desk.withdraw(old.id, new_.id);
        await finds(t, among, [{ name, values: [true] }], [new_], 'what refers to one refers to the other');
        await finds(t, among, [{ name, values: [false] }], [other], 'and is none that is without');
        await finds(t, among, [{ name, values: [true] }], [old, new_], 'both where both are listed', true);
        await desk.withdraw(linked.id);
        await finds(t, among, [{ name, values: [true] }], [], 'while it is live');
      });
    }

    for (const [name, { resource, reference }] of Object.entries(referrers)) {
      await t.test(`${name} of a ${type} are those of all that was merged`, async (t) => {
        const path = resources[resource].references[reference]?.path as string;
        const [old, new_] = [await desk.create(type), await desk.create(type)];
        const made = [];
        for (const { id } of [new_, old, new_]) made.push(await desk.create(resource, { [path]: id }));
        await desk.withdraw(old.id, new_.id);
        for (const { id } of [old, new_]) {
          const found = await store.get(type, id, [name]);
          t.strictSame(
            found?.included.items.map((one) => one.id),
            made.map((one) => one.id),
            'in the order of their creation',
          );
        }
      });
    }

    await t.test(`a ${type} that was replaced is told with what replaced it`, async (t) => {
      const made = [await desk.create(type), await desk.create(type), await desk.create(type)];
      const [old, new_, newest] = made as [ResourceDocument, ResourceDocument, ResourceDocument];
      t.equal((await store.get(type, old.id))?.replacedById, undefined, 'while it stands');
      await desk.withdraw(old.id, new_.id);
      await desk.withdraw(new_.id, newest.id);
      for (const include of [[], ['replacedBy']]) {
        t.equal((await store.get(type, old.id, include))?.replacedById, new_.id);
        t.equal((await store.get(type, newest.id, include))?.replacedById, undefined);
      }
      const beside = async (id: string) =>
        ids((await store.get(type, id, ['replacedBy']))?.included.items ?? []);
      t.strictSame(await beside(old.id), ids([new_, newest]), 'one after the other');
      t.strictSame(await beside(new_.id), [newest.id]);
      t.strictSame(await beside(newest.id), []);
    });

    for (const [name, { to }] of Object.entries(references)) {
      await t.test(`the ${name} of a ${type} stands beside it with what replaced it`, async (t) => {
        const [fields] = await sample(desk, type, name);
        const made = await desk.create(type, fields);
        const old = filterValues(made, name)[0] as string;
        const { id: replacement } = await desk.create(to);
        await desk.withdraw(old, replacement);
        const found = (await store.get(type, made.id, [name]))?.included.items ?? [];
        t.strictSame(
          found.map(({ id }) => id).filter((id) => id === old || id === replacement),
          [old, replacement],
        );
      });
    }
  }

  await t.test('a filter has room for all that was merged into one', async (t) => {
    const { id: sourceId } = await desk.create('source');
    const withdrawal = { kind: 'duplicate', reason: { en: 'Twice' }, replacedById: sourceId };
    const fields = { kind: 'organization', name: { en: 'A source' } };
    const duplicates = await desk.write(
      ...Array.from({ length: 150 }, () => ({ action: 'create', type: 'source', fields }) as const),
    );
    const [first] = ids(duplicates);
    const made = await desk.create('article', { publisherId: first });
    await desk.write(...duplicates.map(({ id }) => ({ action: 'withdraw', id, withdrawal }) as const));
    for (const id of [sourceId, first as string]) {
      await finds(t, [made], [{ name: 'publisher', values: [id] }], [made], 'by any of 151 ids');
    }
  });
}
