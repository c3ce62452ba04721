import { z } from 'zod';
import { type DocumentIssue, defineResource } from './definition.ts';
import { identifier } from './identifiers.ts';
import { locator } from './locator.ts';
import { locatorIssues } from './passages.ts';
import { languageMap } from './text.ts';

/** How one claim bears on another. */
export const relationKind = z
  .enum([
    'contradicts',
    'negation_of',
    'undercuts',
    'supports',
    'elaborates',
    'conditional_on',
    'supersedes',
    'same_as',
  ])
  .meta({
    id: 'RelationKind',
    description: 'How one claim bears on another; none adds support or an origin.',
  });

/** The kinds of relation that hold both ways; each pair of claims has at most one of a kind. */
export const symmetricKinds: ReadonlySet<string> = new Set(['contradicts', 'negation_of', 'same_as']);

const assertedBy = z
  .enum(['article', 'editor'])
  .meta({ description: 'Whether an article draws the relation or an editor of this record does.' });

const fields = {
  kind: relationKind,
  fromClaimId: identifier.claim,
  toClaimId: identifier.claim,
  assertedBy,
  articleId: identifier.article.optional().meta({ description: 'The article that draws the relation.' }),
  attributionId: identifier.attribution
    .optional()
    .meta({ description: 'The attribution in that article by which the relation is drawn.' }),
  locators: z.array(locator).max(100).optional(),
  note: languageMap.optional(),
};

/** How one claim bears on another. */
export const relation = defineResource({
  type: 'relation',
  description:
    'How one claim bears on another. contradicts, negation_of and same_as hold both ways and are stored once.',
  fields,
  fixed: ['fromClaimId', 'toClaimId'],
  rules,
  references: {
    fromClaim: { path: 'fromClaimId', to: 'claim' },
    toClaim: { path: 'toClaimId', to: 'claim' },
    article: { path: 'articleId', to: 'article' },
    attribution: { path: 'attributionId', to: 'attribution' },
  },
  values: {
    kind: { type: 'text', schema: relationKind, of: (d) => d.kind },
    assertedBy: { type: 'text', schema: assertedBy, of: (d) => d.assertedBy },
  },
  either: { claim: ['fromClaim', 'toClaim'] },
  check: (document, related) => {
    const drawn = related.get(document.attributionId ?? '');
    const issues = (document.locators ?? []).flatMap((place, index) =>
      locatorIssues(`/locators/${index}`, place, related.get(document.articleId ?? '')),
    );
    if (drawn && drawn.articleId !== document.articleId) {
      const detail = 'must be an attribution in the article that draws the relation';
      issues.push({ pointer: '/attributionId', code: 'wrong_article', detail });
    }
    return issues;
  },
});

function rules(document: z.infer<z.ZodObject<typeof fields>>): DocumentIssue[] {
  const issues: DocumentIssue[] = [];
  if (document.fromClaimId === document.toClaimId) {
    issues.push({
      pointer: '/toClaimId',
      code: 'same_claim',
      detail: 'must be another claim than fromClaimId',
    });
  }
  if (document.assertedBy === 'article' && !document.articleId) {
    const detail = 'a relation that an article draws needs the article';
    issues.push({ pointer: '/articleId', code: 'required', detail });
  }
  if (document.locators && !document.articleId) {
    const detail = 'locators need the article that they point into';
    issues.push({ pointer: '/locators', code: 'not_applicable', detail });
  }
  return issues;
}
