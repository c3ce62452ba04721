import fc from 'fast-check';
import { test } from 'tap';
import { type Line, readLines } from '../../src/interchange/ndjson-lines.ts';

async function linesOf(bytes: Buffer, length = bytes.length || 1, longest = 100): Promise<Line[]> {
  async function* chunks() {
    for (let at = 0; at < bytes.length; at += length) yield bytes.subarray(at, at + length);
  }
  const lines: Line[] = [];
  for await (const some of readLines(chunks(), longest)) lines.push(...some);
  return lines;
}

const told = (line: Line) =>
  'text' in line ? `${line.line} ${line.text}` : `${line.line} ${line.refused.code}`;

test('a file is read line by line', async (t) => {
  const cases: [name: string, file: string | Buffer, lines: string[]][] = [
    ['nothing', '', []],
    ['one line', 'a\n', ['1 a']],
    ['a last line that is not ended', 'a\nb', ['1 a', '2 b']],
    ['blank lines count and are left out', '\n  \na\n\r\n\nb\n', ['3 a', '6 b']],
    ['carriage returns', 'a\r\nb\r\n', ['1 a\r', '2 b\r']],
    ['a byte order mark at the beginning', '\ufeffa\n\ufeffb\n', ['1 a', '2 \ufeffb']],
    ['what separates lines elsewhere', 'a\u2028b\u0085c\n', ['1 a\u2028b\u0085c']],
    ['a line as long as may be', `${'x'.repeat(100)}\nb`, [`1 ${'x'.repeat(100)}`, '2 b']],
    ['a line that is too long', `${'x'.repeat(101)}\nb`, ['1 too_long', '2 b']],
    ['a last line that is too long', `a\n${'x'.repeat(500)}`, ['1 a', '2 too_long']],
    ['not UTF-8', Buffer.from([0x61, 0xff, 0x0a, 0x62]), ['1 not_utf8', '2 b']],
    ['a character cut short', Buffer.from([0x61, 0x0a, 0xd8]), ['1 a', '2 not_utf8']],
    ['an encoded surrogate', Buffer.from([0xed, 0xa0, 0x80, 0x0a]), ['1 not_utf8']],
  ];
  for (const [name, file, lines] of cases) {
    t.strictSame((await linesOf(Buffer.from(file))).map(told), lines, name);
  }
});

test('it is the same wherever the chunks end', async (t) => {
  const part = fc.constantFrom('a', 'ش', '𝄞', '\n', '\r\n', ' ', 'x'.repeat(60));
  const property = fc.asyncProperty(fc.array(part), fc.integer({ min: 1, max: 9 }), async (parts, length) => {
    const bytes = Buffer.from(parts.join(''));
    t.strictSame(await linesOf(bytes, length), await linesOf(bytes));
    if (!t.passing()) throw new Error('not the same');
  });
  await fc.assert(property, { numRuns: 200 });
});

test('no more of a line is kept than it may have', async (t) => {
  const part = Buffer.alloc(1_000_000, 'x');
  async function* endless() {
    for (let count = 0; count < 3_000; count++) yield part;
    yield Buffer.from('\n{}');
  }
  const before = process.memoryUsage().arrayBuffers;
  const lines: string[] = [];
  for await (const some of readLines(endless(), 4_000_000)) lines.push(...some.map(told));
  t.strictSame(lines, ['1 too_long', '2 {}']);
  t.ok(process.memoryUsage().arrayBuffers - before < 50_000_000);
});
