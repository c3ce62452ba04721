import type { z } from 'zod';
import { mostPlaces } from '../errors.ts';
import { type DocumentIssue, toPointer } from './definition.ts';

/**
 * The issues of a failed zod parse of `input`, each with its JSON Pointer below `pointer` and a stable code. Of very many,
 * one more than a problem tells.
 */
export function issuesOf(error: z.ZodError, pointer: string, input: unknown): DocumentIssue[] {
  const told = error.issues.slice(0, mostPlaces + 1);
  return told.flatMap((issue) => issuesOfOne(issue, pointer, input)).slice(0, mostPlaces + 1);
}

function issuesOfOne(issue: z.core.$ZodIssue, base: string, input: unknown): DocumentIssue[] {
  const pointer = base + toPointer(issue.path);
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.slice(0, mostPlaces + 1).map((key) => ({
        pointer: pointer + toPointer([key]),
        code: 'unknown_field',
        detail: 'is not a field of this document',
      }));
    case 'invalid_key':
      return issue.issues.map(({ message }) => ({ pointer, code: 'invalid_key', detail: message }));
    case 'custom':
      return [{ pointer, code: String(issue.params?.code ?? 'invalid'), detail: issue.message }];
    default:
      if (isMissing(input, issue.path)) return [{ pointer, code: 'required', detail: 'must be there' }];
      return [{ pointer, code: issue.code, detail: issue.message }];
  }
}

function isMissing(input: unknown, path: readonly PropertyKey[]): boolean {
  let value = input;
  for (const step of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return true;
    value = value[step as keyof typeof value];
  }
  return path.length > 0 && value === undefined;
}
