import { mkdtempSync, rmSync } from 'node:fs';
import { Agent } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { random } from '../bench/newsroom.ts';
import { bearer } from '../helpers/keys.ts';
import { audit } from './audit.ts';
import { Client, type Desk } from './client.ts';
import { figuresOf } from './figures.ts';
import { type Follower, Poller, StreamReader } from './follower.ts';
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
  const end = new AbortController();
  try {
    // Three processes make the database at once.
    const [key] = await Promise.all([createKey(path), ...servers.map((server) => server.start())]);
    const claims: string[] = [];
    const desk = { servers, ledger, claims, headers: bearer(key), signal: end.signal };
    const readers = await use(desk, claims, endurance);
    end.abort();
    await Promise.all(servers.map((server) => server.kill()));
    await servers[0]?.start();
    await servers[0]?.stop();
    const faults = audit(path, ledger, readers);
    const violations = [...ledger.violations, ...servers.flatMap((server) => server.faults), ...faults];
    return { violations, figures: figuresOf(desk, readers, endurance.seconds) };
  } finally {
    end.abort();
    await Promise.all(servers.map((server) => server.kill()));
    rmSync(folder, { recursive: true });
  }
}

/** Gives the readers, who have read all. */
async function use(desk: Desk, claims: string[], endurance: Endurance): Promise<readonly Follower[]> {
  const { seconds, kills, clients, claims: size, seed } = endurance;
  const readers = [0, 1].flatMap((number) => [new Poller(desk, number), new StreamReader(desk, number)]);
  const following = Promise.all(readers.map((reader) => reader.follow()));
  const numbers = Array.from({ length: clients }, (_, index) => index);
  const writers = numbers.map((index) => new Client(desk, `c${index}`, random(seed + index)));
  const making = Array.from({ length: size }, (_, index) => writers[index % clients]?.createClaim());
  for (const entry of await Promise.all(making)) {
    if (entry?.outcome && 'id' in entry.outcome) claims.push(entry.outcome.id);
  }
  const milliseconds = seconds * 1_000;
  const until = Date.now() + milliseconds;
  const working = writers.map((client) => client.work(until));
  await Promise.all([...working, disturb(desk, kills, milliseconds, random(seed - 1))]);
  for (const client of writers) client.close();
  await Promise.race([following, readAll(desk, readers)]);
  return readers;
}

/** Waits for readers to come to the end of the log. */
async function readAll({ servers }: Desk, readers: readonly Follower[]): Promise<void> {
  const answer = await ask(servers[0]?.address ?? '', new Agent(), { method: 'GET', path: '/readyz' });
  const { position: last } = JSON.parse(answer?.text ?? '{}');
  const deadline = Date.now() + readersPatience;
  while (readers.some(({ position }) => position < last) && Date.now() < deadline) await sleep(20);
}

/** Kills servers at random moments, and starts them again at once, wherever in their start the next kill finds them. */
async function disturb(
  { servers, signal }: Desk,
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
    if (signal.aborted) return;
    const one = Math.floor(next() * servers.length);
    const victims = next() < 0.3 ? servers : servers.slice(one, one + 1);
    await Promise.all(victims.map((server) => server.kill()));
    starts.push(...victims.map((server) => server.start()));
  }
  await Promise.all(starts);
}
