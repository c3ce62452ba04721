import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { endure, type Outcome } from './harness.ts';

function tell(name: string, { milliseconds, violations, ...figures }: Outcome, seconds: number): void {
  const sorted = milliseconds.toSorted((one, other) => one - other);
  const at = (share: number) => (sorted[Math.floor(sorted.length * share)] ?? 0).toFixed(1);
  const rate = Math.round(figures.acknowledged / seconds);
  const told = Object.entries(figures).map(([figure, value]) => `${figure} ${value}`);
  process.stdout.write(
    `${name}: ${told.join(', ')}; ${rate} writes a second; median ${at(0.5)} ms, p99 ${at(0.99)} ms\n`,
  );
  for (const violation of violations.slice(0, 20)) process.stdout.write(`  VIOLATION: ${violation}\n`);
  if (violations.length > 0) process.exitCode = 1;
}

const seed = Number(process.argv[2] ?? Date.now() % 100_000);
const runs = [
  { name: '30 seconds', seconds: 30, kills: 0 },
  { name: '50 kills', seconds: 90, kills: 50 },
];
process.stdout.write(`Two processes, 8 clients, 50 shared claims; seed ${seed}\n`);
for (const { name, ...plan } of runs) {
  const folder = mkdtempSync(join(tmpdir(), 'hearsay-endurance-'));
  tell(name, await endure({ folder, clients: 8, claims: 50, seed, ...plan }), plan.seconds);
  rmSync(folder, { recursive: true });
}
