import fc from 'fast-check';
import { test } from 'tap';
import { type AssessmentAnswer, assess } from '../../src/analysis/assessment.ts';
import { lookUp } from '../../src/analysis/chains.ts';
import type { Dependents } from '../../src/analysis/dependents.ts';
import { standingFor } from '../../src/analysis/merging.ts';
import { restsOn } from '../../src/analysis/rests-on.ts';
import { standsAmong } from '../../src/analysis/stands.ts';
import type { ResourceDocument } from '../../src/model/definition.ts';
import { newIdentifier, resourceTypes } from '../../src/model/identifiers.ts';
import { referencesOf } from '../../src/model/references.ts';
import { resources } from '../../src/model/resources.ts';
import type { Store } from '../../src/store/port.ts';
import { creation, Desk, type Fields, parsed } from '../helpers/making.ts';
import { openSqliteFile } from '../helpers/sqlite.ts';
import { queryOf } from './conformance/suite.ts';

const digit = fc.nat(7);
const maybe = fc.option(digit, { nil: undefined });

/** A small newsroom by numbers: what refers to what, and what was merged or withdrawn. */
const newsroom = fc.record({
  sources: fc.array(fc.record({ kind: digit, citedBy: digit, identifiedAs: maybe, partOf: maybe }), {
    ...{ minLength: 2, maxLength: 5 },
  }),
  articles: fc.array(fc.record({ publisher: digit, derivedFrom: maybe }), { minLength: 1, maxLength: 3 }),
  claims: fc.integer({ min: 1, max: 4 }),
  attributions: fc.array(
    fc.record({
      ...{ claim: digit, source: digit, article: digit, via: maybe, target: maybe, onBehalfOf: maybe },
      ...{ retracts: maybe, stance: digit, joint: fc.boolean(), unknown: fc.boolean() },
    }),
    { minLength: 1, maxLength: 8 },
  ),
  relations: fc.array(
    fc.record({ kind: digit, from: digit, to: digit, article: maybe, attribution: maybe }),
    {
      maxLength: 3,
    },
  ),
  linked: fc.array(
    fc.record({ review: fc.boolean(), claim: digit, attribution: maybe, source: digit, evidence: maybe }),
    { maxLength: 4 },
  ),
  gone: fc.array(fc.record({ type: fc.nat(2), which: digit, replacedBy: maybe }), { maxLength: 2 }),
});
type Newsroom = typeof newsroom extends fc.Arbitrary<infer Made> ? Made : never;

/** Writes what the store takes of a newsroom. */
async function write(desk: Desk, made: Newsroom): Promise<void> {
  const [sources, articles, claims, attributions, evidence]: string[][] = [[], [], [], [], []];
  const of = (ids: readonly string[] | undefined, number: number | undefined) =>
    number === undefined || !ids?.length ? undefined : ids[number % ids.length];
  const create = async (ids: string[] | undefined, type: ResourceDocument['type'], fields: Fields) => {
    const given = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
    const id = newIdentifier(type);
    // What breaks a rule, such as a via on another claim, is left out.
    const written = await desk.write(...creation(type, given, id)).catch(() => undefined);
    if (written) ids?.push(id);
  };
  for (const { kind, citedBy, identifiedAs, partOf } of made.sources) {
    const citedById = of(sources, citedBy);
    const known = of(sources, identifiedAs);
    const organization = of(sources, partOf);
    const anonymous = { kind: 'anonymous', citedById, identifiedAs: known && { sourceId: known } };
    const named = {
      kind: kind % 2 ? 'news_outlet' : 'organization',
      partOf: organization && [{ sourceId: organization }],
    };
    await create(sources, 'source', kind > 4 && citedById ? anonymous : named);
  }
  for (const { publisher, derivedFrom } of made.articles) {
    const fields = { publisherId: of(sources, publisher), derivedFromArticleId: of(articles, derivedFrom) };
    await create(articles, 'article', fields);
  }
  for (let number = 0; number < made.claims; number++) await create(claims, 'claim', {});
  for (const one of made.attributions) {
    const carrier = of(attributions, one.via);
    const via = carrier === undefined ? undefined : await desk.read('attribution', carrier);
    const retractsId = one.stance === 7 ? of(attributions, one.retracts) : undefined;
    const stance = retractsId
      ? 'retracts'
      : (['affirms', 'affirms', 'denies', 'relays', 'doubts'][one.stance] ?? 'affirms');
    await create(attributions, 'attribution', {
      ...{
        claimId: via?.claimId ?? of(claims, one.claim),
        articleId: via?.articleId ?? of(articles, one.article),
      },
      ...{ sourceId: of(sources, one.source), viaId: carrier, targetId: of(attributions, one.target) },
      ...{ onBehalfOfId: of(sources, one.onBehalfOf), retractsId, stance },
      ...{ statementKey: one.joint ? 'joint' : undefined, originUnknown: stance === 'relays' || undefined },
    });
  }
  for (const { kind, from, to, article, attribution } of made.relations) {
    await create(undefined, 'relation', {
      kind: ['same_as', 'negation_of', 'contradicts', 'undercuts'][kind % 4],
      ...{ fromClaimId: of(claims, from), toClaimId: of(claims, to), articleId: of(articles, article) },
      attributionId: of(attributions, attribution),
    });
  }
  for (const { review, claim, attribution, source, evidence: named } of made.linked) {
    const attributionId = of(attributions, attribution);
    const subject = attributionId ? { attributionId } : { claimId: of(claims, claim) };
    const evidenceId = of(evidence, named);
    const fields = review
      ? { reviewerId: of(sources, source), evidenceIds: evidenceId && [evidenceId] }
      : { producedById: of(sources, source) };
    await create(review ? undefined : evidence, review ? 'review' : 'evidence', { ...subject, ...fields });
  }
  for (const { type, which, replacedBy } of made.gone) {
    const ids = [sources, claims, attributions][type];
    const id = of(ids, which);
    const other = of(ids, replacedBy);
    if (id) await desk.withdraw(id, other === id ? undefined : other).catch(() => undefined);
  }
}

/** All documents of a store but those that were there before. */
async function everything(store: Store, others: ReadonlySet<string>): Promise<ResourceDocument[]> {
  const sort = { by: 'createdAt', descending: true };
  const pages = await Promise.all(
    resourceTypes.map((type) => store.list(queryOf(type, { withdrawn: true, limit: 100, sort }))),
  );
  return pages.flatMap(({ items }) => items.map(parsed)).filter(({ id }) => !others.has(id));
}

/** What is told of the support of every claim by the chief assessment of all that is recorded. */
function assessments(documents: readonly ResourceDocument[]) {
  const claims = documents.filter(({ type }) => type === 'claim');
  return new Map(
    claims.map(({ id }) => {
      const ground = { claimId: id, documents, wordings: [], truncated: false };
      return [id, told(assess(ground))];
    }),
  );
}

function told({ claimIds, assessment }: AssessmentAnswer) {
  const { originCount, independence, contested } = assessment ?? {};
  return {
    claimIds,
    originCount: { min: originCount?.min, max: originCount?.max },
    independence: independence?.value,
    contested: contested?.value,
    basis: [...new Set([...(originCount?.basis ?? []), ...(contested?.basis ?? [])])].sort(),
  };
}

/** What rests on a document, looked for until nothing more is found. */
function restingOn(rootId: string, documents: readonly ResourceDocument[]): string[] {
  const byId = lookUp(documents);
  const groundsOf = (document: ResourceDocument) =>
    referencesOf(resources[document.type], document)
      .filter(({ name, to }) => to !== 'claim' && restsOn[document.type].has(name))
      .map(({ name, id }) => {
        const other = byId(id);
        return { name, id: ((other && standingFor(other, byId)) ?? { id }).id };
      });
  const [whole, copies] = [new Set([rootId]), new Set<string>()];
  const live = documents.filter(({ withdrawal }) => !withdrawal);
  for (let size = -1; size !== whole.size + copies.size; ) {
    size = whole.size + copies.size;
    for (const document of live) {
      const grounds = groundsOf(document);
      if (grounds.some(({ name, id }) => name !== 'derivedFrom' && whole.has(id))) whole.add(document.id);
      if (grounds.some(({ name, id }) => name === 'derivedFrom' && (whole.has(id) || copies.has(id))))
        copies.add(document.id);
    }
  }
  return [...new Set([...whole, ...copies])].filter((id) => id !== rootId).sort();
}

const counting = (documents: readonly ResourceDocument[]) =>
  new Set(standsAmong(documents, lookUp(documents)).map(({ id }) => id));

test('what would be left is what is left once it is withdrawn', async (t) => {
  const { store } = await openSqliteFile(t);
  const desk = new Desk(store);
  const others = new Set<string>();
  let [lost, changed] = [0, 0];
  await fc.assert(
    fc.asyncProperty(newsroom, async (made) => {
      await write(desk, made);
      const earlier = new Set(others);
      const before = await everything(store, earlier);
      for (const { id } of before) others.add(id);
      const asked = before.filter(({ type }) => ['source', 'article', 'attribution'].includes(type));
      for (const { id, type } of asked.slice(-10)) {
        const found = (await store.dependents({ type: type as 'source', id, limit: 100 })) as Dependents;
        const root = before.find((one) => one.id === found.id) as ResourceDocument;
        if (!root.withdrawal) await desk.withdraw(root.id);
        const after = await everything(store, earlier);
        if (!root.withdrawal) await desk.restore(root.id);
        hold(found, before, after);
        lost += found.claims.filter((claim) => claim.lostSupport).length;
        changed += found.claims.length;
      }
    }),
    { numRuns: 60 },
  );
  t.ok(lost > 20, `${lost} claims lost support`);
  t.ok(changed > lost, `${changed} claims were told of`);
});

function hold(found: Dependents, before: readonly ResourceDocument[], after: readonly ResourceDocument[]) {
  equal(found.items.map(({ document }) => document.id).sort(), restingOn(found.id, before), 'dependents');
  const left = counting(after);
  const gone = [...counting(before)].filter((id) => !left.has(id) && id !== found.id).sort();
  const stances = found.items.filter(({ document }) => document.type === 'attribution');
  equal(
    stances.flatMap(({ document, countsNoMore }) => (countsNoMore ? [document.id] : [])).sort(),
    gone,
    'attributions that count no more',
  );
  const [then, now] = [assessments(before), assessments(after)];
  const toldOf = new Set<string>();
  for (const { claim, before: with_, after: without, lostSupport } of found.claims) {
    equal(with_, then.get(claim.id), `${claim.id} before`);
    equal(without, now.get(claim.id), `${claim.id} after`);
    equal(lostSupport, with_.originCount.max > 0 && without.originCount.max === 0, 'lost support');
    for (const id of without.claimIds) toldOf.add(id);
    for (const review of before) {
      if (
        lostSupport &&
        review.type === 'review' &&
        !review.withdrawal &&
        with_.claimIds.includes(String(review.claimId))
      ) {
        equal(
          found.reviews.some((one) => one.review.id === review.id && one.reasons.includes('claim')),
          true,
          'review',
        );
      }
    }
  }
  for (const [id, one] of then) {
    if (toldOf.has(id)) continue;
    const { contested, basis, claimIds } = now.get(id) ?? {};
    equal({ contested, basis, claimIds }, { ...pick(one) }, `${id}, which is not told of`);
  }
  equal(found.truncated, false, 'truncated');
}

function pick({ contested, basis, claimIds }: ReturnType<typeof told>) {
  return { contested, basis, claimIds };
}

function equal(actual: unknown, expected: unknown, what: string): void {
  const [one, other] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (one !== other) throw new Error(`${what}: ${one}, and not ${other}`);
}
