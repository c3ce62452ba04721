import type { RuleText } from './rule-text.ts';

/** The rules that tell how a claim reached its readers. */
export const wayTexts = {
  bottlenecks: {
    title: 'Whom does every path from an origin to a reader lead through?',
    counts: [
      'A path begins with an origin, or with a chain of unknown origin, and leads through the carriers to the publisher of the article, and on through the publishers of the articles that it is derived from. A source that stands on all paths is a bottleneck: `origin`, where all begin with it, as the one that speaks or is spoken for; `carrier`, where it carries all; `both`, where it does one on some and the other on others.',
      'Where all is told in a single article, that is named (`singleArticleId`) instead of its publisher.',
    ],
    claimsNot:
      'The claim may have other support in the world. It says what would be left of what is recorded here if one source fell away.',
    example: {
      record: [
        'Paper A: a ministry affirms it, through line 2.',
        'Paper A: an agency relays the ministry.',
        'Paper B: a witness affirms it, through line 4.',
        'Paper B: the agency relays the witness.',
      ],
      gives: { items: [{ sourceId: 'source_agency', role: 'carrier' }] },
      because: 'Both origins reached their readers through the agency, and through nobody else together.',
    },
  },
  circular: {
    title: 'Do articles carry one another’s report, in a circle?',
    counts: [
      'An article leads to another on the claim where it is derived from it, or where its publisher or another outlet takes a stand in it that cites the other (`citedArticleId`). Where such a stand of another outlet cites no article, it leads to whatever that outlet may have published of the claim by then. Articles that lead to one another are a group, as large as can be, and `cycles` holds for each link of the group a shortest cycle through it.',
      'A group is `circular` where the claim begins with nobody but its own outlets, in its articles and in all that these lead to, as far as is recorded here; else it is a `mutual_citation`.',
    ],
    claimsNot:
      'That nobody is recorded behind a group does not say that nobody is there, nor that its outlets agreed on anything.',
    example: {
      record: [
        'Paper A: Paper B affirms it, and the article of Paper B is cited.',
        'Paper B: Paper A affirms it, and the article of Paper A is cited.',
      ],
      gives: { items: [{ kind: 'circular', articleIds: ['article_a', 'article_b'] }] },
      because: 'Each has it from the other, and nobody else is recorded as saying so.',
    },
  },
  firstAppearance: {
    title: 'Where did it first appear, as far as is recorded here?',
    counts: [
      'The stands at the start of chains, whatever their stance, which may be the earliest by since when they were public: all but those before which another certainly was. A stand is public since `saidAt` where it was made in public (a statement, a press conference, on television, in print and so on), else since its carrier was, and at the end of the chain since the article was published. A date of which `?` or `~` makes a doubt may be off by its own length.',
    ],
    claimsNot: 'It is the earliest that is recorded here. Somebody may have said so before.',
    example: {
      record: [
        'Paper A, published on 1 March: a ministry affirms it.',
        'Paper B, published on 1 March or 2 March: a witness affirms it.',
        'Paper C, published on 5 March: an institute affirms it.',
      ],
      gives: { items: [{ attributionId: 'attribution_1' }, { attributionId: 'attribution_2' }] },
      because: 'Paper A or Paper B may have been first; Paper C certainly was not.',
    },
  },
  missingLinks: {
    title: 'Where is the trail lost?',
    counts: [
      '`origin_unknown`: a chain whose start says that somebody stands behind it and that the article does not say who. `article_not_given`: a chain that begins with another outlet than the publisher ("according to Paper B"), and neither the article (`citedArticleId`) nor its address (`citedUrl`) is recorded.',
    ],
    claimsNot: 'The link may well exist. It says that it is not recorded here.',
    example: {
      record: [
        'Paper A: "reports say" so, and nobody says whose.',
        'Paper A: according to Paper B it is so; which article is not said.',
        'Paper C: according to Paper B it is so, with the address of the article.',
      ],
      gives: {
        items: [
          { kind: 'origin_unknown', attributionId: 'attribution_1' },
          { kind: 'article_not_given', attributionId: 'attribution_2' },
        ],
      },
      because: 'Only Paper C lets its reader go on.',
    },
  },
  outletCount: {
    title: 'How many outlets tell their readers of it?',
    counts: [
      'The different news outlets that publish an article in which a stand on the claim counts, whatever the stance and whoever is behind it.',
    ],
    claimsNot: 'Forty outlets that repeat one source are one origin: see `/rules/originCount`.',
    example: {
      record: [
        'Paper A: a ministry affirms it.',
        'Paper B: the ministry affirms it.',
        'Paper B, in another article: an embassy declines to comment.',
      ],
      gives: { value: 2 },
      because: 'Two papers tell of it, one of them twice.',
    },
  },
} as const satisfies Record<string, RuleText>;
