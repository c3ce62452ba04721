import { createHash } from 'node:crypto';
import { test } from 'tap';
import { type Fields, faultsBeside, faultsWith, idOf } from './documents.ts';

const text = '\u{1F600} \u0642\u064E\u0627\u0644';
const digestOf = (content: string | Buffer) => `sha256:${createHash('sha256').update(content).digest('hex')}`;
const at = (start: number, end: number) => ({ selectors: [{ type: 'TextPositionSelector', start, end }] });
const attributionIds = [idOf('attribution')];

const articles: [name: string, fields: Fields, faults: string[]][] = [
  ['the least there is', {}, []],
  ['a title in a second language', { title: { en: 'Headline', ar: 'عنوان' } }, []],
  ['no title in its own language', { language: 'ar' }, ['missing_language /title']],
  ['no title', { title: undefined }, ['required /title']],
  ['no language', { language: undefined }, ['required /language']],
  ['no publisher', { publisherId: undefined }, ['required /publisherId']],
  ['a publisher that is no source', { publisherId: idOf('claim') }, ['invalid_format /publisherId']],
  ['a by-line', { byline: { text: 'By our staff', language: 'en' } }, []],
  ['a by-line in no language', { byline: { text: 'By our staff' } }, ['required /byline/language']],
  ['a text with its length and digest', { text, textLength: 6, textDigest: digestOf(text) }, []],
  ['a length in code units', { text, textLength: text.length }, ['wrong_length /textLength']],
  ['the digest of another text', { text, textDigest: digestOf(`${text} `) }, ['wrong_digest /textDigest']],
  [
    'the digest of another encoding',
    { text, textDigest: digestOf(Buffer.from(text, 'utf16le')) },
    ['wrong_digest /textDigest'],
  ],
  [
    'both wrong',
    { text, textLength: 7, textDigest: digestOf('') },
    ['wrong_length /textLength', 'wrong_digest /textDigest'],
  ],
  ['a length and a digest of a text that is not there', { textLength: 9, textDigest: digestOf('') }, []],
  ['a digest without its algorithm', { textDigest: 'a'.repeat(64) }, ['invalid_format /textDigest']],
  ['the length 0', { textLength: 0 }, ['too_small /textLength']],
  ['an empty text', { text: '' }, ['too_small /text']],
  ['a text with U+0000', { text: 'a\0' }, ['invalid /text']],
  ['an unsafe address', { url: 'javascript:alert(1)' }, ['invalid_format /url']],
  ['a malformed date', { publishedAt: '14 March 2022' }, ['invalid /publishedAt']],
  ['a topic that is no slug', { topics: ['war', 'Foreign policy'] }, ['invalid_format /topics/1']],
  ['a picture', { media: [{ kind: 'image', credit: 'Reuters', archive: true }] }, []],
  ['a picture without a kind', { media: [{ kind: 'image' }, {}] }, ['required /media/1/kind']],
  ['a notice', { notices: [{ kind: 'correction', at: '2022-03-15', attributionIds }] }, []],
  ['a notice without a kind', { notices: [{ at: '2022-03-15' }] }, ['required /notices/0/kind']],
  [
    'a notice about no attribution',
    { notices: [{ kind: 'update', attributionIds: [] }] },
    ['too_small /notices/0/attributionIds'],
  ],
];

for (const [name, fields, faults] of articles) {
  test(`an article with ${name}`, async (t) => t.strictSame(faultsWith('article', fields), faults));
}

test('the locators of its media are checked against its own text', async (t) => {
  const media = [
    { kind: 'image' },
    { kind: 'image', locator: at(2, 3) },
    { kind: 'video', locator: at(0, 7) },
  ];
  t.strictSame(faultsBeside('article', { text, media }), [
    'splits_grapheme /media/1/locator/selectors/0/end',
    'outside_text /media/2/locator/selectors/0/end',
  ]);
  t.strictSame(faultsBeside('article', { textLength: 6, media }), [
    'outside_text /media/2/locator/selectors/0/end',
  ]);
  t.strictSame(faultsBeside('article', { media }), [], 'nothing to check them against');
});
