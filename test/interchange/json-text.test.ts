import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { test } from 'tap';
import { Problem } from '../../src/errors.ts';
import { readJson } from '../../src/interchange/json-text.ts';
import { type Flaw, firstFlaw } from '../helpers/json-flaws.ts';

/** What readJson refuses in a text; undefined where it gives a value. */
function refusal(text: string): (Flaw & { detail: string; message: string }) | undefined {
  try {
    readJson(text);
    return undefined;
  } catch (error) {
    if (!(error instanceof Problem) || error.code !== 'malformed_body') throw error;
    const [{ code = '', pointer = '', detail = '' } = {}] = error.errors;
    return { code, pointer, detail, message: error.message };
  }
}

const values = [
  'null',
  ' \t\r\n[ ] ',
  '{ }',
  '""',
  '-0',
  '1e308',
  '-12.50E-3',
  '{"a":{"b":[1,{"a":true}]},"b":{"a":false}}',
  '[{"a":1},{"a":2}]',
  '{"":0,"a":"\\u0061"}',
  '{"constructor":1,"toString":2,"__proto":3,"prototype":4}',
  '"\\ud83d\\ude00 😀 \\"\\\\\\/\\b\\f\\n\\r\\t"',
  '"\u2028\u007f\ufeff"',
  `${'['.repeat(64)}${']'.repeat(64)}`,
  `${'{"a":'.repeat(64)}1${'}'.repeat(64)}`,
  `[${'[[]],'.repeat(1_000)}0]`,
];

test('what is well-formed is read as JSON.parse reads it', async (t) => {
  for (const [index, text] of values.entries()) {
    t.strictSame(readJson(text), JSON.parse(text), `text ${index}`);
  }
});

const flawed: [text: string, code: string, pointer: string][] = [
  ['{"a":1,"a":1}', 'duplicate_member', '/a'],
  ['{"a":1,"\\u0061":1}', 'duplicate_member', '/a'],
  ['{"a":{"b":[0,{"c":1,"d":2,"c":3}]}}', 'duplicate_member', '/a/b/1/c'],
  ['{"a/b~c":{"é":1,"\\u00e9":2}}', 'duplicate_member', '/a~1b~0c/é'],
  ['{"":1,"":1}', 'duplicate_member', '/'],
  ['{"0":1,"0":1}', 'duplicate_member', '/0'],
  [`${'['.repeat(65)}${']'.repeat(65)}`, 'too_deep', '/0'.repeat(64)],
  [`${'{"a":['.repeat(33)}1${']}'.repeat(33)}`, 'too_deep', '/a/0'.repeat(32)],
  ['['.repeat(10_000), 'too_deep', '/0'.repeat(64)],
  [`[1,${'['.repeat(1_000_000)}${']'.repeat(1_000_000)}]`, 'too_deep', `/1${'/0'.repeat(63)}`],
  ['{"a":'.repeat(1_000_000), 'too_deep', '/a'.repeat(64)],
  ['{"a":"x\\ud800y"}', 'lone_surrogate', '/a'],
  ['["\\uDE00\\uD83D"]', 'lone_surrogate', '/0'],
  ['["\\ud83d","\\ude00"]', 'lone_surrogate', '/0'],
  ['["","\ud800"]', 'lone_surrogate', '/1'],
  ['{"a":{"\\udfff":1}}', 'lone_surrogate', '/a'],
  ['{"a":["x","\\u0000"]}', 'nul_character', '/a/1'],
  ['{"a":{"b":0,"\\u0000":1}}', 'nul_character', '/a'],
  ['{"__proto__":{"polluted":true}}', 'forbidden_member', '/__proto__'],
  ['[{"a":{"\\u005f_proto\\u005F_":1}}]', 'forbidden_member', '/0/a/__proto__'],
  ['{"a":[0,1e999]}', 'number_out_of_range', '/a/1'],
  ['-1E400', 'number_out_of_range', ''],
  ['9'.repeat(1_000_000), 'number_out_of_range', ''],
];

test('what readers take differently is refused at its place', async (t) => {
  for (const [text, code, pointer] of flawed) {
    const refused = refusal(text);
    t.match(refused, { code, pointer }, text.slice(0, 60));
    t.equal(refused?.message, `${pointer || 'The whole'} ${refused?.detail}.`);
  }
  t.notOk('polluted' in {});
});

const broken: [text: string, pointer: string, says: string][] = [
  ['', '', 'line 1, column 1: expected a value, found the end'],
  ['  \n', '', 'line 2, column 1: expected a value, found the end'],
  ['{"a":', '/a', 'line 1, column 6: expected a value, found the end'],
  ['{"a":1', '/a', 'line 1, column 7: expected "," or "}", found the end'],
  ['{"a":[1,2', '/a/1', 'line 1, column 10: expected "," or "]", found the end'],
  ['{"a":"b', '/a', 'line 1, column 8: expected a closing quote or an escaped character, found the end'],
  ['["\\', '/0', 'line 1, column 5: expected a closing quote or an escaped character, found the end'],
  ['{\n "a": 1,\n}', '', 'line 3, column 1: expected a member name in double quotes, found "}"'],
  ['[1,]', '/1', 'line 1, column 4: expected a value, found "]"'],
  ['[,]', '/0', 'line 1, column 2: expected a value, found ","'],
  ['[1}', '/0', 'line 1, column 3: expected "," or "]", found "}"'],
  ['[1 2]', '/0', 'line 1, column 4: expected "," or "]", found "2"'],
  ['{"a" 1}', '/a', 'line 1, column 6: expected ":", found "1"'],
  ['{a:1}', '', 'line 1, column 2: expected a member name in double quotes, found "a"'],
  ["{'a':1}", '', 'line 1, column 2: expected a member name in double quotes, found "\'"'],
  ['{"a":1} 😀', '', 'line 1, column 9: expected the end, found "😀"'],
  ['{}{}', '', 'line 1, column 3: expected the end, found "{"'],
  ['{} // note', '', 'line 1, column 4: expected the end, found "/"'],
  ['[/* note */]', '/0', 'line 1, column 2: expected a value, found "/"'],
  ['[NaN]', '/0', 'line 1, column 2: expected a value, found "N"'],
  ['[-Infinity]', '/0', 'line 1, column 2: expected a value, found "-"'],
  ['[undefined]', '/0', 'line 1, column 2: expected a value, found "u"'],
  ['[+1]', '/0', 'line 1, column 2: expected a value, found "+"'],
  ['[01]', '/0', 'line 1, column 3: expected "," or "]", found "1"'],
  ['[.5]', '/0', 'line 1, column 2: expected a value, found "."'],
  ['[5.]', '/0', 'line 1, column 3: expected "," or "]", found "."'],
  ['[1e]', '/0', 'line 1, column 3: expected "," or "]", found "e"'],
  ['[0x1]', '/0', 'line 1, column 3: expected "," or "]", found "x"'],
  ['[truer]', '/0', 'line 1, column 6: expected "," or "]", found "r"'],
  ['["a\nb"]', '/0', 'column 4: expected a closing quote or an escaped character, found "\\n"'],
  ['["a\u001f"]', '/0', 'column 4: expected a closing quote or an escaped character, found "\\u001f"'],
  ['["\\\n"]', '/0', 'column 4: expected an escape that JSON knows, found "\\n"'],
  ['["\\\\\\"\\u0061\\x41\\y"]', '/0', 'column 14: expected an escape that JSON knows, found "x"'],
  ['{"\\u12":1}', '', 'column 4: expected an escape that JSON knows, found "u"'],
  ['[\u00a01]', '/0', 'line 1, column 2: expected a value, found "\u00a0"'],
  ['\ufeff{}', '', 'line 1, column 1: expected a value, found "\ufeff"'],
];

test('what is no JSON is told where it goes wrong, and what should stand there', async (t) => {
  for (const [text, pointer, says] of broken) {
    t.throws(() => JSON.parse(text), SyntaxError);
    const refused = refusal(text);
    t.match(refused, { code: 'not_json', pointer }, JSON.stringify(text));
    t.ok(refused?.detail.endsWith(says), `${refused?.detail} ends with ${says}`);
  }
});

const space = fc.constantFrom('', '', '', ' ', '\n\t', '\r');
const harmless = fc.constantFrom(
  'a',
  'b',
  '~',
  '/',
  'ا',
  '😀',
  '\\n',
  '\\"',
  '\\\\',
  '\\u0061',
  '\\ud83d\\ude00',
);
const harmful = fc.constantFrom('\\ud83d', '\\ude00', '\ud800', '\\u0000', '__proto__', '\\u005f_proto__');
const literal = fc
  .array(fc.oneof({ weight: 20, arbitrary: harmless }, harmful), { maxLength: 3 })
  .map((parts) => `"${parts.join('')}"`);
const number = fc.oneof(
  { weight: 10, arbitrary: fc.double({ noNaN: true, noDefaultInfinity: true }).map(String) },
  fc.constantFrom('1E+9', '-0', '1e309', '-2E999', '1'.repeat(309), '1'.repeat(310), `0.${'1'.repeat(400)}`),
);
const scalar = fc.oneof(literal, number, fc.constantFrom('true', 'false', 'null'));
const spaced = (text: fc.Arbitrary<string>) => fc.tuple(space, text, space).map((parts) => parts.join(''));
const { document } = fc.letrec<{ document: string; items: string; members: string }>((tie) => ({
  document: fc.oneof({ maxDepth: 4 }, spaced(scalar), spaced(tie('items')), spaced(tie('members'))),
  items: fc.array(tie('document'), { maxLength: 4 }).map((items) => `[${items.join(',')}]`),
  members: fc
    .array(fc.tuple(spaced(literal), tie('document')), { maxLength: 4 })
    .map((members) => `{${members.map((member) => member.join(':')).join(',')}}`),
}));
const deep = fc
  .tuple(fc.array(fc.boolean(), { minLength: 60, maxLength: 67 }), document)
  .map(([kinds, inner]) =>
    kinds.reduce((text, isArray) => (isArray ? `[0,${text}]` : `{"a":${text}}`), inner),
  );
const marks = fc.constantFrom(
  '',
  ',',
  ':',
  '"',
  '\\',
  '{',
  '}',
  '[',
  ']',
  '0',
  '.',
  'e',
  '-',
  'u',
  '\n',
  '\0',
);
const damaged = fc.tuple(document, fc.nat(), marks, fc.nat({ max: 2 })).map(([text, at, mark, removed]) => {
  const place = at % (text.length + 1);
  return text.slice(0, place) + mark + text.slice(place + removed);
});
const soup = fc.array(fc.oneof(marks, scalar), { maxLength: 8 }).map((parts) => parts.join(''));

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

test('exactly what JSON.parse refuses is no JSON, and nothing else is refused but for its flaws', async (t) => {
  const seen = new Set<string>();
  const property = fc.property(fc.oneof(document, deep, damaged, soup), (text) => {
    const refused = refusal(text);
    if (!isJson(text)) return refused !== undefined;
    const flaw = firstFlaw(text);
    seen.add(flaw?.code ?? 'none');
    if (!flaw && !isDeepStrictEqual(readJson(text), JSON.parse(text))) return false;
    return refused?.code === flaw?.code && refused?.pointer === flaw?.pointer;
  });
  fc.assert(property, { numRuns: 5_000 });
  const all = new Set(flawed.map(([, code]) => code)).add('none');
  t.strictSame([...seen].sort(), [...all].sort(), 'the texts have every flaw, and none');
});
