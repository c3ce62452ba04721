import type { ResourceDocument } from '../model/definition.ts';
import { contestedOf } from './contested.ts';
import { withoutOne } from './dependents.ts';
import type { ClaimGround } from './ground.ts';
import { stancesOf } from './ledger.ts';
import { type DocumentById, standingFor } from './merging.ts';
import { type Independence, independenceOf, originCountOf, originsOf } from './origins.ts';
import { recorded } from './time.ts';
import { type PreparedGround, prepare, viewOf } from './view.ts';

/** What a claim has to rest on with something, and would have without it. */
export interface ClaimSupport {
  readonly claim: ResourceDocument;
  readonly before: Support;
  readonly after: Support;
  /** Whether an origin, or a chain of unknown origin, is there, and none would be left. */
  readonly lostSupport: boolean;
}

/** How far a claim is supported and contested. */
export interface Support {
  /** The claims that are assessed as one. */
  readonly claimIds: readonly string[];
  readonly originCount: { readonly min: number; readonly max: number };
  readonly independence: Independence['value'];
  readonly contested: boolean;
  /** The attributions and relations on which these figures rest. */
  readonly basis: readonly string[];
}

/** The support of a claim with and without one document, and the claims to which the difference may matter as well. */
export function supportWithout(
  id: string,
  ground: ClaimGround,
): { support: ClaimSupport; tiedClaimIds: string[]; reviews: ResourceDocument[] } {
  const prepared = prepare(ground);
  const before = supportOf(prepared);
  const after = supportOf(prepare({ ...ground, documents: withoutOne(ground.documents, id) }));
  const { claims, documents, byId } = prepared;
  const lostSupport = before.originCount.max > 0 && after.originCount.max === 0;
  const isTied = (claimId: string) => claims.tiesOf(claimId).some(({ kind }) => kind !== 'undercuts');
  const isAbout = ({ claimId }: ResourceDocument) => claims.has(String(claimId));
  return {
    support: { claim: standingClaim(ground.claimId, byId), before, after, lostSupport },
    tiedClaimIds: documents.filter((one) => one.type === 'claim' && isTied(one.id)).map((one) => one.id),
    reviews: documents.filter((one) => one.type === 'review' && !one.withdrawal && isAbout(one)),
  };
}

/** Whether anything that is told of a claim's support would be otherwise. */
export function differs({ before, after }: ClaimSupport): boolean {
  return JSON.stringify(before) !== JSON.stringify(after);
}

function supportOf(prepared: PreparedGround): Support {
  const view = viewOf(prepared, recorded);
  const origins = originsOf(view);
  const { min, max, ...counted } = originCountOf(origins);
  const contested = contestedOf(stancesOf(view, origins), origins);
  return {
    claimIds: prepared.claims.claimIds,
    originCount: { min, max },
    independence: independenceOf({ min, max, ...counted }).value,
    contested: contested.value,
    basis: [...new Set([...counted.basis, ...contested.basis])].sort(),
  };
}

function standingClaim(id: string, byId: DocumentById): ResourceDocument {
  const claim = byId(id);
  const standing = claim && (standingFor(claim, byId) ?? claim);
  if (!standing) throw new Error(`${id} is not in its own ground`);
  return standing;
}
