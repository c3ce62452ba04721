import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { openSqliteStore } from '../../src/store/sqlite/store.ts';
import { makeNewsroom, type Newsroom } from './newsroom.ts';
import type { ServerName } from './servers.ts';
import { runTrial, type Trial } from './trial.ts';

const size = { claims: 20_000, sources: 500, articles: 2_000 };
const trials = 5;

const scenarios: Record<string, (newsroom: Newsroom) => string[]> = {
  'a claim by its id': ({ claims }) => claims.slice(0, 500).map((id) => `/v1/claims/${id}`),
  'a page of 20 claims by source': ({ sources }) =>
    sources.slice(0, 100).map((id) => `/v1/claims?source=${id}`),
};

/** What is compared: a server, its reference, and the share of the reference's rate that it should reach. */
const comparisons: [server: ServerName, reference: ServerName, bars: Record<string, number>][] = [
  ['hearsay', 'bytes', { 'a claim by its id': 0.85, 'a page of 20 claims by source': 0.8 }],
  ['uncached', 'handwritten', { 'a claim by its id': 0.8, 'a page of 20 claims by source': 0.8 }],
];
const names: ServerName[] = ['hearsay', 'bytes', 'uncached', 'handwritten'];

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

const folder = mkdtempSync(join(tmpdir(), 'hearsay-bench-'));
try {
  const url = pathToFileURL(join(folder, 'bench.db')).href;
  const { store } = await openSqliteStore({ url, workers: 1 });
  const newsroom = await makeNewsroom(store, size);
  await store.close();
  print(`${cpus()[0]?.model}, ${availableParallelism()} cores, Node ${process.version}`);
  print(
    `${size.claims} claims, ${size.sources} sources; medians of ${trials} interleaved trials, a process each`,
  );
  for (const [scenario, pathsOf] of Object.entries(scenarios)) {
    const paths = pathsOf(newsroom);
    const measured = new Map<ServerName, Trial[]>(names.map((name) => [name, []]));
    for (let trial = 0; trial < trials; trial++) {
      for (const name of names) measured.get(name)?.push(await runTrial(name, url, paths));
    }
    print(`\n${scenario}`);
    const rates = new Map(
      names.map((name) => [name, median((measured.get(name) ?? []).map(({ rate }) => rate))]),
    );
    for (const name of names) {
      const busy = median((measured.get(name) ?? []).map(({ utilization }) => utilization));
      print(
        `  ${name.padEnd(12)}${Math.round(rates.get(name) ?? 0)
          .toString()
          .padStart(8)}/s  busy ${busy.toFixed(2)}`,
      );
    }
    for (const [server, reference, bars] of comparisons) {
      const share = (rates.get(server) ?? 0) / (rates.get(reference) ?? 1);
      const bar = bars[scenario] ?? 0;
      print(
        `  ${server} / ${reference}: ${share.toFixed(2)} (bar ${bar}${share < bar ? ', NOT REACHED' : ''})`,
      );
    }
  }
} finally {
  rmSync(folder, { recursive: true });
}
