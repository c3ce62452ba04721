import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import { type ServerName, servers } from './servers.ts';

/** How busy a server was between `begin` and `end`. */
export interface Load {
  /** How busy its main thread was, from 0 to 1. */
  readonly utilization: number;
  /** The longest time for which that thread answered nothing, in milliseconds. */
  readonly longestBlock: number;
  /** What all its threads took of the processor, in milliseconds. */
  readonly cpu: number;
}

/** A server in a process of its own. Tells its parent where it listens, and, when asked, how busy it was. */
const [name, url] = process.argv.slice(2) as [ServerName, string];
const app = await servers[name](url);
const address = await app.listen({ port: 0, host: '127.0.0.1' });
const blocks = monitorEventLoopDelay({ resolution: 1 });
let since = performance.eventLoopUtilization();
let cpuBefore = process.cpuUsage();
process.on('message', (message) => {
  if (message === 'begin') {
    since = performance.eventLoopUtilization();
    cpuBefore = process.cpuUsage();
    blocks.reset();
    blocks.enable();
    process.send?.({ begun: true });
  } else {
    const { user, system } = process.cpuUsage(cpuBefore);
    const { utilization } = performance.eventLoopUtilization(since);
    const load: Load = { utilization, longestBlock: blocks.max / 1e6, cpu: (user + system) / 1_000 };
    process.send?.(load);
  }
});
process.send?.({ address });
