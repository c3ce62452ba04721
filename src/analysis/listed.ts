import { type RuleName, ruleVersions } from './rules.ts';

/** The figures of an assessment that lists of claims are filtered and sorted by. */
export interface ListedFigures {
  readonly contested: boolean;
  readonly originCountMin: number;
  readonly originCountMax: number;
  readonly anonymousOnly: boolean;
  readonly circular: boolean;
  readonly staleReview: boolean;
  readonly outletCount: number;
}

const rules: readonly RuleName[] = [
  'contested',
  'originCount',
  'anonymity',
  'circular',
  'staleReviews',
  'outletCount',
];

/** Grows with the version of each rule by which these figures are computed; all claims are then assessed anew. */
export const listedFiguresVersion = rules.reduce((sum, name) => sum + ruleVersions[name], 0);

/** The figures of a claim of which nothing is recorded. */
export const noFigures: ListedFigures = {
  contested: false,
  originCountMin: 0,
  originCountMax: 0,
  anonymousOnly: false,
  circular: false,
  staleReview: false,
  outletCount: 0,
};
