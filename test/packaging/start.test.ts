import { Agent, get } from 'node:http';
import { text } from 'node:stream/consumers';
import { type Test, test } from 'tap';
import {
  addressOf,
  emptyFolder,
  type Program,
  type ProgramOptions,
  startProgram,
} from '../helpers/programs.ts';

const main = new URL('../../src/hearsay.js', import.meta.url).pathname;

function hearsay(t: Test, command: readonly string[], options: ProgramOptions): Program {
  return startProgram(t, process.execPath, [main, ...command], options);
}

function serve(t: Test, cwd: string, env: Record<string, string> = {}): Program {
  return hearsay(t, ['serve'], { cwd, env: { PORT: '0', ...env } });
}

async function stop({ child, ended }: Program) {
  child.kill('SIGTERM');
  return ended;
}

async function list(address: string, collection: string): Promise<{ id: string }[]> {
  const answer = await fetch(`${address}/v1/${collection}?limit=100`);
  return ((await answer.json()) as { data: { id: string }[] }).data;
}

/** An answer, read to its end, over a connection that stays open. */
async function ask(url: string, agent: Agent): Promise<{ status: number | undefined; body: string }> {
  const { promise, resolve, reject } = Promise.withResolvers<{ status: number | undefined; body: string }>();
  get(url, { agent }, async (answer) => {
    resolve({ status: answer.statusCode, body: await text(answer) });
  }).on('error', reject);
  return promise;
}

test('the first start makes the database and loads the article, a later one finds both', async (t) => {
  const folder = emptyFolder(t);
  const first = serve(t, folder);
  const address = await addressOf(first);
  const [article] = await list(address, 'articles');
  const claims = await list(address, 'claims');
  t.ok(article);
  t.ok(claims.length > 0);
  const { code, output, errors } = await stop(first);
  t.equal(code, 0);
  t.equal(errors, '');
  t.match(output, /Applied the migration 0001_/);
  t.match(output, /Loaded the bundled article/);

  const second = serve(t, folder);
  t.strictSame(await list(await addressOf(second), 'claims'), claims);
  second.child.kill('SIGKILL');
  t.equal((await second.ended).signal, 'SIGKILL');
  t.notMatch(second.output(), /Applied|Loaded/);

  const third = serve(t, folder);
  const thirdAddress = await addressOf(third);
  t.strictSame(await list(thirdAddress, 'claims'), claims, 'nothing is lost or loaded twice after a kill');
  t.strictSame(await list(thirdAddress, 'articles'), [article]);
  t.notMatch(third.output(), /Applied|Loaded/);
  t.equal((await stop(third)).code, 0);
});

test('SIGTERM lets a request under way finish', async (t) => {
  const program = serve(t, emptyFolder(t));
  const address = await addressOf(program);
  const [article] = await list(address, 'articles');
  const agent = new Agent({ keepAlive: true });
  t.teardown(() => agent.destroy());
  await ask(`${address}/healthz`, agent);
  const drawing = ask(`${address}/v1/articles/${article?.id}/graph?format=svg`, agent);
  // When this has been answered, the request that went out before it has arrived.
  await fetch(`${address}/healthz`);
  const asked = Date.now();
  program.child.kill('SIGTERM');
  const { status, body } = await drawing;
  t.equal(status, 200);
  t.match(body, /<\/svg>\s*$/);
  const { code, output } = await program.ended;
  t.equal(code, 0);
  t.ok(Date.now() - asked < 8_000, 'it does not wait for the end of SHUTDOWN_TIMEOUT');
  t.ok(
    output.indexOf('Stopping after SIGTERM') < output.indexOf('/graph?format=svg'),
    'the request was answered after the signal',
  );
});

test('wrong settings are told all at once', async (t) => {
  const env = { PORT: '99999', WORKERS: 'some', LOG_LEVEL: 'loud' };
  const { code, output, errors } = await hearsay(t, ['serve'], { cwd: emptyFolder(t), env }).ended;
  t.equal(code, 1);
  t.equal(output, '');
  t.match(errors, /PORT=99999: .*\n.*LOG_LEVEL=loud: .*\n.*WORKERS=some: /);
  t.notMatch(errors, /^\s+at /m, 'without a stack');
});

test('what is in the way of a start is told in a sentence', async (t) => {
  const folder = emptyFolder(t);
  const first = serve(t, folder);
  const { port } = new URL(await addressOf(first));
  const taken = await serve(t, folder, { PORT: port }).ended;
  t.equal(taken.code, 1);
  t.equal(taken.errors, `Something else listens on 127.0.0.1:${port}: stop it, or choose another PORT.\n`);
  const notADatabase = await serve(t, folder, { DATABASE_URL: new URL(import.meta.url).href }).ended;
  t.equal(notADatabase.code, 1);
  t.match(notADatabase.errors, /^.*file is not a database.*\n$/, 'a line, without a stack');
  const nowhere = await serve(t, folder, { HOST: 'nowhere.invalid' }).ended;
  t.equal(nowhere.code, 1);
  t.match(nowhere.errors, /^getaddrinfo \w+ nowhere\.invalid\n$/);
  t.equal((await stop(first)).code, 0);
});

test('the command line explains itself', async (t) => {
  const cwd = emptyFolder(t);
  const run = async (...command: string[]) => hearsay(t, command, { cwd }).ended;
  const wrong: [string[], RegExp][] = [
    [[], /^Usage: hearsay <command>/],
    [['fly'], /^There is no command fly\.\n\nUsage: hearsay <command>/],
    [['serve', 'twice'], /^serve takes nothing after it\.\n\nUsage:/],
    [['openapi', 'one', 'two'], /^openapi takes at most one file after it\.\n\nUsage:/],
    [['--fast'], /'--fast'.*\n\nUsage:/],
  ];
  for (const [command, expected] of wrong) {
    const { code, output, errors } = await run(...command);
    t.equal(code, 2, command.join(' '));
    t.equal(output, '');
    t.match(errors, expected);
  }
  t.match(await run('--help'), { code: 0, output: /^Usage: hearsay <command>/, errors: '' });
  t.match(await run('--version'), { code: 0, output: /^\d+\.\d+\.\d+\n$/, errors: '' });
  t.match(await run('migrate'), { code: 0, output: /^Applied 0001_\w+\.sql\n/, errors: '' });
  t.match(await run('migrate'), { code: 0, output: 'The database is up to date.\n', errors: '' });
  t.match(await run('openapi'), { code: 0, output: /^\{\n {2}"openapi": "3\.1/, errors: '' });
});
