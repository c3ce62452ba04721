import type { RuleText } from './rule-text.ts';

/** The rules that tell who stands where. */
export const standTexts = {
  ledger: {
    title: 'Who said what of it, and when?',
    counts: [
      'Each source, or all signatories of one joint statement, with every stand of theirs that is recorded here, in order of time: by `saidAt`, else by since when it was public. These are stands at the start of chains, endorsements by carriers, restatements, and stands that their source took back later (`takenBack`). Mere relaying is left out.',
      '`means` is what a stand means for this claim. Whoever affirms its negation `denies` it; whoever denies its negation `rejects_denial`, which affirms nothing; whoever affirms a claim that contradicts it `affirms_contrary`. A stand on a report (`targetId`) stands beside and is no stand on the claim. Of several accounts of one statement, which one source gave of the claim, the direct quotation governs: an account that says otherwise is `beliedById` it.',
      '`position` is what may be the latest of its stands on the claim: several where dates do not tell. It is `reversed` where it affirmed and then denied, affirmed the contrary or retracted, or the reverse, in whatever statements where one source is behind the key; `unknown` where it did both and the dates do not tell which was first. Days that one source spoke on (`saidAt` without an offset) are days of one calendar, and Monday comes before Tuesday; beside an instant, a day may be that day anywhere on Earth.',
    ],
    claimsNot: 'A position is the latest that is recorded here, and silence since is no consent.',
    example: {
      record: [
        'Paper A: a minister affirms it, on Monday at noon UTC.',
        'Paper B: the minister denies it, on Tuesday at noon UTC.',
        'Paper B: an embassy has not heard of the report in Paper A (`targetId` is line 1).',
      ],
      gives: {
        items: [
          { key: 'source_embassy', position: [], reversed: 'no' },
          { key: 'source_minister', position: ['denies'], reversed: 'yes' },
        ],
      },
      because: 'The minister turned. The embassy spoke of the report, and has no position on the claim.',
    },
  },
  contested: {
    title: 'Does somebody deny what somebody else affirms?',
    counts: [
      'Of each source, in joint statements or alone, its latest committal stand at the start of a chain counts: that it affirms, denies, affirms the contrary or retracts; all that may be the latest where dates do not tell. The claim is contested where one source denies it or affirms the contrary, and a different one in another statement, or a chain of unknown origin, affirms it.',
      'Not counted: doubts, questions, not having heard of it, declining to comment, silence; stands on reports (`targetId`); endorsements and restatements; accounts that a direct quotation belies; what its source took back or a paper retracted.',
    ],
    claimsNot: 'It says neither who is right, nor that a claim that nobody denies here goes undisputed.',
    example: {
      record: [
        'Paper A: a witness affirms it.',
        'Paper B: a ministry denies it.',
        'Paper B: an embassy declines to comment.',
      ],
      gives: {
        value: true,
        affirming: [{ key: 'source_witness', attributionIds: ['attribution_1'] }],
        denying: [{ key: 'source_ministry', attributionIds: ['attribution_2'] }],
      },
      because: 'One source denies what another affirms. The embassy takes no side.',
    },
  },
  undercut: {
    title: 'Is a claim affirmed that undercuts it?',
    counts: [
      'Claims from which a live relation `undercuts` leads to this one, and which somebody affirms at the start of a chain. Each is named with the relation and the attributions.',
    ],
    claimsNot:
      'What undercuts a claim weakens it; both can be true. So it does not make the claim contested.',
    example: {
      record: [
        'Paper A: a government affirms that the operation is limited.',
        'Paper A: its own voice affirms that the operation spread over the country.',
        'A relation says that the second claim undercuts the first.',
      ],
      gives: { value: true, items: [{ claimId: 'claim_other', attributionIds: ['attribution_2'] }] },
      because: 'The claim that undercuts it is affirmed.',
    },
  },
  drift: {
    title: 'What changed on the way from the source to the reader?',
    counts: [
      '`certainty_raised`: a carrier is surer than what it carries, past carriers that do not say how sure they are, or one of several accounts of a statement surer than the least sure that was not certainly published later. Certain is surer than probable, and that than possible; unspecified is not compared.',
      '`stance_changed`: a carrier presents what it carries as another stance (`presents`, such as a sub-heading that says "denial"); or affirms or denies where the words that it quotes do neither; or accounts of one statement differ. Where a direct quotation is recorded, it governs (`governingId`). Accounts of one statement are those of one source for one speaker on one claim that are joint, or of the same day and medium, where both are given (unless several hours of that day are, or an article gives several stances), or of which one article is derived from or cites the other.',
      '`attribution_dropped`: a publisher says in its own voice, as surely at least, what the same article attributes, or the one that it is derived from. `headline` is there where that is in a headline or a sub-heading.',
    ],
    claimsNot: 'It shows that two records differ, and not that anybody meant them to.',
    example: {
      record: [
        'Paper A: an embassy has not heard of it, in its own words, through line 2.',
        'Paper A relays that, under a sub-heading that calls it a denial.',
        'Paper B: officials say that it is probable.',
        'Paper B: its headline states it as certain.',
      ],
      gives: {
        items: [
          {
            ...{ kind: 'stance_changed', fromId: 'attribution_1', toId: 'attribution_2' },
            ...{ from: 'disclaims_knowledge', to: 'denies', governingId: 'attribution_1' },
          },
          { kind: 'attribution_dropped', fromId: 'attribution_3', toId: 'attribution_4', headline: true },
        ],
      },
      because: 'A disclaimer became a denial, and a headline dropped its source.',
    },
  },
  retractions: {
    title: 'What was said and does not count any more?',
    counts: [
      '`notice`: the article of a stand has a notice of kind `retraction`, of all that it says or of this attribution. `source`: the source took its words back, by an attribution that `retracts` them and that no paper has retracted since. From the date of the notice, or since the retraction was public, the stand counts for no other figure, nor does what it carries. With `asOf`, what may have been retracted by then does not certainly count, and what was not certainly retracted possibly does. What its source took back stays in the ledger.',
      'A withdrawal is something else: our own record was wrong, and then nothing of it counts here at any date.',
    ],
    claimsNot: 'That something was retracted does not say that it was false.',
    example: {
      record: [
        'Paper A: a witness affirms it.',
        'Paper A: the witness retracts line 1.',
        'Paper B: a ministry affirms it; Paper B later retracts the whole article.',
      ],
      gives: {
        items: [
          { attributionId: 'attribution_3', kind: 'notice', byId: 'article_b' },
          { attributionId: 'attribution_1', kind: 'source', byId: 'attribution_2' },
        ],
      },
      because: 'Nobody affirms it any more: its origin count is 0.',
    },
  },
} as const satisfies Record<string, RuleText>;
