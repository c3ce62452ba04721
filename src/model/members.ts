import { z } from 'zod';

/** `schema`, refusing a member named `__proto__`, which zod otherwise leaves out silently of objects with free names. */
export function refusingPrototype<Schema extends z.ZodType>(schema: Schema) {
  return z.preprocess((input, context) => {
    if (typeof input === 'object' && input !== null && Object.hasOwn(input, '__proto__')) {
      const message = 'must not be the name of a member';
      context.addIssue({ code: 'custom', path: ['__proto__'], message, params: { code: 'invalid_key' } });
    }
    return input;
  }, schema);
}
