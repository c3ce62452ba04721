import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** How long the service took to answer after its process began, and what it holds in memory when idle. */
export interface Start {
  readonly milliseconds: number;
  readonly megabytes: number;
}

const idleMilliseconds = 2_000;
const main = fileURLToPath(new URL('../../src/hearsay.js', import.meta.url));

/** Starts the service on the database in a folder, which it makes where it is not there. */
export async function measureStart(folder: string): Promise<Start> {
  const began = performance.now();
  const DATABASE_URL = pathToFileURL(`${folder}/hearsay.db`).href;
  const child = spawn(process.execPath, [main, 'serve'], {
    env: { ...process.env, DATABASE_URL, PORT: '0', RATE_LIMIT: 'off' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    let address: string | undefined;
    for await (const line of createInterface({ input: child.stdout })) {
      address = /http:\/\/[\d.]+:\d+/.exec(line)?.[0];
      if (address) break;
    }
    const { status } = await fetch(`${address}/v1/articles`);
    const milliseconds = performance.now() - began;
    if (status !== 200) throw new Error(`the first answer was ${status}`);
    await new Promise((resolve) => setTimeout(resolve, idleMilliseconds));
    return { milliseconds, megabytes: residentMegabytes(child.pid) };
  } finally {
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
}

/** Lets Node compile the sources, as `npm install` does. */
export async function compileFirst(): Promise<void> {
  const [code] = await once(spawn(process.execPath, [main, 'compile'], { stdio: 'inherit' }), 'exit');
  if (code !== 0) throw new Error(`hearsay compile ended with ${code}`);
}

/** Asks the system and not the service, whose metrics take memory to tell; Linux only. */
function residentMegabytes(pid: number | undefined): number {
  const [, kilobytes] = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return (Number(kilobytes) * 1_024) / 1_000_000;
}
