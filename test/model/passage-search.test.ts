import fc from 'fast-check';
import { test } from 'tap';
import { endOfPassage } from '../../src/model/passage-search.ts';

function endIn(text: string, passage: string): number | undefined {
  const start = text.indexOf(passage);
  return start < 0 ? undefined : start + passage.length;
}

test('a passage is found where String.indexOf finds it', async (t) => {
  const letters = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 40 });
  const property = fc.property(
    letters,
    fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 8 }),
    (text, passage) => endOfPassage(text, passage) === endIn(text, passage),
  );
  t.doesNotThrow(() => fc.assert(property, { numRuns: 2_000 }));
  const text = 'قال المتحدث 🌧️: “لم أسمع بذلك قط”.';
  const pairs = fc.tuple(fc.nat(text.length), fc.nat(text.length));
  t.doesNotThrow(() =>
    fc.assert(fc.property(pairs, ([from, to]) => endOfPassage(text, text.slice(from, to)) !== undefined)),
  );
});

test('a passage that nearly stands everywhere is looked for in the same time', async (t) => {
  const text = 'a'.repeat(500_000);
  const began = performance.now();
  for (let split = 0; split < 2_000; split += 100) {
    t.notOk(endOfPassage(text, `${'a'.repeat(split)}b${'a'.repeat(2_000 - split)}`));
  }
  t.ok(performance.now() - began < 2_000);
});
