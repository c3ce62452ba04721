import { test } from 'tap';
import { type Fields, faultsBeside, faultsWith, idOf, stored } from './documents.ts';

const other = idOf('source', 2);
const identifiedAs = { sourceId: other, at: '2023', evidenceId: idOf('evidence') };
const bonds = [{ sourceId: other, from: '2019', to: '2022-03~' }];
const [partOf, affiliations] = [bonds, [{ ...bonds[0], title: { en: 'spokesman' } }]];

const sources: [name: string, fields: Fields, faults: string[]][] = [
  ['an organisation', {}, []],
  ['an organisation in another', { partOf, country: 'CN', sameAs: ['urn:isni:1'] }, []],
  ['a person with an organisation', { kind: 'person', affiliations }, []],
  ['an anonymous source', { kind: 'anonymous', citedById: other }, []],
  ['an anonymous source that was identified', { kind: 'anonymous', citedById: other, identifiedAs }, []],
  ['an anonymous source that nobody cites', { kind: 'anonymous' }, ['required /citedById']],
  [
    'an anonymous source that was identified and that nobody cites',
    { kind: 'anonymous', identifiedAs },
    ['required /citedById'],
  ],
  ['a named source that another cites', { citedById: other }, ['not_applicable /citedById']],
  ['a named source that was identified', { kind: 'person', identifiedAs }, ['not_applicable /identifiedAs']],
  ['a person that is part of an organisation', { kind: 'person', partOf }, ['not_applicable /partOf']],
  ['an organisation with affiliations', { affiliations }, ['not_applicable /affiliations']],
  [
    'an anonymous source with affiliations',
    { kind: 'anonymous', citedById: other, affiliations },
    ['not_applicable /affiliations'],
  ],
  ['a source without a kind', { kind: undefined }, ['required /kind']],
  ['a source of an unknown kind', { kind: 'robot' }, ['invalid_value /kind']],
  ['a source without a name', { name: undefined }, ['required /name']],
  ['a country in lower case', { country: 'cn' }, ['invalid_format /country']],
  ['an alias without a language', { aliases: [{ text: 'MFA' }] }, ['required /aliases/0/language']],
  ['part of nothing', { partOf: [...partOf, {}] }, ['required /partOf/1/sourceId']],
  ['part of a claim', { partOf: [{ sourceId: idOf('claim') }] }, ['invalid_format /partOf/0/sourceId']],
  ['a malformed validity', { partOf: [{ sourceId: other, to: 'now' }] }, ['invalid /partOf/0/to']],
  ['the same as a name', { sameAs: ['Q159'] }, ['invalid_format /sameAs/0']],
  ['the same as a script', { sameAs: ['urn:isni:1', 'javascript:alert(1)'] }, ['invalid /sameAs/1']],
  [
    'identified as nobody',
    { kind: 'anonymous', citedById: other, identifiedAs: {} },
    ['required /identifiedAs/sourceId'],
  ],
];

for (const [name, fields, faults] of sources) {
  test(`a source: ${name}`, async (t) => t.strictSame(faultsWith('source', fields), faults));
}

test('an organisation is part of no person', async (t) => {
  const ministry = stored('source', { id: idOf('source', 3), kind: 'government' });
  const person = stored('source', { id: other, kind: 'person' });
  const both = [{ sourceId: ministry.id }, { sourceId: person.id }];
  const faults = ['wrong_kind /partOf/1/sourceId'];
  t.strictSame(faultsBeside('source', { partOf: both }, ministry, person), faults);
  t.strictSame(faultsBeside('source', { partOf: [{ sourceId: ministry.id }] }, ministry, person), []);
  t.strictSame(faultsBeside('source', {}, person), [], 'part of nothing');
});
