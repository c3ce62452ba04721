import { availableParallelism, cpus } from 'node:os';

export function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** On what machine figures were measured. */
export function machine(): string {
  return `${cpus()[0]?.model}, ${availableParallelism()} cores, Node ${process.version}`;
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

export function verdict(reached: boolean): string {
  return reached ? '' : ', NOT REACHED';
}
