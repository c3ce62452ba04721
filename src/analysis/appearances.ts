import { type Figure, figure } from './rules.ts';
import type { Stand } from './stands.ts';
import { earliestOf, written } from './time.ts';
import type { StandChain, View } from './view.ts';

/** The earliest stands on the claim that are recorded here; all that may be the earliest. */
export interface FirstAppearance extends Figure {
  readonly items: readonly Appearance[];
}

/** Since when a stand was public, in UTC (RFC 3339); null where that is not known. */
export interface Appearance {
  readonly attributionId: string;
  readonly articleId: string;
  readonly earliest: string | null;
  readonly latest: string | null;
}

export function firstAppearanceOf({ chains }: View): FirstAppearance {
  const starts = chains.map(({ start }) => start);
  const first = earliestOf(starts, ({ since }) => since);
  const items = first.map(({ id, articleId, since }) => ({
    ...{ attributionId: id, articleId },
    ...written(since),
  }));
  return {
    ...figure(
      'firstAppearance',
      first.map(({ id }) => id),
    ),
    items,
  };
}

/** Where the trail of a chain is lost. */
export interface MissingLinks extends Figure {
  readonly items: readonly MissingLink[];
}

/**
 * `origin_unknown`: somebody stands behind what is relayed, and nobody says who. `article_not_given`: it begins with another
 * outlet, and neither the article nor its address is given.
 */
export interface MissingLink {
  readonly kind: 'origin_unknown' | 'article_not_given';
  readonly attributionId: string;
}

export function missingLinksOf(view: View): MissingLinks {
  const items = view.chains.flatMap((chain): MissingLink[] => {
    const attributionId = chain.start.id;
    if (chain.originUnknown) return [{ kind: 'origin_unknown', attributionId }];
    return endsAtAnotherOutlet(chain, view) ? [{ kind: 'article_not_given', attributionId }] : [];
  });
  return {
    ...figure(
      'missingLinks',
      items.map(({ attributionId }) => attributionId),
    ),
    items,
  };
}

function endsAtAnotherOutlet({ start }: StandChain, { sources }: View): boolean {
  const { citedArticleId, citedUrl } = start.given;
  const isOther = sources.isOutlet(start.sourceId) && start.sourceId !== start.publisherId;
  return isOther && citedArticleId === undefined && citedUrl === undefined;
}

/** Whether everything that is said of the claim begins with outlets. */
export interface MediaOnly extends Figure {
  readonly value: boolean;
}

export function mediaOnlyOf({ chains, sources }: View): MediaOnly {
  const isMedia = ({ onBehalfOfId, sourceId }: Stand) =>
    sources.isOutlet(sources.identity(onBehalfOfId ?? sourceId));
  const starts = chains.map(({ start }) => start);
  return {
    ...figure(
      'mediaOnly',
      starts.map(({ id }) => id),
    ),
    value: starts.length > 0 && starts.every(isMedia),
  };
}

/** How many outlets say anything of the claim to their readers. */
export interface OutletCount extends Figure {
  readonly value: number;
}

export function outletCountOf({ stands, sources }: View): OutletCount {
  const published = stands.filter(({ via, publisherId }) => !via && sources.isOutlet(publisherId));
  return {
    ...figure(
      'outletCount',
      published.map(({ id }) => id),
    ),
    value: new Set(published.map(({ publisherId }) => publisherId)).size,
  };
}

/** What was said and does not count any more: a paper retracted it, or its source took it back. */
export interface Retractions extends Figure {
  readonly items: readonly Retracted[];
}

export interface Retracted {
  readonly attributionId: string;
  readonly kind: 'notice' | 'source';
  /** The article whose notice says so, or the attribution by which the source does. */
  readonly byId: string;
}

export function retractionsOf({ retracted, takenBack, holds }: View): Retractions {
  const items = [...retracted, ...takenBack].flatMap(({ id, retractions }) =>
    retractions.filter(holds).map(({ kind, byId }) => ({ attributionId: id, kind, byId })),
  );
  const basis = items.flatMap(({ attributionId, kind, byId }) =>
    kind === 'source' ? [attributionId, byId] : [attributionId],
  );
  return { ...figure('retractions', basis), items };
}
