import type { Test } from 'tap';
import type { ResourceDocument } from '../../../src/model/definition.ts';
import { type ResourceType, resourceTypes } from '../../../src/model/identifiers.ts';
import { resources } from '../../../src/model/resources.ts';
import type { Filter } from '../../../src/store/port.ts';
import { Desk } from '../../helpers/making.ts';
import { filterValues, sample, samples } from './samples.ts';
import { idsOf, type OpenStore, selectionOf } from './suite.ts';

/** Values that no resource has, by the type of a value or `reference`. */
const unheard = { text: 'unheard-of', texts: 'unheard-of', reference: 'source_01h455vb4pex5vsknk084sn02q' };

/** Values that no filter is for, or that have filters of their own. */
const unfiltered = new Set(['date', 'analysed']);

/** Each filter finds what it should, and nothing else, in every order and counted. */
export async function filters(t: Test, openStore: OpenStore): Promise<void> {
  const desk = new Desk(await openStore(t));

  /** Asserts which of some resources a selection finds. */
  const finds = async (
    test: Test,
    among: readonly ResourceDocument[],
    given: readonly Filter[],
    expected: readonly ResourceDocument[],
    message: string,
  ) => {
    const type = among[0]?.type as ResourceType;
    const wanted = expected.map(({ id }) => id).sort();
    const { value } = await desk.store.count(selectionOf(type, { filters: given }), 1_000);
    for (const by of ['createdAt', 'updatedAt']) {
      const sort = { by, descending: by === 'updatedAt' };
      const ids = await idsOf(desk.store, type, { filters: given, sort });
      const found = ids.filter((id) => among.some((one) => one.id === id)).sort();
      const each = { found, once: new Set(ids).size === ids.length, counted: value === ids.length };
      test.strictSame(each, { found: wanted, once: true, counted: true }, `${message}, by ${by}`);
    }
  };

  for (const type of resourceTypes) {
    const { references, values } = resources[type];
    const names = [...Object.keys(references), ...Object.keys(values)];
    const filtering = names.filter((name) => !unfiltered.has(values[name]?.type ?? 'reference'));
    t.strictSame(Object.keys(samples[type]).sort(), [...filtering].sort(), `${type} has all its samples`);
    for (const name of filtering) {
      await t.test(`${type} by ${name}`, async (t) => {
        const [first, second] = await sample(desk, type, name);
        const [one, other, neither] = [
          await desk.create(type, first),
          await desk.create(type, second),
          await desk.create(type),
        ];
        const among = [one, other];
        const [own, others] = [filterValues(one, name), filterValues(other, name)];
        for (const value of own) await finds(t, among, [{ name, values: [value] }], [one], `${value}`);
        for (const value of others) await finds(t, among, [{ name, values: [value] }], [other], `${value}`);
        await finds(t, among, [{ name, values: [...own, ...others] }], among, 'either value');
        await finds(t, among, [{ name, values: [] }], [], 'no value');
        const kind = values[name]?.type ?? 'reference';
        if (kind === 'boolean' || kind === 'date' || kind === 'analysed') return;
        await finds(t, among, [{ name, values: [unheard[kind]] }], [], 'an unheard-of value');
        await finds(t, among, [{ name, values: [unheard[kind], ...own] }], [one], 'or a known one');
        const distinct = filterValues(neither, name).every((value) => !own.includes(value));
        if (distinct) await finds(t, [...among, neither], [{ name, values: own }], [one], 'nothing beside');
      });
    }
    await t.test(`${type} by externalId`, async (t) => {
      const name = 'externalId';
      const made = [await desk.create(type, { externalId: 'one' }), await desk.create(type)];
      await finds(t, made, [{ name, values: ['one'] }], made.slice(0, 1), 'its name');
      await finds(t, made, [{ name, values: ['one', 'two'] }], made.slice(0, 1), 'one of the names');
      await finds(t, made, [{ name, values: ['two'] }], [], 'another name');
    });
    await t.test(`${type} by two filters`, async (t) => {
      const [[a, b], [c, d]] = [filtering.slice(0, 2), filtering.slice(-2)];
      for (const [left, right] of [
        [a, c],
        [b, d],
      ]) {
        if (!left || !right || left === right) continue;
        const [first, apart] = await sample(desk, type, left);
        const [second] = await sample(desk, type, right);
        const among = [
          await desk.create(type, { ...first, ...second }),
          await desk.create(type, first),
          await desk.create(type, { ...apart, ...second }),
        ];
        const [both] = among as [ResourceDocument];
        const given = [left, right].map((name) => ({ name, values: filterValues(both, name).slice(0, 1) }));
        const expected = among.filter((one) =>
          given.every(({ name, values }) => filterValues(one, name).includes(values[0] as string)),
        );
        t.ok(expected.includes(both), 'there is one that has both');
        await finds(t, among, given, expected, `${left} and ${right}`);
        await finds(t, among, given.toReversed(), expected, `${right} and ${left}`);
      }
    });
    for (const [name, ends] of Object.entries(resources[type].either)) {
      await t.test(`${type} by ${name}, at either end`, async (t) => {
        const made = await Promise.all(
          ends.map(async (end) => desk.create(type, (await sample(desk, type, end))[0])),
        );
        for (const [index, end] of ends.entries()) {
          const one = made[index] as ResourceDocument;
          await finds(t, made, [{ name, values: filterValues(one, end) }], [one], end);
        }
        const all = ends.flatMap((end, index) => filterValues(made[index] as ResourceDocument, end));
        await finds(t, made, [{ name, values: all }], made, 'any of both');
        await finds(t, made, [{ name, values: [] }], [], 'no value');
      });
    }
    for (const [name, { resource, reference }] of Object.entries(resources[type].exists)) {
      await t.test(`${type} by ${name}`, async (t) => {
        const made = [await desk.create(type), await desk.create(type), await desk.create(type)];
        const [with_, without, once] = made as [ResourceDocument, ResourceDocument, ResourceDocument];
        const path = resources[resource].references[reference]?.path as string;
        for (const { id } of [with_, with_, once]) await desk.create(resource, { [path]: id });
        const last = await idsOf(desk.store, resource, {
          filters: [{ name: reference, values: [once.id] }],
        });
        await desk.withdraw(last[0] as string);
        await finds(t, made, [{ name, values: [true] }], [with_], 'a live one refers to it');
        await finds(t, made, [{ name, values: [false] }], [without, once], 'no live one refers to it');
        await finds(t, made, [{ name, values: [true, false] }], made, 'either');
        await finds(t, made, [{ name, values: [] }], [], 'no value');
      });
    }
  }
}
