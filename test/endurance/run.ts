import { mkdtempSync, rmSync } from 'node:fs';
import { Agent } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { random } from '../bench/newsroom.ts';
import { bearer } from '../helpers/keys.ts';
import { audit } from './audit.ts';
import { Client } from './client.ts';
import { Poller, StreamReader } from './follower.ts';
import { ask } from './http.ts';
import { Ledger } from './ledger.ts';
import { createKey, Server } from './server.ts';

export interface Endurance {
  readonly seconds: number;
  /** How often one server, or both at once, is killed at a random moment. */
  readonly kills: number;
  readonly clients: number;
  /** How many claims all clients change. */
  readonly claims: number;
  readonly seed: number;
}

/** What was wrong in a run, and its figures. */
export interface Outcome {
  readonly violations: readonly string[];
  readonly figures: Readonly<Record<string, number>>;
}

/** How long readers may take to come to the end of the log, in milliseconds. */
const readersPatience = 10_000;

/** Lets clients write to two servers of one database while readers follow and servers are killed; then audits it all. */
export async function endure(endurance: Endurance): Promise<Outcome> {
  const folder = mkdtempSync(join(tmpdir(), 'hearsay-endurance-'));
  const path = join(folder, 'data', 'hearsay.db');
  const servers = [new Server(path), new Server(path)];
  const ledger = new Ledger();
  try {
    // Three processes make the database at once.
    const [key] = await Promise.all([createKey(path), ...servers.map((server) => server.start())]);
    const readers = await use(servers, ledger, bearer(key), endurance);
    await Promise.all(servers.map((server) => server.kill()));
    await servers[0]?.start();
    await servers[0]?.stop();
    const faults = audit(path, ledger, readers);
    const violations = [...ledger.violations, ...servers.flatMap((server) => server.faults), ...faults];
    return { violations, figures: figuresOf(ledger, servers, endurance) };
  } finally {
    await Promise.all(servers.map((server) => server.kill()));
    rmSync(folder, { recursive: true });
  }
}

/** Gives what each reader read. */
async function use(
  servers: readonly Server[],
  ledger: Ledger,
  headers: Readonly<Record<string, string>>,
  { seconds, kills, clients, claims, seed }: Endurance,
): Promise<string[][]> {
  const shared: string[] = [];
  const desk = { servers, ledger, headers, claims: shared };
  let isOver = false;
  const readers = [
    new Poller(desk, 0),
    new Poller(desk, 1),
    new StreamReader(desk, 0),
    new StreamReader(desk, 1),
  ];
  const following = Promise.all(readers.map((reader) => reader.follow(() => isOver)));
  const writers = Array.from(
    { length: clients },
    (_, index) => new Client(desk, `c${index}`, random(seed + index)),
  );
  const making = Array.from({ length: claims }, (_, index) => writers[index % clients]?.createClaim());
  for (const entry of await Promise.all(making))
    if (entry?.outcome && 'id' in entry.outcome) shared.push(entry.outcome.id);
  const milliseconds = seconds * 1_000;
  const until = Date.now() + milliseconds;
  await Promise.all([
    ...writers.map((client) => client.work(until)),
    disturb(servers, kills, milliseconds, random(seed - 1)),
  ]);
  ledger.close();
  for (const client of writers) client.close();
  const last = await lastPosition(servers[0]?.address ?? '');
  const deadline = Date.now() + readersPatience;
  while (readers.some(({ position }) => position < last) && Date.now() < deadline) await sleep(20);
  isOver = true;
  await following;
  return readers.map(({ read }) => read);
}

/** Kills servers at random moments, and starts them again at once, wherever in their start the next kill finds them. */
async function disturb(
  servers: readonly Server[],
  kills: number,
  milliseconds: number,
  next: () => number,
): Promise<void> {
  const began = Date.now();
  const moments = Array.from({ length: kills }, () => next() * milliseconds).sort(
    (one, other) => one - other,
  );
  const starts: Promise<void>[] = [];
  for (const moment of moments) {
    await sleep(Math.max(0, began + moment - Date.now()));
    const one = Math.floor(next() * servers.length);
    const victims = next() < 0.3 ? servers : servers.slice(one, one + 1);
    await Promise.all(victims.map((server) => server.kill()));
    starts.push(...victims.map((server) => server.start()));
  }
  await Promise.all(starts);
}

async function lastPosition(server: string): Promise<number> {
  const answer = await ask(server, new Agent(), { method: 'GET', path: '/readyz' });
  return JSON.parse(answer?.text ?? '{}').position;
}

function figuresOf(ledger: Ledger, servers: readonly Server[], { seconds }: Endurance): Outcome['figures'] {
  const entries = [...ledger.entries.values()];
  const count = (is: (entry: (typeof entries)[number]) => unknown) => entries.filter(is).length;
  const acknowledged = entries.flatMap(({ outcome, write }) =>
    outcome && 'id' in outcome ? [write.documents] : [],
  );
  const latencies = ledger.latencies.toSorted((one, other) => one - other);
  const percentile = (share: number) => latencies[Math.floor(latencies.length * share)] ?? 0;
  return {
    'requests acknowledged': acknowledged.length,
    'writes acknowledged': acknowledged.reduce((sum, documents) => sum + documents, 0),
    'requests acknowledged a second': acknowledged.length / seconds,
    'answers replayed': ledger.replayed,
    'refused as stale (412)': count(
      ({ outcome }) => outcome && 'refusal' in outcome && outcome.refusal === 412,
    ),
    'told to try again (503)': ledger.busy,
    'answers lost': entries.reduce((sum, { lost }) => sum + lost, 0),
    'lost answers recovered by key': count(
      ({ lost, fresh, write }) => lost > 0 && fresh === 0 && write.keyed,
    ),
    'lost answers found in the history': count(
      ({ lost, outcome, write }) => lost > 0 && !write.keyed && outcome && 'id' in outcome,
    ),
    'processes killed': servers.reduce((sum, { kills }) => sum + kills, 0),
    'longest start (ms)': Math.max(...servers.flatMap(({ starts }) => starts)),
    'latency p50 (ms)': percentile(0.5),
    'latency p99 (ms)': percentile(0.99),
    'longest latency (ms)': latencies.at(-1) ?? 0,
  };
}
