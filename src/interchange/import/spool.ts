import type { FileHandle } from 'node:fs/promises';
import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A line that waits, with its number in the file that it came from. */
export interface SpooledLine {
  readonly line: number;
  readonly text: string;
}

/** Lines that wait in a temporary file, so that memory does not grow with them. */
export class Spool {
  readonly #folder: string;
  readonly #file: FileHandle;
  /** Where each group of lines begins in the file. */
  readonly #starts: number[] = [];
  #size = 0;
  #lines = 0;

  private constructor(folder: string, file: FileHandle) {
    this.#folder = folder;
    this.#file = file;
  }

  static async open(): Promise<Spool> {
    const folder = await mkdtemp(join(tmpdir(), 'hearsay-import-'));
    return new Spool(folder, await open(join(folder, 'waiting'), 'w+'));
  }

  /** How many lines wait. */
  get lines(): number {
    return this.#lines;
  }

  async add(lines: readonly SpooledLine[]): Promise<void> {
    if (lines.length === 0) return;
    const bytes = Buffer.from(lines.map(({ line, text }) => `${line} ${text}\n`).join(''));
    this.#starts.push(this.#size);
    await this.#file.write(bytes, 0, bytes.length, this.#size);
    this.#size += bytes.length;
    this.#lines += lines.length;
  }

  /** The lines in the groups in which they were added, the last group first where `backwards`. */
  async *read({ backwards = false } = {}): AsyncGenerator<readonly SpooledLine[]> {
    const starts = this.#starts.map(
      (start, index) => [start, this.#starts[index + 1] ?? this.#size] as const,
    );
    for (const [start, end] of backwards ? starts.reverse() : starts) {
      const bytes = Buffer.alloc(end - start);
      await this.#file.read(bytes, 0, bytes.length, start);
      yield bytes.toString().split('\n').slice(0, -1).map(spooled);
    }
  }

  async close(): Promise<void> {
    await this.#file.close();
    await rm(this.#folder, { recursive: true });
  }
}

function spooled(text: string): SpooledLine {
  const space = text.indexOf(' ');
  return { line: Number(text.slice(0, space)), text: text.slice(space + 1) };
}
