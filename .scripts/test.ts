import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Runs the tests, all of them or those that are named. */
const shell = process.platform === 'win32';
const ownCache = fileURLToPath(new URL('../node_modules/.cache/compiled', import.meta.url));
// Each test, and each thread of each store in it, would compile the same files anew.
const env = { NODE_COMPILE_CACHE: ownCache, ...process.env };

function tap(...given: string[]): number {
  return spawnSync('tap', given, { stdio: 'inherit', shell, env }).status ?? 1;
}

// tap is installed with a loader for TypeScript, which Node does not need. Leaving it out means building tap's Test class
// anew, once after an install.
const testClass = fileURLToPath(import.meta.resolve('@tapjs/test/test-built'));
const isToBuild = readFileSync(testClass, 'utf8').includes('@tapjs/typescript');
process.exit((isToBuild ? tap('build') : 0) || tap(...process.argv.slice(2)));
