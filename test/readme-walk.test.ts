import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { pathToFileURL } from 'node:url';
import { type Test, test } from 'tap';
import { EventParser } from './helpers/event-stream.ts';
import { addressOf, plainEnvironment, root, startProgram } from './helpers/programs.ts';

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
const [, chapter = ''] = /^## Check a claim$(.*?)^## /ms.exec(readme) ?? [];
const blocks = [...chapter.matchAll(/```sh\n(.*?)```/gs)].map(([, block = '']) => block);

/** Runs commands as the README has them, in one shell, against a service at another address. */
async function shell(
  t: Test,
  commands: string,
  address: string,
  env: Record<string, string>,
): Promise<string> {
  const script = commands.replaceAll('http://localhost:3000', address);
  const child = spawn('bash', ['-euo', 'pipefail', '-c', script], {
    cwd: root,
    env: { ...plainEnvironment(), _TAPJS_PROCESSINFO_COVERAGE_: '0', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  t.teardown(() => child.kill());
  const [output, errors, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close') as Promise<[number]>,
  ]);
  if (code !== 0) throw new Error(`the README's commands ended with ${code}: ${errors}`);
  return output;
}

test('a fact-checker walks through the README with curl alone', async (t) => {
  const database = { DATABASE_URL: pathToFileURL(join(t.testdir(), 'hearsay.db')).href };
  const env = { ...database, PORT: '0' };
  const service = startProgram(t, process.execPath, [join(root, 'src/hearsay.js'), 'serve'], { env });
  const address = await addressOf(service);
  t.equal(blocks.length, 5);
  const [first = '', evidence = '', review = '', correction = '', history = ''] = blocks;
  const [follow = '', ...others] = first.trim().split('\n').reverse();
  t.match(follow, /^curl --no-buffer .*changes\/stream/);
  const start = others.reverse().join('\n');

  const told = await shell(t, `${start}\necho "$KEY"\necho "$CLAIM"`, address, database);
  const [KEY = '', CLAIM = ''] = told.trim().split('\n');
  t.match(KEY, /^hearsay_[0-9A-Za-z]{49}$/);
  const known = { KEY, CLAIM };
  const command = follow.replaceAll('http://localhost:3000', address);
  const stream = spawn('bash', ['-c', `exec ${command}`], { env: { ...plainEnvironment(), ...known } });
  t.teardown(() => stream.kill());
  const events = new EventParser();
  stream.stdout.setEncoding('utf8').on('data', (chunk: string) => events.read(chunk));
  while (events.comments === 0) await once(stream.stdout, 'data');

  const linked = JSON.parse(await shell(t, evidence, address, known));
  t.match(linked, { type: 'evidence', claimId: CLAIM, revision: 1 });
  t.strictSame(JSON.parse(await shell(t, evidence, address, known)), linked, 'sent again it is there once');
  const REVIEW = (await shell(t, `${review}\necho "$REVIEW"`, address, known)).trim();
  t.match(REVIEW, /^\/v1\/reviews\/review_/);
  const corrected = JSON.parse(await shell(t, correction, address, { ...known, REVIEW }));
  t.match(corrected, { verdict: 'unproven', revision: 2 });
  const late = JSON.parse(await shell(t, correction, address, { ...known, REVIEW }));
  t.match(late, { status: 412, code: 'precondition_failed' });
  const [revisions = '', difference = ''] = history.trim().split('\n');
  t.match(JSON.parse(await shell(t, revisions, address, { REVIEW })), {
    data: [
      { revision: 2, action: 'updated', comment: 'Not a verdict yet' },
      { revision: 1, action: 'created' },
    ],
  });
  const patch = JSON.parse(await shell(t, difference, address, { REVIEW }));
  t.ok(patch.some((one: object) => 'path' in one && one.path === '/verdict'));

  while (events.events.length < 3) await once(stream.stdout, 'data');
  t.match(
    events.events.map(({ data }) => JSON.parse(data)),
    [
      { resource: 'evidence', action: 'created', document: linked },
      { resource: 'review', action: 'created' },
      { resource: 'review', action: 'updated', document: corrected },
    ],
  );
});
