import { join } from 'node:path';
import Database from 'better-sqlite3';
import { type Test, test } from 'tap';
import type { Command, Committed } from '../../src/store/port.ts';
import { type Connection, openWriter } from '../../src/store/sqlite/connection.ts';
import { GroupCommit } from '../../src/store/sqlite/group-commit.ts';
import { openJobs } from '../../src/store/sqlite/writer-jobs.ts';
import { creation } from '../helpers/making.ts';
import { openSqliteFile } from '../helpers/sqlite.ts';

const by = { actor: 'test' };

type Commit = (commands: Command[]) => Promise<unknown>;

/** Commits in groups in this thread, over a connection that the test can disturb. */
async function grouping(t: Test): Promise<{ commit: Commit; connection: Connection; path: string }> {
  const path = join(t.testdir(), 'hearsay.db');
  const { store } = await openSqliteFile(t, {}, path);
  await store.close();
  const connection = openWriter(path);
  t.teardown(() => connection.close());
  const group = new GroupCommit(connection, { patience: 200 });
  const jobs = openJobs(connection);
  return { commit: (commands) => group.run(() => jobs.commit(commands, by)), connection, path };
}

function all(commit: Commit, commits: Command[][]) {
  return Promise.allSettled(commits.map(commit));
}

const named = (externalId: string) => creation('claim', { externalId });
const statuses = (settled: PromiseSettledResult<unknown>[]) => settled.map(({ status }) => status);

/** The names of the claims that stand, read by another connection. */
function standing(path: string): unknown[] {
  const connection = new Database(path, { readonly: true });
  const names = connection.prepare('SELECT external_id FROM claim ORDER BY key').pluck().all();
  const positions = connection.prepare('SELECT count(*) = max(seq) FROM log').pluck().get();
  connection.close();
  if (names.length > 0 && positions !== 1) throw new Error('the log has a gap');
  return names;
}

test('a COMMIT that fails takes back only what is at fault', async (t) => {
  const { commit, connection, path } = await grouping(t);
  connection.exec(`CREATE TEMP TRIGGER fault AFTER INSERT ON claim WHEN new.external_id = 'bad'
    BEGIN INSERT INTO claim_about (owner, target) VALUES (new.key, 4711); END`);
  const settled = await all(commit, ['a', 'bad', 'b', 'c'].map(named));
  t.strictSame(statuses(settled), ['fulfilled', 'rejected', 'fulfilled', 'fulfilled']);
  t.match(settled[1], { reason: { code: 'conflict' } }, 'a constraint is a conflict');
  t.strictSame(standing(path), ['a', 'b', 'c'], 'in the order in which they were asked for');
  const positions = settled.flatMap((one) =>
    one.status === 'fulfilled' ? [(one.value as Committed).position] : [],
  );
  t.strictSame(positions, [1, 2, 3], 'each answered with the position that it really has');
  t.equal(connection.inTransaction, false);
});

test('a full disk refuses what does not fit, and what was grouped with it stands', async (t) => {
  const { commit, connection, path } = await grouping(t);
  const pages = connection.pragma('page_count', { simple: true }) as number;
  connection.pragma(`max_page_count = ${pages + 20}`);
  const large = creation('article', { text: 'It rained. '.repeat(40_000) });
  const settled = await all(commit, [named('a'), large, named('b')]);
  t.strictSame(statuses(settled), ['fulfilled', 'rejected', 'fulfilled']);
  t.match(settled[1], { reason: { code: 'SQLITE_FULL' } });
  t.strictSame(standing(path), ['a', 'b']);
  connection.pragma(`max_page_count = ${pages + 2_000}`);
  const [again] = await all(commit, [large]);
  t.equal(again?.status, 'fulfilled', 'it can be written once there is room');
});

test('a BEGIN that fails for another reason than a lock refuses all and waits for nothing', async (t) => {
  const { commit, connection, path } = await grouping(t);
  connection.pragma('query_only = ON');
  const settled = await all(commit, ['a', 'b'].map(named));
  for (const one of settled) t.match(one, { status: 'rejected', reason: { code: 'SQLITE_READONLY' } });
  connection.pragma('query_only = OFF');
  t.strictSame(statuses(await all(commit, [named('c')])), ['fulfilled']);
  t.strictSame(standing(path), ['c']);
});

test('a lock that comes while a failed group is tried one by one refuses what it holds up', async (t) => {
  const { commit, connection, path } = await grouping(t);
  const other = openWriter(path);
  t.teardown(() => other.close());
  connection.exec(`CREATE TEMP TRIGGER fault AFTER INSERT ON claim WHEN new.external_id = 'bad'
    BEGIN INSERT INTO claim_about (owner, target) VALUES (new.key, 4711); END`);
  const exec = connection.exec.bind(connection);
  let begun = 0;
  connection.exec = (sql) => {
    // The second commit of those that are tried one by one finds the lock taken.
    if (sql.startsWith('BEGIN') && ++begun === 3) other.exec('BEGIN IMMEDIATE');
    return exec(sql);
  };
  const settled = await all(commit, ['a', 'b', 'bad', 'c'].map(named));
  t.equal(settled[0]?.status, 'fulfilled', 'what was first');
  for (const one of settled.slice(1)) t.match(one, { status: 'rejected', reason: { code: 'store_busy' } });
  other.exec('ROLLBACK');
  t.strictSame(standing(path), ['a']);
  t.strictSame(statuses(await all(commit, [named('d')])), ['fulfilled'], 'and it goes on');
});

test('a long queue is written in groups, with answers and a turn for others in between', async (t) => {
  const { commit, path } = await grouping(t);
  const other = openWriter(path);
  t.teardown(() => other.close());
  const large = (index: number) => [
    ...named(`${index}`),
    ...Array.from({ length: 150 }, () => creation('claim')).flat(),
  ];
  const count = 30;
  let written = 0;
  let turns = 0;
  const watch = setInterval(() => {
    try {
      other.exec('BEGIN IMMEDIATE; ROLLBACK');
      turns++;
    } catch {
      // The group has the lock just now.
    }
  }, 1);
  const commits = Array.from({ length: count }, (_, index) => commit(large(index)));
  await commits[0];
  written = standing(path).filter((name) => name !== null).length;
  t.ok(written >= 1 && written < count, `the first was answered when ${written} of ${count} were written`);
  turns = 0;
  await Promise.all(commits);
  clearInterval(watch);
  t.ok(turns > 0, `another connection got the lock ${turns} times meanwhile`);
});
