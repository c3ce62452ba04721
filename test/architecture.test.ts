import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { test } from 'tap';

const root = fileURLToPath(new URL('../src', import.meta.url));

/** Who may import whom: each room only itself and the rooms before it. */
const rooms = [
  ['version', 'errors', 'config', 'logger', 'module-beside'],
  ['model'],
  ['analysis', 'search'],
  ['store'],
  ['interchange', 'bundled'],
  ['api'],
  ['explorer'],
  ['app'],
  ['commands'],
  ['main', 'hearsay'],
];

const floorOf = (room: string) => rooms.findIndex((floor) => floor.includes(room));
const roomOf = (path: string) => path.split('/')[0]?.replace(/\.ts$/, '') ?? '';

interface Import {
  readonly from: string;
  readonly to: string;
}

const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.ts'));
const imports: Import[] = files.flatMap((from) =>
  [
    ...readFileSync(join(root, from), 'utf8').matchAll(/(?:from|import\()\s*'([^']+)'|^import '([^']+)'/gm),
  ].map(([, named, bare]) => ({ from, to: named ?? bare ?? '' })),
);

test('every file is in a room that has its place', (t) => {
  for (const file of files) t.ok(floorOf(roomOf(file)) >= 0, `${file} is in a known room`);
  t.end();
});

test('imports run one way', (t) => {
  for (const { from, to } of imports.filter(({ to }) => to.startsWith('.'))) {
    const target = relative(root, join(root, dirname(from), to));
    const [here, there] = [roomOf(from), roomOf(target)];
    const allowed = here === there || floorOf(there) < floorOf(here);
    if (!allowed) t.fail(`${from} imports ${target}`);
  }
  t.ok(imports.length > 100, 'there are imports to look at');
  t.end();
});

test('only store/sqlite knows the engine, and the rest of the store is asked by its port', (t) => {
  for (const { from, to } of imports) {
    if (to === 'better-sqlite3') t.match(from, /^store\/sqlite\//, `${from} imports ${to}`);
    if (/store\/sqlite\//.test(to) && !from.startsWith('store/sqlite/')) {
      t.match(from, /^commands\//, `${from} opens an engine`);
    }
  }
  t.end();
});

test('only the API and what serves it know HTTP', (t) => {
  for (const { from, to } of imports.filter(({ to }) => /^(?:@fastify\/|fastify)/.test(to))) {
    t.match(from, /^(?:api\/|explorer\/|app\.ts|logger\.ts)/, `${from} imports ${to}`);
  }
  t.end();
});
