import { test } from 'tap';
import { symmetricKinds } from '../../src/model/relation.ts';
import { type Fields, faultsBeside, faultsWith, idOf, stored } from './documents.ts';

const articleId = idOf('article');
const attributionId = idOf('attribution');
const locators = [{ part: 'body', paragraph: 2 }];

const relations: [name: string, fields: Fields, faults: string[]][] = [
  ['an editor draws', {}, []],
  ['an editor draws, of an article', { articleId, locators, note: { en: 'See its end.' } }, []],
  ['an article draws', { assertedBy: 'article', articleId, attributionId, locators }, []],
  ['an article draws that is not named', { assertedBy: 'article' }, ['required /articleId']],
  ['points into no article', { locators }, ['not_applicable /locators']],
  [
    'an article draws that is not named, though it points into it',
    { assertedBy: 'article', locators },
    ['required /articleId', 'not_applicable /locators'],
  ],
  ['leads from a claim to itself', { toClaimId: idOf('claim', 1) }, ['same_claim /toClaimId']],
  ['leads from nowhere', { fromClaimId: undefined }, ['required /fromClaimId']],
  ['leads nowhere', { toClaimId: undefined }, ['required /toClaimId']],
  ['leads to a source', { toClaimId: idOf('source') }, ['invalid_format /toClaimId']],
  ['has no kind', { kind: undefined }, ['required /kind']],
  ['nobody draws', { assertedBy: undefined }, ['required /assertedBy']],
  ['is of an unknown kind', { kind: 'refutes' }, ['invalid_value /kind']],
];

for (const [name, fields, faults] of relations) {
  test(`a relation that ${name}`, async (t) => t.strictSame(faultsWith('relation', fields), faults));
}

test('the attribution that draws a relation stands in the article that does', async (t) => {
  const drawn = stored('attribution', { articleId });
  const wrong = ['wrong_article /attributionId'];
  t.strictSame(faultsBeside('relation', { articleId, attributionId }, drawn), []);
  t.strictSame(faultsBeside('relation', { articleId: idOf('article', 2), attributionId }, drawn), wrong);
  t.strictSame(faultsBeside('relation', { attributionId }, drawn), wrong, 'no article is named');
  t.strictSame(faultsBeside('relation', { articleId: idOf('article', 2) }, drawn), [], 'none draws it');
});

test('its locators are checked against its article', async (t) => {
  const position = { type: 'TextPositionSelector', start: 2, end: 9 };
  const places = [...locators, { selectors: [position] }];
  const article = stored('article', { text: 'short' });
  const faults = ['outside_text /locators/1/selectors/0/end'];
  t.strictSame(faultsBeside('relation', { articleId, locators: places }, article), faults);
  t.strictSame(faultsBeside('relation', { articleId, locators }, article), []);
});

test('three kinds hold both ways', async (t) => {
  t.strictSame([...symmetricKinds].sort(), ['contradicts', 'negation_of', 'same_as']);
});
