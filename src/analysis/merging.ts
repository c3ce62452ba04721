import type { ResourceDocument } from '../model/definition.ts';

/** What of a document tells what stands for it. */
export interface Replaceable {
  readonly id: string;
  readonly withdrawal?: { readonly replacedById?: string | undefined } | undefined;
}

/** Gives a document by its id; undefined where it is not at hand. */
export type DocumentById<Document = ResourceDocument> = (id: string) => Document | undefined;

/**
 * What stands for a document: the last of those that it was replaced by, one after the other, or itself. undefined where
 * that is not at hand, or where they lead back to one another.
 */
export function standingFor<Document extends Replaceable>(
  document: Document,
  byId: DocumentById<Document>,
): Document | undefined {
  // Most documents stand for themselves.
  if (document.withdrawal?.replacedById === undefined) return document;
  const passed = new Set<string>();
  let standing: Document | undefined = document;
  while (standing?.withdrawal?.replacedById !== undefined) {
    if (passed.has(standing.id)) return undefined;
    passed.add(standing.id);
    standing = byId(standing.withdrawal.replacedById);
  }
  return standing;
}

/** Whether a document is live, or was replaced by one that is. */
export function isStanding<Document extends Replaceable>(
  document: Document,
  byId: DocumentById<Document>,
): boolean {
  const standing = standingFor(document, byId);
  return standing !== undefined && standing.withdrawal === undefined;
}

/** The id of what stands for a document with an id; that id itself where this is not at hand. */
export function standingId<Document extends Replaceable>(id: unknown, byId: DocumentById<Document>): string {
  const document = byId(String(id));
  return (document && standingFor(document, byId)?.id) ?? String(id);
}
