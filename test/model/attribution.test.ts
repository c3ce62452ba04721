import { test } from 'tap';
import { type Fields, faultsBeside, faultsWith, idOf, stored } from './documents.ts';

const other = idOf('attribution', 2);
const note = { en: 'The next sentence takes it for granted.' };
const cue = { text: 'said', language: 'en' };
const quote = { text: 'Never heard of it', language: 'en', verbatim: 'yes', translated: 'no' };
const at = (start: number, end: number) => ({ selectors: [{ type: 'TextPositionSelector', start, end }] });

const attributions: [name: string, fields: Fields, faults: string[]][] = [
  ['the least there is', {}, []],
  ['a cue, a quote and a place', { cue, quotes: [quote], locators: [{ part: 'lead' }] }, []],
  ['a via and a target', { viaId: other, targetId: other, stance: 'disclaims_knowledge' }, []],
  ['an unknown origin that it relays', { stance: 'relays', originUnknown: true }, []],
  ['an unknown origin that it affirms', { originUnknown: true }, ['not_applicable /originUnknown']],
  [
    'an unknown origin that it denies',
    { stance: 'denies', originUnknown: true },
    ['not_applicable /originUnknown'],
  ],
  ['a known origin said so', { stance: 'relays', originUnknown: false }, ['invalid_value /originUnknown']],
  ['an inference and its reason', { inferred: true, note }, []],
  ['an inference without a reason', { inferred: true }, ['required /note']],
  ['a note without an inference', { note }, []],
  ['what it takes back', { stance: 'retracts', retractsId: other }, []],
  ['nothing that it takes back', { stance: 'retracts' }, ['required /retractsId']],
  ['a key of a joint statement', { statementKey: 'g7-2022' }, []],
  [
    'the id of a source as the key of a statement',
    { statementKey: idOf('source', 2) },
    ['invalid /statementKey'],
  ],
  [
    'what it takes back while it denies',
    { stance: 'denies', retractsId: other },
    ['not_applicable /retractsId'],
  ],
  [
    'three rules broken at once',
    { inferred: true, originUnknown: true, retractsId: other },
    ['required /note', 'not_applicable /originUnknown', 'not_applicable /retractsId'],
  ],
  ['no claim', { claimId: undefined }, ['required /claimId']],
  ['no source', { sourceId: undefined }, ['required /sourceId']],
  ['no article', { articleId: undefined }, ['required /articleId']],
  ['no stance', { stance: undefined }, ['required /stance']],
  ['no certainty', { certainty: undefined }, ['required /certainty']],
  ['an unknown stance', { stance: 'confirms' }, ['invalid_value /stance']],
  ['a source for a via', { viaId: idOf('source') }, ['invalid_format /viaId']],
  [
    'an empty quote',
    { quotes: [quote, {}] },
    ['text', 'language', 'verbatim', 'translated'].map(requiredOfQuote),
  ],
  ['a stance presented without a name', { presents: [{}] }, ['required /presents/0/stance']],
  ['a place of nothing', { locators: [{ part: 'lead' }, {}] }, ['invalid /locators/1']],
  ['the claim revision of the server', { claimRevision: 1 }, ['unknown_field /claimRevision']],
];

function requiredOfQuote(field: string): string {
  return `required /quotes/1/${field}`;
}

for (const [name, fields, faults] of attributions) {
  test(`an attribution with ${name}`, async (t) => t.strictSame(faultsWith('attribution', fields), faults));
}

/** Another attribution, of the same claim in the same article by the same source unless said otherwise. */
const second = (fields: Fields = {}) => stored('attribution', { id: other, ...fields });
const otherClaim = { claimId: idOf('claim', 2) };
const otherArticle = { articleId: idOf('article', 2) };
const otherSource = { sourceId: idOf('source', 2) };
const retracts = { stance: 'retracts', retractsId: other };

const links: [name: string, fields: Fields, related: Fields, faults: string[]][] = [
  ['via one of the same claim and article', { viaId: other }, otherSource, []],
  ['via one of another claim', { viaId: other }, otherClaim, ['wrong_chain /viaId']],
  ['via one in another article', { viaId: other }, otherArticle, ['wrong_chain /viaId']],
  ['on one of the same claim', { targetId: other }, { ...otherArticle, ...otherSource }, []],
  ['on one of another claim', { targetId: other }, otherClaim, ['wrong_claim /targetId']],
  ['taking back its own', retracts, otherArticle, []],
  ['taking back one of another claim', retracts, otherClaim, ['wrong_claim /retractsId']],
  ['taking back what another source said', retracts, otherSource, ['wrong_source /retractsId']],
  [
    'taking back what another source said of another claim',
    retracts,
    { ...otherSource, ...otherClaim },
    ['wrong_claim /retractsId', 'wrong_source /retractsId'],
  ],
];

for (const [name, fields, related, faults] of links) {
  test(`an attribution ${name}`, async (t) => {
    t.strictSame(faultsBeside('attribution', fields, second(related)), faults);
  });
}

test('the locators of an attribution are checked against its article', async (t) => {
  const text = '\u{1F1E8}\u{1F1F3} said so';
  const fields = {
    cue: { ...cue, locator: at(1, 7) },
    presents: [{ stance: 'denies' }, { stance: 'denies', locator: at(3, 99) }],
    quotes: [quote, { ...quote, locator: at(0, 1) }],
    locators: [at(0, 2), at(0, 11)],
  };
  const cited = stored('article', { id: idOf('article', 2), text: 'short' });
  const outside = [
    'outside_text /presents/1/locator/selectors/0/end',
    'outside_text /locators/1/selectors/0/end',
  ];
  t.strictSame(faultsBeside('attribution', fields, stored('article', { text }), cited), [
    'splits_grapheme /cue/locator/selectors/0/start',
    outside[0],
    'splits_grapheme /quotes/1/locator/selectors/0/end',
    outside[1],
  ]);
  t.strictSame(faultsBeside('attribution', fields, stored('article', { textLength: 10 })), outside);
  t.strictSame(faultsBeside('attribution', fields, stored('article')), [], 'neither text nor length');
  t.strictSame(faultsBeside('attribution', fields, cited), [], 'no article to check them against');
});
