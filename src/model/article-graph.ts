import { z } from 'zod';
import { invalidDocument, mostPlaces, type ProblemPlace } from '../errors.ts';
import { identifier, newIdentifier, type ResourceType } from './identifiers.ts';
import { ofSafeMembers } from './members.ts';
import { referencesOf, renameReferences } from './references.ts';
import { resources } from './resources.ts';
import { issuesOf } from './validation.ts';

const localReference = z
  .string()
  .max(100)
  .regex(/^_:[A-Za-z0-9][A-Za-z0-9_.-]*$/);

/** More than any resource has fields. */
const mostMembers = 100;

function partOf(type: ResourceType) {
  const part = z.looseObject({ ref: localReference.optional(), id: identifier[type].optional() });
  return ofSafeMembers(part, mostMembers, `must have at most ${mostMembers} members`);
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
  const errors: ProblemPlace[] = [];
  const expanded = articleGraphParts(document, errors);
  if (errors.length > 0) throw invalidDocument(errors);
  return expanded;
}

/** Takes an article graph apart as `expandArticleGraph` does, as far as it can; what is wrong with it goes to `errors`. */
export function articleGraphParts(document: unknown, errors: ProblemPlace[]): ExpandedArticleGraph {
  const identifiers = new Map<string, string>();
  const parsed = articleGraph.safeParse(document);
  if (!parsed.success) {
    errors.push(...issuesOf(parsed.error, '', document));
    return { parts: [], identifiers };
  }
  const { article, sources, claims, attributions, relations } = parsed.data;
  const taken = new Set<string>();
  const named = [
    { type: 'article' as const, pointer: '/article', part: article },
    ...listed('source', '/sources', sources),
    ...listed('claim', '/claims', claims),
    ...listed('attribution', '/attributions', attributions),
    ...listed('relation', '/relations', relations),
  ].map(({ type, pointer, part: { ref, id: given, ...fields } }) => {
    const isTaken = given !== undefined && taken.has(given);
    const id = given === undefined || isTaken ? newIdentifier(type) : given;
    if (ref !== undefined && identifiers.has(ref)) {
      errors.push(
        place(`${pointer}/ref`, 'duplicate_reference', `${ref} is already the name of another part`),
      );
    }
    if (ref !== undefined) identifiers.set(ref, id);
    if (isTaken) {
      const detail = `${given} is already the id of another part`;
      errors.push(place(`${pointer}/id`, 'duplicate_identifier', detail));
    }
    taken.add(id);
    return { type, id, fields, pointer };
  });
  const parts: ArticleGraphPart[] = [];
  for (const part of named) {
    parts.push({ ...part, fields: withIds(part, identifiers, errors) });
    if (errors.length > mostPlaces) break;
  }
  return { parts, identifiers };
}

/** The fields of a part with an id in place of each local reference. */
function withIds(
  { type, fields, pointer }: ArticleGraphPart,
  identifiers: ReadonlyMap<string, string>,
  errors: ProblemPlace[],
): ArticleGraphPart['fields'] {
  const definition = resources[type];
  const local = referencesOf(definition, fields).filter(({ id }) => id.startsWith('_:'));
  if (local.length === 0) return fields;
  const ids = new Map<string, string>();
  for (const { id, to, pointer: at } of local) {
    const known = identifiers.get(id);
    // Nothing is written any more; this place has been told of.
    ids.set(at, known ?? newIdentifier(to));
    if (known !== undefined) continue;
    const detail = `${id} is not the name of a part of this document`;
    errors.push(place(pointer + at, 'unknown_reference', detail));
  }
  return renameReferences(definition, fields, (id, at) => ids.get(at) ?? id);
}

function listed<Part>(type: ResourceType, pointer: string, parts: readonly Part[]) {
  return parts.map((part, index) => ({ type, pointer: `${pointer}/${index}`, part }));
}

function place(pointer: string, code: string, detail: string): ProblemPlace {
  return { pointer, code, detail };
}
