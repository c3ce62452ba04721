import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { openSqliteStore } from '../../src/store/sqlite/store.ts';
import { makeNewsroom } from './newsroom.ts';

// Measures export, import and restore of about 100,000 lines, each in a process of its own: lines a second, and the
// most memory that the process ever held. Another number of lines may be given.

const main = fileURLToPath(new URL('../../src/hearsay.js', import.meta.url));
const wanted = Number(process.argv[2] ?? 100_000);

/** The most memory that a process has held so far, in megabytes; Linux only. */
function peakMegabytes(pid: number | undefined): number {
  try {
    const [, kilobytes] = /^VmHWM:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return (Number(kilobytes) * 1_024) / 1_000_000;
  } catch {
    return 0;
  }
}

async function run(
  label: string,
  database: string,
  lines: number,
  command: readonly string[],
): Promise<void> {
  const began = performance.now();
  const child = spawn(process.execPath, [main, ...command], {
    env: { ...process.env, DATABASE_URL: pathToFileURL(database).href },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  let peak = 0;
  const watching = setInterval(() => {
    peak = Math.max(peak, peakMegabytes(child.pid) || 0);
  }, 10);
  const [code] = await once(child, 'exit');
  clearInterval(watching);
  const seconds = (performance.now() - began) / 1_000;
  if (code !== 0) throw new Error(`${label} ended with ${code}`);
  const rate = Math.round(lines / seconds).toLocaleString('en');
  process.stdout.write(
    `${label.padEnd(26)}${seconds.toFixed(1).padStart(7)} s${rate.padStart(10)} lines/s${Math.round(peak).toString().padStart(6)} MB\n`,
  );
}

const folder = mkdtempSync(join(tmpdir(), 'hearsay-bench-'));
const at = (name: string) => join(folder, name);
try {
  const { store } = await openSqliteStore({ url: pathToFileURL(at('first.db')).href, workers: 1 });
  const claims = Math.round((wanted * 0.95) / 2);
  await makeNewsroom(store, { claims, sources: wanted / 50, articles: (wanted * 3) / 100 });
  const { position } = await store.check();
  await store.close();
  process.stdout.write(`${position} resources, ${position} changes\n`);
  await run('export', at('first.db'), 2 * position, ['export', at('whole.ndjson')]);
  await run('export --no-history', at('first.db'), position, ['export', '--no-history', at('now.ndjson')]);
  await run('restore', at('restored.db'), 2 * position, ['restore', '--from-export', at('whole.ndjson')]);
  await run('import', at('imported.db'), position, ['import', at('now.ndjson')]);
  await run('import again', at('imported.db'), position, ['import', at('now.ndjson')]);
  await run('import again --dry-run', at('imported.db'), position, ['import', '--dry-run', at('now.ndjson')]);
} finally {
  rmSync(folder, { recursive: true });
}
