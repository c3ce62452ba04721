import { test } from 'tap';
import { z } from 'zod';
import { issuesOf } from '../../src/model/validation.ts';
import { inShort } from './documents.ts';

function issues(schema: z.ZodType, input: unknown, pointer = '') {
  const { error } = schema.safeParse(input);
  return error ? issuesOf(error, pointer, input) : [];
}

const kinds: Record<string, z.ZodType> = {
  string: z.string(),
  number: z.number(),
  integer: z.int(),
  boolean: z.boolean(),
  enum: z.enum(['yes', 'no']),
  literal: z.literal(true),
  record: z.record(z.string(), z.string()),
  array: z.array(z.string()),
  object: z.strictObject({ a: z.string() }),
  address: z.url(),
  instant: z.iso.datetime(),
  union: z.union([z.string(), z.number()]),
  'discriminated union': z.discriminatedUnion('type', [z.object({ type: z.literal('a') })]),
  'checked string': z.string().min(3).regex(/^a/).refine(Boolean, 'must be true'),
};

for (const [kind, schema] of Object.entries(kinds)) {
  test(`a missing field whose schema is of kind ${kind}`, async (t) => {
    const shape = z.strictObject({ field: schema, other: z.string().optional() });
    const nested = z.strictObject({ list: z.array(shape) });
    t.strictSame(inShort(issues(shape, {})), ['required /field']);
    t.strictSame(inShort(issues(shape, { field: undefined })), ['required /field'], 'undefined is missing');
    t.strictSame(inShort(issues(nested, { list: [{}] })), ['required /list/0/field']);
    const wrong = issues(shape, { field: null });
    t.equal(wrong.length, 1);
    t.not(wrong[0]?.code, 'required', 'null is not missing');
  });
}

test('a missing name that every object inherits is missing', async (t) => {
  const shape = z.strictObject({ constructor: z.enum(['a']), toString: z.string() });
  t.strictSame(inShort(issues(shape, {})), ['required /constructor', 'required /toString']);
});

test('a value of the wrong kind keeps the code of its own', async (t) => {
  const shape = z.strictObject({ kind: z.enum(['a']), size: z.number().max(3), name: z.string().optional() });
  t.strictSame(inShort(issues(shape, { kind: null, size: 4, name: false })), [
    'invalid_value /kind',
    'too_big /size',
    'invalid_type /name',
  ]);
});

test('a document that is not there is of the wrong type, for nothing can be required inside it', async (t) => {
  for (const input of [undefined, null, 'text', 3, []]) {
    t.strictSame(inShort(issues(z.strictObject({ a: z.string() }), input)), ['invalid_type ']);
  }
});

test('each unknown field has an issue and a pointer, escaped where it must be', async (t) => {
  const shape = z.strictObject({ inner: z.array(z.strictObject({})) });
  t.strictSame(
    inShort(issues(shape, { inner: [{}, { 'a/b': 1, '~': 2, '~1': 3, '': 4 }], plain: 5 })).sort(),
    [
      'unknown_field /inner/1/',
      'unknown_field /inner/1/a~1b',
      'unknown_field /inner/1/~0',
      'unknown_field /inner/1/~01',
      'unknown_field /plain',
    ],
  );
});

test('a wrong name of a map, and a wrong value under a name, are pointed at by an escaped pointer', async (t) => {
  const map = z.strictObject({ texts: z.record(z.string().regex(/^[a-z/~]+$/), z.string()) });
  t.strictSame(inShort(issues(map, { texts: { 'A/~': 'x', 'b/~': 5, c: 'y' } })), [
    'invalid_key /texts/A~1~0',
    'invalid_type /texts/b~1~0',
  ]);
});

test('pointers stand below that of the document', async (t) => {
  const shape = z.strictObject({ list: z.array(z.string()) });
  const found = inShort(issues(shape, { list: ['a', 5], more: 1 }, '/claims/3'));
  t.strictSame(found, ['invalid_type /claims/3/list/1', 'unknown_field /claims/3/more']);
});

test('a rule has the code that it gives, or else is invalid, also about what is missing', async (t) => {
  const shape = z.strictObject({ a: z.string().optional() }).superRefine((_, context) => {
    context.addIssue({ code: 'custom', path: ['a'], message: 'must be better', params: { code: 'worse' } });
    context.addIssue({ code: 'custom', path: ['a'], message: 'must be good' });
  });
  t.strictSame(issues(shape, {}), [
    { pointer: '/a', code: 'worse', detail: 'must be better' },
    { pointer: '/a', code: 'invalid', detail: 'must be good' },
  ]);
});

test('every issue says what is wrong in words', async (t) => {
  const shape = z.strictObject({ a: z.string(), b: z.enum(['x']), c: z.record(z.enum(['k']), z.string()) });
  const found = issues(shape, { b: 'y', c: { q: 'z' }, d: 1 });
  t.ok(found.length >= 4);
  for (const { pointer, detail } of found) t.match(detail, /\w+ \w+/, pointer);
});
