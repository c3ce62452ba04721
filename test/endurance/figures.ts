import type { Desk } from './client.ts';
import type { Follower } from './follower.ts';

/** What a run came to, by the name of each figure. */
export function figuresOf(
  { ledger, servers }: Desk,
  readers: readonly Follower[],
  seconds: number,
): Record<string, number> {
  const entries = [...ledger.entries.values()];
  const count = (is: (entry: (typeof entries)[number]) => unknown) => entries.filter(is).length;
  const acknowledged = entries.flatMap(({ outcome, write }) =>
    outcome && 'id' in outcome ? [write.documents] : [],
  );
  const latencies = ledger.latencies.toSorted((one, other) => one - other);
  const percentile = (share: number) => latencies[Math.floor(latencies.length * share)] ?? 0;
  return {
    'requests acknowledged': acknowledged.length,
    'writes acknowledged': acknowledged.reduce((sum, documents) => sum + documents, 0),
    'requests acknowledged a second': acknowledged.length / seconds,
    'answers replayed': ledger.replayed,
    'refused as stale (412)': count(
      ({ outcome }) => outcome && 'refusal' in outcome && outcome.refusal === 412,
    ),
    'told to try again (503)': ledger.busy,
    'answers lost': entries.reduce((sum, { lost }) => sum + lost, 0),
    'lost answers recovered by key': count(
      ({ lost, fresh, write }) => lost > 0 && fresh === 0 && write.keyed,
    ),
    'lost answers found in the history': count(
      ({ lost, outcome, write }) => lost > 0 && !write.keyed && outcome && 'id' in outcome,
    ),
    'connections of readers': readers.reduce((sum, { connections }) => sum + connections, 0),
    'processes killed': servers.reduce((sum, { kills }) => sum + kills, 0),
    'longest start (ms)': Math.max(...servers.flatMap(({ starts }) => starts)),
    'latency p50 (ms)': percentile(0.5),
    'latency p99 (ms)': percentile(0.99),
    'longest latency (ms)': latencies.at(-1) ?? 0,
  };
}
