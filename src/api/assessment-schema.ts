import { z } from 'zod';
import { edtfDate } from '../model/edtf.ts';
import { identifier } from '../model/identifiers.ts';
import { count, listOf, named, told } from './assessment-figures.ts';
import {
  anonymity,
  contested,
  independence,
  ledger,
  originCount,
  origins,
  undercut,
} from './assessment-origins.ts';
import { evidence, retractions, staleReviews, verdicts } from './assessment-reviews.ts';
import {
  bottlenecks,
  circular,
  drift,
  firstAppearance,
  mediaOnly,
  missingLinks,
  originsAreParties,
  outletCount,
} from './assessment-ways.ts';

const assessment = named(
  'Assessment',
  'What the graph says of a claim, figure by figure. It counts and shows what is recorded here, and does not judge what is true. Each figure names its rule, which `/rules/{name}` explains, and the ids that it rests on.',
  {
    ...{ originCount, independence, origins, ledger, contested, undercut, anonymity, drift, bottlenecks },
    ...{ circular, mediaOnly, originsAreParties, firstAppearance, missingLinks, staleReviews, verdicts },
    ...{ evidence, retractions, outletCount },
  },
);

const assessed = {
  claimId: told(identifier.claim, 'The claim that was asked about.'),
  claimIds: listOf(
    identifier.claim,
    'The claims that were assessed as one: merged ones, and those that `same_as` joins.',
  ),
};
const extent = {
  recordedAsOf: count('The log position at which the record was read.'),
  truncated: told(z.boolean(), 'Whether the record is larger than what was looked at.'),
};

const recordAssessment = named('RecordAssessment', 'An assessment by all that is recorded.', {
  ...{ ...assessed, ...extent },
  assessment: told(assessment, 'The figures.'),
});

const datedAssessment = named(
  'DatedAssessment',
  'An assessment by what had been said by a date, twice over.',
  {
    ...assessed,
    asOf: told(edtfDate, 'The date as it was given; by then is by its latest instant.'),
    ...extent,
    certain: told(assessment, 'The figures of what certainly had been said by then.'),
    possible: told(assessment, 'The figures of what may have been said by then.'),
    differing: listOf(
      z.string(),
      'The ids of the attributions, evidence and reviews that count in one of the two only.',
    ),
  },
);

/** What `GET /v1/claims/{id}/assessment` answers. */
export const claimAssessment = z.union([recordAssessment, datedAssessment]).meta({
  id: 'ClaimAssessment',
  description:
    'The assessment of a claim: with `assessment`, or where `asOf` was given, with `certain` and `possible`.',
});
