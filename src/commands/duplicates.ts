import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Config } from '../config.ts';
import type { DuplicatePair, PagePosition, Store, StoredDocument } from '../store/port.ts';
import { openSqliteStore } from '../store/sqlite/store.ts';
import { UsageError } from './usage-error.ts';

export interface DuplicatesOptions {
  /** Whether each pair is a line of JSON. */
  readonly json: boolean;
  /** How many pairs there are at most; all where it is left out. */
  readonly limit: string | undefined;
}

const pageSize = 100;

/** Writes the pairs of sources that may be the same to the standard output, and how they are merged. */
export async function duplicates(config: Config, { json, limit }: DuplicatesOptions): Promise<void> {
  const most = readLimit(limit);
  const { store } = await openSqliteStore({ url: config.DATABASE_URL, workers: 1 });
  const lines = json ? jsonLines(store, most) : plainLines(store, most, config);
  try {
    await pipeline(Readable.from(lines), process.stdout, { end: false });
  } catch (error) {
    // Whoever reads, such as `head`, has seen enough.
    if ((error as NodeJS.ErrnoException).code !== 'EPIPE') throw error;
  } finally {
    await store.close();
  }
}

function readLimit(given: string | undefined): number {
  if (given === undefined) return Number.POSITIVE_INFINITY;
  if (/^[1-9]\d{0,8}$/.test(given)) return Number(given);
  throw new UsageError(`--limit ${given}: must be a whole number from 1.`);
}

/** At most so many pairs, a page in memory at a time. What was not compared or not shown is told on the standard error. */
async function* pairsOf(store: Store, most: number): AsyncGenerator<DuplicatePair> {
  let after: PagePosition | undefined;
  let left = most;
  do {
    const { pairs, common, next } = await store.duplicatePairs(after, Math.min(left, pageSize));
    yield* pairs;
    for (const name of common) tell(`Too many sources are called "${name}" to be compared by that name.`);
    left -= pairs.length;
    after = next;
  } while (after && left > 0);
  if (after) tell(`Stopped after ${most}; there may be more.`);
}

async function* jsonLines(store: Store, most: number): AsyncGenerator<string> {
  for await (const { older, newer, matched } of pairsOf(store, most)) {
    yield `{"older":${older.json},"newer":${newer.json},"matched":${JSON.stringify(matched)}}\n`;
  }
}

async function* plainLines(store: Store, most: number, config: Config): AsyncGenerator<string> {
  let count = 0;
  for await (const { older, newer, matched } of pairsOf(store, most)) {
    count++;
    const alike = matched.map(({ on, value }) => `  ${on}: ${printable(value)}\n`);
    yield `${described(older)}\n${described(newer)}\n${alike.join('')}\n`;
  }
  if (count === 0) yield 'No two sources recorded here are alike.\n';
  else yield `To merge two that are the same, withdraw one of them: ${mergingCommand(config)}\n`;
}

function described({ id, revision, json }: StoredDocument): string {
  const { kind, name } = JSON.parse(json) as { kind: string; name: Record<string, string> };
  return `${id} (${kind}, revision ${revision}) ${printable(Object.values(name).join(' / '))}`;
}

function mergingCommand({ PUBLIC_URL, PORT }: Config): string {
  const address = PUBLIC_URL?.replace(/\/$/, '') ?? `http://localhost:${PORT}`;
  const headers = ['Authorization: Bearer KEY', 'Content-Type: application/json', 'If-Match: "REVISION"'].map(
    (header) => `-H '${header}'`,
  );
  const withdrawal = { kind: 'duplicate', reason: { en: 'Recorded twice' }, replacedById: 'THE_OTHER_ID' };
  return `curl -X POST ${headers.join(' ')} -d '${JSON.stringify(withdrawal)}' ${address}/v1/sources/ID/withdrawal`;
}

/** A text that cannot steer a terminal. */
function printable(text: string): string {
  return text.replaceAll(/\p{Cc}+/gu, ' ');
}

function tell(line: string): void {
  process.stderr.write(`${printable(line)}\n`);
}
