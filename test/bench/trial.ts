import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { openSync } from 'node:fs';
import autocannon from 'autocannon';
import type { ServerName } from './servers.ts';

/** What one trial measured. */
export interface Trial {
  /** Answers a second. */
  readonly rate: number;
  /** How busy the server's thread was, from 0 to 1: near 1, it was the server that was measured. */
  readonly utilization: number;
}

const warmUpSeconds = 1;
const measuredSeconds = 3;

/** Loads a server in a fresh process with these requests, again and again. */
export async function runTrial(
  server: ServerName,
  url: string,
  requests: readonly autocannon.Request[],
): Promise<Trial> {
  const nowhere = openSync('/dev/null', 'w');
  const child = fork(new URL('./server.ts', import.meta.url), [server, url], {
    stdio: ['ignore', nowhere, 'inherit', 'ipc'],
  });
  try {
    const { address } = await told<{ address: string }>(child);
    await load(address, requests, warmUpSeconds);
    child.send('begin');
    const rate = await load(address, requests, measuredSeconds);
    child.send('end');
    const { utilization } = await told<{ utilization: number }>(child);
    return { rate, utilization };
  } finally {
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
}

async function told<Message>(child: ChildProcess): Promise<Message> {
  const [message] = await once(child, 'message');
  return message as Message;
}

async function load(
  address: string,
  requests: readonly autocannon.Request[],
  seconds: number,
): Promise<number> {
  const result = await autocannon({
    url: address,
    connections: 8,
    pipelining: 8,
    duration: seconds,
    requests: [...requests],
  });
  if (result.non2xx > 0 || result.errors > 0)
    throw new Error(`${result.non2xx + result.errors} requests failed`);
  return result.requests.total / result.duration;
}
