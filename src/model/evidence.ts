import { z } from 'zod';
import { defineResource } from './definition.ts';
import { edtfDate } from './edtf.ts';
import { identifier } from './identifiers.ts';
import { locator } from './locator.ts';
import { locatorIssues } from './passages.ts';
import { claimRevision, subjectFields, subjectReferences, subjectRules } from './subject.ts';
import { languageMap, languageTag, webAddress, words } from './text.ts';

export const bearing = z
  .enum(['supports', 'refutes', 'context'])
  .meta({ id: 'Bearing', description: 'How a piece of evidence bears on its subject.' });

const kind = z
  .enum([
    'document',
    'official_record',
    'dataset',
    'study',
    'article',
    'statement',
    'testimony',
    'image',
    'video',
    'audio',
    'other',
  ])
  .meta({ id: 'EvidenceKind', description: 'What a piece of evidence is.' });

/** Something that a fact-checker linked to a claim, or to an attribution: that it was said is not that it is so. */
export const evidence = defineResource({
  type: 'evidence',
  description:
    'Something that a fact-checker linked to a claim or to an attribution (that it was said is not that it is so).',
  fields: {
    ...subjectFields,
    bearing,
    kind,
    primary: z
      .literal(true)
      .optional()
      .meta({ description: 'It is the thing itself, not an account of it.' }),
    url: webAddress.optional(),
    title: languageMap,
    publisher: languageMap.optional(),
    producedById: identifier.source.optional(),
    articleId: identifier.article.optional(),
    language: languageTag.optional(),
    excerpt: words.optional(),
    locator: locator.optional(),
    publishedAt: edtfDate.optional(),
    accessedAt: edtfDate.optional(),
    archivedUrl: webAddress.optional(),
    contentDigest: z
      .string()
      .regex(/^sha256:[0-9a-f]{64}$/)
      .optional(),
    rationale: languageMap.optional().meta({ description: 'Why it bears on its subject as `bearing` says.' }),
    note: languageMap.optional(),
  },
  serverFields: { claimRevision },
  fixed: ['claimId', 'attributionId'],
  rules: subjectRules,
  references: {
    ...subjectReferences,
    producedBy: { path: 'producedById', to: 'source' },
    article: { path: 'articleId', to: 'article' },
  },
  values: {
    bearing: { type: 'text', schema: bearing, of: (d) => d.bearing },
    kind: { type: 'text', schema: kind, of: (d) => d.kind },
    language: { type: 'text', schema: languageTag, of: (d) => d.language },
    url: { type: 'text', schema: webAddress, of: (d) => d.url },
    primary: { type: 'boolean', of: (d) => d.primary },
    publishedAt: { type: 'date', of: (d) => d.publishedAt },
  },
  check: (document, related) =>
    locatorIssues('/locator', document.locator, related.get(document.articleId ?? '')),
});
