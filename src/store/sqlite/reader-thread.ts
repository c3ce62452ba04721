import { workerData } from 'node:worker_threads';
import { Reader } from './reader.ts';

/** The reads that may take long, by name. */
export type PooledRead =
  | 'get'
  | 'list'
  | 'count'
  | 'subgraph'
  | 'assess'
  | 'paths'
  | 'outlets'
  | 'duplicatesOf'
  | 'duplicatePairs'
  | 'positions'
  | 'dependents'
  | 'figuresWork';

let reader: Reader | undefined;

/** Runs one read on this thread's own connection. */
export function runRead<Name extends PooledRead>({
  name,
  arguments: given,
}: {
  name: Name;
  arguments: Parameters<Reader[Name]>;
}): ReturnType<Reader[Name]> {
  reader ??= new Reader((workerData as { path: string }).path);
  const method = reader[name] as (...given: unknown[]) => ReturnType<Reader[Name]>;
  return method.apply(reader, given);
}
