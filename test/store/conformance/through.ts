import type { Test } from 'tap';
import type { ResourceDocument } from '../../../src/model/definition.ts';
import { resourceTypes } from '../../../src/model/identifiers.ts';
import { resources } from '../../../src/model/resources.ts';
import type { Filter } from '../../../src/store/port.ts';
import { Desk } from '../../helpers/making.ts';
import { filterValues, sample } from './samples.ts';
import { idsOf, type OpenStore, selectionOf } from './suite.ts';

/** Filters on what refers to a resource hold together of one that refers to it. */
export async function through(t: Test, openStore: OpenStore): Promise<void> {
  const desk = new Desk(await openStore(t));

  for (const type of resourceTypes) {
    for (const { resource, reference, filters } of resources[type].through) {
      const path = resources[resource].references[reference]?.path as string;

      /** Asserts which of some resources the filters find, in any order of theirs. */
      const finds = async (
        test: Test,
        among: readonly ResourceDocument[],
        given: readonly Filter[],
        expected: readonly ResourceDocument[],
        message: string,
      ) => {
        const wanted = expected.map(({ id }) => id);
        for (const ordered of given.length > 1 ? [given, given.toReversed()] : [given]) {
          const { value } = await desk.store.count(selectionOf(type, { filters: ordered }), 1_000);
          for (const by of ['createdAt', 'updatedAt']) {
            const sort = { by, descending: by === 'updatedAt' };
            const ids = await idsOf(desk.store, type, { filters: ordered, sort });
            const found = among.map(({ id }) => id).filter((id) => ids.includes(id));
            const each = { found, once: new Set(ids).size === ids.length, counted: value === ids.length };
            test.strictSame(each, { found: wanted, once: true, counted: true }, `${message}, by ${by}`);
          }
        }
      };

      for (const name of filters) {
        await t.test(`${type} by the ${name} of a ${resource}`, async (t) => {
          const [first, second] = await sample(desk, resource, name);
          const among = [await desk.create(type), await desk.create(type), await desk.create(type)];
          const [one, other, taken] = among as [ResourceDocument, ResourceDocument, ResourceDocument];
          const referrer = await desk.create(resource, { ...first, [path]: one.id });
          await desk.create(resource, { ...first, [path]: one.id });
          const apart = await desk.create(resource, { ...second, [path]: other.id });
          const withdrawn = await desk.create(resource, { ...first, [path]: taken.id });
          await desk.withdraw(withdrawn.id);
          const [own, others] = [filterValues(referrer, name), filterValues(apart, name)];
          await finds(t, among, [{ name, values: own }], [one], 'found by a live one');
          await finds(t, among, [{ name, values: others }], [other], 'found by the other value');
          await finds(t, among, [{ name, values: [...own, ...others] }], [one, other], 'either value');
          await finds(t, among, [{ name, values: [] }], [], 'no value');
          await desk.restore(withdrawn.id);
          await finds(t, among, [{ name, values: own }], [one, taken], 'found again once restored');
        });
      }

      for (const left of filters) {
        for (const right of filters.slice(filters.indexOf(left) + 1)) {
          await t.test(`${type} by ${left} and ${right} of one ${resource}`, async (t) => {
            const [a, b] = await sample(desk, resource, left);
            const [c, d] = await sample(desk, resource, right);
            const among = [await desk.create(type), await desk.create(type)];
            const [together, crosswise] = among as [ResourceDocument, ResourceDocument];
            const refer = (to: ResourceDocument, fields: object) =>
              desk.create(resource, { ...fields, [path]: to.id });
            const both = await refer(together, { ...a, ...c });
            await refer(together, { ...b, ...d });
            await refer(crosswise, { ...a, ...d });
            const crossed = await refer(crosswise, { ...b, ...c });
            const values = (of: ResourceDocument, name: string) => ({ name, values: filterValues(of, name) });
            const pair = [values(both, left), values(both, right)];
            await finds(t, among, pair, [together], 'both values at one of them');
            const wide = [
              { name: left, values: [...filterValues(both, left), ...filterValues(crossed, left)] },
              values(both, right),
            ];
            await finds(t, among, wide, among, 'one of two values and one value');
            await desk.withdraw(both.id);
            await finds(t, among, pair, [], 'no longer once it is withdrawn');
          });
        }
      }
    }
  }

  await t.test('a source that affirms and one that denies are not a source that denies', async (t) => {
    const [ministry, paper] = [await desk.create('source'), await desk.create('source')];
    const { id: claimId } = await desk.create('claim');
    await desk.create('attribution', { claimId, sourceId: ministry.id, stance: 'affirms' });
    await desk.create('attribution', { claimId, sourceId: paper.id, stance: 'denies' });
    const found = (source: string, stance: string) =>
      idsOf(desk.store, 'claim', {
        filters: [
          { name: 'source', values: [source] },
          { name: 'stance', values: [stance] },
        ],
      });
    t.strictSame(await found(ministry.id, 'affirms'), [claimId]);
    t.strictSame(await found(paper.id, 'denies'), [claimId]);
    t.strictSame(await found(ministry.id, 'denies'), []);
    t.strictSame(await found(paper.id, 'affirms'), []);
  });
}
