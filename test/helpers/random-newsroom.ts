import fc from 'fast-check';
import type { ResourceDocument } from '../../src/model/definition.ts';
import type { ResourceType } from '../../src/model/identifiers.ts';
import type { Fields } from './making.ts';
import { record } from './records.ts';

interface Kind {
  /** Everything has a date, with no open end. */
  readonly dated?: boolean;
  /** Papers retract, and sources take back what they said. */
  readonly retractions?: boolean;
}

/**
 * The documents of a small newsroom around claim_1, as a store would hold them: sources of all kinds that belong to one
 * another, articles that copy and cite one another, chains, relations, evidence and reviews, some withdrawn or replaced.
 */
export function newsroom({ dated = false, retractions = true }: Kind = {}): fc.Arbitrary<ResourceDocument[]> {
  const date = fc.constantFrom(...closedDates, ...(dated ? [] : openDates));
  const when = dated ? date : fc.option(date, { nil: undefined });
  const withdrawn = rarely(number, 15);
  const memberships = fc.array(fc.record({ to: number, from: rarely(date), until: rarely(date) }), {
    maxLength: 2,
  });
  const parts = {
    sources: some(3, 9, {
      ...{ withdrawn, kind: fc.constantFrom(...kinds), memberships, citedBy: number },
      ...{ identifiedAs: rarely(number), identifiedAt: when },
    }),
    articles: some(1, 6, {
      ...{ withdrawn, publisher: number, publishedAt: when, derivedFrom: rarely(number) },
      retracted: retractions ? rarely(fc.record({ at: when, of: rarely(number) })) : fc.constant(undefined),
    }),
    claims: some(0, 4, { withdrawn, about: fc.array(number, { maxLength: 2 }) }),
    attributions: some(3, 14, {
      ...{ withdrawn, claim: fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, number), article: number },
      source: fc.oneof(number, fc.constant('publisher')),
      stance: fc.constantFrom(...stances, ...(retractions ? ['retracts'] : [])),
      ...{ via: rarely(number, 2), onBehalfOf: rarely(number), target: rarely(number) },
      ...{ taken: number, originUnknown: fc.boolean(), cited: rarely(number), saidAt: rarely(when) },
      statementKey: rarely(fc.constantFrom('joint', 'other')),
      certainty: fc.constantFrom('certain', 'probable', 'possible', 'unspecified'),
      mode: fc.constantFrom('direct_quote', 'indirect', 'mixed', 'own_voice', undefined),
      medium: fc.constantFrom('statement', 'television', 'interview', undefined),
    }),
    relations: some(0, 4, {
      withdrawn: rarely(number),
      kind: fc.constantFrom('same_as', 'negation_of', 'contradicts', 'undercuts', 'supports'),
      ...{ from: number, to: number, article: rarely(number) },
    }),
    evidence: some(0, 3, { withdrawn, about: number, producedBy: rarely(number), publishedAt: when }),
    reviews: some(0, 2, { withdrawn, about: number, reviewer: number, publishedAt: when, evidence: number }),
  };
  return fc.record(parts).map(documentsOf);
}

const number = fc.nat(20);
const closedDates = ['2022-03-10', '2022-03-12', '2022-03-14?', '2022-03', '2022-03-12/2022-03-13'];
const openDates = ['../2022-03-11', '2022-03-13/..'];
closedDates.push('2022-03-12T08:00:00Z', '2022-03-13T08:00:00+01:00', '2022-03-1X');
const kinds = [
  'person',
  'organization',
  'government',
  'news_outlet',
  'news_outlet',
  'anonymous',
  'collective',
];
const stances = ['affirms', 'affirms', 'affirms', 'denies', 'relays', 'relays', 'doubts', 'does_not_say'];

/** Once in so many times. */
function rarely<Value>(value: fc.Arbitrary<Value>, times = 6): fc.Arbitrary<Value | undefined> {
  return fc.oneof({ weight: times - 1, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: value });
}

function some<Drawn>(
  minLength: number,
  maxLength: number,
  parts: { [Name in keyof Drawn]: fc.Arbitrary<Drawn[Name]> },
) {
  return fc.array(fc.record(parts), { minLength, maxLength });
}

/** What is drawn of a resource: numbers stand for others. */
type Drawn = Readonly<Record<string, unknown>>;

function documentsOf(drawn: Record<string, readonly unknown[]>): ResourceDocument[] {
  const of = (name: string) => drawn[name] as Drawn[];
  const sources = of('sources').map((one, i, all) => sourceOf(one, i, all));
  const sourceAt = (place: unknown) => at(sources, place)?.id;
  const articles = of('articles').map((one, i, { length }) =>
    record('article', name(i), {
      publisherId: sourceAt(one.publisher),
      ...given({ publishedAt: one.publishedAt }),
      ...(one.derivedFrom !== undefined && {
        derivedFromArticleId: `article_${name((one.derivedFrom as number) % length)}`,
      }),
    }),
  );
  const claims = [
    record('claim', 1, { about: [] }),
    ...of('claims').map((_, i) => record('claim', i + 2)),
  ].map((claim, i) => ({
    ...claim,
    about: ((of('claims')[i]?.about ?? []) as number[]).map((place) => ({ sourceId: sourceAt(place) })),
  }));
  const attributions: ResourceDocument[] = [];
  for (const one of of('attributions')) {
    attributions.push(attributionOf(one, attributions, { sources, articles, claims }));
  }
  const retracting = articles.map((article, i) => {
    const notice = of('articles')[i]?.retracted as Drawn | undefined;
    const about = notice?.of === undefined ? undefined : at(attributions, notice.of)?.id;
    const told = { kind: 'retraction', ...given({ at: notice?.at, attributionIds: about && [about] }) };
    return notice ? { ...article, notices: [told] } : article;
  });
  const subject = (place: unknown) => {
    const document = at([...claims, ...attributions], place);
    return document?.type === 'claim' ? { claimId: document.id } : { attributionId: document?.id };
  };
  const relations = of('relations').map((one, i) =>
    record('relation', name(i), {
      ...{ kind: one.kind, fromClaimId: at(claims, one.from)?.id, toClaimId: at(claims, one.to)?.id },
      ...given({ articleId: one.article === undefined ? undefined : at(articles, one.article)?.id }),
    }),
  );
  const evidence = of('evidence').map((one, i) =>
    record('evidence', name(i), {
      ...{ ...subject(one.about), bearing: 'refutes' },
      ...given({ publishedAt: one.publishedAt, producedById: one.producedBy && sourceAt(one.producedBy) }),
    }),
  );
  const reviews = of('reviews').map((one, i) =>
    record('review', name(i), {
      ...{ ...subject(one.about), reviewerId: sourceAt(one.reviewer), verdict: 'false' },
      ...{ claimRevision: 1, evidenceIds: evidence.length > 0 ? [at(evidence, one.evidence)?.id] : [] },
      ...given({ publishedAt: one.publishedAt }),
    }),
  );
  return [
    ...withdrawnAmong(sources, of('sources')),
    ...withdrawnAmong(retracting, of('articles')),
    ...withdrawnAmong(claims, [{}, ...of('claims')]),
    ...withdrawnAmong(attributions, of('attributions')),
    ...withdrawnAmong(relations, of('relations')),
    ...withdrawnAmong(evidence, of('evidence')),
    ...withdrawnAmong(reviews, of('reviews')),
  ];
}

/** Names whose order is not that in which they are given. */
function name(index: number): string {
  return String.fromCharCode(97 + ((index * 11) % 26));
}

function at<Item>(items: readonly Item[], place: unknown): Item | undefined {
  return items[Number(place) % items.length];
}

function given(fields: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

function sourceOf(one: Drawn, i: number, { length }: readonly unknown[]): ResourceDocument {
  const idOf = (place: unknown) => `source_${name(Number(place) % length)}`;
  const anonymous = one.kind === 'anonymous';
  const memberships = (one.memberships as Drawn[]).map(({ to, from, until }) => ({
    ...{ sourceId: idOf(to), ...given({ from, to: until }) },
  }));
  const identifiedAs = { sourceId: idOf(one.identifiedAs), ...given({ at: one.identifiedAt }) };
  return record('source', name(i), {
    kind: one.kind,
    [one.kind === 'person' ? 'affiliations' : 'partOf']: memberships,
    ...(anonymous && { citedById: idOf(one.citedBy) }),
    ...(anonymous && one.identifiedAs !== undefined && { identifiedAs }),
  });
}

type Others = Readonly<Record<'sources' | 'articles' | 'claims', readonly ResourceDocument[]>>;

/** A stand that may be carried by, be on, or take back those that were drawn before it. */
function attributionOf(one: Drawn, before: readonly ResourceDocument[], others: Others): ResourceDocument {
  const { sources, articles, claims } = others;
  const article = at(articles, one.article);
  const claimId = at(claims, one.claim)?.id;
  const sourceId = one.source === 'publisher' ? article?.publisherId : at(sources, one.source)?.id;
  const onClaim = before.filter((other) => other.claimId === claimId);
  const beside = onClaim.filter(({ articleId }) => articleId === article?.id);
  const taken = at(
    onClaim.filter((other) => other.sourceId === sourceId),
    one.taken,
  );
  const stance = one.stance === 'retracts' && !taken ? 'denies' : one.stance;
  const id = (place: unknown, among: readonly ResourceDocument[]) =>
    place === undefined ? undefined : at(among, place)?.id;
  return record('attribution', name(before.length), {
    ...{ claimId, articleId: article?.id, sourceId, stance, certainty: one.certainty },
    ...given({
      ...{ viaId: id(one.via, beside), targetId: id(one.target, onClaim) },
      ...{ onBehalfOfId: id(one.onBehalfOf, sources), citedArticleId: id(one.cited, articles) },
      originUnknown: stance === 'relays' && one.originUnknown ? true : undefined,
      retractsId: stance === 'retracts' ? taken?.id : undefined,
      ...{ saidAt: one.saidAt, statementKey: one.statementKey, mode: one.mode, medium: one.medium },
    }),
  });
}

/** Withdraws some of them; every other one of these is replaced by one before it, of the same chain where it is a stand. */
function withdrawnAmong(documents: readonly ResourceDocument[], drawn: readonly Drawn[]): ResourceDocument[] {
  return documents.map((document, i) => {
    const place = drawn[i]?.withdrawn as number | undefined;
    if (place === undefined) return document;
    const before = documents.slice(0, i).filter((other) => replaces(other, document));
    const replacedById = place % 2 === 0 ? undefined : at(before, place)?.id;
    const withdrawal = {
      at: document.createdAt,
      kind: 'other',
      reason: {},
      ...given({ replacedById }),
    } as const;
    return { ...document, withdrawal };
  });
}

const likeIn: Partial<Record<ResourceType, readonly string[]>> = {
  attribution: ['articleId', 'claimId', 'sourceId'],
  source: ['kind'],
};

function replaces(one: ResourceDocument, other: ResourceDocument): boolean {
  return (likeIn[one.type] ?? []).every((field) => one[field] === other[field]);
}
