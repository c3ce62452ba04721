import { z } from 'zod';
import { type DocumentIssue, type ResourceDocument, setByServer, toPointer } from './definition.ts';
import { resources } from './resources.ts';
import { mostLanguages } from './text.ts';
import { issuesOf } from './validation.ts';

/**
 * What is wrong with what a merge patch (RFC 7396) of a document removes: a misspelt name would otherwise remove nothing
 * without a word. What it sets is checked with the document that it leaves.
 */
export function removalIssues(type: ResourceDocument['type'], patch: unknown): DocumentIssue[] {
  const { shape } = resources[type].document;
  const own = Object.entries(shape).filter(([name]) => !setByServer.has(name));
  return issuesOfRemovals(z.object(Object.fromEntries(own)), patch, '');
}

function issuesOfRemovals(schema: z.ZodType | undefined, patch: unknown, pointer: string): DocumentIssue[] {
  if (typeof patch !== 'object' || patch === null || Array.isArray(patch)) return [];
  const held = schema && unwrapped(schema);
  if (held instanceof z.ZodRecord && Object.keys(patch).length > 2 * mostLanguages) {
    const detail = `must name at most ${2 * mostLanguages} languages`;
    return [{ pointer, code: 'too_big', detail }];
  }
  return Object.entries(patch).flatMap(([name, value]) => {
    const place = pointer + toPointer([name]);
    const isObject = held instanceof z.ZodObject;
    const member = isObject && Object.hasOwn(held.shape, name) ? (held.shape[name] as z.ZodType) : undefined;
    if (value !== null) return issuesOfRemovals(member, value, place);
    if (held instanceof z.ZodRecord) return issuesOfName(held, name, place);
    if (member || !isObject) return [];
    return [{ pointer: place, code: 'unknown_field', detail: 'is not a field of this document' }];
  });
}

function issuesOfName({ keyType }: z.ZodRecord, name: string, pointer: string): DocumentIssue[] {
  const { error } = (keyType as unknown as z.ZodType).safeParse(name);
  const issues = error ? issuesOf(error, pointer, name) : [];
  return issues.map((issue) => ({ ...issue, code: 'invalid_key' }));
}

/** The schema of what is there where anything is, after what is done before it is looked at. */
function unwrapped(schema: z.ZodType): z.ZodType {
  if (schema instanceof z.ZodOptional) return unwrapped(schema.unwrap() as z.ZodType);
  return schema instanceof z.ZodPipe ? unwrapped(schema.out as z.ZodType) : schema;
}
