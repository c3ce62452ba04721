import { z } from 'zod';
import { defineResource, type Figure } from './definition.ts';
import { edtfDate } from './edtf.ts';
import { identifier } from './identifiers.ts';
import { absoluteUri, languageMap, languageTag, slug } from './text.ts';

const kind = z.enum(['factual', 'evaluative', 'normative']).meta({
  id: 'ClaimKind',
  description: 'Whether a claim says what is, what it is worth, or what should be.',
});
const tense = z
  .enum(['past', 'present', 'future'])
  .meta({ id: 'ClaimTense', description: 'Whether a claim speaks of what was, is or will be.' });

function flag(description: string): Figure {
  return { type: 'flag', use: 'filter', description };
}

function count(use: Figure['use'], description: string): Figure {
  return { type: 'count', use, description };
}

/** A proposition, apart from anyone's words. */
export const claim = defineResource({
  type: 'claim',
  description: "A proposition, apart from anyone's words and written positively. Nobody need affirm it.",
  fields: {
    text: languageMap,
    kind,
    tense,
    topics: z.array(slug).max(50).optional(),
    about: z
      .array(
        z.strictObject({
          name: languageMap,
          sourceId: identifier.source.optional(),
          sameAs: z.array(absoluteUri).max(20).optional(),
        }),
      )
      .max(100)
      .optional()
      .meta({ description: 'The parties and things that the claim speaks of.' }),
    occurredAt: edtfDate.optional().meta({ description: 'When what is claimed happened or happens.' }),
    notes: languageMap.optional(),
  },
  references: { about: { path: 'about[].sourceId', to: 'source' } },
  values: {
    kind: { type: 'text', schema: kind, of: (d) => d.kind },
    tense: { type: 'text', schema: tense, of: (d) => d.tense },
    language: { type: 'texts', schema: languageTag, of: (d) => Object.keys(d.text) },
    topic: { type: 'texts', schema: slug, of: (d) => d.topics },
    occurredAt: { type: 'date', of: (d) => d.occurredAt },
  },
  through: [
    {
      resource: 'attribution',
      reference: 'claim',
      filters: ['source', 'article', 'stance', 'onBehalfOf', 'certainty', 'mode'],
    },
    { resource: 'review', reference: 'claim', filters: ['reviewer', 'verdict'] },
  ],
  figures: {
    contested: flag('one origin denies it and another affirms it'),
    'originCount.min': count('filter', 'the least number of its origins'),
    'originCount.max': count('filter', 'the greatest number of its origins'),
    anonymousOnly: flag('only unnamed sources affirm it'),
    circular: flag('outlets carry one another with nobody behind them'),
    staleReview: flag('something became public after a review of it'),
    outletCount: count('sort', 'how many outlets carry it'),
  },
  exists: {
    hasEvidence: { resource: 'evidence', reference: 'claim' },
    reviewed: { resource: 'review', reference: 'claim' },
  },
  referrers: {
    attributions: { resource: 'attribution', reference: 'claim' },
    evidence: { resource: 'evidence', reference: 'claim' },
    reviews: { resource: 'review', reference: 'claim' },
  },
});
