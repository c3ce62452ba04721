/** The rules by which figures are computed, each with the version that grows when the same record gives another figure. */
export const ruleVersions = {
  originCount: 1,
  independence: 1,
  origins: 1,
  ledger: 1,
  contested: 1,
  undercut: 1,
  anonymity: 1,
  drift: 1,
  bottlenecks: 1,
  circular: 1,
  mediaOnly: 1,
  originsAreParties: 1,
  firstAppearance: 1,
  missingLinks: 1,
  staleReviews: 1,
  verdicts: 1,
  evidence: 1,
  retractions: 1,
  outletCount: 1,
  positions: 1,
  dependents: 1,
  outletDependencies: 1,
} as const;

export type RuleName = keyof typeof ruleVersions;

/** What every figure says beside its value: by which rule it was computed, and on what it rests. */
export interface Figure {
  readonly rule: { readonly name: RuleName; readonly version: number };
  /** The ids of attributions, relations, evidence and reviews, in that order. */
  readonly basis: readonly string[];
}

const types = ['attribution_', 'relation_', 'evidence_', 'review_'];

/** The rule and the basis of a figure, each id once. */
export function figure(name: RuleName, basis: Iterable<string>): Figure {
  const ids = [...new Set(basis)].sort();
  const rule = { name, version: ruleVersions[name] };
  // Attributions come first in the order of the alphabet, too; most bases hold nothing else.
  if (ids.at(-1)?.startsWith('attribution_')) return { rule, basis: ids };
  return { rule, basis: types.flatMap((type) => ids.filter((id) => id.startsWith(type))) };
}
