import { readFileSync, writeFileSync } from 'node:fs';

const file = new URL('../package-lock.json', import.meta.url);

/**
 * The lock file as it is to be committed. better-sqlite3 brings its binaries and says `gypfile: false`, but npm leaves that
 * out of the lock file, and then npm 10 would compile it after all, and fail where there is no compiler.
 */
export function keptLock(): string {
  const lock = JSON.parse(readFileSync(file, 'utf8'));
  lock.packages['node_modules/better-sqlite3'].gypfile = false;
  return `${JSON.stringify(lock, null, 2)}\n`;
}

// npm runs this after every install.
if (import.meta.main) {
  const kept = keptLock();
  if (kept !== readFileSync(file, 'utf8')) writeFileSync(file, kept);
}
