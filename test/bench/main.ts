import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Request } from 'autocannon';
import { openSqliteStore } from '../../src/store/sqlite/store.ts';
import { drain } from './draining.ts';
import { measureUnderLock } from './lock.ts';
import { makeNewsroom, type Newsroom } from './newsroom.ts';
import type { ServerName } from './servers.ts';
import { compileFirst, measureStart } from './start.ts';
import { machine, median, print, verdict } from './telling.ts';
import { runTrial, type Trial } from './trial.ts';

const size = { claims: 20_000, sources: 500, articles: 2_000 };
const trials = 5;

const reads: Record<string, (newsroom: Newsroom) => Request[]> = {
  'a claim by its id': ({ claims }) => claims.slice(0, 500).map((id) => get(`/v1/claims/${id}`)),
  'a page of 20 claims by source': ({ sources }) =>
    sources.slice(0, 100).map((id) => get(`/v1/claims?source=${id}`)),
};
const posts = {
  'a claim posted': ({ key }: Newsroom): Request[] => [
    {
      ...{ method: 'POST', path: '/v1/claims' },
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: JSON.stringify({ text: { en: 'It rained in the north.' }, kind: 'factual', tense: 'past' }),
    },
  ],
};

function get(path: string): Request {
  return { method: 'GET', path };
}

/** What is compared: a server, its reference, and the share of the reference's rate that it should reach. */
const comparisons: [server: ServerName, reference: ServerName, bars: Record<string, number>][] = [
  ['hearsay', 'bytes', { 'a claim by its id': 0.85, 'a page of 20 claims by source': 0.8 }],
  ['uncached', 'handwritten', { 'a claim by its id': 0.8, 'a page of 20 claims by source': 0.8 }],
];
const written: typeof comparisons = [['hearsay', 'handwritten', { 'a claim posted': 1 }]];

async function compare(
  url: string,
  newsroom: Newsroom,
  scenarios: typeof reads,
  compared: typeof comparisons,
): Promise<void> {
  const names = [...new Set(compared.flatMap((one) => one.slice(0, 2) as ServerName[]))];
  for (const [scenario, requestsOf] of Object.entries(scenarios)) {
    const requests = requestsOf(newsroom);
    const measured = new Map<ServerName, Trial[]>(names.map((name) => [name, []]));
    for (let trial = 0; trial < trials; trial++) {
      for (const name of names) measured.get(name)?.push(await runTrial(name, url, requests));
    }
    const medianOf = (name: ServerName, figure: keyof Trial) =>
      median((measured.get(name) ?? []).map((trial) => trial[figure]));
    print(`\n${scenario}`);
    for (const name of names) {
      const rate = Math.round(medianOf(name, 'rate')).toString().padStart(8);
      print(`  ${name.padEnd(12)}${rate}/s  busy ${medianOf(name, 'utilization').toFixed(2)}`);
    }
    for (const [server, reference, bars] of compared) {
      const share = medianOf(server, 'rate') / medianOf(reference, 'rate');
      const bar = bars[scenario] ?? 0;
      print(`  ${server} / ${reference}: ${share.toFixed(2)} (bar ${bar}${verdict(share >= bar)})`);
    }
  }
}

async function start(folder: string): Promise<void> {
  await compileFirst();
  const first = await measureStart(join(folder, 'first'));
  const again: (typeof first)[] = [];
  for (let trial = 0; trial < trials; trial++) again.push(await measureStart(join(folder, 'first')));
  const milliseconds = median(again.map((one) => one.milliseconds));
  const megabytes = median(again.map((one) => one.megabytes));
  print('\nfrom start to the first answer');
  print(
    `  a new database ${Math.round(first.milliseconds)} ms (bar 1000${verdict(first.milliseconds < 1_000)})`,
  );
  print(
    `  a database that is there ${Math.round(milliseconds)} ms (bar 1000${verdict(milliseconds < 1_000)})`,
  );
  print(`  idle memory ${Math.round(megabytes)} MB (bar 150${verdict(megabytes < 150)})`);
  print(`  idle memory after filling a new database ${Math.round(first.megabytes)} MB`);
}

async function underLock(url: string, newsroom: Newsroom): Promise<void> {
  print('\npoint reads of the store for one second');
  for (const held of [false, true]) {
    const times: Awaited<ReturnType<typeof measureUnderLock>>[] = [];
    for (let trial = 0; trial < trials; trial++) times.push(await measureUnderLock(url, newsroom, held));
    const label = held ? 'another process holds the write lock' : 'nobody else writes';
    const middle = median(times.map((one) => one.median)).toFixed(1);
    const longest = (median(times.map((one) => one.longest)) / 1_000).toFixed(2);
    print(`  ${label.padEnd(38)} median ${middle} µs, longest ${longest} ms`);
  }
}

const folder = mkdtempSync(join(tmpdir(), 'hearsay-bench-'));
try {
  const url = pathToFileURL(join(folder, 'bench.db')).href;
  const { store } = await openSqliteStore({ url, workers: 1 });
  const newsroom = await makeNewsroom(store, size);
  await drain(store);
  await store.close();
  print(machine());
  print(
    `${size.claims} claims, ${size.sources} sources; medians of ${trials} interleaved trials, a process each`,
  );
  await compare(url, newsroom, reads, comparisons);
  await compare(url, newsroom, posts, written);
  await underLock(url, newsroom);
  await start(folder);
} finally {
  rmSync(folder, { recursive: true });
}
