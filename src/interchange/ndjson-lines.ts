import { isUtf8 } from 'node:buffer';

/** A line of a file, counted from 1: its text, or why it has none. */
export type Line = { readonly line: number } & (
  | { readonly text: string }
  | { readonly refused: { readonly code: 'too_long' | 'not_utf8'; readonly detail: string } }
);

const newline = 0x0a;

/**
 * The lines of a file that hold anything, as many at once as came in one chunk. `longest`: how many bytes a line may
 * have; no more of it is kept in memory.
 */
export async function* readLines(
  chunks: AsyncIterable<Uint8Array>,
  longest: number,
): AsyncGenerator<readonly Line[]> {
  let line = 0;
  let begun: Buffer[] = [];
  let length = 0;
  const keep = (part: Buffer) => {
    length += part.length;
    if (length <= longest) begun.push(part);
    else begun = [];
  };
  const end = (): Line | undefined => {
    const [first, ...others] = begun;
    const bytes = first && others.length > 0 ? Buffer.concat(begun) : first;
    const tooLong = length > longest;
    begun = [];
    length = 0;
    line++;
    if (tooLong) return { line, refused: { code: 'too_long', detail: `has more than ${longest} bytes` } };
    if (!bytes) return undefined;
    if (!isUtf8(bytes)) return { line, refused: { code: 'not_utf8', detail: 'is not UTF-8' } };
    const text = bytes.toString('utf8', line === 1 && bytes[0] === 0xef && bytes[1] === 0xbb ? 3 : 0);
    return text.trim() === '' ? undefined : { line, text };
  };
  for await (const chunk of chunks) {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    const lines: Line[] = [];
    let start = 0;
    for (;;) {
      const stop = bytes.indexOf(newline, start);
      keep(bytes.subarray(start, stop < 0 ? bytes.length : stop));
      if (stop < 0) break;
      const ended = end();
      if (ended) lines.push(ended);
      start = stop + 1;
    }
    if (lines.length > 0) yield lines;
  }
  const last = length > 0 ? end() : undefined;
  if (last) yield [last];
}
