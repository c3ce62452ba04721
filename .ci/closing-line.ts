import { text } from 'node:stream/consumers';

/** `N passed, N failed`, read from the counts with which tap ends its output; undefined where it did not get that far. */
export function closingLine(output: string): string | undefined {
  const counts = [...output.matchAll(/^# \{ (total: \d+.*) \}$/gm)].at(-1)?.[1];
  if (counts === undefined) return undefined;
  const count = (name: string) => Number(new RegExp(`\\b${name}: (\\d+)`).exec(counts)?.[1] ?? 0);
  const skipped = count('skip') + count('todo');
  return `${count('pass')} passed, ${count('fail')} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

if (import.meta.main) {
  const line = closingLine(await text(process.stdin));
  if (line === undefined) {
    process.stderr.write('The tests did not run to their end.\n');
    process.exit(1);
  }
  process.stdout.write(`${line}\n`);
}
