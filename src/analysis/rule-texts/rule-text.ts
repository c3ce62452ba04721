/** A rule in plain words; what stands between backquotes is as the API has it. */
export interface RuleText {
  /** The question that the figure answers. */
  readonly title: string;
  /** What is counted, and how: paragraphs. */
  readonly counts: readonly string[];
  readonly claimsNot: string;
  readonly example: RuleExample;
}

/** A small record, and what the rule makes of it. */
export interface RuleExample {
  /** One line for each thing recorded. Where the figure names `attribution_2` or `review_2`, that is the second line. */
  readonly record: readonly string[];
  /** Members of the figure. */
  readonly gives: Readonly<Record<string, unknown>>;
  readonly because: string;
}
