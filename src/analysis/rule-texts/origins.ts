import type { RuleText } from './rule-text.ts';

/** The rules that tell whom a claim begins with. */
export const originTexts = {
  originCount: {
    title: 'How many independent origins are recorded here, at least and at most?',
    counts: [
      '`max` counts the origins (see `/rules/origins`), each once in however many articles it stands, and one for each chain of unknown origin: where "reports say", somebody stands behind them.',
      '`min` counts the named origins only, and those that belong to one topmost organisation once: by `partOf`, or by an affiliation that may have held when it was said. Whoever may belong to several adds none where one of these is counted. An unnamed source, an outlet in its own voice and an unknown origin may be any of these, or one another. So they add nothing where there is a named origin; where there is none, all origins together count as one, and unknown origins alone as none.',
    ],
    claimsNot:
      'It counts origins that are recorded here, not how likely the claim is. Two origins of which nothing recorded here says that they are one may still have it from the same person.',
    example: {
      record: [
        'Paper A: the spokesperson of a ministry affirms it, on its behalf.',
        'Paper B: an employee of that ministry affirms it, for himself.',
        'Paper C: "officials", whom nobody names, affirm it.',
        'Paper D: "reports say" so, and nobody says whose.',
      ],
      gives: { min: 1, max: 4 },
      because:
        'The ministry and its employee belong to one organisation; the officials and the authors of the reports may be anybody, even these.',
    },
  },
  independence: {
    title: 'Is there more than one origin?',
    counts: [
      'It puts `originCount` in a word. `none`: `max` is 0, nobody affirms the claim here. `shared_origin`: `max` is 1. `no_shared_origin_recorded`: `min` and `max` are the same, and at least 2. `lineage_unknown`: all else; there may be one origin, and there may be several.',
    ],
    claimsNot:
      'There is no value "independent": that nothing recorded here joins two origins does not mean that nothing does.',
    example: {
      record: [
        'Paper A: "officials", whom nobody names, affirm it.',
        'Paper B: "officials", whom nobody names, affirm it.',
      ],
      gives: { value: 'lineage_unknown' },
      because:
        'The officials of two papers are two sources here, and may be the same people: there are one or two origins.',
    },
  },
  origins: {
    title: 'Whom does the claim begin with, as far as is recorded here?',
    counts: [
      'An origin is whoever stands at the start of a chain, where no other attribution has it as `viaId`, and affirms the claim itself and not a report on it (`targetId`). Its key is the `statementKey` of a joint statement, else whoever is spoken for (`onBehalfOfId`), else the source; merged sources are one, and so are an unnamed source and the one that it was identified as. It is `unnamed` where it is anonymous or a collective, `own_voice` where it is an outlet, wherever that stands, else `named`.',
      'Not counted as origins: an `endorsement`, which is a carrier that affirms what it carries; a `restatement`, which is what a publisher says in its own voice of a claim that the same article also attributes (so that a headline denies nothing by itself either), or in an article that is derived from another; and an account of a statement of which a direct quotation says otherwise. A chain that says `originUnknown` is under `unknown`.',
      'Whether a carrier was public before its origin does not matter: a start is a start by how the record is linked.',
    ],
    claimsNot:
      'An origin is where the trail ends here. It need not be a witness, and somebody who is not recorded may stand behind it.',
    example: {
      record: [
        'Paper A: a ministry affirms it. Its words reached the reader through lines 2 and 3.',
        'Paper A: an agency affirms what the ministry says: a carrier of line 1.',
        'Paper A itself relays what the agency has: a carrier of line 2.',
        'Paper A: its headline states it without a source.',
      ],
      gives: {
        items: [
          {
            key: 'source_ministry',
            kind: 'named',
            sourceIds: ['source_ministry'],
            organizationIds: ['source_ministry'],
            attributionIds: ['attribution_1'],
          },
        ],
        unknown: [],
        endorsements: ['attribution_2'],
        restatements: ['attribution_4'],
      },
      because:
        'The agency endorses, the headline restates what the article attributes, and the claim begins with the ministry.',
    },
  },
  anonymity: {
    title: 'How many of the origins have a name?',
    counts: [
      'The origins by kind: `named`; `unnamed`, which are anonymous sources and collectives; `ownVoice`, which are outlets that say so themselves with nobody behind them. `unknown` counts the chains of unknown origin. `anonymousOnly` is true where there is an unnamed origin and nothing else.',
    ],
    claimsNot:
      'It says nothing of how well an outlet knows its unnamed source. A source counts as unnamed until it was identified here.',
    example: {
      record: [
        'Paper A: "officials", whom nobody names, affirm it.',
        'Paper B: "diplomats", whom nobody names, affirm it.',
        'Paper C: an institute doubts it.',
      ],
      gives: { named: 0, unnamed: 2, ownVoice: 0, unknown: 0, anonymousOnly: true },
      because: 'Whoever affirms it is unnamed; the institute has a name and does not affirm it.',
    },
  },
  originsAreParties: {
    title: 'Are those with whom it begins those whom it is about?',
    counts: [
      '`yes` where every origin is one of the sources in the `about` of the claim, or may have belonged to one when it said so, by `partOf` and affiliations of any number of steps. `no` where one is not. `unknown` where there is no origin, where one is unnamed, or where a chain has an unknown origin.',
    ],
    claimsNot: 'A party may be right, and one that is none may have an interest. It says only who speaks.',
    example: {
      record: [
        'The claim is about a state.',
        'Paper A: a ministry, which is part of that state, affirms it.',
      ],
      gives: { value: 'yes' },
      because: 'The only origin belongs to a party of the claim.',
    },
  },
  mediaOnly: {
    title: 'Does all that is said of it begin with outlets?',
    counts: [
      'True where there are chains, and at the start of each, whatever its stance, stands a news outlet or somebody who speaks for one.',
    ],
    claimsNot:
      'Outlets have sources that they do not name. It says that nobody else is recorded here as having said anything of the claim.',
    example: {
      record: [
        'Paper A states it in its own voice.',
        'Paper B: Paper A affirms it, and Paper B relays that.',
      ],
      gives: { value: true },
      because: 'Both chains begin with Paper A.',
    },
  },
} as const satisfies Record<string, RuleText>;
