import { z } from 'zod';
import { type DocumentIssue, defineResource } from './definition.ts';
import { edtfDate } from './edtf.ts';
import { identifier } from './identifiers.ts';
import { claimRevision, subjectFields, subjectReferences, subjectRules } from './subject.ts';
import { languageMap, webAddress, words } from './text.ts';

export const verdict = z
  .enum([
    'true',
    'mostly_true',
    'mixed',
    'mostly_false',
    'false',
    'misleading',
    'missing_context',
    'exaggerated',
    'unproven',
    'satire',
    'other',
  ])
  .meta({ id: 'Verdict', description: 'A published rating in common terms.' });

export const verdictBasis = z.enum(['publisher', 'table', 'editor']).meta({
  description: 'Who put the rating in common terms: its publisher, a table of its scale, or an editor.',
});

/** Scales are short; what is published in thousands of points fits as well. */
const points = z.number().min(-1_000_000).max(1_000_000);

const rating = z
  .strictObject({
    label: words.optional(),
    value: points.optional(),
    best: points.optional(),
    worst: points.optional(),
    explanation: words.optional(),
  })
  .meta({
    id: 'Rating',
    description:
      'A rating as published. `best` may be the smaller end; equal ends mean that there is no scale.',
  });

const fields = {
  ...subjectFields,
  reviewerId: identifier.source,
  url: webAddress.optional().meta({ description: 'The page of the review; one page may hold several.' }),
  title: languageMap.optional(),
  claimReviewed: words.optional().meta({ description: 'The claim as the reviewer worded it.' }),
  publishedAt: edtfDate.optional(),
  modifiedAt: edtfDate.optional(),
  rating: rating.optional(),
  verdict,
  verdictBasis,
  appearances: z
    .array(z.strictObject({ url: webAddress.optional(), articleId: identifier.article.optional() }))
    .max(500)
    .optional()
    .meta({ description: 'Where the claim was seen.' }),
  evidenceIds: z.array(identifier.evidence).max(500).optional(),
  archivedUrl: webAddress.optional(),
  note: languageMap.optional(),
};

/** A published verdict on a claim or an attribution. */
export const review = defineResource({
  type: 'review',
  description:
    'A published verdict on a claim or an attribution. Verdicts stand side by side and are never averaged.',
  fields,
  serverFields: { claimRevision },
  fixed: ['claimId', 'attributionId'],
  rules: (document) => [
    ...subjectRules(document),
    ...ratingIssues(document.rating),
    ...(document.appearances ?? []).flatMap((appearance, index) =>
      Object.keys(appearance).length > 0
        ? []
        : [{ pointer: `/appearances/${index}`, code: 'required', detail: 'must have a url or an articleId' }],
    ),
  ],
  references: {
    ...subjectReferences,
    reviewer: { path: 'reviewerId', to: 'source' },
    evidence: { path: 'evidenceIds[]', to: 'evidence' },
    appearance: { path: 'appearances[].articleId', to: 'article' },
  },
  values: {
    verdict: { type: 'text', schema: verdict, of: (d) => d.verdict },
    verdictBasis: { type: 'text', schema: verdictBasis, of: (d) => d.verdictBasis },
    url: { type: 'text', schema: webAddress, of: (d) => d.url },
    publishedAt: { type: 'date', of: (d) => d.publishedAt },
  },
});

function ratingIssues(rating: z.infer<typeof fields.rating>): DocumentIssue[] {
  const { value, best, worst } = rating ?? {};
  if (value === undefined || best === undefined || worst === undefined || best === worst) return [];
  if (value >= Math.min(best, worst) && value <= Math.max(best, worst)) return [];
  const detail = `must lie between worst (${worst}) and best (${best})`;
  return [{ pointer: '/rating/value', code: 'outside_scale', detail }];
}
