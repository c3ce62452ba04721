import type { ResourceDocument } from '../model/definition.ts';

/**
 * What an assessment of a claim rests on, as one read of a store gives it. Among the documents are
 *
 * - the claim, those merged with it, those that live `same_as` relations lead to from any of them, and so on: they are
 *   assessed as one; and the claims that `negation_of` and `contradicts` tie to these and those that undercut them, with
 *   theirs in turn;
 * - the relations of these kinds with the articles that draw them, and the attributions on all of these claims, live or not;
 * - the articles of these attributions, those that they cite and those that any of them is derived from;
 * - the sources of the attributions and those they speak for, the publishers of the articles, the parties of the claims,
 *   whoever a source was identified as, and the organisations of all of these up to the topmost;
 * - the evidence and the reviews of the claims assessed as one and of their attributions, merged ones included, and the
 *   articles and producers of that evidence;
 * - what replaced any of these, to the last.
 */
export interface ClaimGround {
  /** The claim that was asked about. */
  readonly claimId: string;
  readonly documents: readonly ResourceDocument[];
  /** The texts of claims from the oldest revision that a review was linked to on, in the order of their revisions. */
  readonly wordings: readonly Wording[];
  /** Whether a cap left something out. */
  readonly truncated: boolean;
}

/** The texts that a claim had since a revision, by language; `at` is when that was written, in UTC milliseconds. */
export interface Wording {
  readonly claimId: string;
  readonly revision: number;
  readonly at: number;
  readonly text: Readonly<Record<string, string>>;
}
