import { z } from 'zod';

/**
 * `schema`, for objects with free names: refusing more members than `most` before it looks at any, and one named
 * `__proto__`, which zod otherwise leaves out silently.
 */
export function ofSafeMembers<Schema extends z.ZodType>(schema: Schema, most: number, tooMany: string) {
  return z.preprocess((input, context) => {
    if (typeof input !== 'object' || input === null) return input;
    if (Object.keys(input).length > most) {
      context.addIssue({ code: 'custom', message: tooMany, params: { code: 'too_big' } });
    }
    if (Object.hasOwn(input, '__proto__')) {
      const message = 'must not be the name of a member';
      context.addIssue({ code: 'custom', path: ['__proto__'], message, params: { code: 'invalid_key' } });
    }
    return input;
  }, schema);
}
