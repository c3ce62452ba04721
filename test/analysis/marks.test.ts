import { test } from 'tap';
import { type Mark, Marking } from '../../src/analysis/marks.ts';
import type { ResourceDocument } from '../../src/model/definition.ts';
import type { ResourceType } from '../../src/model/identifiers.ts';

type Fields = Readonly<Record<string, unknown>>;
type Wordings = Readonly<Record<number, Readonly<Record<string, string>>>>;

function document(type: ResourceType, id: string, fields: Fields = {}): ResourceDocument {
  const at = '2026-01-01T00:00:00.000Z';
  return { type, id, revision: 1, createdAt: at, updatedAt: at, createdBy: 'test', ...fields };
}

const attribution = (id: string, fields: Fields = {}) =>
  document('attribution', id, { claimId: 'claim', articleId: 'article', sourceId: 'source', ...fields });

/** A document of each type that refers to all that it can refer to, and what those refer to. */
const documents = [
  document('claim', 'claim', { text: { en: 'It rained.' }, about: [{ sourceId: 'party' }] }),
  document('claim', 'other claim', { text: { en: 'It snowed.' } }),
  ...['source', 'party', 'principal', 'outer source', 'publisher', 'producer', 'reviewer', 'identity'].map(
    (id) => document('source', id),
  ),
  document('source', 'anonymous', {
    kind: 'anonymous',
    citedById: 'source',
    identifiedAs: { sourceId: 'identity' },
  }),
  document('article', 'article', { publisherId: 'publisher', derivedFromArticleId: 'original' }),
  ...['original', 'cited', 'filed', 'seen'].map((id) =>
    document('article', id, { publisherId: 'publisher' }),
  ),
  attribution('outer', { sourceId: 'outer source', onBehalfOfId: 'principal' }),
  attribution('carrier', { viaId: 'outer' }),
  attribution('target', { sourceId: 'party' }),
  attribution('earlier'),
  attribution('said', {
    ...{ viaId: 'carrier', targetId: 'target', onBehalfOfId: 'principal', retractsId: 'earlier' },
    citedArticleId: 'cited',
  }),
  document('relation', 'relation', {
    ...{ fromClaimId: 'claim', toClaimId: 'other claim', articleId: 'article', attributionId: 'said' },
  }),
  document('evidence', 'record', { claimId: 'claim', producedById: 'producer', articleId: 'filed' }),
  document('evidence', 'recording', { attributionId: 'said' }),
  document('review', 'verdict', {
    ...{ claimId: 'claim', reviewerId: 'reviewer', evidenceIds: ['record'] },
    appearances: [{ articleId: 'seen' }],
  }),
  document('review', 'check', { attributionId: 'said', reviewerId: 'reviewer' }),
];

function withdrawn(id: string, replacedById?: string): ResourceDocument {
  const found = documents.find((one) => one.id === id) ?? document('source', id);
  const withdrawal = { at: found.createdAt, kind: 'other', reason: { en: 'A mistake' } } as const;
  return { ...found, withdrawal: { ...withdrawal, ...(replacedById && { replacedById }) } };
}

/** The marks of all documents once some of them are others, by id. */
function marks(others: readonly ResourceDocument[], wordings: Wordings = {}): Record<string, Mark> {
  const all = new Map([...documents, ...others].map((one) => [one.id, one]));
  const marking = new Marking({
    document: (id) => all.get(id),
    wording: (id, revision) => (id === 'claim' ? wordings[revision] : undefined),
  });
  return Object.fromEntries(
    [...all.values()].flatMap((one) => {
      const mark = marking.of(one);
      return mark ? [[one.id, mark]] : [];
    }),
  );
}

/** The ids of all that depend on what was withdrawn. */
function dependents(...others: ResourceDocument[]): string[] {
  return Object.entries(marks(others)).flatMap(([id, mark]) => (mark.dependsOnWithdrawn ? [id] : []));
}

const onSaid = ['said', 'recording', 'check'];
const stands = ['outer', 'carrier', 'target', 'earlier', ...onSaid];

test('a document depends on what it rests on, and along its via on what that rests on', async (t) => {
  t.strictSame(marks([]), {}, 'nothing was withdrawn');
  const cases: Record<string, string[]> = {
    claim: [...stands, 'relation', 'record', 'verdict'],
    'other claim': ['relation'],
    source: ['anonymous', 'carrier', 'earlier', ...onSaid],
    'outer source': ['outer', 'carrier', ...onSaid],
    principal: ['outer', 'carrier', ...onSaid],
    party: ['target'],
    identity: [],
    publisher: ['article', 'original', 'cited', 'filed', 'seen'],
    article: [...stands, 'relation'],
    original: ['article'],
    cited: [],
    filed: ['record'],
    seen: [],
    producer: ['record'],
    reviewer: ['verdict', 'check'],
    outer: ['carrier', ...onSaid],
    carrier: onSaid,
    target: onSaid,
    earlier: [],
    said: ['relation', 'recording', 'check'],
    record: ['verdict'],
    relation: [],
    verdict: [],
  };
  for (const [id, expected] of Object.entries(cases)) {
    const found = marks([withdrawn(id)]);
    t.strictSame(Object.keys(found).toSorted(), expected.toSorted(), id);
    for (const mark of Object.values(found)) t.strictSame(mark, { dependsOnWithdrawn: [id] });
  }
  const both = marks([withdrawn('outer'), withdrawn('source')]);
  t.strictSame(new Set(both.said?.dependsOnWithdrawn), new Set(['outer', 'source']), 'each of several');
});

test('what was replaced by something live is depended on no longer', async (t) => {
  const live = document('source', 'new');
  t.strictSame(dependents(withdrawn('party', 'new'), live), []);
  t.strictSame(
    dependents(withdrawn('party', 'new'), withdrawn('new', 'newest'), document('source', 'newest')),
    [],
  );
  t.strictSame(dependents(withdrawn('party', 'new'), withdrawn('new')), ['target'], 'by what does not stand');
  t.strictSame(
    dependents(withdrawn('party', 'new'), withdrawn('new', 'party')),
    ['target'],
    'by one another',
  );
  t.strictSame(dependents(withdrawn('party', 'nowhere')), ['target'], 'by what is not there');
});

test('what replaced a carrier is rested on instead', async (t) => {
  const instead = attribution('instead', { sourceId: 'new' });
  const replaced = withdrawn('carrier', 'instead');
  t.strictSame(dependents(replaced, instead, withdrawn('outer')), ['carrier'], 'not what carried that');
  t.strictSame(dependents(replaced, instead, withdrawn('new')), [...onSaid, 'instead']);
  t.strictSame(dependents(withdrawn('said', 'instead'), instead, withdrawn('new')), [
    ...['recording', 'check', 'instead'],
  ]);
  t.strictSame(
    new Set(marks([withdrawn('carrier'), withdrawn('outer source')]).said?.dependsOnWithdrawn),
    new Set(['carrier', 'outer source']),
    'one that was not replaced is looked beyond',
  );
});

test('carriers that carry one another, and very many of them, come to an end', async (t) => {
  const circle = [attribution('a', { viaId: 'b' }), attribution('b', { viaId: 'a', sourceId: 'party' })];
  t.strictSame(dependents(...circle, withdrawn('party')), ['target', 'a', 'b']);
  const chain = Array.from({ length: 300 }, (_, index) => attribution(`${index}`, { viaId: `${index + 1}` }));
  const found = marks([...chain, withdrawn('60')]);
  t.strictSame(found['0'], { dependsOnWithdrawn: ['60'] });
  t.notOk(marks([...chain, withdrawn('250')])['0'], 'what is more than a hundred away is not marked');
});

test('a wording is changed where a text that was there then reads otherwise now', async (t) => {
  const at = (text: Fields, revision = 3) => document('claim', 'claim', { text, revision });
  const linked = (claimRevision: number) => attribution('linked', { claimRevision });
  const then = { 1: { en: 'It rained.' }, 2: { en: 'It rained.', ar: 'أمطرت' } };
  const cases: [message: string, claim: ResourceDocument, linkedAt: number, changed: boolean][] = [
    ['the same', at({ en: 'It rained.' }), 1, false],
    ['another text', at({ en: 'It poured.' }), 1, true],
    ['another language beside it', at({ en: 'It rained.', ar: 'أمطرت' }), 1, false],
    ['the language taken away', at({ ar: 'أمطرت' }), 1, true],
    ['one of two languages', at({ en: 'It rained.', ar: 'هطل المطر' }), 2, true],
    ['linked to that of today', at({ en: 'It poured.' }), 3, false],
    ['a wording that is not known', at({ en: 'It poured.' }, 9), 8, false],
  ];
  for (const [message, claim, from, changed] of cases) {
    const expected = changed ? { linked: { wordingChanged: { from, to: claim.revision } } } : {};
    t.strictSame(marks([claim, linked(from)], then), expected, message);
  }
  const changed = at({ en: 'It poured.' });
  const mark = { wordingChanged: { from: 1, to: 3 } };
  const linkedToSaid = document('evidence', 'linked', { attributionId: 'said', claimRevision: 1 });
  t.strictSame(marks([changed, linkedToSaid], then), { linked: mark }, "the claim of evidence's attribution");
  const linkedToClaim = document('review', 'linked', { claimId: 'claim', claimRevision: 1 });
  t.strictSame(marks([changed, linkedToClaim, withdrawn('source')], then).linked, mark);
  const both = marks([changed, linked(1), withdrawn('source')], then).linked;
  t.strictSame(both, { dependsOnWithdrawn: ['source'], ...mark }, 'both marks at once');
});
