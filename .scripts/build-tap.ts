import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/**
 * tap is installed with a loader for TypeScript, which Node does not need. Leaving it out means building tap's Test class
 * anew, once after an install.
 */
const testClass = fileURLToPath(import.meta.resolve('@tapjs/test/test-built'));
if (readFileSync(testClass, 'utf8').includes('@tapjs/typescript')) {
  const { status } = spawnSync('tap', ['build'], { stdio: 'inherit', shell: process.platform === 'win32' });
  process.exit(status ?? 1);
}
