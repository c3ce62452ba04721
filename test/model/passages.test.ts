import { test } from 'tap';
import type { Locator } from '../../src/model/locator.ts';
import { AddressedText } from '../../src/model/locator.ts';
import { locatorIssues } from '../../src/model/passages.ts';
import { inShort } from './documents.ts';

/** An emoji (0), a family (2 to 9), a flag (10 and 11) and Arabic with tashkeel stand before the passage (32 to 39). */
const text =
  '\u{1F600} \u{1F468}\u200D\u{1F469}\u200D\u{1F467}\u200D\u{1F466} \u{1F1E8}\u{1F1F3} ' +
  '\u0642\u064E\u0627\u0644\u064E \u0627\u0644\u0645\u064F\u062D\u064E\u062F\u0651\u0650\u062B\u064F: ' +
  'nothing of it.';

function at(start: number, end: number): Locator {
  return { selectors: [{ type: 'TextPositionSelector', start, end }] };
}

function quoting(exact: string, prefix?: string, suffix?: string): Locator {
  const around = { ...(prefix !== undefined && { prefix }), ...(suffix !== undefined && { suffix }) };
  return { selectors: [{ type: 'TextQuoteSelector', exact, ...around }] };
}

function faults(locator: Locator | undefined, article: Record<string, unknown> | undefined): string[] {
  return inShort(locatorIssues('/locators/0', locator, article));
}

const start = '/locators/0/selectors/0/start';
const end = '/locators/0/selectors/0/end';

test('the passage stands where its code points are counted, not its code units', async (t) => {
  t.equal(new AddressedText(text).length, 46);
  t.equal(new AddressedText(text).passage(32, 39), 'nothing');
  t.equal(text.indexOf('nothing'), 39, 'seven code units further on');
  t.strictSame(faults(at(32, 39), { text }), []);
});

const positions: [name: string, start: number, end: number, faults: string[]][] = [
  ['the whole text', 0, 46, []],
  ['its last character', 45, 46, []],
  ['one beyond its end', 32, 47, [`outside_text ${end}`]],
  ['wholly beyond its end', 46, 50, [`outside_text ${end}`]],
  ['its length in code units', 0, text.length, [`outside_text ${end}`]],
  ['the family', 2, 9, []],
  ['from inside the family', 3, 9, [`splits_grapheme ${start}`]],
  ['into the family, after a joiner', 0, 4, [`splits_grapheme ${end}`]],
  ['within the family', 3, 8, [`splits_grapheme ${start}`, `splits_grapheme ${end}`]],
  ['the flag', 10, 12, []],
  ['half of the flag', 10, 11, [`splits_grapheme ${end}`]],
  ['from the other half of the flag', 11, 18, [`splits_grapheme ${start}`]],
  ['a word with its harakat', 13, 18, []],
  ['a letter without its haraka', 13, 14, [`splits_grapheme ${end}`]],
  ['a word without its last haraka', 13, 17, [`splits_grapheme ${end}`]],
  ['from a haraka', 14, 18, [`splits_grapheme ${start}`]],
  ['between shadda and kasra', 19, 27, [`splits_grapheme ${end}`]],
  ['from inside a character to beyond the end', 11, 47, [`outside_text ${end}`, `splits_grapheme ${start}`]],
];

for (const [name, from, to, expected] of positions) {
  test(`a position: ${name}`, async (t) => {
    t.strictSame(faults(at(from, to), { text }).toSorted(), expected.toSorted());
  });
}

const quotations: [name: string, locator: Locator, stands: boolean][] = [
  ['words of the text', quoting('nothing of it'), true],
  ['words after Arabic', quoting('nothing', '\u062B\u064F: ', ' of it.'), true],
  ['words with all their tashkeel', quoting('\u0642\u064E\u0627\u0644\u064E'), true],
  ['words without their tashkeel', quoting('\u0642\u0627\u0644'), false],
  ['words that are not in the text', quoting('nothing at all'), false],
  ['words with another prefix', quoting('nothing', 'said '), false],
  ['words with another suffix', quoting('nothing', undefined, ' more'), false],
];

for (const [name, locator, stands] of quotations) {
  test(`a quotation: ${name}`, async (t) => {
    t.strictSame(faults(locator, { text }), stands ? [] : ['not_in_text /locators/0/selectors/0']);
  });
}

test('each selector has its own pointer', async (t) => {
  const selectors = [...(quoting('absent').selectors ?? []), ...(at(10, 11).selectors ?? [])];
  t.strictSame(faults({ part: 'body', selectors }, { text }), [
    'not_in_text /locators/0/selectors/0',
    'splits_grapheme /locators/0/selectors/1/end',
  ]);
});

test('of an article without text, its length is what positions are checked against', async (t) => {
  t.strictSame(faults(at(0, 46), { textLength: 46 }), []);
  t.strictSame(faults(at(0, 47), { textLength: 46 }), [`outside_text ${end}`]);
  t.strictSame(faults(at(3, 4), { textLength: 46 }), [], 'no character can be seen split');
  t.strictSame(faults(quoting('absent'), { textLength: 46 }), [], 'no words can be looked for');
});

test('what cannot be checked stands', async (t) => {
  t.strictSame(faults(at(0, 1_000_000), {}), [], 'neither text nor length');
  t.strictSame(faults(at(0, 1_000_000), undefined), [], 'no article');
  t.strictSame(faults({ part: 'headline', paragraph: 3 }, { text }), [], 'no selectors');
  t.strictSame(faults(undefined, { text }), [], 'no locator');
});

test('a long text is searched for so many quotations at once and no more', async (t) => {
  const article = { text: `${'a'.repeat(400_000)}b` };
  const faultsOf = () => faults(quoting('b'), article);
  const first = Array.from({ length: 200 }, faultsOf).flat();
  t.strictSame(first, []);
  const next = Array.from({ length: 100 }, faultsOf).flat();
  t.strictSame(new Set(next), new Set(['too_many_quotations /locators/0/selectors/0']));
  t.strictSame(faults(quoting('b'), { ...article }), [], 'in another request it is looked for');
});

test('a place in a long run of marks is looked at in no time', async (t) => {
  const article = { text: `e${'\u0301'.repeat(490_000)}` };
  const began = performance.now();
  for (let place = 1_000; place < 401_000; place += 200) {
    t.strictSame(faults(at(0, place), article), [`splits_grapheme ${end}`]);
  }
  t.ok(performance.now() - began < 1_500);
});
