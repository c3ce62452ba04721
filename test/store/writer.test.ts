import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Worker } from 'node:worker_threads';
import Database from 'better-sqlite3';
import { test } from 'tap';
import { lockingChild, startChild } from '../helpers/children.ts';
import { creation, Desk } from '../helpers/making.ts';
import { openSqliteFile } from '../helpers/sqlite.ts';
import { idsOf, queryOf } from './conformance/suite.ts';

const by = { actor: 'test' };

/** How many transactions stand in a write-ahead log: frames that end one say how large the database is then. */
function transactionsIn(path: string): number {
  const log = readFileSync(`${path}-wal`);
  if (log.length === 0) return 0;
  const pageSize = log.readUInt32BE(8);
  const salt = log.subarray(16, 24);
  let count = 0;
  for (let at = 32; at + 24 <= log.length; at += 24 + pageSize) {
    if (!log.subarray(at + 8, at + 16).equals(salt)) break;
    if (log.readUInt32BE(at + 4) !== 0) count++;
  }
  return count;
}

test('while another process holds the lock, reads go on and a commit waits', async (t) => {
  const { store, path } = await openSqliteFile(t);
  const desk = new Desk(store);
  const { id } = await desk.create('claim');
  const held = 1_000;
  const child = lockingChild(t, path, held);
  await child.says('locked');
  const before = performance.now();
  const delay = monitorEventLoopDelay({ resolution: 10 });
  delay.enable();
  let waiting = true;
  const written = desk.create('claim').finally(() => {
    waiting = false;
  });
  let reads = 0;
  while (waiting) {
    await store.get('claim', id);
    t.equal((await store.list(queryOf('claim', { limit: 1 }))).items.length, 1);
    await sleep(5);
    reads++;
  }
  const waited = performance.now() - before;
  delay.disable();
  t.equal((await written).revision, 1, 'it is written once the lock is free');
  t.ok(waited > held / 2, `it waited for ${waited} ms`);
  t.ok(reads > 20, `${reads} reads went on meanwhile`);
  // Whoever slept for the lock would stand still for as long as it was held.
  t.ok(delay.max / 1e6 < held / 2, `the longest stall was ${delay.max / 1e6} ms`);
  await child.ended();
});

test('a commit that waits longer than its patience is refused, and nothing is written', async (t) => {
  const { store, path } = await openSqliteFile(t, { patience: 100 });
  const desk = new Desk(store);
  const { id } = await desk.create('claim');
  const child = lockingChild(t, path, 1_000);
  await child.says('locked');
  const refusals = await Promise.allSettled([desk.create('claim'), desk.update(id, { tense: 'future' })]);
  for (const refusal of refusals) {
    t.match(refusal, {
      reason: { code: 'store_busy', status: 503, headers: { 'retry-after': /^[1-9]\d*$/ } },
    });
  }
  t.strictSame(child.lines, ['locked'], 'while the lock was still held');
  t.equal(await desk.position(), 1);
  t.equal((await desk.read('claim', id))?.revision, 1);
  await child.ended();
  t.equal((await desk.update(id, { tense: 'future' })).revision, 2, 'it can be tried again');
});

test('close waits for a commit that waits for the lock', async (t) => {
  const { store, path } = await openSqliteFile(t);
  const child = lockingChild(t, path, 300);
  await child.says('locked');
  const written = store.commit(creation('claim'), by);
  let answered = false;
  written.then(() => {
    answered = true;
  });
  await store.close();
  t.ok(answered, 'it was answered before the store was closed');
  t.equal((await written).position, 1);
});

test('commits made together share transactions', async (t) => {
  const { store, path } = await openSqliteFile(t);
  const many = 60;
  const before = transactionsIn(path);
  for (let index = 0; index < 5; index++) await store.commit(creation('claim'), by);
  const between = transactionsIn(path);
  t.equal(between - before, 5, 'one after the other: each has a transaction of its own');
  await Promise.all(Array.from({ length: many }, () => store.commit(creation('claim'), by)));
  const shared = transactionsIn(path) - between;
  t.ok(shared >= 1 && shared <= many / 2, `${many} at once: ${shared} transactions`);
  t.equal((await idsOf(store, 'claim')).length, many + 5, 'all of them are there');
});

test('every acknowledged commit survives a process that is killed', async (t) => {
  const path = join(t.testdir(), 'hearsay.db');
  const child = startChild(
    t,
    `const { openSqliteStore } = await load('store/sqlite/store.ts');
     const { store } = await openSqliteStore({ url: 'file:' + ${JSON.stringify(path)}, workers: 1 });
     const fields = { text: { en: 'It rained. '.repeat(50) }, kind: 'factual', tense: 'past' };
     const write = async () => {
       for (;;) {
         const command = { action: 'create', type: 'claim', fields };
         const { items } = await store.commit([command, command], { actor: 'child' });
         for (const { id } of items) say(id);
       }
     };
     await Promise.all(Array.from({ length: 8 }, write));`,
  );
  while (child.lines.length < 300) await sleep(5);
  child.process.kill('SIGKILL');
  await child.ended();
  const { store } = await openSqliteFile(t, {}, path);
  const acknowledged = child.lines.filter((line) => line.length === 'claim_'.length + 26);
  const missing = [];
  for (const id of acknowledged) if (!(await store.get('claim', id))) missing.push(id);
  t.ok(acknowledged.length >= 300, `${acknowledged.length} were acknowledged`);
  t.strictSame(missing, [], 'and all of them are there');
  const { position } = await store.check();
  t.equal(position % 2, 0, 'no commit is there by half');
  const connection = new Database(path, { readonly: true });
  t.equal(connection.pragma('integrity_check', { simple: true }), 'ok');
  t.strictSame(connection.pragma('foreign_key_check'), []);
  connection.close();
  await t.resolves(new Desk(store).create('claim'), 'and it can be written to again');
});

test('a writer thread that dies rejects what waits, and what comes after', async (t) => {
  const threads: Worker[] = [];
  const note = (thread: Worker) => threads.push(thread);
  process.on('worker', note);
  const { store, path } = await openSqliteFile(t);
  process.off('worker', note);
  const { id } = await new Desk(store).create('claim');
  const child = lockingChild(t, path, 1_000);
  await child.says('locked');
  const waiting = Promise.allSettled([
    store.commit(creation('claim'), by),
    store.commit(creation('claim'), by),
  ]);
  await threads[0]?.terminate();
  for (const { status } of await waiting) t.equal(status, 'rejected');
  await t.rejects(store.commit(creation('claim'), by), { message: /writer thread has ended/ });
  await t.rejects(
    store.check(),
    { message: /writer thread has ended/ },
    'the store says that it is not ready',
  );
  t.ok(await store.get('claim', id), 'what stands can still be read');
  await store.close();
});

test('what cannot be sent to the writer is refused and leaves nothing waiting', async (t) => {
  const { store } = await openSqliteFile(t);
  const fields = { text: () => 'not a text' };
  await t.rejects(store.commit([{ action: 'create', type: 'claim', fields }], by), {
    name: 'DataCloneError',
  });
  await t.resolves(store.close(), 'the store can be closed');
});

test('times never go back', async (t) => {
  const { store, path } = await openSqliteFile(t);
  const desk = new Desk(store);
  await desk.create('claim');
  const ahead = Date.now() + 3_600_000;
  const connection = new Database(path);
  connection.prepare('UPDATE log SET at = ?').run(ahead);
  t.equal(
    (await desk.create('claim')).createdAt,
    new Date(ahead).toISOString(),
    'where the clock was put back',
  );
  t.strictSame(connection.prepare('SELECT DISTINCT at FROM log').pluck().all(), [ahead]);
  connection.close();
});

test('a flood of long reads is refused beyond a bound, and the rest is answered', async (t) => {
  const { store } = await openSqliteFile(t);
  await new Desk(store).create('claim');
  const reads = await Promise.allSettled(
    Array.from({ length: 400 }, () => store.count(queryOf('claim'), 10)),
  );
  const answered = reads.flatMap((read) => (read.status === 'fulfilled' ? [read.value] : []));
  const refused = reads.flatMap((read) => (read.status === 'rejected' ? [read.reason] : []));
  t.ok(answered.length >= 100, `${answered.length} were answered`);
  t.strictSame(new Set(answered.map(({ value }) => value)), new Set([1]));
  t.ok(refused.length >= 100, `${refused.length} were refused`);
  for (const one of refused) t.match(one, { code: 'store_busy', headers: { 'retry-after': '1' } });
  t.strictSame(await store.count(queryOf('claim'), 10), { value: 1, exact: true }, 'and it goes on');
});

test('many references to one large document do not read it again and again', async (t) => {
  const { store } = await openSqliteFile(t);
  const desk = new Desk(store);
  const article = await desk.create('article', { text: 'It rained. '.repeat(30_000) });
  const claim = await desk.create('claim');
  const locators = [{ selectors: [{ type: 'TextPositionSelector', start: 0, end: 10 }] }];
  const fields = { articleId: article.id, claimId: claim.id, sourceId: article.publisherId, locators };
  const timed = async (count: number) => {
    const commands = Array.from({ length: count }, () => creation('attribution', fields)).flat();
    const begin = performance.now();
    await store.commit(commands, by);
    return performance.now() - begin;
  };
  await timed(1);
  const [one, many] = [await timed(1), await timed(200)];
  t.ok(many < 20 * one + 200, `1 took ${one} ms, 200 took ${many} ms`);
});
