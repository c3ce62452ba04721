import type { Stance } from '../model/attribution.ts';
import type { ResourceDocument } from '../model/definition.ts';
import type { Stances } from './ledger.ts';
import { standingId } from './merging.ts';
import { type Figure, figure } from './rules.ts';
import type { Stand } from './stands.ts';
import { earliestOf, hadHappened, hullOf, isBefore, type Period, periodOf } from './time.ts';
import type { View } from './view.ts';

/** The published verdicts on the claim and on its attributions, side by side. */
export interface Verdicts extends Figure {
  readonly items: readonly Verdict[];
}

export interface Verdict {
  readonly reviewId: string;
  readonly reviewerId: string;
  readonly verdict: string;
  readonly verdictBasis: string;
  readonly publishedAt?: string;
  /** The rating as published, in its own words. */
  readonly label?: { readonly text: string; readonly language: string };
  /** The attribution that it is on, where it is not on the claim. */
  readonly attributionId?: string;
}

export function verdictsOf({ reviews }: View): Verdicts {
  const items = reviews.map((review): Verdict => {
    const { id, reviewerId, verdict, verdictBasis, publishedAt, attributionId } = review;
    const label = (review.rating as { label?: Verdict['label'] } | undefined)?.label;
    return {
      ...{ reviewId: id, reviewerId: String(reviewerId) },
      ...{ verdict: String(verdict), verdictBasis: String(verdictBasis) },
      ...(publishedAt !== undefined && { publishedAt: String(publishedAt) }),
      ...(label && { label }),
      ...(attributionId !== undefined && { attributionId: String(attributionId) }),
    };
  });
  return {
    ...figure(
      'verdicts',
      reviews.map(({ id }) => id),
    ),
    items,
  };
}

/** What was linked to the claim and its attributions; what comes out of the chains of its own side only repeats them. */
export interface LinkedEvidence extends Figure {
  readonly items: readonly {
    readonly evidenceId: string;
    readonly bearing: string;
    readonly attributionId?: string;
    readonly selfSupporting: boolean;
  }[];
}

export function evidenceOf(view: View): LinkedEvidence {
  const { evidence, chains, stands, document, sources } = view;
  if (evidence.length === 0) return { ...figure('evidence', []), items: [] };
  const along = (...sides: Stance[]) =>
    chains
      .filter(({ start: { given } }) => !given.targetId && sides.includes(given.stance))
      .flatMap(({ start, carriers }) => [start, ...carriers]);
  const placesOf = (some: readonly Stand[]) => ({
    articles: new Set(some.map(({ articleId }) => articleId)),
    addresses: new Set(some.flatMap(({ articleId, given }) => [document(articleId)?.url, given.citedUrl])),
    speakers: new Set(some.map(({ onBehalfOfId, sourceId }) => sources.identity(onBehalfOfId ?? sourceId))),
  });
  const places = {
    supports: placesOf(along('affirms', 'relays')),
    refutes: placesOf(along('denies')),
    all: placesOf(stands),
  };
  const isOwn = ({ bearing, attributionId, articleId, url, producedById }: ResourceDocument) => {
    // That something was said may be shown by any account of it; only its own side repeats what a claim says.
    const side = attributionId === undefined && (bearing === 'supports' || bearing === 'refutes');
    const { articles, addresses, speakers } = places[side ? bearing : 'all'];
    return (
      articles.has(standingId(articleId, document)) ||
      (url !== undefined && addresses.has(url)) ||
      (producedById !== undefined && speakers.has(sources.identity(String(producedById))))
    );
  };
  const items = evidence.map((one) => ({
    ...{ evidenceId: one.id, bearing: String(one.bearing) },
    ...(one.attributionId !== undefined && { attributionId: String(one.attributionId) }),
    selfSupporting: isOwn(one),
  }));
  return {
    ...figure(
      'evidence',
      evidence.map(({ id }) => id),
    ),
    items,
  };
}

/** What became public after each review that it does not take into account. */
export interface StaleReviews extends Figure {
  readonly items: readonly ReviewStatus[];
}

/**
 * `stale`: something that bears on it became public later; `unconsidered`: old evidence was linked later; `unknown`: the
 * review has no date.
 */
export interface ReviewStatus {
  readonly reviewId: string;
  readonly status: 'current' | 'stale' | 'unconsidered' | 'unknown';
  readonly reasons: readonly StaleReason[];
}

/** Why: the evidence, the attribution that denies or takes back, the article that retracted or corrected, or the claim. */
export interface StaleReason {
  readonly kind: 'evidence' | 'unconsidered_evidence' | 'denial' | 'retraction' | 'correction' | 'wording';
  readonly id: string;
}

export function staleReviewsOf(view: View, stances: Stances): StaleReviews {
  if (view.reviews.length === 0) return { ...figure('staleReviews', []), items: [] };
  const events = [...denialsOf(stances), ...retractionsOf(view), ...correctionsOf(view)];
  const past = events.filter(({ at }) => hadHappened(at, view.clock));
  const items = view.reviews.map((review) => statusOf(review, view, past));
  const reasons = items.flatMap((item) => item.reasons.map(({ id }) => id));
  const basis = reasons.filter((id) => id.startsWith('attribution_') || id.startsWith('evidence_'));
  return { ...figure('staleReviews', [...view.reviews.map(({ id }) => id), ...basis]), items };
}

interface Event extends StaleReason {
  readonly at: Period;
}

function statusOf(review: ResourceDocument, view: View, events: readonly Event[]): ReviewStatus {
  const { modifiedAt, publishedAt } = review;
  const isModified = modifiedAt !== undefined && hadHappened(periodOf(modifiedAt), view.clock);
  const date = isModified ? modifiedAt : publishedAt;
  const reviewed = periodOf(date);
  const later = date === undefined ? [] : events.filter(({ at }) => isBefore(reviewed, at));
  const reasons = [...wordingReasons(review, view), ...evidenceReasons(review, view, reviewed), ...later];
  const unique = new Map(reasons.map(({ kind, id }) => [`${kind} ${id}`, { kind, id }]));
  return { reviewId: review.id, status: statusBy([...unique.values()], date), reasons: [...unique.values()] };
}

function statusBy(reasons: readonly StaleReason[], date: unknown): ReviewStatus['status'] {
  if (date === undefined) return 'unknown';
  if (reasons.some(({ kind }) => kind !== 'unconsidered_evidence')) return 'stale';
  return reasons.length > 0 ? 'unconsidered' : 'current';
}

/** Whatever bears on the same thing and is not among what the review names. */
function evidenceReasons(
  review: ResourceDocument,
  { evidence, document }: View,
  reviewed: Period,
): StaleReason[] {
  const named = (review.evidenceIds ?? []) as string[];
  const considered = new Set(named.map((id) => standingId(id, document)));
  const bearing = evidence.filter(({ id, bearing: how }) => how !== 'context' && !considered.has(id));
  return bearing.flatMap(({ id, publishedAt, createdAt }): StaleReason[] => {
    if (isBefore(reviewed, periodOf(publishedAt))) return [{ kind: 'evidence', id }];
    return createdAt > review.createdAt ? [{ kind: 'unconsidered_evidence', id }] : [];
  });
}

/** A text that the claim had when the review was linked to it reads otherwise now. */
function wordingReasons(
  { claimId, attributionId, claimRevision }: ResourceDocument,
  view: View,
): StaleReason[] {
  const { document, wordings } = view;
  const id = String(claimId ?? document(String(attributionId))?.claimId);
  const then = wordings.find((wording) => wording.claimId === id && wording.revision === claimRevision);
  const now = document(id)?.text as Readonly<Record<string, string>> | undefined;
  if (!then || !now) return [];
  const changed = Object.entries(then.text).some(([language, text]) => now[language] !== text);
  return changed ? [{ kind: 'wording', id }] : [];
}

/** The first denial of each key. */
function denialsOf(stances: Stances): Event[] {
  return [...stances.values()].flatMap((stands) => {
    const denials = stands.filter(
      ({ means, role, targetId, beliedById }) =>
        means === 'denies' && role === 'start' && !targetId && !beliedById,
    );
    const [first, ...others] = earliestOf(denials, ({ stand }) => stand.since);
    if (!first) return [];
    // Later than a review is the first denial only where all that may be the first are.
    const at = hullOf([first, ...others].map(({ stand }) => stand.since));
    return [{ kind: 'denial' as const, id: first.attributionId, at }];
  });
}

function retractionsOf({ retracted, takenBack, holds }: View): Event[] {
  return [...retracted, ...takenBack].flatMap(({ retractions }) =>
    retractions.filter(holds).map(({ byId, at }) => ({ kind: 'retraction' as const, id: byId, at })),
  );
}

function correctionsOf({ stands, document }: View): Event[] {
  const articles = [...new Set(stands.map(({ articleId }) => articleId))];
  const counting = new Set(stands.map(({ id }) => id));
  return articles.flatMap((id) => {
    const notices = (document(id)?.notices ?? []) as readonly {
      kind: string;
      at?: string;
      attributionIds?: string[];
    }[];
    return notices
      .filter(
        ({ kind, attributionIds }) =>
          kind === 'correction' &&
          (attributionIds?.some((one) => counting.has(standingId(one, document))) ?? true),
      )
      .map(({ at }) => ({ kind: 'correction' as const, id, at: periodOf(at) }));
  });
}
