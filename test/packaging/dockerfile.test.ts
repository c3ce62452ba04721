import { cpSync, existsSync, mkdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { type Test, test } from 'tap';
import {
  readDockerfile,
  readDockerignore,
  readEnvironment,
  readExecForm,
  type Stage,
} from '../helpers/dockerfile.ts';
import { addressOf, emptyFolder, root, runProgram, startProgram } from '../helpers/programs.ts';

const stages = readDockerfile(readFileSync(join(root, 'Dockerfile'), 'utf8'));
const isIgnored = readDockerignore(readFileSync(join(root, '.dockerignore'), 'utf8'));

/** A stage that was replayed: a folder that stands for the root of its file system. */
interface Built {
  readonly folder: string;
  readonly environment: Record<string, string>;
  readonly workdir: string;
  readonly settings: ReadonlyMap<string, string>;
}

/** Only root may give a folder to another user; and the base image is this machine, with this Node. */
const needsRoot = /^install --directory --owner=\w+ --group=\w+ (\/\S+)$/;

async function replay(t: Test, stage: Stage, built: ReadonlyMap<string, Built>): Promise<Built> {
  const folder = emptyFolder(t);
  const environment: Record<string, string> = {};
  const settings = new Map<string, string>();
  let workdir = '/';
  for (const { name, rest } of stage.instructions) {
    if (name === 'WORKDIR') {
      workdir = rest;
      mkdirSync(join(folder, workdir), { recursive: true });
    } else if (name === 'ENV') Object.assign(environment, readEnvironment(rest));
    else if (name === 'COPY') copy(rest, { folder, workdir }, built);
    else if (name === 'RUN') {
      const owned = needsRoot.exec(rest)?.[1];
      if (owned) {
        t.comment(`not replayed as it stands, needs root: RUN ${rest}`);
        mkdirSync(join(folder, owned), { recursive: true });
      } else {
        const command = rest.replace(/^npm ci\b/, 'npm ci --prefer-offline --no-audit --no-fund');
        await runProgram(t, 'sh', ['-c', command], { cwd: join(folder, workdir), env: environment });
      }
    } else if (['CMD', 'EXPOSE', 'HEALTHCHECK', 'STOPSIGNAL', 'USER', 'VOLUME'].includes(name)) {
      settings.set(name, rest);
    } else throw new Error(`This test cannot replay ${name} ${rest}`);
  }
  return { folder, environment, workdir, settings };
}

function copy(
  rest: string,
  into: { folder: string; workdir: string },
  built: ReadonlyMap<string, Built>,
): void {
  const words = rest.split(/\s+/);
  const from = words[0]?.startsWith('--from=') ? words.shift()?.slice('--from='.length) : undefined;
  const target = words.pop() ?? '';
  const stage = from === undefined ? undefined : built.get(from);
  if (from !== undefined && !stage) throw new Error(`There is no stage ${from} before COPY ${rest}`);
  for (const word of words) {
    const source = join(stage?.folder ?? root, word);
    if (!stage && isIgnored(word)) throw new Error(`.dockerignore keeps ${word} out, so COPY ${rest} fails`);
    const intoFolder = target.endsWith('/') && statSync(source).isFile();
    const destination = join(into.folder, into.workdir, target, intoFolder ? basename(word) : '');
    const filter = (path: string) => stage !== undefined || !isIgnored(relative(root, path));
    cpSync(source, destination, { recursive: true, filter, verbatimSymlinks: true });
  }
}

test('the image, replayed step by step, serves with production dependencies only', async (t) => {
  const built = new Map<string, Built>();
  for (const stage of stages) {
    t.equal(stage.base, 'node:24-slim');
    built.set(stage.name, await replay(t, stage, built));
  }
  const image = [...built.values()].at(-1);
  if (!image) throw new Error('The Dockerfile has no stage');
  const { settings } = image;
  t.equal(settings.get('USER'), 'node');
  t.equal(settings.get('VOLUME'), '/data');
  t.equal(settings.get('STOPSIGNAL'), 'SIGTERM');
  t.equal(image.environment.HOST, '0.0.0.0');
  t.equal(image.environment.DATABASE_URL, 'file:/data/hearsay.db');
  const app = join(image.folder, image.workdir);
  for (const absent of ['src', 'test', 'node_modules/tap', 'node_modules/typescript', 'node_modules/node']) {
    t.notOk(existsSync(join(app, absent)), `${absent} is not in the image`);
  }

  const database = image.environment.DATABASE_URL?.replace('file:', `file:${image.folder}`);
  const env = { ...image.environment, DATABASE_URL: database, PORT: '0' };
  const [command = '', ...commandArguments] = readExecForm(settings.get('CMD') ?? '');
  const program = startProgram(t, command, commandArguments, { cwd: app, env });
  const { port } = new URL(await addressOf(program));
  const health = await fetch(`http://127.0.0.1:${port}/healthz`);
  t.equal(health.status, 200);
  const articles = await fetch(`http://127.0.0.1:${port}/v1/articles`);
  t.equal(articles.status, 200);
  const { data } = (await articles.json()) as { data: { title: Record<string, string> }[] };
  t.equal(data.length, 1, 'the bundled article is there');
  t.ok(existsSync(join(image.folder, 'data/hearsay.db')));

  const [check = '', ...checkArguments] = readExecForm(settings.get('HEALTHCHECK') ?? '');
  const healthy = startProgram(t, check, checkArguments, { cwd: app, env: { ...env, PORT: port } });
  t.equal((await healthy.ended).code, 0, 'the health check says that it is well');
  program.child.kill('SIGTERM');
  t.equal((await program.ended).code, 0);
  const unhealthy = startProgram(t, check, checkArguments, { cwd: app, env: { ...env, PORT: port } });
  t.equal((await unhealthy.ended).code, 1, 'the health check says that it is gone');
});

test('what a build may see', (t) => {
  for (const path of [
    'node_modules/tap/package.json',
    'data/hearsay.db',
    '.git/config',
    '.env',
    'test/x.ts',
  ]) {
    t.ok(isIgnored(path), `${path} stays out`);
  }
  for (const path of ['package.json', 'src/main.ts', 'migrations/sqlite/0001_graph.sql', '.npmrc']) {
    t.notOk(isIgnored(path), `${path} goes in`);
  }
  t.end();
});
