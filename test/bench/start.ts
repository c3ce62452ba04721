import { spawn } from 'node:child_process';
import { once } from 'node:events';
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
    env: { ...process.env, DATABASE_URL, PORT: '0' },
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
    const metrics = await (await fetch(`${address}/metrics`)).text();
    const [, bytes = '0'] = /^process_resident_memory_bytes (\d+)/m.exec(metrics) ?? [];
    return { milliseconds, megabytes: Number(bytes) / 1_048_576 };
  } finally {
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
}
