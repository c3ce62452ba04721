import fc from 'fast-check';
import { test } from 'tap';
import { analysedName, likenessesOf, readLikeness } from '../../src/model/likeness.ts';
import { type Fields, stored } from './documents.ts';

const alike: [what: string, analysed: string, language: string, ...names: string[]][] = [
  ['case and the English article', 'new york times', 'en', 'The New York Times', 'new york times'],
  ['the English article in any language', 'new york times', 'fr', 'The New York Times', 'NEW YORK TIMES'],
  ['an article twice', 'times', 'en', 'The the Times'],
  ['nothing but articles', 'the', 'en', 'The The', 'the'],
  [
    'hyphens',
    'agence france presse',
    'fr',
    'Agence France‑Presse',
    'agence france presse',
    'Agence France–Presse',
  ],
  ['diacritics', 'muller', 'de', 'Müller', 'Muller', 'Mu\u0308ller', 'MÜLLER'],
  ['letters with strokes', 'radoslaw orsted', 'pl', 'Radosław Ørsted', 'RADOSLAW ORSTED'],
  ['ligatures', 'aero oeuvre office', 'la', 'Æro Œuvre oﬃce', 'aero oeuvre office'],
  ['sharp s', 'strasse', 'de', 'Straße', 'STRASSE', 'STRAẞE'],
  ['a dotted and a dotless i', 'istanbul isik', 'tr', 'İstanbul Işık', 'istanbul isik', 'ISTANBUL ISIK'],
  ['a final sigma', 'οδοσ', 'el', 'ὁδός', 'ΟΔΟΣ', 'οδοσ'],
  ['Cyrillic', 'елкин', 'ru', 'Ёлкин', 'елкин'],
  ['full width', 'nhk 24', 'ja', 'ＮＨＫ　２４', 'NHK 24'],
  ['apostrophes', 'haaretz', 'en', "Ha'aretz", 'Ha’aretz', 'Haʼaretz', 'Haaretz'],
  [
    'initials',
    'us state department',
    'en',
    'U.S. State Department',
    'US State Department',
    'U. S. State-Department',
  ],
  [
    'white space and brackets',
    'reuters london',
    'en',
    ' Reuters\t(London) ',
    'Reuters, London',
    'reuters—london!',
  ],
  ['symbols', 'at t', 'en', 'AT&T', 'AT & T®', 'at+t'],
  [
    'bidi and zero-width marks',
    'reuters',
    'en',
    '\u200fReu\u200bters\u202c',
    '\u2066Reuters\u2069',
    'Reu\u00adters',
  ],
  ['French articles', 'monde', 'fr', 'Le Monde', 'monde', 'LE MONDE'],
  ['French articles in Canada', 'presse', 'fr-CA', 'La Presse', 'Presse'],
  ['Spanish articles', 'pais', 'es', 'El País', 'Pais'],
  ['German articles', 'spiegel', 'de', 'Der Spiegel', 'SPIEGEL'],
  ['Italian articles', 'repubblica', 'it', 'La Repubblica', 'Repubblica'],
  ['Portuguese articles', 'globo', 'pt-BR', 'O Globo', 'Globo'],
  ['articles of another language', 'le monde', 'en', 'Le Monde', 'le  monde'],
  ['the Arabic article', 'نيويورك تايمز', 'ar', 'النيويورك تايمز', 'نيويورك تايمز'],
  [
    'the Arabic article of every word',
    'وزاره خارجيه',
    'ar',
    'الوزارة الخارجية',
    'وزارة الخارجية',
    'وزارة خارجية',
  ],
  ['tashkeel', 'وزاره خارجيه', 'ar', 'وِزَارَةُ الخَارِجِيَّةِ', 'وزارة الخارجيّة', 'وزاره الخارجيه'],
  ['tatweel', 'وزاره خارجيه', 'ar', 'وزارة الخـــارجية', 'وزارة الخارجية'],
  ['presentation forms', 'سلام', 'ar', 'ﺳﻼﻡ', 'سلام'],
  ['alef', 'امن احمد اسلام اثار', 'ar', 'أمن أحمد إسلام آثار', 'ٱمن احمد اسلام اثار'],
  ['hamza on its carriers', 'مسوول هييه', 'ar', 'مسؤول هيئة', 'مسوول هييه'],
  ['ya and alef maqsura', 'مصطفي علي', 'ar', 'مصطفى علي', 'مصطفي على', 'مصطفی علی'],
  ['Persian letters', 'كيهان', 'fa', 'کیهان', 'كيهان', 'كيهـان'],
  ['Arabic and Persian digits', 'قناه 24', 'ar', 'القناة ٢٤', 'قناة ۲۴', 'قناة 24'],
  ['an article that is not one', 'الله الي', 'ar', 'الله إلى'],
  ['Arabic initials', 'افب', 'ar', 'أ.ف.ب', 'أ ف ب', 'افب'],
  ['Hebrew points', 'שלום', 'he', 'שָׁלוֹם', 'שלום'],
  ['vowels that are no diacritics', 'हिन्दी', 'hi', 'हिन्दी'],
  [
    'letters that are another with a mark',
    'ガーディアン',
    'ja',
    'ガーディアン',
    'ｶﾞｰﾃﾞｨｱﾝ',
    'カ\u3099ーテ\u3099ィアン',
  ],
  ['Hangul', '연합뉴스', 'ko', '연합뉴스', '연합뉴스'.normalize('NFD')],
  ['nothing that can be read', '', 'en', '', ' ', '—', '\u200f', '🗞️'],
];

for (const [what, analysed, language, ...names] of alike) {
  test(`names are compared without regard to ${what}`, async (t) => {
    for (const name of names) t.equal(analysedName(name, language), analysed, JSON.stringify(name));
  });
}

const apart: [what: string, language: string, one: string, other: string][] = [
  ['the order of words', 'en', 'New York Post', 'Post New York'],
  ['words', 'ar', 'وزارة الخارجية', 'وزارة الداخلية'],
  ['an article inside', 'en', 'Speak the Truth', 'Speak Truth'],
  ['numbers', 'en', 'France 2', 'France 24'],
  ['Indic vowels', 'hi', 'रमा', 'राम'],
  ['voiced kana', 'ja', 'ガス', 'カス'],
];

for (const [what, language, one, other] of apart) {
  test(`names are told apart by ${what}`, async (t) => {
    t.not(analysedName(one, language), analysedName(other, language));
  });
}

test('what has been analysed stays as it is', async (t) => {
  const parts = alike.flatMap(([, , , ...names]) => names).flatMap((name) => [name, ...name.split(' ')]);
  const odd = ['الالالبان', 'الال', 'ᄀ', 'ᅡ', 'ﷺ', 'o', 'a', 'T', 'h', 'e', '\ud800', '½'];
  const word = fc.oneof(fc.string({ unit: 'binary', maxLength: 6 }), fc.constantFrom(...parts, ...odd));
  const name = fc
    .tuple(fc.array(word, { maxLength: 5 }), fc.constantFrom(' ', '', '-'))
    .map(([words, between]) => words.join(between));
  const language = fc.constantFrom('ar', 'de', 'en', 'es', 'fr', 'it', 'pt', 'ja', undefined);
  const property = fc.property(name, language, (given, tag) => {
    const analysed = analysedName(given, tag);
    return analysedName(analysed, tag) === analysed && analysed.isWellFormed();
  });
  t.doesNotThrow(() => fc.assert(property, { numRuns: 1_000 }));
});

const likenesses: [what: string, fields: Fields, likenesses: string[]][] = [
  [
    'its names in all languages and its aliases, each once',
    {
      name: { en: 'The Guardian', ar: 'الغارديان', de: 'The Guardian' },
      aliases: [
        { text: 'Guardian', language: 'en' },
        { text: 'Manchester Guardian', language: 'en' },
      ],
    },
    ['name:guardian', 'name:غارديان', 'name:manchester guardian'],
  ],
  ['a name with and without its article', { name: { fr: 'Le Monde' } }, ['name:le monde', 'name:monde']],
  ['a name in a language that has no such article', { name: { en: 'Le Monde' } }, ['name:le monde']],
  [
    'names that tell too little',
    { name: { en: 'The AP', fr: 'M6', ar: 'أ', ja: '社', de: '—', es: '24' } },
    [],
  ],
  [
    'short names that tell enough',
    { name: { en: 'AFP', zh: '新华', ko: '한겨' } },
    ['name:afp', 'name:新华', 'name:한겨'],
  ],
  ["the client's own name", { name: { en: '–' }, externalId: 'Desk/NYT_1' }, ['externalId:desk nyt 1']],
  ["a client's own name of signs", { name: { en: '–' }, externalId: '***' }, []],
  ['an anonymous source', { kind: 'anonymous', name: { en: 'officials' }, externalId: 'officials' }, []],
  ['a withdrawn source', { withdrawal: { kind: 'other' } }, []],
];

for (const [what, fields, expected] of likenesses) {
  test(`the likenesses of a source: ${what}`, async (t) => {
    t.strictSame(likenessesOf(stored('source', fields) as never).toSorted(), expected.toSorted());
  });
}

const uris: [normalised: string, ...uris: string[]][] = [
  [
    'https://example.org',
    'http://example.org/',
    'https://EXAMPLE.org',
    'HTTP://example.org:80/',
    'https://example.org:443/',
  ],
  ['https://example.org/A/b', 'https://example.org/A/b/', 'http://example.org/A/./c/../b'],
  ['https://example.org/a?b=/#c/', 'http://Example.org/a/?b=/#c/'],
  ['https://example.org/%D9%85', 'http://example.org/%d9%85'],
  ['https://example.org:8080/a', 'http://example.org:8080/a'],
  [
    'https://www.wikidata.org/entity/Q9684',
    'http://www.wikidata.org/entity/Q9684',
    'https://www.wikidata.org/wiki/Q9684',
    'https://wikidata.org/wiki/q9684/',
    'https://m.wikidata.org/wiki/Q9684?uselang=ar#sitelinks',
  ],
  ['https://example.org/entity/Q9684', 'http://example.org/entity/Q9684'],
  ['urn:isni:0000', 'URN:isni:0000'],
];

for (const [normalised, ...given] of uris) {
  test(`URIs that are alike: ${normalised}`, async (t) => {
    const name = { en: '–' };
    for (const uri of given) {
      const source = stored('source', { name, sameAs: [uri] });
      t.strictSame(likenessesOf(source as never), [`sameAs:${normalised}`], uri);
    }
  });
}

test('a likeness is read out of its stored form', async (t) => {
  t.strictSame(readLikeness('sameAs:urn:isni:1'), { on: 'sameAs', value: 'urn:isni:1' });
  t.strictSame(readLikeness('name:new york times'), { on: 'name', value: 'new york times' });
});
