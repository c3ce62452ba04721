import type { ResourceDocument } from '../model/definition.ts';
import { Components } from './components.ts';
import { type DocumentById, isStanding, standingId } from './merging.ts';
import { byIdentifier } from './stands.ts';

/** How another claim, with those that say the same, bears on those that are assessed as one. */
export interface Tie {
  /** `undercuts` means that the other one undercuts these. */
  readonly kind: 'negation_of' | 'contradicts' | 'undercuts';
  readonly relationId: string;
}

/** A claim with all that are assessed as one with it, and those that bear on them. */
export interface ClaimGroup {
  /** The ids of the claims that are assessed as one, in their order, merged ones included. */
  readonly claimIds: readonly string[];
  readonly sameAsRelationIds: readonly string[];
  /** Whether a claim is one of them. */
  readonly has: (claimId: string) => boolean;
  /** How a claim bears on them; empty for themselves and those that do not. */
  readonly tiesOf: (claimId: string) => readonly Tie[];
}

/** The claims among documents that are assessed as one with a claim: merged, or the same by live relations. */
export function claimGroup(
  claimId: string,
  documents: readonly ResourceDocument[],
  byId: DocumentById,
): ClaimGroup {
  const standing = (id: unknown) => standingId(id, byId);
  const relations = documents
    .filter((one) => one.type === 'relation' && isDrawn(one, byId))
    .toSorted(byIdentifier)
    .map((one) => ({
      ...{ id: one.id, kind: String(one.kind) },
      from: standing(one.fromClaimId),
      to: standing(one.toClaimId),
    }));
  const same = relations.filter(({ kind }) => kind === 'same_as');
  const groups = new Components();
  for (const { from, to } of same) groups.join(from, to);
  const groupOf = (id: string) => groups.of(standing(id));
  const own = groupOf(claimId);
  const known = new Map<string, boolean>();
  const has = (id: string): boolean => {
    const answer = known.get(id) ?? groupOf(id) === own;
    known.set(id, answer);
    return answer;
  };
  const ties = new Map<string, Tie[]>();
  for (const { id: relationId, kind, from, to } of relations) {
    const [one, other] = [groupOf(from), groupOf(to)];
    if (one === other || !isTie(kind)) continue;
    const tied = other === own ? one : one === own && kind !== 'undercuts' ? other : undefined;
    if (tied !== undefined) ties.set(tied, [...(ties.get(tied) ?? []), { kind, relationId }]);
  }
  const members = documents.filter(({ type, id }) => type === 'claim' && groupOf(id) === own);
  return {
    claimIds: members.map(({ id }) => id).sort(),
    sameAsRelationIds: same.filter(({ from }) => groupOf(from) === own).map(({ id }) => id),
    has,
    tiesOf: (id) => ties.get(groupOf(id)) ?? [],
  };
}

function isTie(kind: string): kind is Tie['kind'] {
  return kind === 'negation_of' || kind === 'contradicts' || kind === 'undercuts';
}

/** A relation counts while it, the claims at its ends and the article that draws it are live or were replaced. */
export function isDrawn(
  { withdrawal, fromClaimId, toClaimId, articleId }: ResourceDocument,
  byId: DocumentById,
): boolean {
  const restsOn = [fromClaimId, toClaimId, articleId].map((id) => byId(String(id)));
  return !withdrawal && restsOn.every((document) => !document || isStanding(document, byId));
}
