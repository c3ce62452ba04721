import { speakerOf } from './accounts.ts';
import type { ClaimGround } from './ground.ts';
import {
  inOrderOfTime,
  isAgainst,
  isOnClaim,
  type LedgerStand,
  type Meaning,
  type Meant,
  stancesOf,
} from './ledger.ts';
import { standingId } from './merging.ts';
import { originsOf } from './origins.ts';
import { type Figure, figure } from './rules.ts';
import { isBefore, latestOf, recorded } from './time.ts';
import { prepare, viewOf } from './view.ts';

/** What one source said of one claim over time. */
export interface Position extends Figure {
  readonly claimId: string;
  /** The claims that are taken as one with it. */
  readonly claimIds: readonly string[];
  /** Its stands on the claim, in order of time. */
  readonly stands: readonly PositionStand[];
  /** Its stands on reports of the claim, which are none on the claim itself. */
  readonly onReports: readonly PositionStand[];
  /** What it says now: several where the dates do not tell which is the latest. */
  readonly position: readonly Meaning[];
  /** Whether it affirmed and then denied or retracted, or the reverse; unknown where the dates do not tell. */
  readonly reversed: 'yes' | 'no' | 'unknown';
  readonly turns: readonly Turn[];
  readonly contradictions: readonly Contradiction[];
  /** Whether a cap left some of what it said out. */
  readonly truncated: boolean;
}

/** One stand of a source, which it takes itself or another takes on its behalf. */
export interface PositionStand extends LedgerStand {
  readonly articleId: string;
  readonly sourceId: string;
  readonly onBehalfOfId?: string;
  readonly statementKey?: string;
}

/** From one stand to a later one that says the opposite, or takes it back. */
export interface Turn {
  readonly fromId: string;
  readonly toId: string;
}

/** It affirms the claim, and its negation or a claim that contradicts it, and took neither back. */
export interface Contradiction {
  readonly kind: 'negation_of' | 'contradicts';
  readonly claimId: string;
  readonly relationId: string;
  readonly attributionIds: readonly string[];
}

/**
 * The position of a source on the claim of a ground; undefined where it says nothing of it. `sourceIds`: the source and all
 * that are one with it, or were identified as it. What it says for another and what it says for itself are set side by
 * side, and are no turn and no contradiction.
 */
export function positionOf(ground: ClaimGround, sourceIds: ReadonlySet<string>): Position | undefined {
  const prepared = prepare(ground);
  const view = viewOf(prepared, recorded);
  const own = [...stancesOf(view, originsOf(view)).values()]
    .flat()
    .filter(
      ({ stand: { sourceId, onBehalfOfId = '' } }) => sourceIds.has(sourceId) || sourceIds.has(onBehalfOfId),
    )
    .toSorted(inOrderOfTime);
  if (own.length === 0) return undefined;
  const onClaim = own.filter(isOnClaim);
  const voices = [...Map.groupBy(onClaim, ({ stand }) => speakerOf(stand, view)).values()];
  const turns = voices.flatMap(turnsOf);
  const contradictions = voices.flatMap(contradictionsOf);
  const told = own.map((one) => ({ told: standOf(one), onReport: one.targetId !== undefined }));
  return {
    ...figure(
      'positions',
      own.flatMap(({ attributionId, relationId }) =>
        relationId ? [attributionId, relationId] : [attributionId],
      ),
    ),
    claimId: standingId(ground.claimId, view.document),
    claimIds: prepared.claims.claimIds,
    stands: told.filter(({ onReport }) => !onReport).map((one) => one.told),
    onReports: told.filter(({ onReport }) => onReport).map((one) => one.told),
    position: latestMeanings(onClaim),
    reversed: turns.length > 0 ? 'yes' : voices.some(takesBothSides) ? 'unknown' : 'no',
    ...{ turns, contradictions, truncated: ground.truncated },
  };
}

function standOf({ stand, said, key, speakerId, ...told }: Meant): PositionStand {
  const { articleId, sourceId, onBehalfOfId, given } = stand;
  return {
    ...told,
    ...{ articleId, sourceId },
    ...(onBehalfOfId !== undefined && { onBehalfOfId }),
    ...(given.statementKey !== undefined && { statementKey: given.statementKey }),
  };
}

function latestMeanings(onClaim: readonly Meant[]): Meaning[] {
  const standing = onClaim.filter(({ takenBack }) => !takenBack);
  return [...new Set(latestOf(standing, ({ said }) => said).map(({ means }) => means))].sort();
}

type Side = 'for' | 'against';

function sideOf({ means }: Meant): Side | undefined {
  if (means === 'affirms') return 'for';
  return isAgainst(means) || means === 'retracts' ? 'against' : undefined;
}

function takesBothSides(stands: readonly Meant[]): boolean {
  return stands.some((one) => sideOf(one) === 'for') && stands.some((one) => sideOf(one) === 'against');
}

function turnsOf(stands: readonly Meant[]): Turn[] {
  const turns = [...retractingTurns(stands), ...datedTurns(stands)];
  return [...new Map(turns.map((turn) => [`${turn.fromId} ${turn.toId}`, turn])).values()];
}

/** A retraction comes after what it takes back, whatever the dates. */
function retractingTurns(stands: readonly Meant[]): Turn[] {
  const retracting = new Set(stands.filter(({ means }) => means === 'retracts').map(({ stand }) => stand.id));
  return stands.flatMap((one) =>
    sideOf(one) === undefined
      ? []
      : one.stand.retractions
          .filter(({ byId }) => retracting.has(byId))
          .map(({ byId }) => ({ fromId: one.attributionId, toId: byId })),
  );
}

/** From each stand to the next one on the other side, where the one certainly came before the other. */
function datedTurns(stands: readonly Meant[]): Turn[] {
  const sided = stands.filter((one) => sideOf(one) !== undefined);
  return sided.flatMap((one): Turn[] => {
    const earlier = sided.filter((other) => isBefore(other.said, one.said));
    const opposite = earlier.filter((other) => sideOf(other) !== sideOf(one)).at(-1);
    const same = earlier.filter((other) => sideOf(other) === sideOf(one)).at(-1);
    const alreadyTurned = opposite && same && isBefore(opposite.said, same.said);
    return opposite && !alreadyTurned ? [{ fromId: opposite.attributionId, toId: one.attributionId }] : [];
  });
}

function contradictionsOf(stands: readonly Meant[]): Contradiction[] {
  const affirming = stands.filter(({ stance, takenBack }) => stance === 'affirms' && !takenBack);
  const direct = affirming.filter(({ relationId }) => relationId === undefined);
  if (direct.length === 0) return [];
  const contrary = affirming.filter(({ relationId }) => relationId !== undefined);
  return [...Map.groupBy(contrary, ({ relationId = '' }) => relationId)].map(([relationId, others]) => ({
    kind: others.some(({ means }) => means === 'denies') ? 'negation_of' : 'contradicts',
    claimId: others[0]?.claimId ?? '',
    relationId,
    attributionIds: [...direct, ...others].map(({ attributionId }) => attributionId).sort(),
  }));
}
