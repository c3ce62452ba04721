import { z } from 'zod';
import { defineResource, validity } from './definition.ts';
import { edtfDate } from './edtf.ts';
import { identifier } from './identifiers.ts';
import { likenessesOf, likenessVersion } from './likeness.ts';
import { absoluteUri, languageMap, languageTag, words } from './text.ts';

const kind = z
  .enum(['person', 'organization', 'government', 'news_outlet', 'anonymous', 'collective'])
  .meta({ id: 'SourceKind', description: 'What a source is.' });

const country = z
  .string()
  .regex(/^[A-Z]{2}$/)
  .meta({ description: 'ISO 3166-1 alpha-2.', examples: ['CN'] });

/** Somebody or something that takes a stand on claims or passes them on. */
export const source = defineResource({
  type: 'source',
  description: 'Somebody or something that takes a stand on claims, or passes them on.',
  fields: {
    kind,
    name: languageMap,
    aliases: z.array(words).max(200).optional(),
    description: languageMap.optional(),
    partOf: z
      .array(z.strictObject({ sourceId: identifier.source, ...validity }))
      .max(100)
      .optional()
      .meta({ description: 'The organisations that this organisation is part of.' }),
    affiliations: z
      .array(z.strictObject({ sourceId: identifier.source, title: languageMap.optional(), ...validity }))
      .max(100)
      .optional()
      .meta({ description: 'The organisations that this person is with.' }),
    sameAs: z.array(absoluteUri).max(100).optional(),
    country: country.optional(),
    citedById: identifier.source
      .optional()
      .meta({ description: 'For an anonymous source: the source that vouches for it.' }),
    identifiedAs: z
      .strictObject({
        sourceId: identifier.source,
        at: edtfDate.optional(),
        evidenceId: identifier.evidence.optional(),
      })
      .optional()
      .meta({ description: 'Who an anonymous source turned out to be.' }),
    notes: languageMap.optional(),
  },
  rules: (document) => {
    const anonymous = document.kind === 'anonymous';
    const issues = [];
    if (anonymous && !document.citedById) {
      const detail = 'an anonymous source needs the source that cites it';
      issues.push({ pointer: '/citedById', code: 'required', detail });
    }
    for (const field of ['citedById', 'identifiedAs'] as const) {
      if (anonymous || document[field] === undefined) continue;
      const detail = 'only an anonymous source has it';
      issues.push({ pointer: `/${field}`, code: 'not_applicable', detail });
    }
    if (document.kind !== 'person' && document.affiliations !== undefined) {
      const detail = 'only a person has affiliations; an organisation is partOf another';
      issues.push({ pointer: '/affiliations', code: 'not_applicable', detail });
    }
    if (document.kind === 'person' && document.partOf !== undefined) {
      const detail = 'only an organisation is partOf another; a person has affiliations';
      issues.push({ pointer: '/partOf', code: 'not_applicable', detail });
    }
    return issues;
  },
  references: {
    partOf: { path: 'partOf[].sourceId', to: 'source' },
    affiliation: { path: 'affiliations[].sourceId', to: 'source' },
    citedBy: { path: 'citedById', to: 'source' },
    identifiedAs: { path: 'identifiedAs.sourceId', to: 'source' },
    identifyingEvidence: { path: 'identifiedAs.evidenceId', to: 'evidence' },
  },
  values: {
    kind: { type: 'text', schema: kind, of: (d) => d.kind },
    country: { type: 'text', schema: country, of: (d) => d.country },
    language: { type: 'texts', schema: languageTag, of: (d) => Object.keys(d.name) },
    sameAs: { type: 'texts', schema: absoluteUri, of: (d) => d.sameAs },
    likeness: { type: 'analysed', version: likenessVersion, of: likenessesOf },
  },
  through: [{ resource: 'attribution', reference: 'source', filters: ['claim', 'article', 'stance'] }],
  referrers: { attributions: { resource: 'attribution', reference: 'source' } },
  check: (document, related) =>
    (document.partOf ?? []).flatMap(({ sourceId }, index) =>
      related.get(sourceId)?.kind === 'person'
        ? [{ pointer: `/partOf/${index}/sourceId`, code: 'wrong_kind', detail: 'must not be a person' }]
        : [],
    ),
});
