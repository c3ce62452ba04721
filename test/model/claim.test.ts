import { test } from 'tap';
import { type Fields, faultsBeside, faultsWith, idOf } from './documents.ts';

const china = {
  name: { en: 'China' },
  sourceId: idOf('source'),
  sameAs: ['http://www.wikidata.org/entity/Q148'],
};

const claims: [name: string, fields: Fields, faults: string[]][] = [
  ['the least there is', {}, []],
  ['all it may have', { topics: ['war'], about: [china], occurredAt: '../2022-03', notes: { en: 'x' } }, []],
  ['no text', { text: undefined }, ['required /text']],
  ['a text in no language', { text: {} }, ['invalid /text']],
  ['a text for a text map', { text: 'It was asked for help' }, ['invalid_type /text']],
  ['no kind', { kind: undefined }, ['required /kind']],
  ['no tense', { tense: undefined }, ['required /tense']],
  ['null for a tense', { tense: null }, ['invalid_value /tense']],
  ['an unknown kind', { kind: 'opinion' }, ['invalid_value /kind']],
  [
    'about something without a name',
    { about: [china, { sourceId: idOf('source') }] },
    ['required /about/1/name'],
  ],
  [
    'about an article',
    { about: [{ ...china, sourceId: idOf('article') }] },
    ['invalid_format /about/0/sourceId'],
  ],
  ['too many topics', { topics: Array(51).fill('war') }, ['too_big /topics']],
  ['an empty name of the client', { externalId: '' }, ['too_small /externalId']],
  ['a name of the client', { externalId: 'desk/42' }, []],
  ['a field of the server', { revision: 3 }, ['unknown_field /revision']],
];

for (const [name, fields, faults] of claims) {
  test(`a claim with ${name}`, async (t) => t.strictSame(faultsWith('claim', fields), faults));
}

test('what a claim refers to breaks none of its rules', async (t) => {
  t.strictSame(faultsBeside('claim', { about: [china] }), []);
});
