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
