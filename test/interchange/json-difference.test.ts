import fc from 'fast-check';
import { applyPatch } from 'rfc6902';
import { test } from 'tap';
import { jsonDifference } from '../../src/interchange/json-difference.ts';

const ids = (letter: string, count: number) => Array.from({ length: count }, (_, index) => letter + index);

const cases: [name: string, before: unknown, after: unknown, patch: unknown][] = [
  ['the same', { a: [1, { b: 2 }] }, { a: [1, { b: 2 }] }, []],
  ['one more', [1, 2, 3], [1, 9, 2, 3], [{ op: 'add', path: '/1', value: 9 }]],
  ['one less', [1, 9, 2, 3], [1, 2, 3], [{ op: 'remove', path: '/1' }]],
  ['one twice', [1, 1], [1, 1, 1], [{ op: 'add', path: '/2', value: 1 }]],
  ['a member of one', [{ a: 1 }, 2], [{ a: 3 }, 2], [{ op: 'replace', path: '/0/a', value: 3 }]],
  ['a name with a slash', { 'a/b': [0] }, { 'a/b': [1] }, [{ op: 'replace', path: '/a~1b/0', value: 1 }]],
  ['nothing before', null, { a: 1 }, [{ op: 'replace', path: '', value: { a: 1 } }]],
];

test('lists that begin and end alike differ in between', async (t) => {
  for (const [name, before, after, patch] of cases) t.strictSame(jsonDifference(before, after), patch, name);
});

test('a difference turns the one into the other', async (t) => {
  const entry = fc.constantFrom(1, 2, 3, null, 'a');
  const { value } = fc.letrec((tie) => ({
    value: fc.oneof({ maxDepth: 3 }, entry, tie('list'), tie('object')),
    list: fc.array(tie('value'), { maxLength: 5 }),
    object: fc.dictionary(fc.constantFrom('a', 'b', 'a/b', '~'), tie('value'), { noNullPrototype: true }),
  }));
  const property = fc.property(value, value, (before, after) => {
    const holder = { value: structuredClone(before) };
    applyPatch(holder, jsonDifference({ value: before }, { value: after }));
    t.strictSame(holder.value, after);
  });
  fc.assert(property, { numRuns: 300 });
});

test('long lists that have nothing in common are compared at once', async (t) => {
  const before = performance.now();
  const patch = jsonDifference(ids('a', 20_000), ids('b', 20_000));
  t.equal(patch.length, 20_000);
  t.ok(performance.now() - before < 2_000);
});
