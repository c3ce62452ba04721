import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'tap';
import { collectNotices, renderNotices } from '../../.scripts/notices.ts';
import { root } from '../helpers/programs.ts';

test('THIRD_PARTY_NOTICES is current', (t) => {
  const notices = collectNotices();
  const committed = readFileSync(join(root, 'THIRD_PARTY_NOTICES'), 'utf8');
  t.equal(committed, renderNotices(notices), 'else run npm run notices');
  const { dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  for (const name of Object.keys(dependencies)) {
    t.ok(
      notices.some(({ software }) => software.startsWith(`${name} `)),
      `${name} is named`,
    );
  }
  t.end();
});

test('what a package carries inside is named with its own licence', (t) => {
  const notices = collectNotices();
  const inside = (name: string) => notices.find(({ software }) => software.startsWith(name));
  const graphviz = inside('Graphviz ');
  t.equal(graphviz?.licence, 'EPL-2.0');
  t.match(graphviz?.text, /Eclipse Public License - v 2\.0/);
  t.match(graphviz?.text, /source code is available at\nhttps:\/\/\S+graphviz-[\d.]+\.tar\.gz/);
  const expat = inside('Expat ');
  t.equal(expat?.licence, 'MIT');
  t.match(expat?.text, /Expat maintainers[\s\S]+Permission is hereby granted/);
  t.end();
});

test('a dependency without a text, or under a licence that is not allowed, is refused', (t) => {
  const licensed = () => ({ LICENSE: 'You may.' });
  const folder = t.testdir({
    'package-lock.json': JSON.stringify({
      packages: {
        '': { version: '1.0.0' },
        'node_modules/fine': {
          version: '1.0.0',
          license: 'MIT',
          optionalDependencies: { 'fine-linux': '1' },
        },
        'node_modules/fine-linux': { version: '1.0.0', license: 'MIT', os: ['linux'] },
        'node_modules/fine/node_modules/strict': { version: '2.0.0', license: 'GPL-3.0-only' },
        'node_modules/silent': { version: '3.0.0', license: 'ISC' },
        'node_modules/nameless': { version: '4.0.0' },
        'node_modules/tool': { version: '5.0.0', license: 'GPL-3.0-only', dev: true },
      },
    }),
    node_modules: {
      fine: { ...licensed(), node_modules: { strict: licensed() } },
      silent: {},
      nameless: licensed(),
    },
  });
  t.throws(() => collectNotices(folder), {
    message: [
      'strict 2.0.0 is under GPL-3.0-only, which is not allowed.',
      'silent 3.0.0 has no licence text.',
      'nameless 4.0.0 is under no licence, which is not allowed.',
    ].join('\n'),
  });
  t.end();
});
