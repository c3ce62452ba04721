import fc from 'fast-check';
import type { ResourceDocument } from '../../src/model/definition.ts';
import { newIdentifier, resourceTypes } from '../../src/model/identifiers.ts';
import type { Store } from '../../src/store/port.ts';
import { queryOf } from '../store/conformance/suite.ts';
import { creation, type Desk, type Fields, parsed } from './making.ts';

const digit = fc.nat(7);
const maybe = fc.option(digit, { nil: undefined });

/** A small newsroom by numbers: what refers to what, and what was merged or withdrawn. */
export const newsroom = fc.record({
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
export type Newsroom = typeof newsroom extends fc.Arbitrary<infer Made> ? Made : never;

/** Writes what the store takes of a newsroom. */
export async function writeNewsroom(desk: Desk, made: Newsroom): Promise<void> {
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
    const [one, another] = await Promise.all(
      [id, of(ids, replacedBy)].map((given) =>
        given?.startsWith('attribution') ? desk.read('attribution', given) : undefined,
      ),
    );
    // Two attributions that are one thing are on one claim.
    const other = one?.claimId === another?.claimId ? of(ids, replacedBy) : undefined;
    if (id) await desk.withdraw(id, other === id ? undefined : other).catch(() => undefined);
  }
}

/** All documents of a store but those that were there before. */
export async function everything(store: Store, others: ReadonlySet<string>): Promise<ResourceDocument[]> {
  const sort = { by: 'createdAt', descending: true };
  const pages = await Promise.all(
    resourceTypes.map((type) => store.list(queryOf(type, { withdrawn: true, limit: 100, sort }))),
  );
  return pages.flatMap(({ items }) => items.map(parsed)).filter(({ id }) => !others.has(id));
}
