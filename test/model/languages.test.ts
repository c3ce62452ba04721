import { test } from 'tap';
import { languageMap, languageTag, words } from '../../src/model/text.ts';
import { issuesOf } from '../../src/model/validation.ts';
import { inShort } from './documents.ts';

const canonicalTags = [
  ...['ar', 'en', 'pt-BR', 'zh-Hant', 'sr-Latn', 'es-419', 'de-CH-1901', 'und', 'mul', 'yue'],
  ...['ar-Arab', 'sl-biske-rozaj', 'de-x-dialect', 'en-u-ca-gregory'],
];

const otherForms: Record<string, string> = {
  AR: 'ar',
  'ar-eg': 'ar-EG',
  'EN-us': 'en-US',
  'zh-hant-tw': 'zh-Hant-TW',
  iw: 'he',
  cmn: 'zh',
  sh: 'sr-Latn',
  'en-UK': 'en-GB',
  'sl-rozaj-biske': 'sl-biske-rozaj',
  'art-lojban': 'jbo',
};

const notTags = [
  '',
  'a',
  'en_US',
  'en-',
  '-en',
  'en--US',
  'ar\n',
  ' ar',
  'arabic language',
  'toolongtag123',
  'é',
];

test('a canonical language tag stands', async (t) => {
  for (const tag of canonicalTags) t.equal(languageTag.parse(tag), tag);
});

test('another form of a language tag is refused, and the canonical one is named', async (t) => {
  for (const [tag, canonical] of Object.entries(otherForms)) {
    const { error } = languageTag.safeParse(tag);
    t.strictSame(
      error?.issues.map(({ message }) => message),
      [`must be in canonical form: ${canonical}`],
      tag,
    );
  }
});

test('what is no language tag is refused', async (t) => {
  for (const tag of [...notTags, `en-x-${'a'.repeat(31)}`, 7, null]) {
    t.notOk(languageTag.safeParse(tag).success, JSON.stringify(tag));
  }
});

function faultsIn(schema: typeof languageMap | typeof words, input: unknown): string[] {
  const { error } = schema.safeParse(input);
  return error ? inShort(issuesOf(error, '', input)) : [];
}

const manyLanguages = (count: number) =>
  Object.fromEntries(
    Array.from({ length: count }, (_, index) => [`en-x-${String(index).padStart(2, '0')}`, 'text']),
  );

const maps: [name: string, input: unknown, faults: string[]][] = [
  ['one language', { ar: 'نص' }, []],
  ['two languages', { ar: 'نص', en: 'text' }, []],
  ['fifty languages', manyLanguages(50), []],
  ['fifty-one languages', manyLanguages(51), ['too_big ']],
  ['no language', {}, ['invalid ']],
  ['the longest text', { en: 'x'.repeat(5_000) }, []],
  ['a text that is too long', { en: 'x'.repeat(5_001) }, ['too_big /en']],
  ['an empty text', { en: '' }, ['too_small /en']],
  ['U+0000', { en: 'a\0b' }, ['invalid /en']],
  ['a lone high surrogate', { en: 'a\uD83D' }, ['invalid /en']],
  ['a lone low surrogate', { ar: '\uDE00b', en: 'text' }, ['invalid /ar']],
  ['a pair of surrogates', { en: '\uD83D\uDE00' }, []],
  ['a tag in another form', { EN: 'text' }, ['invalid_key /EN']],
  ['a tag that is none', { constructor: 'text' }, ['invalid_key /constructor']],
  ['a tag that a pointer escapes', { 'a/b~c': 'x' }, ['invalid_key /a~1b~0c']],
  ['no text', { en: null }, ['invalid_type /en']],
  ['a number', { en: 5 }, ['invalid_type /en']],
  ['an array', ['text'], ['invalid_type ']],
  ['a string', 'text', ['invalid_type ']],
  ['null', null, ['invalid_type ']],
  ['__proto__ alone', JSON.parse('{ "__proto__": "x" }'), ['invalid_key /__proto__']],
  [
    '__proto__ among others',
    JSON.parse('{ "__proto__": { "fr": "x" }, "en": "y" }'),
    ['invalid_key /__proto__'],
  ],
];

for (const [name, input, faults] of maps) {
  test(`a language map with ${name}`, async (t) => t.strictSame(faultsIn(languageMap, input), faults));
}

const someWords: [name: string, input: unknown, faults: string[]][] = [
  ['text and language', { text: 'نفى', language: 'ar' }, []],
  ['a gloss', { text: 'نفى', language: 'ar', gloss: { en: 'denied' } }, []],
  ['nothing', {}, ['required /text', 'required /language']],
  ['an empty text', { text: '', language: 'ar' }, ['too_small /text']],
  ['U+0000', { text: '\0', language: 'ar' }, ['invalid /text']],
  ['the longest text', { text: 'x'.repeat(2_000), language: 'en' }, []],
  ['a text that is too long', { text: 'x'.repeat(2_001), language: 'en' }, ['too_big /text']],
  ['an empty gloss', { text: 'نفى', language: 'ar', gloss: {} }, ['invalid /gloss']],
  ['an unknown field', { text: 'x', language: 'en', translation: 'y' }, ['unknown_field /translation']],
];

for (const [name, input, faults] of someWords) {
  test(`words with ${name}`, async (t) => t.strictSame(faultsIn(words, input), faults));
}
