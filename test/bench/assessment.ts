import { fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { openSqliteStore } from '../../src/store/sqlite/store.ts';
import type { AssessingTimes } from './assessing.ts';
import { isDrained, newestContested } from './draining.ts';
import { makeManyClaims } from './many-claims.ts';
import { measurePosts } from './posts.ts';
import { makeReportedClaim } from './reporting.ts';
import { machine, median, print, verdict } from './telling.ts';
import { type Calls, runCalls, runTrial } from './trial.ts';

// Measures what assessments cost: one claim's, the lists that are filtered and sorted by them, what else is told of many
// documents, and writes. `--claims N` says among how many claims, a million unless given; `--database FILE` leaves these
// in a file, or takes them from there.

const { values: given } = parseArgs({
  options: { claims: { type: 'string', default: '1000000' }, database: { type: 'string' } },
});
const claims = Number(given.claims);
const trials = 3;
const bars = { 10: 2, 10000: 250 } as const;

function milliseconds(value: number): string {
  return `${value.toFixed(value < 10 ? 2 : 0)} ms`;
}

async function assessing(url: string, id: string): Promise<AssessingTimes> {
  const child = fork(new URL('./assessing.ts', import.meta.url), [url, id]);
  const [times] = await once(child, 'message');
  return times as AssessingTimes;
}

/** The medians of each figure of several trials. */
function medians<Times extends object>(measured: readonly Times[]): Times {
  const names = Object.keys(measured[0] ?? {}) as (keyof Times)[];
  const all = names.map((name) => [name, median(measured.map((one) => Number(one[name])))]);
  return Object.fromEntries(all) as Times;
}

async function repeated<Result>(measure: () => Promise<Result>): Promise<Result[]> {
  const results: Result[] = [];
  for (let trial = 0; trial < trials; trial++) results.push(await measure());
  return results;
}

/** A claim with few attributions, and one with many: the thread that assesses, and the service meanwhile. */
async function assessments(folder: string): Promise<void> {
  for (const size of [10, 10_000] as const) {
    const url = pathToFileURL(join(folder, `claim-${size}.db`)).href;
    const { store } = await openSqliteStore({ url, workers: 1 });
    const id = await makeReportedClaim(store, size);
    await store.close();
    const thread = medians(await repeated(() => assessing(url, id)));
    const reached = thread.median < bars[size];
    print(`\nassessment of a claim with ${size} attributions`);
    print(
      `  one thread, reading to JSON text: ${milliseconds(thread.median)} of the processor (bar ${bars[size]}${verdict(reached)})`,
    );
    print(`  the first in a process ${milliseconds(thread.first)}`);
    print(
      `  reading and parsing the same documents ${milliseconds(thread.reading)}, ratio ${(thread.median / thread.reading).toFixed(1)}`,
    );
    told(
      'over HTTP',
      medians(await repeated(() => runCalls('uncached', url, `/v1/claims/${id}/assessment`))),
    );
  }
}

function told(label: string, { first, median: middle, cpu, longestBlock, bytes }: Calls): void {
  const times = `median ${milliseconds(middle)}, first ${milliseconds(first)}`;
  const load = `${milliseconds(cpu)} of the processor in all threads`;
  print(
    `  ${label}: ${times}, ${load}, longest block of the main thread ${milliseconds(longestBlock)}, ${bytes} bytes`,
  );
}

async function make(path: string, url: string): Promise<void> {
  if (existsSync(path)) return;
  const began = performance.now();
  const seconds = () => ((performance.now() - began) / 1_000).toFixed(0);
  const rows = await makeManyClaims(url, claims, (done) => {
    process.stderr.write(`\r${done} of ${claims} claims made in ${seconds()} s`);
  });
  process.stderr.write('\n');
  print(`  ${claims} claims, ${rows} rows made in ${seconds()} s`);
}

/** Lets the worker of the store assess all that is due, and counts. */
async function assessAll(url: string): Promise<void> {
  const { store } = await openSqliteStore({ url, workers: 1 });
  const began = performance.now();
  const before = process.cpuUsage();
  if (!(await isDrained(store))) {
    while (!(await isDrained(store))) {
      await new Promise((resolve) => setTimeout(resolve, 500));
      process.stderr.write(`\rassessing for ${((performance.now() - began) / 1_000).toFixed(0)} s`);
    }
    process.stderr.write('\n');
    const seconds = (performance.now() - began) / 1_000;
    const { user, system } = process.cpuUsage(before);
    const each = (user + system) / 1_000 / claims;
    print(
      `  all assessed by the worker: ${Math.round(claims / seconds)} claims a second, ${milliseconds(each)} of the processor each`,
    );
  }
  await store.close();
}

const pages = {
  topic: '/v1/claims?topic=topic-7',
  contested: '/v1/claims?contested=true',
  'topic, sorted by -outletCount': '/v1/claims?topic=topic-7&sort=-outletCount',
  'all, sorted by -outletCount': '/v1/claims?sort=-outletCount',
} as const;

/** Pages of 20 claims against one that is filtered by a topic, each in a fresh process, the response cache off. */
async function lists(url: string): Promise<void> {
  const rates = new Map<string, number[]>();
  for (let trial = 0; trial < trials; trial++) {
    for (const [name, path] of Object.entries(pages)) {
      const { rate } = await runTrial('uncached', url, [{ method: 'GET', path }]);
      rates.set(name, [...(rates.get(name) ?? []), rate]);
    }
  }
  const rateOf = (name: keyof typeof pages) => median(rates.get(name) ?? []);
  for (const name of Object.keys(pages) as (keyof typeof pages)[]) {
    const ratio = rateOf('topic') / rateOf(name);
    const bar = name === 'contested' ? ` (bar 2${verdict(ratio < 2)})` : '';
    const rate = Math.round(rateOf(name)).toString().padStart(8);
    print(`  claims by ${name.padEnd(32)}${rate}/s, times as long as by topic: ${ratio.toFixed(2)}${bar}`);
  }
}

/** What is told of very many documents at once: at its bounds, and between sources with much between them. */
async function largeAnswers(url: string): Promise<void> {
  const { store } = await openSqliteStore({ url, workers: 1 });
  const sources = async (kind: string) => {
    const filters = [{ name: 'kind', values: [kind] }];
    const { items } = await store.list({ ...newestContested, type: 'source', filters, limit: 2 });
    return items.map(({ id }) => id);
  };
  const [speaker, otherSpeaker] = await sources('person');
  const [outlet] = await sources('news_outlet');
  await store.close();
  const calls = async (label: string, path: string) =>
    told(label, medians(await repeated(() => runCalls('uncached', url, path))));
  await calls('dependencies of outlets', '/v1/outlets/dependencies');
  await calls('paths between two speakers', `/v1/graph/paths?from=${speaker}&to=${otherSpeaker}`);
  await calls('paths between an outlet and a speaker', `/v1/graph/paths?from=${outlet}&to=${speaker}`);
}

const folder = mkdtempSync(join(tmpdir(), 'hearsay-bench-'));
try {
  print(machine());
  print(`medians of ${trials} trials, a process each`);
  await assessments(folder);
  await measurePosts(folder, print);
  const path = given.database === undefined ? join(folder, 'many.db') : resolve(given.database);
  const url = pathToFileURL(path).href;
  print('\namong many claims');
  await make(path, url);
  await assessAll(url);
  await lists(url);
  await largeAnswers(url);
} finally {
  rmSync(folder, { recursive: true });
}
