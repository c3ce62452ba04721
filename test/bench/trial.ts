import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { openSync } from 'node:fs';
import autocannon from 'autocannon';
import type { Load } from './server.ts';
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
export function runTrial(
  server: ServerName,
  url: string,
  requests: readonly autocannon.Request[],
): Promise<Trial> {
  return withServer(server, url, async (child, address) => {
    await load(address, requests, warmUpSeconds);
    await begin(child);
    const rate = await load(address, requests, measuredSeconds);
    const { utilization } = await end(child);
    return { rate, utilization };
  });
}

/** What calls measured, one after the other, each in milliseconds. */
export interface Calls {
  /** The first one, by which the code was compiled. */
  readonly first: number;
  /** The median of those after the warm-up. */
  readonly median: number;
  /** What all threads of the server took of the processor for one of them. */
  readonly cpu: number;
  /** The longest time meanwhile for which the server's main thread answered nothing. */
  readonly longestBlock: number;
  readonly bytes: number;
}

const measuredCalls = 15;

/** Asks a server in a fresh process for one thing, again and again, never twice at the same time. */
export function runCalls(server: ServerName, url: string, path: string): Promise<Calls> {
  return withServer(server, url, async (child, address) => {
    let bytes = 0;
    const call = async () => {
      const began = performance.now();
      const answer = await fetch(`${address}${path}`);
      bytes = (await answer.arrayBuffer()).byteLength;
      if (answer.status !== 200) throw new Error(`${path} was answered ${answer.status}`);
      return performance.now() - began;
    };
    const warmUp: number[] = [];
    for (let count = 0; count < measuredCalls; count++) warmUp.push(await call());
    await begin(child);
    const times: number[] = [];
    for (let count = 0; count < measuredCalls; count++) times.push(await call());
    const { cpu, longestBlock } = await end(child);
    const [median = 0] = times.sort((one, other) => one - other).slice(measuredCalls >> 1);
    return { first: warmUp[0] ?? 0, median, cpu: cpu / measuredCalls, longestBlock, bytes };
  });
}

async function withServer<Result>(
  server: ServerName,
  url: string,
  measure: (child: ChildProcess, address: string) => Promise<Result>,
): Promise<Result> {
  const nowhere = openSync('/dev/null', 'w');
  const child = fork(new URL('./server.ts', import.meta.url), [server, url], {
    stdio: ['ignore', nowhere, 'inherit', 'ipc'],
  });
  try {
    const { address } = await told<{ address: string }>(child);
    return await measure(child, address);
  } finally {
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
}

async function begin(child: ChildProcess): Promise<void> {
  child.send('begin');
  await told(child);
}

function end(child: ChildProcess): Promise<Load> {
  child.send('end');
  return told<Load>(child);
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
