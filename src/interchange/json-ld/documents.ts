import type { article } from '../../model/article.ts';
import type { attribution } from '../../model/attribution.ts';
import type { claim } from '../../model/claim.ts';
import type { ResourceDefinition, ResourceDocument } from '../../model/definition.ts';
import type { evidence } from '../../model/evidence.ts';
import type { relation } from '../../model/relation.ts';
import type { review } from '../../model/review.ts';
import type { source } from '../../model/source.ts';
import { type Description, dateOf, type Names, some } from './values.ts';

type DocumentOf<Definition> =
  Definition extends ResourceDefinition<infer Fields> ? Fields & ResourceDocument : never;

export type ArticleDocument = DocumentOf<typeof article>;
export type SourceDocument = DocumentOf<typeof source>;
export type ClaimDocument = DocumentOf<typeof claim>;
export type AttributionDocument = DocumentOf<typeof attribution>;
export type RelationDocument = DocumentOf<typeof relation>;
export type EvidenceDocument = DocumentOf<typeof evidence>;
export type ReviewDocument = DocumentOf<typeof review>;

/** What is said of every record, whatever it records. */
export function describeRecord(document: ResourceDocument, names: Names): Description {
  const { type, id, externalId, revision, createdAt, updatedAt, withdrawal, redactions } = document;
  return {
    id: names.of(type, id),
    identifier: externalId,
    revision,
    recordedAt: createdAt,
    revisedAt: updatedAt,
    isReplacedBy: names.of(type, withdrawal?.replacedById),
    withdrawal: withdrawal && {
      type: 'Withdrawal',
      at: dateOf(withdrawal.at),
      kind: withdrawal.kind,
      reason: withdrawal.reason,
    },
    redaction: some(
      redactions?.map(({ pointer, at, reason }) => ({ type: 'Redaction', pointer, at: dateOf(at), reason })),
    ),
  };
}
