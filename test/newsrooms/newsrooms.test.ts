import { readdirSync } from 'node:fs';

// One process tells all of the stories: starting one for each would take longer than they do.
for (const name of readdirSync(import.meta.dirname).sort()) {
  if (!name.endsWith('.test.ts')) await import(`./${name}`);
}
