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

/** Whether the server notes in documents of this type at which wording of the claim they were linked. */
export function hasClaimRevision(type: ResourceType): boolean {
  return 'claimRevision' in resources[type].document.shape;
}
