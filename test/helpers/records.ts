import { type Assessment, assess } from '../../src/analysis/assessment.ts';
import type { ClaimGround } from '../../src/analysis/ground.ts';
import type { ResourceDocument } from '../../src/model/definition.ts';
import type { ResourceType } from '../../src/model/identifiers.ts';
import type { Fields } from './making.ts';

/** A document as it stands in a store, with an id that says what it is. */
export function record(type: ResourceType, name: string | number, fields: Fields = {}): ResourceDocument {
  const at = '2026-01-01T00:00:00.000Z';
  return {
    ...{ type, id: `${type}_${name}`, revision: 1, createdAt: at, updatedAt: at, createdBy: 'test' },
    ...fields,
  };
}

/** The ground of claim_1 that is made of documents. */
export function groundOf(documents: readonly ResourceDocument[]): ClaimGround {
  return { claimId: 'claim_1', documents, wordings: [], truncated: false };
}

/** The assessment of claim_1 by all that is recorded in documents. */
export function assessed(documents: readonly ResourceDocument[]): Assessment {
  return assess(groundOf(documents)).assessment as Assessment;
}
