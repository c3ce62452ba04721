import { readFileSync } from 'node:fs';
import { openapiDocument } from '../src/commands/openapi.ts';
import { keptLock } from './lock.ts';
import { collectNotices, renderNotices } from './notices.ts';

/** Each generated file that is committed, what it should hold, and the command that writes it. */
const generated = [
  { file: 'openapi/openapi.json', content: await openapiDocument(), command: 'npm run openapi' },
  { file: 'THIRD_PARTY_NOTICES', content: renderNotices(collectNotices()), command: 'npm run notices' },
  { file: 'package-lock.json', content: keptLock(), command: 'node .scripts/lock.ts' },
];

for (const { file, content, command } of generated) {
  if (read(file) === content) continue;
  process.stderr.write(`${file} is not current: run ${command}, and commit what it writes.\n`);
  process.exitCode = 1;
}

function read(file: string): string | undefined {
  try {
    return readFileSync(new URL(`../${file}`, import.meta.url), 'utf8');
  } catch {
    return undefined;
  }
}
