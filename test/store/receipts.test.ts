import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { type Test, test } from 'tap';
import type { Receipt, Store } from '../../src/store/port.ts';
import { openWriter } from '../../src/store/sqlite/connection.ts';
import { GroupCommit } from '../../src/store/sqlite/group-commit.ts';
import { openJobs } from '../../src/store/sqlite/writer-jobs.ts';
import { startChild } from '../helpers/children.ts';
import { creation } from '../helpers/making.ts';
import { openSqliteFile } from '../helpers/sqlite.ts';
import { receiptOf } from './conformance/receipts.ts';

const hour = 3_600_000;

/** A connection of the test's own to the file of a store. */
function beside(t: Test, path: string): Database.Database {
  const connection = new Database(path);
  t.teardown(() => connection.close());
  return connection;
}

const send = (store: Store, receipt: Receipt) => store.commit(creation('claim'), { actor: 'test', receipt });

test('a receipt counts for 24 hours', async (t) => {
  const { store, path } = await openSqliteFile(t);
  const connection = beside(t, path);
  const age = connection.prepare('UPDATE receipt SET at = at - ? WHERE key = ?');
  const conflicting = creation('source', { externalId: 'taken' });
  await store.commit(conflicting, { actor: 'test' });
  const fail = (receipt: Receipt) =>
    store.commit(creation('source', { externalId: 'taken' }), { actor: 'test', receipt });
  await send(store, receiptOf('young'));
  await send(store, receiptOf('old'));
  await t.rejects(fail(receiptOf('old refusal')), { code: 'conflict' });
  age.run(24 * hour - 60_000, 'young');
  for (const key of ['old', 'old refusal']) age.run(24 * hour, key);
  t.ok((await send(store, receiptOf('young'))).replayed, 'until then');
  const { position } = await store.check();
  const other = await send(store, receiptOf('old', { digest: 'another' }));
  t.strictSame([other.position, other.replayed], [position + 1, undefined], 'its key is free afterwards');
  t.ok((await send(store, receiptOf('old', { digest: 'another' }))).replayed, 'and is kept anew');
  t.notOk((await send(store, receiptOf('old refusal', { digest: 'another' }))).replayed);
});

test('receipts that count no more are deleted over time, and no others', async (t) => {
  const { store, path } = await openSqliteFile(t);
  const connection = beside(t, path);
  const keys = Array.from({ length: 100 }, (_, index) => `old ${index}`);
  await Promise.all(keys.map((key) => send(store, receiptOf(key))));
  await send(store, receiptOf('young'));
  connection.exec(`UPDATE receipt SET at = at - ${25 * hour} WHERE key LIKE 'old %'`);
  const left = connection.prepare("SELECT count(*) FROM receipt WHERE key LIKE 'old %'").pluck();
  const counts: number[] = [];
  for (let index = 0; index < 10 && counts.at(-1) !== 0; index++) {
    await send(store, receiptOf(`new ${index}`));
    counts.push(Number(left.get()));
  }
  t.equal(counts.at(-1), 0, `left after each: ${counts}`);
  t.ok(Number(counts[0]) > 0, 'a few at a time');
  t.ok((await send(store, receiptOf('young'))).replayed);
});

test('of requests to two stores on one file at once, one is written', async (t) => {
  const { store, path } = await openSqliteFile(t);
  const { store: other } = await openSqliteFile(t, {}, path);
  const receipts = Array.from({ length: 20 }, (_, index) => receiptOf(`request ${index}`));
  const requests = receipts.flatMap((receipt) =>
    [store, other, store, other].map((one) => send(one, receipt)),
  );
  const answers = await Promise.all(requests);
  t.equal(answers.filter(({ replayed }) => !replayed).length, receipts.length);
  t.equal((await store.check()).position, receipts.length);
  for (const [index] of receipts.entries()) {
    const items = answers.slice(index * 4, index * 4 + 4).map((answer) => JSON.stringify(answer.items));
    t.equal(new Set(items).size, 1, 'all four are answered alike');
  }
});

test('a process that is killed leaves a receipt of all that it wrote, and of nothing else', async (t) => {
  const path = join(t.testdir(), 'hearsay.db');
  const child = startChild(
    t,
    `const { openSqliteStore } = await load('store/sqlite/store.ts');
     const { store } = await openSqliteStore({ url: 'file:' + ${JSON.stringify(path)}, workers: 1 });
     const fields = { text: { en: 'It rained. '.repeat(50) }, kind: 'factual', tense: 'past' };
     const write = async (_, writer) => {
       for (let count = 0; ; count++) {
         const receipt = { key: writer + ' ' + count, method: 'POST', path: '/', digest: 'd' };
         const commands = [1, 2].map(() => ({ action: 'create', type: 'claim', fields }));
         await store.commit(commands, { actor: 'child', receipt });
         say(receipt.key);
       }
     };
     await Promise.all(Array.from({ length: 8 }, write));`,
  );
  while (child.lines.length < 200) await sleep(5);
  child.process.kill('SIGKILL');
  await child.ended();
  const { store } = await openSqliteFile(t, {}, path);
  const connection = beside(t, path);
  const ids = (sql: string) => connection.prepare(sql).pluck().all();
  const told = ids('SELECT one.value ->> 0 AS id FROM receipt, json_each(written) AS one ORDER BY id');
  t.strictSame(told, ids('SELECT id FROM log ORDER BY id'));
  t.ok(told.length >= 400, `${told.length} writes`);
  for (const key of child.lines) {
    const receipt = { key, method: 'POST', path: '/', digest: 'd' };
    const { replayed, items } = await store.commit(creation('claim'), { actor: 'child', receipt });
    if (!replayed || items.length !== 2) t.fail(`${key} was acknowledged and is not known`);
  }
});

test('what could not be written for want of room leaves no receipt, and says why', async (t) => {
  const { store, path } = await openSqliteFile(t);
  await store.close();
  const connection = openWriter(path);
  t.teardown(() => connection.close());
  const group = new GroupCommit(connection, { patience: 200 });
  const { commit } = openJobs(connection);
  const receipt = receiptOf('large');
  const large = creation('article', { text: 'It rained. '.repeat(40_000) });
  const write = () => group.run(() => commit(large, { actor: 'test', receipt }));
  const pages = connection.pragma('page_count', { simple: true }) as number;
  connection.pragma(`max_page_count = ${pages + 20}`);
  await t.rejects(write(), { code: 'SQLITE_FULL' });
  t.equal(connection.prepare('SELECT count(*) FROM receipt').pluck().get(), 0);
  connection.pragma(`max_page_count = ${pages + 2_000}`);
  t.match(await write(), { items: { length: 2 }, replayed: undefined });
});
