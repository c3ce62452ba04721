import { dateBounds } from '../model/edtf.ts';
import {
  type FirstAppearance,
  firstAppearanceOf,
  type MediaOnly,
  type MissingLinks,
  mediaOnlyOf,
  missingLinksOf,
  type OutletCount,
  outletCountOf,
  type Retractions,
  retractionsOf,
} from './appearances.ts';
import { type Bottlenecks, bottlenecksOf } from './bottlenecks.ts';
import { type Circular, circularOf } from './circular.ts';
import { type Contested, contestedOf } from './contested.ts';
import { type Drift, driftOf } from './drift.ts';
import type { ClaimGround } from './ground.ts';
import { type Ledger, ledgerOf, stancesOf, type Undercut, undercutOf } from './ledger.ts';
import type { ListedFigures } from './listed.ts';
import {
  type Anonymity,
  anonymityOf,
  basisOf,
  type Independence,
  independenceOf,
  type OriginCount,
  type OriginKind,
  type Origins,
  type OriginsAreParties,
  originCountOf,
  originsArePartiesOf,
  originsOf,
} from './origins.ts';
import {
  evidenceOf,
  type LinkedEvidence,
  type StaleReviews,
  staleReviewsOf,
  type Verdicts,
  verdictsOf,
} from './reviewing.ts';
import { type Figure, figure } from './rules.ts';
import { recorded } from './time.ts';
import { prepare, type View, viewOf } from './view.ts';

/** What the graph says of a claim. It counts and shows what is recorded here; it does not judge what is true. */
export interface Assessment {
  readonly originCount: OriginCount;
  readonly independence: Independence;
  readonly origins: OriginList;
  readonly ledger: Ledger;
  readonly contested: Contested;
  readonly undercut: Undercut;
  readonly anonymity: Anonymity;
  readonly drift: Drift;
  readonly bottlenecks: Bottlenecks;
  readonly circular: Circular;
  readonly mediaOnly: MediaOnly;
  readonly originsAreParties: OriginsAreParties;
  readonly firstAppearance: FirstAppearance;
  readonly missingLinks: MissingLinks;
  readonly staleReviews: StaleReviews;
  readonly verdicts: Verdicts;
  readonly evidence: LinkedEvidence;
  readonly retractions: Retractions;
  readonly outletCount: OutletCount;
}

/** Whom the claim begins with, and what looks like an origin and is none, all by the ids of attributions. */
export interface OriginList extends Figure {
  readonly items: readonly {
    readonly key: string;
    readonly kind: OriginKind;
    readonly sourceIds: readonly string[];
    readonly organizationIds: readonly string[];
    readonly attributionIds: readonly string[];
  }[];
  /** The starts of the chains of unknown origin. */
  readonly unknown: readonly string[];
  readonly endorsements: readonly string[];
  readonly restatements: readonly string[];
}

/** The assessment of a claim with all that are assessed as one with it. */
export interface AssessmentAnswer {
  readonly claimId: string;
  readonly claimIds: readonly string[];
  readonly truncated: boolean;
  /** Of all that is recorded. */
  readonly assessment?: Assessment;
  /** Of what certainly had been said by then, and of what possibly had. */
  readonly certain?: Assessment;
  readonly possible?: Assessment;
  /** The attributions, evidence and reviews of which it is not certain whether they were public by then. */
  readonly differing?: readonly string[];
}

/**
 * Assesses a claim by all that is recorded, or by what had been said by the latest instant of a date (EDTF with no open end,
 * or RFC 3339). Throws a RangeError where the date has none.
 */
export function assess(ground: ClaimGround, asOf?: string): AssessmentAnswer {
  const { claimId, truncated } = ground;
  const prepared = prepare(ground);
  const { claimIds } = prepared.claims;
  if (asOf === undefined) {
    return { claimId, claimIds, truncated, assessment: assessmentOf(viewOf(prepared, recorded)) };
  }
  const instant = latestInstant(asOf);
  const [certain, possible] = (['certain', 'possible'] as const).map((reading) =>
    viewOf(prepared, { reading, instant }),
  ) as [View, View];
  return {
    ...{ claimId, claimIds, truncated },
    ...{ certain: assessmentOf(certain), possible: assessmentOf(possible) },
    differing: differing(certain, possible),
  };
}

/** The latest instant that a date may mean, in UTC milliseconds. Throws a RangeError where it has none. */
export function latestInstant(date: string): number {
  const latest = dateBounds(date)?.latest;
  if (latest === undefined || latest === null) throw new RangeError(`${date} has no latest instant`);
  return latest;
}

/** What lists are filtered and sorted by, of all that is recorded. */
export function listedFigures(ground: ClaimGround): ListedFigures {
  return assessForLists(ground).figures;
}

/** The figures that lists are filtered and sorted by, and the ids of the claims that they are those of. */
export function assessForLists(ground: ClaimGround): {
  readonly claimIds: readonly string[];
  readonly figures: ListedFigures;
} {
  const prepared = prepare(ground);
  // Where a cap left something out, another claim's ground may hold other things.
  const claimIds = ground.truncated ? [ground.claimId] : prepared.claims.claimIds;
  return { claimIds, figures: figuresOf(viewOf(prepared, recorded)) };
}

function figuresOf(view: View): ListedFigures {
  const origins = originsOf(view);
  const stances = stancesOf(view, origins);
  const { min, max } = originCountOf(origins);
  return {
    contested: contestedOf(stances, origins).value,
    ...{ originCountMin: min, originCountMax: max },
    anonymousOnly: anonymityOf(origins).anonymousOnly,
    circular: circularOf(view, origins).items.some(({ kind }) => kind === 'circular'),
    staleReview: staleReviewsOf(view, stances).items.some(({ status }) => status === 'stale'),
    outletCount: outletCountOf(view).value,
  };
}

function assessmentOf(view: View): Assessment {
  const origins = originsOf(view);
  const stances = stancesOf(view, origins);
  const originCount = originCountOf(origins);
  return {
    originCount,
    independence: independenceOf(originCount),
    origins: listOf(origins),
    ledger: ledgerOf(stances, view),
    contested: contestedOf(stances, origins),
    undercut: undercutOf(view),
    anonymity: anonymityOf(origins),
    drift: driftOf(view, origins),
    bottlenecks: bottlenecksOf(origins, view),
    circular: circularOf(view, origins),
    mediaOnly: mediaOnlyOf(view),
    originsAreParties: originsArePartiesOf(origins, view),
    firstAppearance: firstAppearanceOf(view),
    missingLinks: missingLinksOf(view),
    staleReviews: staleReviewsOf(view, stances),
    verdicts: verdictsOf(view),
    evidence: evidenceOf(view),
    retractions: retractionsOf(view),
    outletCount: outletCountOf(view),
  };
}

function listOf({ origins, unknown, endorsements, restatements }: Origins): OriginList {
  const ids = (stands: readonly { readonly id: string }[]) => stands.map(({ id }) => id);
  const others = [...ids(endorsements), ...ids(restatements)];
  return {
    ...figure('origins', [...basisOf(origins, unknown), ...others]),
    items: origins.map(({ stands, ...origin }) => ({ ...origin, attributionIds: ids(stands) })),
    unknown: ids(unknown.map(({ start }) => start)),
    ...{ endorsements: ids(endorsements), restatements: ids(restatements) },
  };
}

function differing(certain: View, possible: View): string[] {
  const idsOf = ({ stands, evidence, reviews }: View) =>
    new Set([...stands, ...evidence, ...reviews].map(({ id }) => id));
  const sure = idsOf(certain);
  const unsure = idsOf(possible);
  return [...[...sure].filter((id) => !unsure.has(id)), ...[...unsure].filter((id) => !sure.has(id))].sort();
}
