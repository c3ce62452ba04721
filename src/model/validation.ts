import type { z } from 'zod';
import type { DocumentIssue } from './definition.ts';
import { toPointer } from './definition.ts';

/** The issues of a failed zod parse, each with its JSON Pointer below `pointer` and a stable code. */
export function issuesOf(error: z.ZodError, pointer = ''): DocumentIssue[] {
  return error.issues.flatMap((issue) => issuesOfOne(issue, pointer));
}

function issuesOfOne(issue: z.core.$ZodIssue, base: string): DocumentIssue[] {
  const pointer = base + toPointer(issue.path);
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => ({
        pointer: pointer + toPointer([key]),
        code: 'unknown_field',
        detail: 'is not a field of this document',
      }));
    case 'invalid_key':
      return issue.issues.map(({ message }) => ({ pointer, code: 'invalid_key', detail: message }));
    case 'invalid_type': {
      const missing =
        issue.input === undefined && issue.path.length > 0 && issue.message.endsWith('undefined');
      return [{ pointer, code: missing ? 'required' : 'invalid_type', detail: issue.message }];
    }
    case 'custom':
      return [{ pointer, code: String(issue.params?.code ?? 'invalid'), detail: issue.message }];
    default:
      return [{ pointer, code: issue.code, detail: issue.message }];
  }
}
