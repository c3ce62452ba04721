import type { EvidenceDocument, ReviewDocument } from './documents.ts';
import { describeRecord } from './documents.ts';
import { type Description, dateOf, type Names, placeOf, plainDate, some, textOf, wordsOf } from './values.ts';

const evidenceTypes: Partial<Record<EvidenceDocument['kind'], string>> = {
  dataset: 'Dataset',
  study: 'ScholarlyArticle',
  article: 'Article',
  image: 'ImageObject',
  video: 'VideoObject',
  audio: 'AudioObject',
};

/** What a fact-checker linked: a creative work, and how it bears on its subject. */
export function describeEvidence(evidence: EvidenceDocument, names: Names): Description {
  const article = names.of('article', evidence.articleId);
  const place = article ?? evidence.url;
  const producer = names.of('source', evidence.producedById);
  return {
    type: [evidenceTypes[evidence.kind] ?? 'CreativeWork', 'Entity'],
    ...describeRecord(evidence, names),
    claim: names.of('claim', evidence.claimId),
    attribution: names.of('attribution', evidence.attributionId),
    ...{ bearing: evidence.bearing, kind: evidence.kind, primary: evidence.primary, url: evidence.url },
    name: evidence.title,
    publisher: evidence.publisher && { name: evidence.publisher },
    ...{ creator: producer, wasAttributedTo: producer, article, inLanguage: evidence.language },
    excerpt: wordsOf(evidence.excerpt, undefined),
    locator: placeOf(evidence.locator, place),
    issued: dateOf(evidence.publishedAt),
    datePublished: plainDate(evidence.publishedAt),
    accessedAt: dateOf(evidence.accessedAt),
    archivedAt: evidence.archivedUrl,
    contentDigest: evidence.contentDigest,
    ...{ rationale: evidence.rationale, note: evidence.note, claimRevision: evidence.claimRevision },
  };
}

/**
 * A published verdict: schema.org's ClaimReview, with the rating as published. `primaryIds` are those of its evidence that
 * are the thing itself.
 */
export function describeReview(
  review: ReviewDocument,
  names: Names,
  primaryIds: ReadonlySet<string>,
): Description {
  const { rating } = review;
  const evidence = (ids: readonly string[] | undefined) => some(ids?.map((id) => names.of('evidence', id)));
  return {
    type: ['ClaimReview', 'Entity'],
    ...describeRecord(review, names),
    itemReviewed: reviewedClaim(review, names),
    author: names.of('source', review.reviewerId),
    url: review.url,
    name: review.title,
    claimReviewed: textOf(review.claimReviewed),
    issued: dateOf(review.publishedAt),
    datePublished: plainDate(review.publishedAt),
    modified: dateOf(review.modifiedAt),
    dateModified: plainDate(review.modifiedAt),
    reviewRating: rating && {
      type: 'Rating',
      alternateName: textOf(rating.label),
      ratingValue: rating.value,
      bestRating: rating.best,
      worstRating: rating.worst,
      ratingExplanation: textOf(rating.explanation),
    },
    ...{ verdict: review.verdict, verdictBasis: review.verdictBasis },
    citation: evidence(review.evidenceIds),
    hadPrimarySource: evidence(review.evidenceIds?.filter((id) => primaryIds.has(id))),
    archivedAt: review.archivedUrl,
    ...{ note: review.note, claimRevision: review.claimRevision },
  };
}

/** The claim that a review is on; where it is on an attribution, the claim that this was said. */
function reviewedClaim(review: ReviewDocument, names: Names): Description {
  const appearances = review.appearances?.flatMap(({ url, articleId }) => {
    const article = names.of('article', articleId);
    if (article === undefined) return [url];
    return [url === undefined ? article : { id: article, url }];
  });
  return {
    id: names.of('claim', review.claimId),
    type: 'Claim',
    attribution: names.of('attribution', review.attributionId),
    appearance: some(appearances),
  };
}
