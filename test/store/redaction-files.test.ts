import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { type Test, test } from 'tap';
import { newIdentifier, resourceTypes } from '../../src/model/identifiers.ts';
import type { Command, Store } from '../../src/store/port.ts';
import { openWriter } from '../../src/store/sqlite/connection.ts';
import { random } from '../bench/newsroom.ts';
import { startChild } from '../helpers/children.ts';
import { fullCreations } from '../helpers/full-documents.ts';
import { creation, Desk } from '../helpers/making.ts';
import { openSqliteFile } from '../helpers/sqlite.ts';
import { queryOf } from './conformance/suite.ts';

/** Whether words stand in any of the files of a database. */
function stands(path: string, words: string): boolean {
  const files = ['', '-wal', '-shm', '-journal'].map((suffix) => path + suffix);
  return files.some((file) => existsSync(file) && readFileSync(file).includes(words));
}

/** Waits until words stand in none of the files, for some seconds at most; gives whether they are gone. */
async function goes(path: string, words: string): Promise<boolean> {
  const deadline = Date.now() + 10_000;
  while (stands(path, words) && Date.now() < deadline) await sleep(50);
  return !stands(path, words);
}

/** Another connection that reads the state of now until it is told to stop. */
function readingOn(t: Test, path: string): { connection: Database.Database; stop: () => void } {
  const connection = new Database(path, { readonly: true });
  t.teardown(() => connection.close());
  connection.exec('BEGIN');
  connection.prepare('SELECT count(*) FROM log').get();
  return { connection, stop: () => connection.exec('COMMIT') };
}

function redact(store: Store, ...ids: string[]) {
  return store.commit(
    ids.map((id): Command => ({ action: 'redact', id })),
    { actor: 'test' },
  );
}

/** What is written over and over, in pages that are split and filled again, leaves copies all over the file. */
async function writeOften(store: Store, count: number): Promise<string[]> {
  const next = random(7);
  const ids = Array.from({ length: count }, () => newIdentifier('claim'));
  const fields = (index: number) => ({
    externalId: `${next()} secret-${index}.`,
    text: { en: `secret-${index}. ${'It rained. '.repeat(next() * next() * 400)}` },
    topics: [1, 2].map(() => `t${Math.floor(next() * 1e9)}-secret-${index}-x`),
  });
  await store.commit(
    ids.flatMap((id, index) => creation('claim', fields(index), id)),
    { actor: 'test' },
  );
  for (let round = 0; round < 4; round++) {
    const chosen = [...ids.entries()].filter(() => next() < 0.5);
    await store.commit(
      chosen.map(([index, id]): Command => ({ action: 'update', id, patch: fields(index) })),
      { actor: 'test', comment: 'secret-comment' },
    );
  }
  return ids;
}

test('what is redacted stands in no file, while the store is open and afterwards', async (t) => {
  const { store, path } = await openSqliteFile(t);
  const ids = await writeOften(store, 400);
  const redacted = [...ids.entries()].filter(([index]) => index % 4 === 0);
  t.ok(stands(path, 'secret-0.'));
  await redact(store, ...redacted.map(([, id]) => id));
  const left = (words: (index: number) => string) =>
    redacted.filter(([index]) => stands(path, words(index))).map(([index]) => index);
  for (const words of [(index: number) => `secret-${index}.`, (index: number) => `secret-${index}-x`])
    t.strictSame(left(words), [], 'while it is open');
  t.ok(stands(path, 'secret-1.'), 'all else is there');
  await store.close();
  t.notOk(stands(path, 'secret-0.'), 'once it is closed');
  const connection = new Database(path);
  t.equal(connection.pragma('integrity_check', { simple: true }), 'ok');
  t.strictSame(connection.pragma('foreign_key_check'), []);
  connection.close();
});

test('no text of any type is left in any table', async (t) => {
  const { store, path } = await openSqliteFile(t);
  const made = await new Desk(store).write(...fullCreations('secret'));
  await redact(store, ...made.map(({ id }) => id));
  t.notOk(stands(path, 'secret'));
  const connection = new Database(path, { readonly: true });
  t.teardown(() => connection.close());
  const dated = resourceTypes.flatMap((type) => {
    const columns = (connection.pragma(`table_info(${type})`) as { name: string }[]).map(({ name }) => name);
    return columns.filter((name) => /_(earliest|latest)$/.test(name)).map((name) => `${type}.${name}`);
  });
  t.ok(dated.length > 8);
  for (const name of [...dated, 'source.country', 'article.url', 'evidence.language', 'attribution.medium']) {
    const [table, column] = name.split('.');
    const values = connection.prepare(`SELECT DISTINCT ${column} FROM ${table}`).pluck().all();
    t.strictSame(values, [null], name);
  }
});

test('documents of many pages, and what was kept of refusals, are gone as well', async (t) => {
  const { store, path } = await openSqliteFile(t);
  const text = Array.from({ length: 20_000 }, (_, index) => `secret ${index}`).join(' ');
  const article = await new Desk(store).create('article', { text, externalId: 'a secret name' });
  const receipt = { key: 'k', method: 'POST', path: '/v1/articles', digest: 'd' };
  const again = creation('article', { externalId: 'a secret name' });
  const errors = [{ pointer: '/x', code: 'invalid', detail: 'a secret refusal' }];
  await t.rejects(store.commit(again, { actor: 'test', receipt, errors }), { code: 'conflict' });
  const invalid = { ...receipt, key: 'another' };
  await t.rejects(store.commit([], { actor: 'test', receipt: invalid, errors }), {
    code: 'invalid_document',
  });
  t.ok(stands(path, 'secret 19999') && stands(path, 'a secret refusal'));
  await store.commit([{ action: 'redact', id: article.id, pointers: ['/text', '/externalId'] }], {
    actor: 'test',
  });
  t.notOk(stands(path, 'secret'));
});

test('while another reads an older state, what is redacted goes as soon as it has finished', async (t) => {
  const { store, path } = await openSqliteFile(t);
  const { store: other } = await openSqliteFile(t, {}, path);
  const desk = new Desk(store);
  const made = await desk.create('claim', { text: { en: 'A secret' } });
  const { connection, stop } = readingOn(t, path);
  const begin = performance.now();
  await redact(store, made.id);
  t.ok(performance.now() - begin < 5_000, 'the redaction does not wait for ever');
  t.notMatch((await other.get('claim', made.id))?.item.json, 'A secret', 'others read what is left');
  const seen = connection.prepare('SELECT document FROM claim').pluck().get();
  t.match(seen, 'A secret', 'who began before reads on what stood then');
  t.ok(stands(path, 'A secret'));
  t.equal((await desk.create('claim')).revision, 1, 'writing goes on');
  stop();
  t.ok(await goes(path, 'A secret'));
  await store.close();
  t.notOk(stands(path, 'A secret'));
});

test('what a process could not finish is finished by another that is there, or comes later', async (t) => {
  for (const later of [false, true]) {
    const path = join(t.testdir(), `hearsay-${later}.db`);
    const { store } = await openSqliteFile(t, {}, path);
    const made = await new Desk(store).create('claim', { text: { en: 'A secret' } });
    if (later) await store.close();
    const { stop } = readingOn(t, path);
    const child = startChild(
      t,
      `const { openSqliteStore } = await load('store/sqlite/store.ts');
       const { store } = await openSqliteStore({ url: 'file:' + ${JSON.stringify(path)}, workers: 1 });
       await store.commit([{ action: 'redact', id: '${made.id}' }], { actor: 'child' });
       say('redacted');
       await told;`,
    );
    await child.says('redacted');
    child.process.kill('SIGKILL');
    await child.ended();
    t.ok(stands(path, 'A secret'), 'it is still there');
    stop();
    if (later) await openSqliteFile(t, {}, path);
    t.ok(await goes(path, 'A secret'), later ? 'gone after the next start' : 'gone while another serves');
  }
});

test('a store that is closed while another reads leaves it to the next', async (t) => {
  const { store, path } = await openSqliteFile(t);
  const made = await new Desk(store).create('claim', { text: { en: 'A secret' } });
  const { stop } = readingOn(t, path);
  await redact(store, made.id);
  const begin = performance.now();
  await store.close();
  t.ok(performance.now() - begin < 8_000, 'it does not wait for ever');
  t.ok(stands(path, 'A secret'));
  stop();
  const { store: next } = await openSqliteFile(t, {}, path);
  await next.close();
  t.notOk(stands(path, 'A secret'));
});

test('others read and write while the file is written anew', async (t) => {
  const { store, path } = await openSqliteFile(t);
  const { store: other } = await openSqliteFile(t, {}, path);
  const ids = await writeOften(store, 300);
  const [secret, ...rest] = ids as [string, ...string[]];
  let busy = true;
  const redaction = redact(store, secret).finally(() => {
    busy = false;
  });
  const written: Promise<unknown>[] = [];
  for (let index = 0; busy; index++) {
    const id = String(rest[index % rest.length]);
    for (const one of [store, other]) {
      const found = await one.get('claim', id);
      if (!found || JSON.parse(found.item.json).id !== id) t.fail(`${id} could not be read`);
    }
    if (index % 20 === 0) {
      t.equal((await other.list(queryOf('claim', { limit: 50 }))).items.length, 50);
      written.push(new Desk(other).update(id, { notes: { en: 'A note' } }));
    }
    await sleep(1);
  }
  await redaction;
  await Promise.all(written);
  t.ok(await goes(path, 'secret-0.'));
  t.equal((await other.list(queryOf('claim'))).items.length, rest.length);
});

test('what is deleted is overwritten, and the file says how far redactions have been carried out', async (t) => {
  const { store, path } = await openSqliteFile(t);
  const connection = openWriter(path);
  t.teardown(() => connection.close());
  t.equal(connection.pragma('secure_delete', { simple: true }), 1);
  const done = () => connection.pragma('user_version', { simple: true });
  const desk = new Desk(store);
  const made = await desk.create('claim');
  t.equal(done(), 0);
  const { position } = await redact(store, made.id);
  t.equal(done(), position);
  await desk.create('claim');
  t.equal(done(), position, 'nothing is done where nothing was redacted');
});
