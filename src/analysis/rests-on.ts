import type { ResourceType } from '../model/identifiers.ts';

/** The references by which a document rests on others. */
export const restsOn: Readonly<Record<ResourceType, ReadonlySet<string>>> = {
  article: new Set(['publisher', 'derivedFrom']),
  source: new Set(['citedBy']),
  claim: new Set(),
  attribution: new Set(['claim', 'article', 'source', 'onBehalfOf', 'target', 'via']),
  relation: new Set(['fromClaim', 'toClaim', 'article', 'attribution']),
  evidence: new Set(['claim', 'attribution', 'producedBy', 'article']),
  review: new Set(['claim', 'attribution', 'reviewer', 'evidence']),
};

/** The reference to an attribution that a document rests on with all that this rests on in turn. */
export const restsOnAll: Partial<Record<ResourceType, string>> = {
  attribution: 'via',
  evidence: 'attribution',
  review: 'attribution',
};
