import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { type Test, test } from 'tap';
import { newIdentifier } from '../../src/model/identifiers.ts';
import type { Store } from '../../src/store/port.ts';
import { Desk, parsed } from '../helpers/making.ts';
import { addressOf, plainEnvironment, startProgram } from '../helpers/programs.ts';
import { openSqliteFile } from '../helpers/sqlite.ts';

const main = fileURLToPath(new URL('../../src/hearsay.js', import.meta.url));

/** A claim of three revisions in a database of its own, and the command on it. */
async function office(t: Test) {
  const { store, path, url } = await openSqliteFile(t);
  const desk = new Desk(store);
  const made = await desk.create('claim', { notes: { en: 'A secret', ar: 'سر' }, topics: ['one', 'two'] });
  await store.commit([{ action: 'update', id: made.id, patch: { tense: 'future' } }], {
    ...{ actor: 'key_1', comment: 'A secret comment' },
  });
  await desk.update(made.id, { tense: 'present' });
  const environment = { DATABASE_URL: url };
  const run = (...given: string[]) =>
    startProgram(t, process.execPath, [main, 'redact', ...given], { env: environment }).ended;
  return { store, path, id: made.id, run, environment };
}

async function state(store: Store, id: string) {
  const entries = await store.revisions(id, { limit: 10 });
  const [newest] = entries;
  if (!newest) throw new Error(`${id} is not there`);
  const texts = entries.map(({ json, comment }) => `${json} ${comment}`).join();
  return { document: parsed(newest), newest, texts, revisions: entries.length };
}

test('parts are taken out of a record and its history', async (t) => {
  const { store, path, id, run } = await office(t);
  const reason = ['--reason', 'By order', '--comments'];
  const { code, output, errors } = await run(
    id,
    '--pointer',
    '/notes/en',
    '--pointer=/topics/1',
    ...reason,
    '--yes',
  );
  t.strictSame([code, errors], [0, '']);
  t.match(output, `Redacted: /notes/en, /topics/1 of ${id} and its 3 earlier revisions`);
  t.match(output, 'Backups');
  t.notMatch(output, 'stay');
  t.notMatch(output, 'secret', 'it does not repeat what it took out');
  const { document, newest, texts } = await state(store, id);
  t.strictSame([newest.action, newest.actor, newest.revision], ['redact', 'command_line', 4]);
  t.match(document, { notes: { ar: 'سر' }, topics: ['one'] });
  t.match(document.redactions, [
    { pointer: '/notes/en', reason: { en: 'By order' } },
    { pointer: '/topics/1' },
  ]);
  t.notMatch(texts, 'secret');
  await store.close();
  t.notOk(readFileSync(path).includes('secret'));
});

test('the whole content is taken out where no part is named', async (t) => {
  const { store, id, run } = await office(t);
  const { code, output } = await run('--yes', '--reason', 'بأمر', '--reason-language', 'ar', id);
  t.equal(code, 0);
  t.match(output, `Redacted: all content of ${id} and its 3 earlier revisions`);
  const { document, texts, revisions } = await state(store, id);
  t.match(document, { text: { en: '[redacted]' }, withdrawal: { kind: 'other' } });
  t.match(document.redactions, [{ pointer: '', reason: { ar: 'بأمر' } }]);
  t.notMatch(texts, /secret|سر/);
  t.equal(revisions, 4);
  const again = await run(id, '--yes');
  t.equal(again.code, 1);
  t.match(again.errors, `The content of ${id} was redacted already.`);
});

test('what cannot be is told in a sentence, and nothing is written', async (t) => {
  const { store, id, run } = await office(t);
  const missing = newIdentifier('claim');
  const cases: [given: string[], status: number, errors: RegExp][] = [
    [[], 2, /redact takes the id of one record/],
    [['nonsense', '--yes'], 2, /redact takes the id of one record/],
    [[id, id, '--yes'], 2, /redact takes one id after it/],
    [[id, '--nonsense'], 2, /Unknown option '--nonsense'/],
    [[id], 2, /Nobody is at a terminal to confirm it: say --yes/],
    [[missing, '--yes'], 1, new RegExp(`^Nothing is recorded here as ${missing}\\.\n$`)],
    [
      [id, '--yes', '--pointer', '/notes', '--pointer', '/kind', '--pointer', '/nowhere'],
      ...([2, /\n {2}\/nowhere leads to nothing.*\n {2}\/kind the record cannot be without it/] as const),
    ],
    [[id, '--yes', '--reason', 'R', '--reason-language', 'no tag'], 2, /reason\/no tag must be a BCP 47/],
  ];
  const ended = await Promise.all(cases.map(([given]) => run(...given)));
  for (const [index, [given, status, errors]] of cases.entries()) {
    const { code, output, errors: told } = ended[index] ?? {};
    t.strictSame([code, output], [status, ''], given.join(' '));
    t.match(told, errors);
    t.notMatch(told, /^ {4}at /m, 'without a stack');
  }
  t.equal((await state(store, id)).revisions, 3);
});

test('a database that is not there is not made', async (t) => {
  const path = join(t.testdir(), 'nowhere.db');
  const env = { DATABASE_URL: pathToFileURL(path).href };
  const given = [main, 'redact', newIdentifier('claim'), '--yes'];
  const { code, errors } = await startProgram(t, process.execPath, given, { env }).ended;
  t.equal(code, 1);
  t.match(errors, `There is no database at ${path}`);
  t.notOk(existsSync(path));
});

test('it works while a server runs on the same database', async (t) => {
  const { store, path, id, run, environment } = await office(t);
  await store.close();
  const settings = { ...environment, PORT: '0', BUNDLED_ARTICLE: 'never' };
  const server = startProgram(t, process.execPath, [main, 'serve'], { env: settings });
  const address = await addressOf(server);
  const claims = async () => (await fetch(`${address}/v1/claims?withdrawn=true`)).text();
  t.match(await claims(), 'A secret');
  t.equal((await run(id, '--yes', '--pointer', '/notes', '--comments')).code, 0);
  t.notMatch(await claims(), 'A secret', 'also what it had kept in memory is gone');
  for (const suffix of ['', '-wal'])
    t.notOk(readFileSync(path + suffix).includes('A secret'), `hearsay.db${suffix}`);
});

/** Runs the command at a terminal: answers the question with `answer` once `seen` is on the screen. */
async function atTerminal(
  t: Test,
  given: readonly string[],
  environment: Record<string, string>,
  answer: () => Promise<string> | string,
) {
  const command = [process.execPath, main, 'redact', ...given].map((word) => `'${word}'`).join(' ');
  const child = spawn('script', ['-qec', command, '/dev/null'], {
    env: { ...plainEnvironment(), ...environment, TERM: 'dumb' },
    stdio: 'pipe',
  });
  t.teardown(() => child.kill('SIGKILL'));
  let screen = '';
  let asked = false;
  child.stdout.on('data', async (chunk) => {
    screen += chunk;
    if (asked || !screen.includes('(yes/no)')) return;
    asked = true;
    child.stdin.write(await answer());
  });
  const [code] = await once(child, 'close');
  return { code, screen };
}

const noTerminal = process.platform !== 'linux' || !existsSync('/usr/bin/script') ? 'needs script(1)' : false;

test('at a terminal it shows what will go, and asks', { skip: noTerminal }, async (t) => {
  const { store, id, environment } = await office(t);
  await new Desk(store).update(id, { notes: { en: 'A secret \u009b2J\u202e', ar: null } });
  const given = [id, '--pointer', '/notes', '--pointer', '/topics/7'];
  for (const answer of ['no\n', '\n', 'y\n', '\u0004']) {
    const { code, screen } = await atTerminal(t, given, environment, () => answer);
    t.equal(code, 1, JSON.stringify(answer));
    t.match(screen, `This goes from ${id} and its history (4 so far), for good:`);
    t.match(screen, '/notes  {"en":"A secret \\u{9b}2J\\u{202e}"}', 'nothing that a terminal obeys');
    t.match(screen, '/topics/7  (nothing now; what stood there before)');
    t.match(screen, 'Nothing was redacted.');
  }
  t.equal((await state(store, id)).revisions, 4);

  const meanwhile = await atTerminal(t, [id], environment, async () => {
    await new Desk(store).update(id, { topics: ['three'] });
    return 'yes\n';
  });
  t.equal(meanwhile.code, 1);
  t.match(meanwhile.screen, `${id} is at revision 5, not 4.`, 'what was not shown does not go');

  const { code, screen } = await atTerminal(t, [id], environment, () => 'yes\n');
  t.equal(code, 0);
  for (const words of [
    '/text  {"en":"It rained."}',
    '/topics  ["three"]',
    'the edit comments',
    'Redacted: all content',
  ])
    t.match(screen, words);
  t.notMatch(screen, '/kind', 'what the record is stays');
  t.match((await state(store, id)).document.redactions, [{ pointer: '' }]);
});
