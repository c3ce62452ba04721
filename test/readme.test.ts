import { readFileSync } from 'node:fs';
import { test } from 'tap';
import { pick } from './helpers/picking.ts';
import { startService } from './helpers/service.ts';

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');

const examples = [...readme.matchAll(/```console\n\$ curl '([^']+)'\n([^`]+)```/g)].map(
  ([, url = '', output = '']) => ({
    path: url.replace('http://localhost:3000', ''),
    isShortened: output.includes('…'),
    output: JSON.parse(output.replaceAll(/,\s*…/g, '')),
  }),
);

test('each example prints what the README says', async (t) => {
  const { get } = await startService(t);
  t.equal(examples.length, 6);
  for (const { path, output, isShortened } of examples) {
    const { body } = await get(path);
    // A problem names its own request.
    if ('instance' in output) output.instance = body.instance;
    t.same(isShortened ? pick(body, output) : body, output, path);
  }
});
