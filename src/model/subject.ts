import { z } from 'zod';
import type { DocumentIssue, Reference } from './definition.ts';
import { identifier } from './identifiers.ts';

/** What evidence and reviews are about: a claim, or that somebody said it. */
export const subjectFields = {
  claimId: identifier.claim
    .optional()
    .meta({ description: 'The claim it is about, or else `attributionId`.' }),
  attributionId: identifier.attribution
    .optional()
    .meta({ description: 'The attribution it is about, or else `claimId`.' }),
};

export const subjectReferences = {
  claim: { path: 'claimId', to: 'claim' },
  attribution: { path: 'attributionId', to: 'attribution' },
} as const satisfies Record<string, Reference>;

/** Set by the server when evidence or a review is linked. */
export const claimRevision = z
  .int()
  .min(1)
  .meta({ description: 'The revision of the claim whose wording this was linked to.' });

/** A subject is one claim or one attribution. */
export function subjectRules(document: { claimId?: unknown; attributionId?: unknown }): DocumentIssue[] {
  if ((document.claimId === undefined) !== (document.attributionId === undefined)) return [];
  const detail = 'exactly one of claimId and attributionId must be there';
  const pointer = document.claimId === undefined ? '/claimId' : '/attributionId';
  return [{ pointer, code: 'one_subject', detail }];
}
