import { test } from 'tap';
import { fromPointer, toPointer } from '../../src/model/definition.ts';
import { collections, resourceTypes } from '../../src/model/identifiers.ts';
import { resources } from '../../src/model/resources.ts';

const pointers: [pointer: string, steps: string[]][] = [
  ['', []],
  ['/', ['']],
  ['/a/0/b', ['a', '0', 'b']],
  ['/a~1b', ['a/b']],
  ['/m~0n', ['m~n']],
  ['/~01', ['~1']],
  ['/~0~1~01', ['~/~1']],
  ['/__proto__', ['__proto__']],
];

for (const [pointer, steps] of pointers) {
  test(`the pointer ${JSON.stringify(pointer)}`, async (t) => {
    t.strictSame(fromPointer(pointer), steps);
    t.equal(toPointer(steps), pointer);
  });
}

for (const type of resourceTypes) {
  const definition = resources[type];
  const names = Object.keys(definition.document.shape);

  test(`the definition of ${type} names only what there is`, async (t) => {
    t.equal(definition.type, type);
    t.equal(definition.collection, collections[type]);
    const paths = Object.values(definition.references).map(({ path }) => path.split(/[.[]/, 1)[0] ?? '');
    t.strictSame(
      [...definition.fixed, ...paths].filter((name) => !names.includes(name)),
      [],
    );
    const either = Object.values(definition.either).flat();
    t.strictSame(
      either.filter((name) => !(name in definition.references)),
      [],
    );
  });

  test(`what ${type} is filtered by through others is theirs`, async (t) => {
    const { through, exists, referrers } = definition;
    const used = [...through, ...Object.values(exists), ...Object.values(referrers)];
    for (const { resource, reference } of used) {
      t.equal(
        resources[resource].references[reference]?.to,
        type,
        `${resource}.${reference} refers to ${type}`,
      );
    }
    const unknown = through.flatMap(({ resource, filters }) => {
      const { references, values } = resources[resource];
      return filters.filter((name) => !(name in references) && !(name in values));
    });
    t.strictSame(unknown, []);
  });
}
