import type { RuleText } from './rule-text.ts';

/** The rules that tell what sources say, and what rests on them. */
export const sourceTexts = {
  positions: {
    title: 'What did a source say of a claim over time, and did it turn or contradict itself?',
    counts: [
      'The stands of the source, as `/rules/ledger` reads them: what it says itself at the start of a chain, or as a carrier that does more than relay; what is said on its behalf; the joint statements that it signed; what was merged with it, and what anonymous sources said that were identified as it. Claims that are assessed as one are one item. Stands on a claim that is the negation or the contrary of this one stand among them with what they mean for it. Stands on reports (`targetId`) stand beside.',
      '`position` is what it said last and did not take back: several where the dates do not tell. A stand that a direct quotation of the same statement belies has no part in it. `reversed` is `yes` where it affirmed and then denied or retracted, or the reverse, and `turns` names the two; `unknown` where it took both sides and the dates do not tell which came first. A retraction comes after what it takes back, whatever the dates. What it says for itself and what it says for another are two voices, and no turn.',
      '`contradictions`: it affirms the claim, and its negation or a claim that contradicts it, in one voice, and took neither back.',
    ],
    claimsNot:
      'A source that turns may have learned better. It tells what is recorded here; what it said elsewhere is not.',
    example: {
      record: [
        'Paper A: a minister affirms it on Monday.',
        'Paper B: the minister denies it on Tuesday.',
        'Paper C: asked on Wednesday about what Paper A reports, the minister has not heard of it.',
      ],
      gives: {
        position: ['denies'],
        reversed: 'yes',
        turns: [{ fromId: 'attribution_1', toId: 'attribution_2' }],
        contradictions: [],
      },
      because:
        'He turned between Monday and Tuesday; that he has not heard of a report is no stand on the claim.',
    },
  },
  dependents: {
    title: 'What rests on a source, an article or an attribution, and what would be left without it?',
    counts: [
      'What rests on it, by itself or by way of others: the attributions of a source and those on its behalf, the anonymous sources that it vouches for, its articles, and the evidence that it produced; what stands in an article, the relations that it draws and the evidence out of it; what an attribution carries, and the stands, relations, evidence and reviews on it. A copy (`derivedFromArticleId`) is named, and what stands in it is not: a copy says it itself.',
      '`countsNoMore` is true of an attribution or a relation that counts and would not if the thing were withdrawn: an attribution counts while it, its claim, its article, its source and everything along its via are live. What rests on it otherwise, such as what is said on its behalf, counts on and is marked `dependsOnWithdrawn`.',
      'Each claim of which something counts no more, or that bears on one, is assessed as it stands and as it would stand then, by `/rules/originCount`, `/rules/independence` and `/rules/contested`. `lostSupport` is true where there is an origin, or a chain of unknown origin, and none would be left.',
    ],
    claimsNot:
      'It says nothing of whether the thing should be withdrawn, nor that a claim that loses support is false.',
    example: {
      record: [
        'Paper A: a ministry affirms it. Its words reached the reader through line 2.',
        'Paper A: an agency relays what the ministry says.',
        'Paper B: an institute doubts it, on behalf of the agency.',
      ],
      gives: {
        attributions: [
          { id: 'attribution_2', countsNoMore: true },
          { id: 'attribution_3', countsNoMore: false },
          { id: 'attribution_1', countsNoMore: true },
        ],
        claims: [
          {
            before: { originCount: { min: 1, max: 1 } },
            after: { originCount: { min: 0, max: 0 } },
            lostSupport: true,
          },
        ],
      },
      because:
        'Without the agency, the words of the ministry reach no reader. What the institute says for the agency counts while the institute is live.',
    },
  },
  outletDependencies: {
    title: 'Which outlet relays which, and how much of what it tells is its own?',
    counts: [
      'Each chain that ends at an article of a news outlet, once: a start with its carriers. It is relayed where another outlet stands in it, and counts for the one nearest to the reader; or else where the article derives from an article of another outlet. Every other chain is `original`. `relayedShare` is the share of relayed chains among all of the outlet, and null where it has none.',
      'Only what counts is counted: the attribution, its claim, its article, its source and everything along its via are live. The newest articles come first, up to a limit, and `readBackTo` says how far back it went where the limit cut.',
    ],
    claimsNot:
      'An outlet whose chains are original may still have them from another that it does not name, and the record may hold few of its articles.',
    example: {
      record: [
        'Paper A: a ministry affirms it. Its words reached the reader through line 2.',
        'Paper A: an agency, itself a news outlet, relays them, through line 3.',
        'Paper A relays the agency.',
        'Paper A: its own voice affirms it.',
      ],
      gives: {
        outlets: [
          { chains: 2, original: 1, relayed: 1, relayedShare: 0.5 },
          { chains: 0, relayedByOthers: 1, relayedShare: null },
        ],
        edges: [{ from: 'source_paper_a', to: 'source_agency', chains: 1, claims: 1 }],
      },
      because: 'Of the two chains in Paper A, one rests on the agency.',
    },
  },
} as const satisfies Record<string, RuleText>;
