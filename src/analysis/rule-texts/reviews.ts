import type { RuleText } from './rule-text.ts';

/** The rules that tell what fact-checkers have added. */
export const reviewTexts = {
  staleReviews: {
    title: 'Did anything become public that a review does not take into account?',
    counts: [
      'The date of a review is `modifiedAt`, else `publishedAt`. It is `stale` where one of these certainly became public later: evidence that supports or refutes and is not among its `evidenceIds`; the first denial by any one source; a retraction, by a paper or by the source; a correction of an article, or of attributions in it, that count here. And where a text of the claim reads otherwise than when the review was linked to it.',
      '`unconsidered`: only evidence of an earlier or an unknown date is not among its own, and was linked after the review was. `unknown`: the review has no date. Else it is `current`. `reasons` names each thing.',
    ],
    claimsNot:
      'A stale review may be right all the same, and a current one wrong: it says what its author could know.',
    example: {
      record: [
        'A ministry affirms the claim.',
        'A review, published on 1 March.',
        'A witness denies the claim in Paper B, published on 10 March.',
        'A review, published on 20 March.',
      ],
      gives: {
        items: [
          { reviewId: 'review_2', status: 'stale', reasons: [{ kind: 'denial', id: 'attribution_3' }] },
          { reviewId: 'review_4', status: 'current', reasons: [] },
        ],
      },
      because: 'The first review could not know of the denial.',
    },
  },
  verdicts: {
    title: 'What did reviewers publish?',
    counts: [
      'Every live review of the claim, of those assessed with it and of their attributions, side by side: its verdict in common terms, who put it so, and its own label. With `asOf`, those that were published by then.',
    ],
    claimsNot: 'Verdicts are never averaged, and none is ours.',
    example: {
      record: ['A review by one desk: false.', 'A review by another desk: missing context.'],
      gives: {
        items: [
          { reviewId: 'review_1', verdict: 'false' },
          { reviewId: 'review_2', verdict: 'missing_context' },
        ],
      },
      because: 'Both stand.',
    },
  },
  evidence: {
    title: 'What evidence is linked, and does any of it come out of the claim’s own chains?',
    counts: [
      'Every live piece of evidence for the claim, for those assessed with it and for their attributions, with how it bears on it. It is `selfSupporting` where it comes out of the chains of its own side: of those that affirm where it supports the claim, of those that deny where it refutes it, of any where it is context or is linked to an attribution. It does where it is an article in which they are told, where its address is that of such an article or one that they cite, or where somebody who speaks in them, or is spoken for, produced it.',
    ],
    claimsNot: 'It does not weigh evidence. What supports itself may still be true; it is no second source.',
    example: {
      record: [
        'Paper A: a ministry affirms it.',
        'A document that the ministry produced supports it.',
        'A dataset of an institute supports it.',
      ],
      gives: {
        items: [
          { evidenceId: 'evidence_2', bearing: 'supports', selfSupporting: true },
          { evidenceId: 'evidence_3', bearing: 'supports', selfSupporting: false },
        ],
      },
      because: 'The ministry already affirms the claim; its document is its own word again.',
    },
  },
} as const satisfies Record<string, RuleText>;
