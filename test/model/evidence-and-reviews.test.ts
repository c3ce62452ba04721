import { test } from 'tap';
import { type Fields, faultsBeside, faultsWith, idOf, stored } from './documents.ts';

const claimId = idOf('claim');
const attributionId = idOf('attribution');
const articleId = idOf('article');

const subjects: [name: string, fields: Fields, faults: string[]][] = [
  ['a claim', { claimId, attributionId: undefined }, []],
  ['an attribution', { claimId: undefined, attributionId }, []],
  ['both', { claimId, attributionId }, ['one_subject /attributionId']],
  ['neither', { claimId: undefined, attributionId: undefined }, ['one_subject /claimId']],
  ['a source', { claimId: idOf('source') }, ['invalid_format /claimId']],
  ['the claim in a wording it does not tell', { claimRevision: 2 }, ['unknown_field /claimRevision']],
];

for (const type of ['evidence', 'review'] as const) {
  for (const [name, fields, faults] of subjects) {
    test(`${type} about ${name}`, async (t) => t.strictSame(faultsWith(type, fields), faults));
  }
}

const evidence: [name: string, fields: Fields, faults: string[]][] = [
  ['a place in an article', { articleId, locator: { paragraph: 3 } }, []],
  ['an excerpt', { excerpt: { text: 'نفى', language: 'ar', gloss: { en: 'denied' } } }, []],
  ['the mark that it is primary', { primary: true }, []],
  ['the mark that it is not primary', { primary: false }, ['invalid_value /primary']],
  ['no bearing', { bearing: undefined }, ['required /bearing']],
  ['no kind', { kind: undefined }, ['required /kind']],
  ['no title', { title: undefined }, ['required /title']],
  ['an unknown bearing', { bearing: 'proves' }, ['invalid_value /bearing']],
  ['a digest of another kind', { contentDigest: `md5:${'a'.repeat(32)}` }, ['invalid_format /contentDigest']],
  ['an empty place', { locator: {} }, ['invalid /locator']],
];

for (const [name, fields, faults] of evidence) {
  test(`evidence with ${name}`, async (t) => t.strictSame(faultsWith('evidence', fields), faults));
}

test('the locator of evidence is checked against its article', async (t) => {
  const locator = { selectors: [{ type: 'TextQuoteSelector', exact: 'denied' }] };
  const article = stored('article', { text: 'They did not know.' });
  t.strictSame(faultsBeside('evidence', { articleId, locator }, article), [
    'not_in_text /locator/selectors/0',
  ]);
  t.strictSame(faultsBeside('evidence', { locator }, article), [], 'it names no article');
});

const words = (text: string) => ({ text, language: 'en' });

const reviews: [name: string, fields: Fields, faults: string[]][] = [
  ['all of a rating', { rating: { label: words('Pants on fire'), value: 1, best: 5, worst: 1 } }, []],
  ['a label alone', { rating: { label: words('False') } }, []],
  ['a rating between the ends', { rating: { value: 3.5, best: 5, worst: 1 } }, []],
  ['the best rating', { rating: { value: 5, best: 5, worst: 1 } }, []],
  ['a rating above the best', { rating: { value: 6, best: 5, worst: 1 } }, ['outside_scale /rating/value']],
  [
    'a rating below the worst',
    { rating: { value: 0.9, best: 5, worst: 1 } },
    ['outside_scale /rating/value'],
  ],
  ['a rating on a scale whose best is the smaller', { rating: { value: 2, best: 1, worst: 6 } }, []],
  [
    'a rating beyond the worst of it',
    { rating: { value: 7, best: 1, worst: 6 } },
    ['outside_scale /rating/value'],
  ],
  [
    'a rating beyond the best of it',
    { rating: { value: 0, best: 1, worst: 6 } },
    ['outside_scale /rating/value'],
  ],
  ['a rating on a scale below zero', { rating: { value: -2, best: 0, worst: -3 } }, []],
  ['equal ends, which mean no scale', { rating: { value: 7, best: 0, worst: 0 } }, []],
  ['a rating with one end', { rating: { value: 7, best: 5 } }, []],
  ['a scale without a rating', { rating: { best: 5, worst: 1 } }, []],
  ['a rating in words for a number', { rating: { value: '3' } }, ['invalid_type /rating/value']],
  ['no reviewer', { reviewerId: undefined }, ['required /reviewerId']],
  ['no verdict', { verdict: undefined }, ['required /verdict']],
  ['no basis of its verdict', { verdictBasis: undefined }, ['required /verdictBasis']],
  ['an unknown verdict', { verdict: 'half_true' }, ['invalid_value /verdict']],
  ['an appearance at an address', { appearances: [{ url: 'https://example.com/' }] }, []],
  ['an appearance in an article', { appearances: [{ articleId }] }, []],
  ['an appearance nowhere', { appearances: [{ articleId }, {}] }, ['required /appearances/1']],
  [
    'another kind of evidence',
    { evidenceIds: [idOf('evidence'), idOf('claim')] },
    ['invalid_format /evidenceIds/1'],
  ],
];

for (const [name, fields, faults] of reviews) {
  test(`a review with ${name}`, async (t) => t.strictSame(faultsWith('review', fields), faults));
}

test('what a review refers to breaks none of its rules', async (t) => {
  t.strictSame(faultsBeside('review', { attributionId, claimId: undefined }, stored('attribution')), []);
});
