import { join } from 'node:path';
import Database from 'better-sqlite3';
import { type Test, test } from 'tap';
import { newIdentifier } from '../../src/model/identifiers.ts';
import type { Command } from '../../src/store/port.ts';
import { startChild } from '../helpers/children.ts';
import { audit, drained } from '../helpers/figures.ts';
import { creation, Desk } from '../helpers/making.ts';
import { openSqliteFile } from '../helpers/sqlite.ts';

/** So small that nothing is assessed in the transaction of a write. */
const nothing = { claims: 0, attributions: 0, linked: 0 };

/** Claims that two sources take opposite stands on, in one article; `count` of them. */
function contestedClaims(count: number): Command[] {
  const [one, other, article] = ['source', 'source', 'article'].map((type) =>
    newIdentifier(type as 'source'),
  );
  const claims = Array.from({ length: count }, () => newIdentifier('claim'));
  const stand = (claimId: string, sourceId: string, stance: string) =>
    creation('attribution', { claimId, sourceId, articleId: article, stance });
  return [
    ...creation('source', {}, one),
    ...creation('source', {}, other),
    ...creation('article', { publisherId: other }, article),
    ...claims.flatMap((id) => creation('claim', {}, id)),
    ...claims.flatMap((id) => [...stand(id, String(one), 'affirms'), ...stand(id, String(other), 'denies')]),
  ];
}

function edit(path: string, sql: string): void {
  const connection = new Database(path);
  connection.exec(sql);
  connection.close();
}

async function contested(desk: Desk): Promise<{ ids: string[]; assessedThrough: number | undefined }> {
  const { items, assessedThrough } = await desk.store.list({
    ...{ type: 'claim', filters: [{ name: 'contested', values: [true] }], dates: [], withdrawn: false },
    ...{ sort: { by: 'createdAt', descending: false }, limit: 100, include: [] },
  });
  return { ids: items.map(({ id }) => id), assessedThrough };
}

async function reopen(t: Test, path: string) {
  const { store } = await openSqliteFile(t, {}, path);
  await drained(store);
  await store.close();
}

test('what is too large for the transaction of a write is assessed after it', async (t) => {
  const { store, path } = await openSqliteFile(t, { smallChange: nothing });
  const desk = new Desk(store);
  await desk.write(...contestedClaims(3));
  await drained(store);
  t.equal((await contested(desk)).ids.length, 3);
  t.strictSame(audit(path), { wrong: [], due: 0, claims: 3 });
});

test('a small change is found in lists as soon as it is written', async (t) => {
  const { store } = await openSqliteFile(t);
  const desk = new Desk(store);
  const { items, position } = await store.commit(contestedClaims(1), { actor: 'test' });
  const ids = items.map(({ id }) => id).filter((id) => id.startsWith('claim_'));
  t.strictSame(await contested(desk), { ids, assessedThrough: position });
  const denial = items.at(-1);
  await desk.withdraw(String(denial?.id));
  t.strictSame(await contested(desk), { ids: [], assessedThrough: position + 1 });
});

test('a source that touches more claims than a write may assess is taken apart', async (t) => {
  const { store, path } = await openSqliteFile(t);
  const desk = new Desk(store);
  const made = await desk.write(...contestedClaims(1_300));
  await drained(store);
  t.equal((await contested(desk)).ids.length, 100);
  const [source] = made;
  await desk.withdraw(String(source?.id));
  await drained(store);
  t.strictSame((await contested(desk)).ids, []);
  t.strictSame(audit(path), { wrong: [], due: 0, claims: 1_300 });
});

test('what a process left due when it was killed is assessed by the next', async (t) => {
  const path = join(t.testdir(), 'hearsay.db');
  const child = startChild(
    t,
    `const { openSqliteStore } = await load('store/sqlite/store.ts');
     const { store } = await openSqliteStore({
       url: 'file:' + ${JSON.stringify(path)}, workers: 1, smallChange: ${JSON.stringify(nothing)},
     });
     await store.commit(${JSON.stringify(contestedClaims(5))}, { actor: 'child' });
     process.kill(process.pid, 'SIGKILL');`,
  );
  await child.ended();
  t.match(audit(path), { due: 5, claims: 5 });
  t.equal(audit(path).wrong.length, 5);
  await reopen(t, path);
  t.strictSame(audit(path), { wrong: [], due: 0, claims: 5 });
});

test('processes that assess at once do not stand in the way of each other', async (t) => {
  const { store, path } = await openSqliteFile(t, { smallChange: nothing });
  const commands = Array.from({ length: 20 }, () => contestedClaims(10));
  const child = startChild(
    t,
    `const { openSqliteStore } = await load('store/sqlite/store.ts');
     const { store } = await openSqliteStore({
       url: 'file:' + ${JSON.stringify(path)}, workers: 1, smallChange: ${JSON.stringify(nothing)},
     });
     say('open');
     for (const some of ${JSON.stringify(commands)}) await store.commit(some, { actor: 'child' });
     say('written');
     await told;
     await store.close();`,
  );
  await child.says('open');
  const desk = new Desk(store);
  for (let number = 0; number < 20; number++) await desk.write(...contestedClaims(10));
  await child.says('written');
  await drained(store);
  t.strictSame(audit(path), { wrong: [], due: 0, claims: 400 });
  child.tell();
  t.equal(await child.ended(), 0, 'and a store that closes ends its worker');
});

test('a restored export has its figures anew', async (t) => {
  const folder = t.testdir();
  const { store } = await openSqliteFile(t, {}, join(folder, 'first.db'));
  await new Desk(store).write(...contestedClaims(2));
  const { store: other, path } = await openSqliteFile(t, {}, join(folder, 'second.db'));
  let line = 0;
  const lines = async function* () {
    for await (const part of store.export({ history: true })) {
      if (part.part === 'documents') {
        for (const { json } of part.items) {
          const { type } = JSON.parse(json);
          yield [{ pointer: `/${line++}`, part: 'document' as const, type, json }];
        }
      }
      if (part.part === 'changes') {
        for (const item of part.items) yield [{ pointer: `/${line++}`, part: 'change' as const, ...item }];
      }
    }
  };
  await other.restoreExport((await store.check()).position, lines());
  await drained(other);
  t.equal((await contested(new Desk(other))).ids.length, 2);
  t.strictSame(audit(path), { wrong: [], due: 0, claims: 2 });
});

test('figures of another version of the analysis are made anew', async (t) => {
  const { store, path } = await openSqliteFile(t);
  await new Desk(store).write(...contestedClaims(3));
  await store.close();
  edit(path, 'UPDATE claim_figures SET contested = 0, outlet_count = 9');
  await reopen(t, path);
  t.equal(audit(path).wrong.length, 3, 'those of this version stand');
  edit(path, "UPDATE analysis SET version = version - 1 WHERE name = 'claim_figures'");
  await reopen(t, path);
  t.strictSame(audit(path), { wrong: [], due: 0, claims: 3 });
});

test('claims that were written before there were figures have them soon after the next start', async (t) => {
  const { store, path } = await openSqliteFile(t);
  await new Desk(store).write(...contestedClaims(3));
  await store.close();
  edit(
    path,
    `DROP TABLE claim_figures; DROP TABLE figures_due; DROP INDEX relation_tie_from; DROP INDEX relation_tie_to;
     DELETE FROM migration WHERE number >= 7; DELETE FROM analysis WHERE name = 'claim_figures'`,
  );
  await reopen(t, path);
  t.strictSame(audit(path), { wrong: [], due: 0, claims: 3 });
});
