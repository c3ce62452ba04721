import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import { Reader } from '../../src/store/sqlite/reader.ts';

/** What the thread took of the processor, in milliseconds. */
export interface AssessingTimes {
  /** The first assessment, by which the code was compiled. */
  readonly first: number;
  /** The median of those after the warm-up. */
  readonly median: number;
  /** The reference: the same documents read by a plain statement and parsed. */
  readonly reading: number;
}

/** Assesses a claim again and again in a process of its own, and tells its parent what that took. */
const [url = '', id = ''] = process.argv.slice(2);
const runs = 15;

function cpuOf(work: () => unknown): number {
  const before = process.threadCpuUsage();
  work();
  const { user, system } = process.threadCpuUsage(before);
  return (user + system) / 1_000;
}

/** Small work is done so often that the clock, which ticks in whole milliseconds on some systems, can tell. */
function medianOf(work: () => unknown): number {
  const times = Math.max(1, Math.round(20 / Math.max(0.05, cpuOf(work))));
  const measured = Array.from({ length: runs }, () =>
    cpuOf(() => {
      for (let time = 0; time < times; time++) work();
    }),
  );
  return (measured.sort((one, other) => one - other)[runs >> 1] ?? 0) / times;
}

const path = fileURLToPath(url);
const reader = new Reader(path);
const assess = () => reader.assess(id, {});
const first = cpuOf(assess);
for (let count = 0; count < runs; count++) assess();
const median = medianOf(assess);

const database = new Database(path, { readonly: true });
const documents = database
  .prepare<[], string>(
    `SELECT document FROM attribution UNION ALL SELECT document FROM article
     UNION ALL SELECT document FROM source WHERE key IN (SELECT source FROM attribution)
     UNION ALL SELECT document FROM source WHERE key IN (SELECT publisher FROM article)`,
  )
  .pluck();
const reading = medianOf(() => documents.all().map((json) => JSON.parse(json)));
process.send?.({ first, median, reading } satisfies AssessingTimes);
process.disconnect?.();
