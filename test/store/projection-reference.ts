import type { ResourceDocument } from '../../src/model/definition.ts';
import { dateBounds } from '../../src/model/edtf.ts';
import type { ResourceType } from '../../src/model/identifiers.ts';
import { likenessesOf } from '../../src/model/likeness.ts';

/** The row of a resource or the values of its edge tables, by column or table; `keyOf` gives the key of an id. */
type Reference = (
  // biome-ignore lint/suspicious/noExplicitAny: the reference reads documents plainly, without their types
  document: any,
  keyOf: (id: string | undefined) => number | null,
) => { columns: Record<string, unknown>; edges: Record<string, unknown[]> };

function dates(name: string, date: string | undefined) {
  const bounds = date === undefined ? undefined : dateBounds(date);
  return { [`${name}_earliest`]: bounds?.earliest ?? null, [`${name}_latest`]: bounds?.latest ?? null };
}

const flag = (value: unknown) => (value === true ? 1 : 0);

/** What each resource's tables must hold, written out by hand and apart from the definitions. */
export const expected: Record<ResourceType, Reference> = {
  source: (d, keyOf) => ({
    columns: {
      kind: d.kind,
      country: d.country ?? null,
      cited_by: keyOf(d.citedById),
      identified_as: keyOf(d.identifiedAs?.sourceId),
      identifying_evidence: keyOf(d.identifiedAs?.evidenceId),
    },
    edges: {
      source_part_of: (d.partOf ?? []).map((one: { sourceId: string }) => keyOf(one.sourceId)),
      source_affiliation: (d.affiliations ?? []).map((one: { sourceId: string }) => keyOf(one.sourceId)),
      source_language: Object.keys(d.name),
      source_same_as: d.sameAs ?? [],
      source_likeness: likenessesOf(d),
    },
  }),
  article: (d, keyOf) => ({
    columns: {
      publisher: keyOf(d.publisherId),
      derived_from: keyOf(d.derivedFromArticleId),
      url: d.url ?? null,
      language: d.language,
      ...dates('published_at', d.publishedAt),
    },
    edges: {
      article_topic: d.topics ?? [],
      article_notice: (d.notices ?? []).map((one: { kind: string }) => one.kind),
      article_notice_attribution: (d.notices ?? []).flatMap((one: { attributionIds?: string[] }) =>
        (one.attributionIds ?? []).map(keyOf),
      ),
    },
  }),
  claim: (d, keyOf) => ({
    columns: { kind: d.kind, tense: d.tense, ...dates('occurred_at', d.occurredAt) },
    edges: {
      claim_about: (d.about ?? []).flatMap((one: { sourceId?: string }) =>
        one.sourceId === undefined ? [] : [keyOf(one.sourceId)],
      ),
      claim_language: Object.keys(d.text),
      claim_topic: d.topics ?? [],
    },
  }),
  attribution: (d, keyOf) => ({
    columns: {
      claim: keyOf(d.claimId),
      source: keyOf(d.sourceId),
      article: keyOf(d.articleId),
      via: keyOf(d.viaId),
      target: keyOf(d.targetId),
      on_behalf_of: keyOf(d.onBehalfOfId),
      retracts: keyOf(d.retractsId),
      cited_article: keyOf(d.citedArticleId),
      stance: d.stance,
      mode: d.mode ?? null,
      certainty: d.certainty,
      cue_force: d.cueForce ?? null,
      medium: d.medium ?? null,
      statement_key: d.statementKey ?? null,
      origin_unknown: flag(d.originUnknown),
      inferred: flag(d.inferred),
      ...dates('said_at', d.saidAt),
    },
    edges: {},
  }),
  relation: (d, keyOf) => ({
    columns: {
      from_claim: keyOf(d.fromClaimId),
      to_claim: keyOf(d.toClaimId),
      article: keyOf(d.articleId),
      attribution: keyOf(d.attributionId),
      kind: d.kind,
      asserted_by: d.assertedBy,
    },
    edges: {},
  }),
  evidence: (d, keyOf) => ({
    columns: {
      claim: keyOf(d.claimId),
      attribution: keyOf(d.attributionId),
      produced_by: keyOf(d.producedById),
      article: keyOf(d.articleId),
      bearing: d.bearing,
      kind: d.kind,
      language: d.language ?? null,
      url: d.url ?? null,
      primary: flag(d.primary),
      ...dates('published_at', d.publishedAt),
    },
    edges: {},
  }),
  review: (d, keyOf) => ({
    columns: {
      claim: keyOf(d.claimId),
      attribution: keyOf(d.attributionId),
      reviewer: keyOf(d.reviewerId),
      verdict: d.verdict,
      verdict_basis: d.verdictBasis,
      url: d.url ?? null,
      ...dates('published_at', d.publishedAt),
    },
    edges: {
      review_evidence: (d.evidenceIds ?? []).map(keyOf),
      review_appearance: (d.appearances ?? []).flatMap((one: { articleId?: string }) =>
        one.articleId === undefined ? [] : [keyOf(one.articleId)],
      ),
    },
  }),
};

const identifier = /^(article|source|claim|attribution|relation|evidence|review)_[0-9a-z]{26}$/;

/** Every id that stands anywhere in a document but for its replacement. */
export function idsIn(document: ResourceDocument): string[] {
  const { withdrawal: _, ...standing } = document;
  const found: string[] = [];
  JSON.stringify(standing, (_name, value) => {
    if (typeof value === 'string' && identifier.test(value)) found.push(value);
    return value;
  });
  return found;
}
