import { z } from 'zod';
import { edtfDate } from '../model/edtf.ts';
import { bearing } from '../model/evidence.ts';
import { identifier } from '../model/identifiers.ts';
import { verdict, verdictBasis } from '../model/review.ts';
import { words } from '../model/text.ts';
import { figureOf, listOf, named, told } from './assessment-figures.ts';

const staleReason = named('StaleReason', 'Something that a review does not take into account.', {
  kind: told(
    z.enum(['evidence', 'unconsidered_evidence', 'denial', 'retraction', 'correction', 'wording']),
    'What it is.',
  ),
  id: told(
    z.string(),
    'The evidence, the attribution that denies or retracts or was retracted, the article that was corrected, or the claim.',
  ),
});

const reviewStatus = named('ReviewStatus', 'What became public after a review, or was linked after it.', {
  reviewId: told(identifier.review, 'The review.'),
  status: told(
    z.enum(['current', 'stale', 'unconsidered', 'unknown']),
    'current: nothing; stale: something became public later, or the claim was reworded; unconsidered: only older evidence was linked later; unknown: the review has no date.',
  ),
  reasons: listOf(staleReason, 'Why, each once.'),
});

export const staleReviews = figureOf('staleReviews', 'What each review does not take into account.', {
  items: listOf(reviewStatus, 'Every review of the claim and of its attributions.'),
});

const listedVerdict = named('ListedVerdict', 'One published verdict.', {
  reviewId: told(identifier.review, 'The review.'),
  reviewerId: told(identifier.source, 'Who published it.'),
  verdict: told(verdict, 'The verdict in common terms.'),
  verdictBasis: told(verdictBasis, 'Who put it in common terms.'),
  publishedAt: told(edtfDate.optional(), 'When it was published, where that is known.'),
  label: told(words.optional(), 'The rating in its own words.'),
  attributionId: told(
    identifier.attribution.optional(),
    'The attribution that it is on, where it is not on the claim.',
  ),
});

export const verdicts = figureOf(
  'verdicts',
  'The published verdicts, side by side; they are never averaged.',
  {
    items: listOf(listedVerdict, 'Every review of the claim and of its attributions.'),
  },
);

const listedEvidence = named('ListedEvidence', 'One piece of evidence.', {
  evidenceId: told(identifier.evidence, 'The evidence.'),
  bearing: told(bearing, 'How it bears on its subject.'),
  attributionId: told(
    identifier.attribution.optional(),
    'The attribution that it is on, where it is not on the claim.',
  ),
  selfSupporting: told(
    z.boolean(),
    "Whether it comes out of the claim's own chains: one of their articles, an address they cite, or by one who speaks in them.",
  ),
});

export const evidence = figureOf(
  'evidence',
  'What fact-checkers linked to the claim and to its attributions.',
  {
    items: listOf(listedEvidence, 'Every piece of it.'),
  },
);

const retracted = named('Retracted', 'A stand that does not count any more.', {
  attributionId: told(identifier.attribution, 'The attribution that was retracted.'),
  kind: told(
    z.enum(['notice', 'source']),
    'notice: a notice of its article retracts it; source: its source took it back.',
  ),
  byId: told(
    z.union([identifier.article, identifier.attribution]),
    'The article whose notice says so, or the attribution by which the source does.',
  ),
});

export const retractions = figureOf('retractions', 'What was said and does not count any more.', {
  items: listOf(retracted, 'One for each time that it was retracted.'),
});
