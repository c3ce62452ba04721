import { performance } from 'node:perf_hooks';
import { type ServerName, servers } from './servers.ts';

/** A server in a process of its own. Tells its parent where it listens, and, when asked, how busy its thread was. */
const [name, url] = process.argv.slice(2) as [ServerName, string];
const app = await servers[name](url);
const address = await app.listen({ port: 0, host: '127.0.0.1' });
let since = performance.eventLoopUtilization();
process.on('message', (message) => {
  if (message === 'begin') since = performance.eventLoopUtilization();
  else process.send?.({ utilization: performance.eventLoopUtilization(since).utilization });
});
process.send?.({ address });
