import fc from 'fast-check';
import { test } from 'tap';
import { mergePatch, mergePatchBetween } from '../../src/model/merge-patch.ts';

/** RFC 7396, appendix A: the original, the patch and the result. */
const examples: [original: string, patch: string, result: string][] = [
  ['{"a":"b"}', '{"a":"c"}', '{"a":"c"}'],
  ['{"a":"b"}', '{"b":"c"}', '{"a":"b","b":"c"}'],
  ['{"a":"b"}', '{"a":null}', '{}'],
  ['{"a":"b","b":"c"}', '{"a":null}', '{"b":"c"}'],
  ['{"a":["b"]}', '{"a":"c"}', '{"a":"c"}'],
  ['{"a":"c"}', '{"a":["b"]}', '{"a":["b"]}'],
  ['{"a":{"b":"c"}}', '{"a":{"b":"d","c":null}}', '{"a":{"b":"d"}}'],
  ['{"a":[{"b":"c"}]}', '{"a":[1]}', '{"a":[1]}'],
  ['["a","b"]', '["c","d"]', '["c","d"]'],
  ['{"a":"b"}', '["c"]', '["c"]'],
  ['{"a":"foo"}', 'null', 'null'],
  ['{"a":"foo"}', '"bar"', '"bar"'],
  ['{"e":null}', '{"a":1}', '{"e":null,"a":1}'],
  ['[1,2]', '{"a":"b","c":null}', '{"a":"b"}'],
  ['{}', '{"a":{"bb":{"ccc":null}}}', '{"a":{"bb":{}}}'],
];

for (const [original, patch, result] of examples) {
  test(`${patch} makes of ${original} ${result}`, async (t) => {
    const [target, changes] = [JSON.parse(original), JSON.parse(patch)];
    t.strictSame(mergePatch(target, changes), JSON.parse(result));
    t.strictSame([target, changes], [JSON.parse(original), JSON.parse(patch)], 'neither is changed itself');
  });
}

test('members keep their order, and new ones follow', async (t) => {
  t.equal(JSON.stringify(mergePatch({ b: 1, a: 2, c: 3 }, { d: 4, a: 5, b: null })), '{"a":5,"c":3,"d":4}');
});

const hostile: [original: string, patch: string, result: string][] = [
  ['{"a":1}', '{"__proto__":{"polluted":true}}', '{"a":1,"__proto__":{"polluted":true}}'],
  ['{"a":{}}', '{"a":{"__proto__":{"polluted":true}}}', '{"a":{"__proto__":{"polluted":true}}}'],
  ['{"__proto__":{"b":1}}', '{"__proto__":{"polluted":true}}', '{"__proto__":{"b":1,"polluted":true}}'],
  ['{"__proto__":{"b":1}}', '{"__proto__":null}', '{}'],
  ['{}', '{"__proto__":null,"a":1}', '{"a":1}'],
  [
    '{}',
    '{"constructor":{"prototype":{"polluted":true}}}',
    '{"constructor":{"prototype":{"polluted":true}}}',
  ],
  ['{}', '{"toString":{"polluted":true}}', '{"toString":{"polluted":true}}'],
];

for (const [original, patch, result] of hostile) {
  test(`${patch} is data like any other in ${original}`, async (t) => {
    const merged = mergePatch(JSON.parse(original), JSON.parse(patch));
    t.equal(JSON.stringify(merged), result);
    t.equal(Object.getPrototypeOf(merged), Object.prototype);
    t.notOk('polluted' in {}, 'no other object knows of it');
    t.notOk('polluted' in Object, 'nor does the constructor');
  });
}

test('the patch between two objects makes the one of the other, and is empty where they are alike', async (t) => {
  const name = fc.constantFrom('a', 'b', 'c', '__proto__');
  const { object } = fc.letrec((tie) => ({
    object: fc.dictionary(name, tie('value'), { noNullPrototype: true }),
    value: fc.oneof(fc.integer(), fc.constantFrom('', 'x'), fc.array(fc.integer()), tie('object')),
  }));
  const both = fc.tuple(object, object) as fc.Arbitrary<[Record<string, unknown>, Record<string, unknown>]>;
  fc.assert(
    fc.property(both, ([before, after]) => {
      const patch = mergePatchBetween(before, after);
      t.strictSame(mergePatch(before, patch), after);
      t.equal(
        Object.keys(patch).length === 0,
        JSON.stringify(sorted(before)) === JSON.stringify(sorted(after)),
      );
      return t.passing();
    }),
  );
});

function sorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.entries(value)
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, member]) => [name, sorted(member), 'member']);
}
