import { z } from 'zod';
import { Problem, type ProblemPlace } from '../errors.ts';
import { identifier, newIdentifier, type ResourceType } from './identifiers.ts';
import { refusingPrototype } from './members.ts';
import { referencesOf, renameReferences } from './references.ts';
import { resources } from './resources.ts';
import { issuesOf } from './validation.ts';

const localReference = z
  .string()
  .max(100)
  .regex(/^_:[A-Za-z0-9][A-Za-z0-9_.-]*$/);

function partOf(type: ResourceType) {
  return refusingPrototype(
    z.looseObject({ ref: localReference.optional(), id: identifier[type].optional() }),
  );
}

/** An article with its sources, claims, attributions and relations in one document, referring to one another locally. */
export const articleGraph = z.strictObject({
  article: partOf('article'),
  sources: z.array(partOf('source')).max(1_000).default([]),
  claims: z.array(partOf('claim')).max(1_000).default([]),
  attributions: z.array(partOf('attribution')).max(5_000).default([]),
  relations: z.array(partOf('relation')).max(5_000).default([]),
});
export type ArticleGraph = z.input<typeof articleGraph>;

/** One thing of an article graph, with its own id and its references resolved to ids. */
export interface ArticleGraphPart {
  readonly type: ResourceType;
  readonly id: string;
  readonly fields: Record<string, unknown>;
  /** Its place in the document, a JSON Pointer. */
  readonly pointer: string;
}

/** An article graph taken apart: its parts, and the id of each local reference. */
export interface ExpandedArticleGraph {
  readonly parts: ArticleGraphPart[];
  readonly identifiers: ReadonlyMap<string, string>;
}

/**
 * Takes an article graph apart and gives each part an id. Local references (`_:nyt`) become ids; other references stay.
 * The parts are not yet checked against their own schemas. Throws a Problem `invalid_document`.
 */
export function expandArticleGraph(document: unknown): ExpandedArticleGraph {
  const parsed = articleGraph.safeParse(document);
  if (!parsed.success) throw invalid(issuesOf(parsed.error, '', document));
  const { article, sources, claims, attributions, relations } = parsed.data;
  const identifiers = new Map<string, string>();
  const taken = new Set<string>();
  const errors: ProblemPlace[] = [];
  const named = [
    { type: 'article' as const, pointer: '/article', part: article },
    ...listed('source', '/sources', sources),
    ...listed('claim', '/claims', claims),
    ...listed('attribution', '/attributions', attributions),
    ...listed('relation', '/relations', relations),
  ].map(({ type, pointer, part: { ref, id = newIdentifier(type), ...fields } }) => {
    if (ref !== undefined && identifiers.has(ref)) {
      errors.push(
        place(`${pointer}/ref`, 'duplicate_reference', `${ref} is already the name of another part`),
      );
    }
    if (ref !== undefined) identifiers.set(ref, id);
    if (taken.has(id)) {
      errors.push(place(`${pointer}/id`, 'duplicate_identifier', `${id} is already the id of another part`));
    }
    taken.add(id);
    return { type, id, fields, pointer };
  });
  for (const { type, fields, pointer } of named) {
    for (const found of referencesOf(resources[type], fields)) {
      if (!found.id.startsWith('_:') || identifiers.has(found.id)) continue;
      const detail = `${found.id} is not the name of a part of this document`;
      errors.push(place(pointer + found.pointer, 'unknown_reference', detail));
    }
  }
  if (errors.length > 0) throw invalid(errors);
  const parts = named.map((part) => ({
    ...part,
    fields: renameReferences(resources[part.type], part.fields, (id) => identifiers.get(id) ?? id),
  }));
  return { parts, identifiers };
}

function listed<Part>(type: ResourceType, pointer: string, parts: readonly Part[]) {
  return parts.map((part, index) => ({ type, pointer: `${pointer}/${index}`, part }));
}

function place(pointer: string, code: string, detail: string): ProblemPlace {
  return { pointer, code, detail };
}

function invalid(errors: ProblemPlace[]): Problem {
  return new Problem('invalid_document', 'The article graph is invalid.', { errors });
}
