import { test } from 'tap';
import { AddressedText, locator } from '../../src/model/locator.ts';
import { issuesOf } from '../../src/model/validation.ts';
import { inShort } from './documents.ts';

function faultsIn(input: unknown): string[] {
  const { error } = locator.safeParse(input);
  return error ? inShort(issuesOf(error, '', input)) : [];
}

const position = (start: unknown, end: unknown) => ({ type: 'TextPositionSelector', start, end });
const quote = (exact: unknown) => ({ type: 'TextQuoteSelector', exact });

const locators: [name: string, input: unknown, faults: string[]][] = [
  ['a part', { part: 'headline' }, []],
  ['a paragraph', { paragraph: 1 }, []],
  ['a position', { selectors: [position(0, 1)] }, []],
  ['a quotation with what stands around it', { selectors: [{ ...quote('b'), prefix: '', suffix: 'c' }] }, []],
  ['four selectors', { selectors: [position(0, 1), quote('a'), position(2, 3), quote('b')] }, []],
  ['five selectors', { selectors: Array(5).fill(quote('a')) }, ['too_big /selectors']],
  ['nothing', {}, ['invalid ']],
  ['no selector among its selectors', { selectors: [] }, ['too_small /selectors']],
  ['an unknown part', { part: 'footer' }, ['invalid_value /part']],
  ['paragraph 0', { paragraph: 0 }, ['too_small /paragraph']],
  ['half a paragraph', { paragraph: 1.5 }, ['invalid_type /paragraph']],
  ['a start at its end', { selectors: [position(3, 3)] }, ['invalid /selectors/0/end']],
  ['a start after its end', { selectors: [quote('a'), position(4, 3)] }, ['invalid /selectors/1/end']],
  ['a start before the text', { selectors: [position(-1, 3)] }, ['too_small /selectors/0/start']],
  ['an offset between two code points', { selectors: [position(1, 2.5)] }, ['invalid_type /selectors/0/end']],
  ['a text for an offset', { selectors: [position('1', 2)] }, ['invalid_type /selectors/0/start']],
  ['no offsets', { selectors: [position(undefined, undefined)] }, both('required /selectors/0/')],
  ['no type of selector', { selectors: [{ start: 1, end: 2 }] }, ['required /selectors/0/type']],
  ['an unknown type of selector', { selectors: [{ type: 'XPath' }] }, ['invalid_union /selectors/0/type']],
  ['an empty quotation', { selectors: [quote('')] }, ['too_small /selectors/0/exact']],
  ['a quotation with U+0000', { selectors: [quote('\0')] }, ['invalid /selectors/0/exact']],
  ['a field too many', { part: 'body', page: 2 }, ['unknown_field /page']],
  [
    'a field too many in its selectors',
    {
      selectors: [
        { ...position(0, 1), refinedBy: {} },
        { ...quote('a'), language: 'en' },
      ],
    },
    ['unknown_field /selectors/0/refinedBy', 'unknown_field /selectors/1/language'],
  ],
];

function both(place: string): string[] {
  return [`${place}start`, `${place}end`];
}

for (const [name, input, faults] of locators) {
  test(`a locator with ${name}`, async (t) => t.strictSame(faultsIn(input), faults));
}

test('a text is addressed by code points', async (t) => {
  const text = new AddressedText('a\u{1F600}b\u{1D50A}c');
  t.equal(text.length, 5);
  t.equal(text.passage(1, 2), '\u{1F600}');
  t.equal(text.passage(2, 5), 'b\u{1D50A}c');
  t.equal(text.passage(0, 5), 'a\u{1F600}b\u{1D50A}c');
  t.equal(text.passage(4, 9), 'c', 'what lies beyond its end is left out');
  t.equal(text.passage(5, 9), '');
});

const characters: Record<string, string> = {
  'a letter with a haraka': '\u0642\u064E',
  'a letter with shadda and kasra': '\u062F\u0651\u0650',
  'a letter with a combining accent': 'e\u0301',
  'a family': '\u{1F468}\u200D\u{1F469}\u200D\u{1F467}',
  'a flag': '\u{1F1E8}\u{1F1F3}',
  'a hand with a skin tone': '\u{1F44B}\u{1F3FD}',
  'a heart as an emoji': '\u2764\uFE0F',
  'a syllable of jamo': '\u1112\u1161\u11AB',
  'a line break of two characters': '\r\n',
};

for (const [name, character] of Object.entries(characters)) {
  test(`an offset inside ${name} splits it, one at its edges does not`, async (t) => {
    const text = new AddressedText(`\u{1F600} ${character} z`);
    const length = [...character].length;
    const splits = Array.from({ length: text.length + 2 }, (_, offset) => text.splitsGrapheme(offset));
    const inside = Array.from(splits, (_, offset) => offset > 2 && offset < 2 + length);
    t.ok(inside.includes(true));
    t.strictSame(splits, inside);
  });
}

test('a text holds a quotation only between what stands before and after it', async (t) => {
  const text = new AddressedText('He denied it. She denied it too.');
  t.ok(text.holds('denied it'));
  t.ok(text.holds('denied it', 'She ', ' too'));
  t.notOk(text.holds('denied it', 'He ', ' too'), 'the prefix of one and the suffix of another');
  t.notOk(text.holds('Denied it'));
  t.notOk(text.holds('denied it too much'));
});

test('many places of a long text are checked without walking through it for each', async (t) => {
  const text = new AddressedText('\u0642\u064E \u{1F600} word '.repeat(40_000));
  const began = performance.now();
  for (let offset = text.length - 2_000; offset < text.length; offset++) text.splitsGrapheme(offset);
  t.ok(performance.now() - began < 2_000, 'walking through it takes ten times as long');
});
