import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'tap';
import { addressOf, emptyFolder, root, runProgram, startProgram } from '../helpers/programs.ts';

interface LockedPackage {
  readonly version?: string;
  readonly resolved?: string;
  readonly gypfile?: boolean;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

/** A Node that is too old, where this machine has one. */
const oldNode = ['/usr/bin/node', '/usr/local/bin/node'].find((file) => {
  const version = spawnSync(file, ['--version'], { encoding: 'utf8' }).stdout ?? '';
  return Number(/^v(\d+)/.exec(version)?.[1] ?? 99) < 22;
});

test('the package installs into an empty folder and serves', async (t) => {
  const folder = emptyFolder(t);
  const { output } = await runProgram(t, 'npm', ['pack', '--json', '--pack-destination', folder]);
  const [packed] = JSON.parse(output.slice(output.search(/^[[{]/m)));
  const paths: string[] = packed.files.map(({ path }: { path: string }) => path);
  for (const path of ['dist/main.js', 'dist/app.d.ts', 'dist/bundled/moscow-beijing.json', 'LICENSE']) {
    t.ok(paths.includes(path), `${path} is in the package`);
  }
  for (const path of ['THIRD_PARTY_NOTICES', 'CHANGELOG.md', 'openapi/openapi.json']) {
    t.ok(paths.includes(path), `${path} is in the package`);
  }
  t.strictSame(
    paths.filter((path) => /^(src|test|data|\.)/.test(path)),
    [],
    'sources and tests are not',
  );

  writeFileSync(join(folder, 'package.json'), '{ "private": true, "type": "module" }');
  // No dependency needs an install script: binaries come with the packages.
  const install = [
    'install',
    '--ignore-scripts',
    '--prefer-offline',
    '--no-audit',
    '--no-fund',
    join(folder, packed.filename),
  ];
  await runProgram(t, 'npm', install, { cwd: folder });
  t.notOk(existsSync(join(folder, 'node_modules/tap')), 'without development dependencies');

  const hearsay = join(folder, 'node_modules/.bin/hearsay');
  const program = startProgram(t, hearsay, ['serve'], { cwd: folder, env: { PORT: '0' } });
  const address = await addressOf(program);
  t.equal((await fetch(`${address}/healthz`)).status, 200);
  const { data } = (await (await fetch(`${address}/v1/articles`)).json()) as { data: { id: string }[] };
  t.equal(data.length, 1, 'the bundled article is there');
  const picture = await fetch(`${address}/v1/articles/${data[0]?.id}/graph?format=svg`);
  t.equal(picture.status, 200, 'the threads find their modules');
  await picture.text();
  program.child.kill('SIGTERM');
  t.equal((await program.ended).code, 0);

  const embedding = `
    import { buildApp } from 'hearsay';
    import { readConfig } from 'hearsay/config';
    import { createLogger } from 'hearsay/logger';
    import { openSqliteStore } from 'hearsay/store/sqlite';
    const { store } = await openSqliteStore({ url: 'file:./embedded.db', workers: 1 });
    const app = await buildApp({ config: readConfig({}), store, logger: createLogger('silent') });
    console.log((await app.inject('/healthz')).statusCode);
    await app.close();
    await store.close();`;
  writeFileSync(join(folder, 'embedding.js'), embedding);
  const embedded = await runProgram(t, process.execPath, ['embedding.js'], { cwd: folder });
  t.equal(embedded.output, '200\n', 'another program can hold it');

  await t.test(
    'an older Node is told what it needs',
    { skip: oldNode ? false : 'no older Node here' },
    async (t) => {
      const main = join(folder, 'node_modules/hearsay/dist/main.js');
      const { code, output, errors } = await startProgram(t, oldNode ?? '', [main, 'serve'], { cwd: folder })
        .ended;
      t.equal(code, 1);
      t.equal(output, '');
      t.match(errors, /^Hearsay needs Node 22\.18 or later; this is v\d+\.\d+\.\d+\.\n$/);
    },
  );
});

test('the lock file is whole, and names no registry', (t) => {
  const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
  const packages: Record<string, LockedPackage> = lock.packages;
  const names = new Set(Object.keys(packages).map((path) => path.replace(/^.*node_modules\//, '')));
  for (const [path, { version, resolved, optionalDependencies = {} }] of Object.entries(packages)) {
    if (path !== '' && !version) t.fail(`${path} has no version`);
    if (resolved !== undefined) t.fail(`${path} names where it was downloaded`);
    // npm drops builds for other platforms that it cannot find, and `npm ci` then refuses the file.
    for (const name of Object.keys(optionalDependencies)) {
      if (!names.has(name))
        t.fail(`${name}, of ${path}, is missing: choose a version of it that is complete`);
    }
  }
  t.ok(names.size > 100);
  t.equal(packages['node_modules/better-sqlite3']?.gypfile, false, 'else run npm install once more');
  t.end();
});
