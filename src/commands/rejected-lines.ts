import { closeSync, openSync, writeSync } from 'node:fs';
import type { LineIssue } from '../interchange/ndjson-reader.ts';

/** How many are told where no file was named. */
const mostTold = 20;

/** Keeps a report of the lines that were rejected: in a file as NDJSON, or else the first of them in words. */
export class RejectedLines {
  readonly #file: number | undefined;
  readonly #told: string[] = [];
  #count = 0;

  /** Throws where the file cannot be written. */
  constructor(file: string | undefined) {
    this.#file = file === undefined ? undefined : openSync(file, 'w');
  }

  add(line: number, reasons: readonly LineIssue[]): void {
    this.#count++;
    if (this.#file !== undefined) {
      const entries = reasons.map(({ pointer, code, detail }) => ({ line, pointer, code, detail }));
      writeSync(this.#file, entries.map((entry) => `${JSON.stringify(entry)}\n`).join(''));
    } else if (this.#count <= mostTold) this.#told.push(...reasons.map((reason) => rejection(line, reason)));
  }

  /** Ends the file, and gives what else there is to tell. */
  end(): string {
    if (this.#file !== undefined) closeSync(this.#file);
    const more = this.#file === undefined && this.#count > mostTold;
    if (more) this.#told.push(`and ${this.#count - mostTold} more; --report FILE writes all of them`);
    return this.#told.map((told) => `${told}\n`).join('');
  }
}

/** A rejection in words. */
export function rejection(line: number, { pointer, code, detail }: LineIssue): string {
  return `line ${line}${pointer === '' ? '' : ` ${pointer}`}: ${detail} (${code})`;
}
