import type { ResourceDocument } from '../../src/model/definition.ts';
import type { ResourceType } from '../../src/model/identifiers.ts';
import { resources } from '../../src/model/resources.ts';
import { issuesOf } from '../../src/model/validation.ts';

export type Fields = Readonly<Record<string, unknown>>;

/** An identifier of a type; the same number gives the same one. */
export function idOf(type: ResourceType, number = 1): string {
  return `${type}_${String(number).padStart(26, '0')}`;
}

/** The least that a document of each type needs. */
export const minimal = {
  article: { title: { en: 'Headline' }, language: 'en', publisherId: idOf('source') },
  source: { kind: 'organization', name: { en: 'Ministry' } },
  claim: { text: { en: 'The ministry asked for help' }, kind: 'factual', tense: 'past' },
  attribution: {
    claimId: idOf('claim'),
    sourceId: idOf('source'),
    articleId: idOf('article'),
    stance: 'affirms',
    certainty: 'certain',
  },
  relation: {
    kind: 'contradicts',
    fromClaimId: idOf('claim', 1),
    toClaimId: idOf('claim', 2),
    assertedBy: 'editor',
  },
  evidence: { claimId: idOf('claim'), bearing: 'supports', kind: 'document', title: { en: 'Minutes' } },
  review: {
    claimId: idOf('claim'),
    reviewerId: idOf('source'),
    verdict: 'mixed',
    verdictBasis: 'publisher',
  },
} as const satisfies Record<ResourceType, Fields>;

/** What the schema and the rules find wrong with the fields of a document, each as `code pointer`. */
export function faultsIn(type: ResourceType, fields: unknown): string[] {
  const parsed = resources[type].fields.safeParse(fields);
  return parsed.success ? [] : inShort(issuesOf(parsed.error, '', fields));
}

/** What is wrong with a minimal document that has these fields besides. */
export function faultsWith(type: ResourceType, fields: Fields): string[] {
  return faultsIn(type, { ...minimal[type], ...fields });
}

/** What is wrong with a minimal document with these fields, given the documents that it refers to. */
export function faultsBeside(type: ResourceType, fields: Fields, ...related: ResourceDocument[]): string[] {
  const byId = new Map(related.map((document) => [document.id, document]));
  return inShort(resources[type].check(stored(type, fields), byId));
}

/** A minimal document with these fields as it is stored. */
export function stored(type: ResourceType, fields: Fields = {}): ResourceDocument {
  const at = '2026-01-01T00:00:00.000Z';
  const envelope = { revision: 1, createdAt: at, updatedAt: at, createdBy: 'tester' };
  return { ...envelope, id: idOf(type), ...minimal[type], ...fields, type };
}

export function inShort(issues: readonly { code: string; pointer?: string }[]): string[] {
  return issues.map(({ code, pointer }) => `${code} ${pointer}`);
}
