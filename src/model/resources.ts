import { z } from 'zod';
import { article } from './article.ts';
import { attribution } from './attribution.ts';
import { claim } from './claim.ts';
import type { ResourceDefinition } from './definition.ts';
import { evidence } from './evidence.ts';
import type { ResourceType } from './identifiers.ts';
import { relation } from './relation.ts';
import { review } from './review.ts';
import { source } from './source.ts';

/** The seven resources. */
export const resources: Readonly<Record<ResourceType, ResourceDefinition>> = {
  article,
  source,
  claim,
  attribution,
  relation,
  evidence,
  review,
};

/** Any resource, told apart by its `type`. */
export const anyResource = z
  .discriminatedUnion('type', [
    article.document,
    source.document,
    claim.document,
    attribution.document,
    relation.document,
    evidence.document,
    review.document,
  ])
  .meta({ id: 'Resource', description: 'Any resource, told apart by its `type`.' });

/** Whether the server notes in documents of this type at which wording of the claim they were linked. */
export function hasClaimRevision(type: ResourceType): boolean {
  return 'claimRevision' in resources[type].document.shape;
}
