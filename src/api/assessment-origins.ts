import { z } from 'zod';
import { stance } from '../model/attribution.ts';
import { identifier } from '../model/identifiers.ts';
import {
  attributionIds,
  count,
  figureOf,
  listOf,
  named,
  period,
  told,
  yes,
  yesNoUnknown,
} from './assessment-figures.ts';

const key = told(
  z.string(),
  'What tells one from another: the `statementKey` of a joint statement, or the id of whoever is spoken for, or of the source.',
);
const sourceIds = listOf(identifier.source, 'The sources that share the key.');

export const originCount = figureOf('originCount', 'How many independent origins are recorded here.', {
  min: count('At least so many: named origins, one for each topmost organisation.'),
  max: count('At most so many: every key, and one for each chain of unknown origin.'),
});

export const independence = figureOf('independence', 'What the origin count says of independence.', {
  value: told(
    z.enum(['none', 'shared_origin', 'no_shared_origin_recorded', 'lineage_unknown']),
    'none: nobody affirms it; shared_origin: there is one origin at most; no_shared_origin_recorded: there are several, and nothing recorded here joins them; lineage_unknown: there may be one, and there may be several.',
  ),
});

const origin = named('Origin', 'Somebody with whom the claim begins, in however many articles.', {
  key,
  kind: told(
    z.enum(['named', 'unnamed', 'own_voice']),
    'named: somebody with a name; unnamed: an anonymous source or a collective; own_voice: an outlet that says so itself.',
  ),
  sourceIds,
  organizationIds: listOf(
    identifier.source,
    'The topmost organisations that they may have belonged to, themselves where there are none.',
  ),
  attributionIds: attributionIds('The attributions with which it begins.'),
});

export const origins = figureOf(
  'origins',
  'Whom the claim begins with, and what looks like an origin and is none.',
  {
    items: listOf(origin, 'The origins, in the order of their keys.'),
    unknown: attributionIds('The starts of the chains of unknown origin.'),
    endorsements: attributionIds('Carriers that affirm what they carry.'),
    restatements: attributionIds(
      "What publishers say in their own voice and also attribute, or have from another's article.",
    ),
  },
);

const meaning = z.enum([...stance.options, 'rejects_denial', 'affirms_contrary']).meta({
  id: 'StandMeaning',
  description:
    'What a stand means for the claim that is assessed: its stance; on the negation of the claim `denies` or `rejects_denial`; on one that contradicts it `affirms_contrary`.',
});

const ledgerStand = named('LedgerStand', 'One stand on the claim.', {
  attributionId: told(identifier.attribution, 'The attribution that records it.'),
  claimId: told(
    identifier.claim,
    'The claim that it is on: this one, one assessed with it, its negation or one that contradicts it.',
  ),
  stance: told(stance, 'The stance on that claim.'),
  means: told(meaning, 'What it means for the claim that is assessed.'),
  role: told(
    z.enum(['start', 'endorsement', 'restatement']),
    "start: at the start of a chain; endorsement: of a carrier; restatement: a publisher's own voice on what it also attributes.",
  ),
  ...period,
  relationId: told(
    identifier.relation.optional(),
    'The relation by which a stand on another claim bears on this one.',
  ),
  targetId: told(
    identifier.attribution.optional(),
    'The report that it is on; it is no stand on the claim then.',
  ),
  beliedById: told(
    identifier.attribution.optional(),
    'The direct quotation of the same statement that says otherwise, and governs.',
  ),
  takenBack: yes('Its source took it back later.'),
});

const ledgerKey = named(
  'LedgerKey',
  'What one source, or the signatories of one statement, said of the claim.',
  {
    key,
    sourceIds,
    stands: listOf(ledgerStand, 'Every stand, in order of time; what is not dated stands last.'),
    position: listOf(
      meaning,
      'What may be its latest stand: several where dates do not tell, none where all it said was on reports.',
    ),
    reversed: told(
      yesNoUnknown,
      'Whether it affirmed and then denied or retracted, or the reverse; unknown where dates do not tell.',
    ),
  },
);

export const ledger = figureOf('ledger', 'What everybody said of the claim.', {
  items: listOf(ledgerKey, 'The sources, in the order of their keys.'),
});

const side = named('ContestedSide', 'Who takes a side, and by which attributions.', {
  key,
  attributionIds: attributionIds('The attributions by which it affirms, or denies.'),
});

export const contested = figureOf(
  'contested',
  'Whether somebody denies what somebody else affirms, as far as is recorded here.',
  {
    value: told(
      z.boolean(),
      'Whether one denies it, and a different one, or a chain of unknown origin, affirms it.',
    ),
    affirming: listOf(side, 'Whose latest committal stand affirms it.'),
    denying: listOf(side, 'Whose latest committal stand denies it, or affirms the contrary.'),
  },
);

const undercutting = named('UndercuttingClaim', 'A claim that undercuts this one and is affirmed.', {
  claimId: told(identifier.claim, 'The claim that undercuts.'),
  relationId: told(identifier.relation, 'The relation by which it does.'),
  attributionIds: attributionIds('The attributions that affirm it.'),
});

export const undercut = figureOf(
  'undercut',
  'Whether a claim that undercuts this one is affirmed; that is no denial.',
  {
    value: told(z.boolean(), 'Whether there is any.'),
    items: listOf(undercutting, 'The claims that undercut it.'),
  },
);

export const anonymity = figureOf('anonymity', 'How many origins are of which kind.', {
  named: count('Origins with a name.'),
  unnamed: count('Anonymous sources and collectives.'),
  ownVoice: count('Outlets that say so in their own voice, with no source given.'),
  unknown: count('Chains of unknown origin.'),
  anonymousOnly: told(z.boolean(), 'Whether there are origins, and each of them is an unnamed source.'),
});
