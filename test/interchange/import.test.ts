import { join } from 'node:path';
import { type Test, test } from 'tap';
import { loadBundledArticle } from '../../src/bundled/load.ts';
import { newIdentifier, type ResourceType } from '../../src/model/identifiers.ts';
import { Desk } from '../helpers/making.ts';
import { emptyFolder } from '../helpers/programs.ts';
import { openSqliteFile } from '../helpers/sqlite.ts';
import { contents, exported, imported, lines } from '../helpers/transfer.ts';

const source = { type: 'source', kind: 'organization', name: { en: 'A source' } };
const claim = { type: 'claim', text: { en: 'It rained.' }, kind: 'factual', tense: 'past' };
const stand = { type: 'attribution', stance: 'affirms', certainty: 'certain' };
const relays = { ...stand, stance: 'relays', certainty: 'unspecified' };
const evidence = { type: 'evidence', bearing: 'supports', kind: 'document', title: { en: 'A record' } };
const review = { type: 'review', reviewerId: ref('paper'), verdict: 'false', verdictBasis: 'editor' };
const withdrawal = { kind: 'other', reason: { en: 'A mistake' } };
const none = { created: 0, updated: 0, unchanged: 0, withdrawn: 0, rejected: 0, reasons: [] };

function named(externalId: string) {
  return { externalId };
}

function ref(name: string): string {
  return `externalId:${name}`;
}

async function openDesk(t: Test): Promise<Desk> {
  return new Desk((await openSqliteFile(t, {}, join(emptyFolder(t), 'hearsay.db'))).store);
}

async function namesOf(desk: Desk, type: ResourceType): Promise<string[]> {
  const documents = contents(await exported(desk.store, { history: false }));
  return documents.flatMap((one) => (one.type === type ? [String(one.externalId)] : [])).toSorted();
}

test('each line that cannot be written is rejected with its number, its place and why', async (t) => {
  const desk = await openDesk(t);
  const known = await desk.create('attribution', named('known'));
  const { claimId, sourceId, articleId } = known;
  const stands = { ...stand, claimId, sourceId, articleId };
  const gone = await desk.create('source');
  await desk.withdraw(gone.id);
  const twin = await desk.create('relation', { kind: 'contradicts' });
  const [lost, other] = [newIdentifier('source'), newIdentifier('source')];
  const cycle = [newIdentifier('attribution'), newIdentifier('attribution')];
  const cases: [line: unknown, ...reasons: [pointer: string, code: string][]][] = [
    ['{"type":"claim"', ['/type', 'not_json']],
    ['[]', ['', 'invalid_type']],
    [{ ...claim, type: undefined }, ['/type', 'invalid_value']],
    [{ ...claim, type: 'opinion' }, ['/type', 'invalid_value']],
    [{ ...claim, id: 5 }, ['/id', 'invalid_format']],
    [{ ...claim, id: lost }, ['/id', 'invalid_format']],
    [{ ...claim, externalId: 5 }, ['/externalId', 'invalid_type']],
    [{ ...claim, withdrawal: 'yes' }, ['/withdrawal', 'invalid_type']],
    [{ ...claim, notes: null }, ['/notes', 'invalid_type']],
    [{ ...claim, colour: 'red', tense: 'now' }, ['/tense', 'invalid_value'], ['/colour', 'unknown_field']],
    [{ ...claim, text: {} }, ['/text', 'invalid']],
    [{ type: 'claim', kind: 'factual', tense: 'past' }, ['/text', 'required']],
    [
      '{"type":"claim","text":{"en":"\\ud800"},"kind":"factual","tense":"past"}',
      ['/text/en', 'lone_surrogate'],
    ],
    [{ ...source, partOf: [{ sourceId: lost }] }, ['/partOf/0/sourceId', 'dangling_reference']],
    [{ ...source, partOf: [{ sourceId: ref('nobody') }] }, ['/partOf/0/sourceId', 'dangling_reference']],
    [{ ...source, partOf: [{ sourceId: 'someone' }] }, ['/partOf/0/sourceId', 'invalid_format']],
    [{ ...source, id: other, partOf: [{ sourceId: other }] }, ['/partOf/0/sourceId', 'self_reference']],
    [{ ...source, partOf: [{ sourceId: gone.id }] }, ['/partOf/0/sourceId', 'withdrawn_reference']],
    [{ ...stands, id: known.id, claimId: twin.fromClaimId }, ['/claimId', 'fixed']],
    [{ ...stands, externalId: 'known', claimId: twin.fromClaimId }, ['/claimId', 'fixed']],
    [{ ...claim, id: twin.fromClaimId, externalId: 'taken' }],
    [{ ...claim, id: twin.toClaimId, externalId: 'taken' }, ['/externalId', 'taken']],
    [{ ...stands, ...relays }, ['/originUnknown', 'required']],
    [{ ...stands, id: cycle[0], viaId: cycle[1] }, ['/viaId', 'cycle']],
    [{ ...stands, id: cycle[1], viaId: cycle[0] }, ['/viaId', 'cycle']],
    [{ ...twin, id: undefined, fromClaimId: twin.toClaimId, toClaimId: twin.fromClaimId }, ['', 'taken']],
    [{ ...claim, withdrawal: { ...withdrawal, kind: 'gone' } }, ['/withdrawal/kind', 'invalid_value']],
    [{ ...claim, withdrawal: { reason: { en: 'Why' } } }, ['/withdrawal/kind', 'required']],
    [
      { ...claim, withdrawal: { ...withdrawal, replacedById: newIdentifier('claim') } },
      ['/withdrawal/replacedById', 'dangling_reference'],
    ],
    [{ ...source, id: gone.id, withdrawal: { ...withdrawal, kind: 'duplicate' } }, ['', 'conflict']],
    [{ ...claim, externalId: 'good' }],
    [`{"type":"claim","notes":"${'x'.repeat(4_000_000)}"}`, ['', 'too_long']],
  ];
  const expected = cases.flatMap(([, ...reasons], index) =>
    reasons.map(([pointer, code]) => ({ line: index + 1, pointer, code })),
  );
  const file = Buffer.concat([
    Buffer.from(lines(...cases.map(([line]) => line))),
    Buffer.from('{"type":"claim","text":{"en":"\xff"}}', 'latin1'),
  ]);
  const { reasons, rejected } = await imported(desk.store, file);
  expected.push({ line: cases.length + 1, pointer: '', code: 'not_utf8' });
  t.strictSame(reasons, expected);
  t.equal(rejected, new Set(expected.map(({ line }) => line)).size);
  t.strictSame(
    (await namesOf(desk, 'claim')).filter((name) => name === 'good'),
    ['good'],
    'all else is written',
  );
});

/** Two articles told by names alone, with everything in them. */
const newsroom = [
  { ...source, ...named('paper'), kind: 'news_outlet' },
  { ...source, ...named('ministry'), partOf: [{ sourceId: ref('state') }] },
  { ...source, ...named('state'), kind: 'government' },
  {
    ...source,
    ...named('officials'),
    kind: 'anonymous',
    citedById: ref('paper'),
    identifiedAs: identified(),
  },
  { ...article('report'), derivedFromArticleId: ref('wire') },
  { ...article('wire'), notices: [{ kind: 'correction', attributionIds: [ref('said')] }] },
  { ...claim, ...named('rain') },
  { ...claim, ...named('sun'), about: [{ name: { en: 'The state' }, sourceId: ref('state') }] },
  { ...stands('said', 'officials'), viaId: ref('carried') },
  { ...stands('carried', 'paper'), ...relays, viaId: ref('printed') },
  { ...stands('printed', 'paper'), ...relays },
  { ...stands('denied', 'ministry'), stance: 'denies', targetId: ref('said') },
  {
    type: 'relation',
    ...named('against'),
    kind: 'contradicts',
    assertedBy: 'editor',
    ...ends('rain', 'sun'),
  },
  { ...evidence, ...named('record'), claimId: ref('rain'), producedById: ref('ministry') },
  { ...evidence, ...named('recording'), attributionId: ref('said') },
  { ...review, ...named('verdict'), claimId: ref('rain'), evidenceIds: [ref('record')] },
];

function identified() {
  return { sourceId: ref('ministry'), evidenceId: ref('recording') };
}

function article(name: string) {
  return { type: 'article', ...named(name), title: { en: name }, language: 'en', publisherId: ref('paper') };
}

function stands(name: string, by: string) {
  return { ...stand, ...named(name), claimId: ref('rain'), articleId: ref('wire'), sourceId: ref(by) };
}

function ends(from: string, to: string) {
  return { fromClaimId: ref(from), toClaimId: ref(to) };
}

test('lines may refer to one another by name in any order, in cycles and across batches', async (t) => {
  const { store } = await openDesk(t);
  const orders: [name: string, order: (lines: unknown[]) => unknown[], batch: number][] = [
    ['forwards', (all) => all, 500],
    ['backwards', (all) => all.toReversed(), 500],
    ['backwards, one by one', (all) => all.toReversed(), 1],
    ['carriers after whom they carry, one by one', (all) => all, 1],
    ['shuffled, three by three', (all) => all.toSorted((one, other) => hash(one) - hash(other)), 3],
  ];
  const { length } = newsroom;
  let first: string | undefined;
  for (const [index, [order, ordered, batch]] of orders.entries()) {
    const file = lines(...ordered(newsroom)).replace(/"externalId"?:"?/g, `$&${index} `);
    t.strictSame(await imported(store, file, batch), { ...none, created: length }, order);
    const written = namedOnly(await exported(store, { history: false }), `${index} `);
    first ??= written;
    t.equal(written, first, `${order}: the same as in any other order`);
    t.strictSame(await imported(store, file, batch), { ...none, unchanged: length }, `${order}, again`);
    t.equal((await store.check()).position, length * (index + 1), `${order}: nothing was written again`);
  }
});

/** Documents whose names begin so, in the order of their names, with names in the place of ids. */
function namedOnly(file: string, prefix: string): string {
  const documents = contents(file).filter((one) => name(one).startsWith(prefix));
  const nameOf = new Map(documents.map(({ id, externalId }) => [id, externalId]));
  const told = JSON.stringify(documents.toSorted((one, other) => (name(one) < name(other) ? -1 : 1)));
  return told.replace(/\w+_[0-9a-z]{26}/g, (id) => String(nameOf.get(id))).replaceAll(`"${prefix}`, '"');
}

function name({ externalId }: Record<string, unknown>): string {
  return String(externalId);
}

function hash(value: unknown): number {
  return [...JSON.stringify(value)].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 65_537, 7);
}

test('the bundled article comes in backwards, a line at a time', async (t) => {
  const [one, other] = [await openDesk(t), await openDesk(t)];
  await loadBundledArticle(one.store);
  const file = await exported(one.store);
  const backwards = file.trim().split('\n').toReversed().join('\n');
  t.strictSame(await imported(other.store, backwards, 1), { ...none, created: 109 });
  t.strictSame(contents(await exported(other.store)), contents(file));
});

test('what is known is replaced as a whole where it differs', async (t) => {
  const desk = await openDesk(t);
  const text = { en: 'It rained.', ar: 'أمطرت' };
  const first = { ...claim, ...named('rain'), text, topics: ['weather'], notes: { en: 'A note' } };
  await imported(desk.store, lines(first));
  const [{ id = '' } = {}] = contents(await exported(desk.store)) as { id?: string }[];
  const changes = [
    { ...first, text: { en: 'It snowed.' } },
    { ...claim, ...named('rain') },
    { ...claim, id, topics: ['snow', 'ice'] },
  ];
  for (const line of changes) {
    t.strictSame(await imported(desk.store, lines(line)), { ...none, updated: 1 });
    t.strictSame(contents(await exported(desk.store)), [{ ...line, id }]);
    t.strictSame(await imported(desk.store, lines(line)), { ...none, unchanged: 1 }, 'and then no more');
  }
  const reordered = { ...claim, id, topics: ['snow', 'ice'], text: { en: claim.text.en } };
  const served = { revision: 99, createdAt: 'once', updatedAt: 'now', createdBy: 'me', claimRevision: 7 };
  const again = await imported(desk.store, lines({ ...served, ...reordered, redactions: [] }));
  t.strictSame(again, { ...none, unchanged: 1 }, 'what the server sets is left out');
  t.equal((await desk.read('claim', id))?.revision, 4);
});

test('a line that stands here under another id is found by its name, and so is what refers to it', async (t) => {
  const desk = await openDesk(t);
  const here = await desk.create('claim', named('rain'));
  const elsewhere = { ...claim, ...named('rain'), id: newIdentifier('claim'), tense: 'present' };
  const about = { ...evidence, ...named('record'), claimId: elsewhere.id };
  for (const order of [
    [elsewhere, about],
    [about, elsewhere],
  ]) {
    const { rejected } = await imported(desk.store, lines(...order), 1);
    t.equal(rejected, 0);
  }
  const [record] = contents(await exported(desk.store)).filter(({ type }) => type === 'evidence');
  t.equal(record?.claimId, here.id);
  t.equal((await desk.read('claim', here.id))?.tense, 'present');
  t.equal(await desk.read('claim', elsewhere.id), undefined);
});

test('one name given twice in a file is one resource, which the last line tells', async (t) => {
  const desk = await openDesk(t);
  const file = lines({ ...claim, ...named('rain') }, { ...claim, ...named('rain'), tense: 'present' });
  t.strictSame(await imported(desk.store, file), { ...none, created: 1, updated: 1 });
  t.match(contents(await exported(desk.store)), [{ tense: 'present' }]);
  const [{ id = '' } = {}] = contents(await exported(desk.store)) as { id?: string }[];
  const again = lines({ ...claim, id, ...named('rain') }, { ...claim, ...named('rain'), tense: 'future' });
  t.strictSame(await imported(desk.store, again), { ...none, updated: 2 });
  t.match(await desk.read('claim', id), { revision: 4, tense: 'future' });
});

test('withdrawals come after everything else, each before that of its replacement', async (t) => {
  const desk = await openDesk(t);
  const merged = (replacedBy: string) => ({
    kind: 'duplicate',
    reason: { en: 'Twice' },
    replacedById: ref(replacedBy),
  });
  const file = lines(
    { ...source, ...named('c'), withdrawal },
    { ...source, ...named('b'), withdrawal: merged('c') },
    { ...source, ...named('a'), withdrawal: merged('b') },
    { ...source, ...named('part'), partOf: [{ sourceId: ref('a') }] },
    { type: 'relation', ...named('new'), ...contradicts },
    { type: 'relation', ...named('older'), ...contradicts, withdrawal },
    { type: 'relation', ...named('oldest'), ...contradicts, withdrawal },
    { ...claim, ...named('rain'), withdrawal },
    { ...claim, ...named('sun') },
  );
  t.strictSame(await imported(desk.store, file, 2), { ...none, created: 9, withdrawn: 6 });
  const again = await imported(desk.store, file, 2);
  t.strictSame(again, { ...none, unchanged: 9 }, 'a second time, none is');
});

const contradicts = { kind: 'contradicts', assertedBy: 'editor', ...ends('rain', 'sun') };

test('what was withdrawn here stays so', async (t) => {
  const desk = await openDesk(t);
  const { id } = await desk.create('claim', named('rain'));
  const stands = await desk.withdraw(id);
  const line = { ...claim, ...named('rain'), tense: 'present' };
  t.strictSame(await imported(desk.store, lines(line)), { ...none, updated: 1 });
  t.match(await desk.read('claim', id), { tense: 'present', withdrawal: stands.withdrawal });
});

test('a file from before a redaction does not bring back what was taken out', async (t) => {
  const desk = await openDesk(t);
  const part = { ...claim, ...named('part'), notes: { en: 'A secret' } };
  const whole = { ...claim, ...named('whole') };
  await imported(desk.store, lines(part, whole));
  const file = await exported(desk.store, { history: false });
  const ids = new Map(contents(file).map(({ id, externalId }) => [externalId, String(id)]));
  const redact = (name: string, pointers?: string[]) =>
    desk.write({ action: 'redact', id: ids.get(name) ?? '', pointers });
  await redact('part', ['/notes']);
  await redact('whole');
  const { reasons } = await imported(desk.store, file);
  const refused = [2, 3].map((line) => ({ line, pointer: '', code: 'redacted' }));
  t.strictSame(reasons, refused);
  const after = await exported(desk.store, { history: false });
  t.notMatch(after, 'A secret');
  t.strictSame(
    await imported(desk.store, after),
    { ...none, unchanged: 2 },
    'one from after it is no change',
  );
});

test('a long line of references in the worst order is written in a few passes', async (t) => {
  const { store } = await openDesk(t);
  const count = 1_500;
  const many = Array.from({ length: count }, (_, index) => ({
    ...source,
    ...named(`${index}`),
    ...(index < count - 1 && { partOf: [{ sourceId: ref(`${index + 1}`) }] }),
  }));
  t.strictSame(await imported(store, lines(...many), 100), { ...none, created: count });
});
