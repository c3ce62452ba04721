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

/** Grows whenever a claim would be given other figures for the same reasons; all claims are then assessed anew. */
export const listedFiguresVersion = 1;

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
