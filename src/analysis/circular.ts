import { type Figure, figure } from './rules.ts';
import type { View } from './view.ts';

/** Articles that carry one another's report of the claim. */
export interface Circular extends Figure {
  readonly items: readonly CircularGroup[];
}

/** `circular`: no origin outside of the group is recorded here; `mutual_citation`: there is one. */
export interface CircularGroup {
  readonly kind: 'circular' | 'mutual_citation';
  readonly articleIds: readonly string[];
  readonly outletIds: readonly string[];
  /** For each link within the group a shortest cycle through it, as the ids of its articles; each cycle once. */
  readonly cycles: readonly (readonly string[])[];
  /** Only the cycles through the first links are there. */
  readonly cyclesTruncated?: true;
}

export function circularOf(_view: View): Circular {
  return { ...figure('circular', []), items: [] };
}
