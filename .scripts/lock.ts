import { readFileSync, writeFileSync } from 'node:fs';

/**
 * better-sqlite3 brings its binaries and says `gypfile: false`, but the lock file does not keep that. Without it npm 10
 * would compile it after all, and fail where there is no compiler. Runs after whatever npm did, which drops the line.
 */
const file = new URL('../package-lock.json', import.meta.url);
const text = readFileSync(file, 'utf8');
const lock = JSON.parse(text);
lock.packages['node_modules/better-sqlite3'].gypfile = false;
const kept = `${JSON.stringify(lock, null, 2)}\n`;
if (kept !== text) writeFileSync(file, kept);
