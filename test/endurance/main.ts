import { availableParallelism, cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { type Endurance, endure } from './run.ts';

/** `npm run endurance -- --seconds 30 --kills 50 --seed 1`: writes without kills, then with them for twice as long. */
const { values } = parseArgs({
  options: { seconds: { type: 'string' }, kills: { type: 'string' }, seed: { type: 'string' } },
});
const seconds = Number(values.seconds ?? 30);
const kills = Number(values.kills ?? 50);
const seed = Number(values.seed ?? Date.now() % 1_000_000);

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

const base: Endurance = { seconds, kills: 0, clients: 8, claims: 50, seed };
print(`${cpus()[0]?.model}, ${availableParallelism()} cores, Node ${process.version}; seed ${seed}`);
for (const endurance of [base, { ...base, kills, seconds: seconds * 2 }]) {
  print(`\n${endurance.clients} clients, 2 processes, ${endurance.seconds} s, ${endurance.kills} kills`);
  const { violations, figures } = await endure(endurance);
  for (const [name, figure] of Object.entries(figures)) {
    print(`  ${name.padEnd(36)}${figure.toFixed(figure < 100 ? 1 : 0).padStart(10)}`);
  }
  for (const violation of violations.slice(0, 20)) print(`  WRONG: ${violation}`);
  if (violations.length > 0) {
    print(`  ${violations.length} violations`);
    process.exitCode = 1;
  }
}
