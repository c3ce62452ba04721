import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

import { openSqliteStore } from '../../src/store/sqlite/store.ts';
import type { Newsroom } from './newsroom.ts';

/** How long point reads took, in microseconds. */
export interface ReadTimes {
  readonly median: number;
  readonly longest: number;
}

const measuredMilliseconds = 1_000;

/** Times point reads for one second, with and without somebody else holding the write lock while a commit waits. */
export async function measureUnderLock(url: string, newsroom: Newsroom, held: boolean): Promise<ReadTimes> {
  const { store } = await openSqliteStore({ url, workers: 1 });
  const holder = held ? await holdLock(fileURLToPath(url)) : undefined;
  const [id = ''] = newsroom.claims;
  const waiting = store.commit([{ action: 'update', id, patch: { notes: { en: 'Read' } } }], {
    actor: 'bench',
  });
  const times: number[] = [];
  const end = performance.now() + measuredMilliseconds;
  for (let turn = 0; performance.now() < end; turn++) {
    const began = performance.now();
    await store.get('claim', newsroom.claims[turn % newsroom.claims.length] ?? id);
    times.push((performance.now() - began) * 1_000);
    // Lets what else waits on the event loop have its turn, and stall it if it would.
    if (turn % 50 === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  holder?.kill('SIGKILL');
  await waiting;
  await store.close();
  times.sort((one, other) => one - other);
  return { median: times[times.length >> 1] ?? 0, longest: times.at(-1) ?? 0 };
}

/** Another process that takes the write lock and keeps it until it is killed. */
async function holdLock(path: string): Promise<ChildProcess> {
  const engine = fileURLToPath(import.meta.resolve('better-sqlite3'));
  const code = `const Database = require(process.argv[1]);
    const database = new Database(process.argv[2]);
    database.exec('BEGIN IMMEDIATE');
    process.stdout.write('held');
    setInterval(() => database.inTransaction, 1000);`;
  const child = spawn(process.execPath, ['--eval', code, engine, path], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(child.stdout as NonNullable<typeof child.stdout>, 'data');
  return child;
}
