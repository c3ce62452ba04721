import { readFileSync } from 'node:fs';
import { test } from 'tap';
import { ConfigError, databasePath, describedSettings, readConfig } from '../src/config.ts';

test('settings have safe defaults', (t) => {
  const config = readConfig({});
  t.match(config, {
    PORT: 3000,
    HOST: '127.0.0.1',
    TRUST_PROXY: false,
    DATABASE_URL: 'file:./data/hearsay.db',
    BUNDLED_ARTICLE: 'auto',
    LOG_LEVEL: 'info',
    RESPONSE_CACHE: true,
    READ_ACCESS: 'public',
    ...{ RATE_LIMIT: 1_200, KEY_RATE_LIMIT: 6_000, FAILED_AUTHENTICATION_LIMIT: 20 },
  });
  t.equal(readConfig({ RATE_LIMIT: 'off' }).RATE_LIMIT, undefined);
  t.same(readConfig({ PORT: '', HOST: '' }), config, 'an empty value is no value');
  t.same(readConfig({ TRUST_PROXY: 'on' }).TRUST_PROXY, true);
  t.same(readConfig({ TRUST_PROXY: '10.0.0.0/8, ::1' }).TRUST_PROXY, ['10.0.0.0/8', '::1']);
  t.same(readConfig({ CORS_ORIGIN: 'off' }).CORS_ORIGIN, false);
  t.same(readConfig({ CORS_ORIGIN: 'https://a.example,https://b.example' }).CORS_ORIGIN, [
    'https://a.example',
    'https://b.example',
  ]);
  t.end();
});

test('every mistake is listed at once, by the name of its setting', (t) => {
  const wrong = {
    PORT: '99999',
    DATABASE_URL: 'mysql://x',
    BUNDLED_ARTICLE: 'yes',
    LOG_LEVEL: 'loud',
    WORKERS: '1.5',
    PUBLIC_URL: 'ftp://x',
    RESPONSE_CACHE: 'true',
    BODY_LIMIT: 'big',
  };
  try {
    readConfig(wrong);
    t.fail('wrong settings were read');
  } catch (error) {
    t.ok(error instanceof ConfigError);
    for (const [name, value] of Object.entries(wrong)) t.match(String(error), `${name}=${value}: `);
    t.notMatch(String(error), 'HOST');
  }
  t.end();
});

const proxies = 'must be off, on, or';
const limits = 'must be off or a whole number from 1';
const files = 'must be a file: URL that names a file';

/** Values that are refused, by what is said about them. */
const refused: [name: string, message: string, values: string[]][] = [
  ['PORT', 'must be a whole number from 0 to 65535', ['0x1F90', '1e3', ' 5 ', '-0', '+1', '5.0', '65536']],
  ['TRUST_PROXY', proxies, ['foo', 'ON', '10.0.0.1,', '10.0.0.1,foo', '10.0.0', '10.0.0.0/0', '10.0.0.0/33']],
  ['TRUST_PROXY', proxies, ['::1/129', '10.0.0.0/', '10.0.0.0/255.0.0.0', 'fe80::1%a.b']],
  ['CORS_ORIGIN', 'must be *, off, or', ['a.example', 'https://a.example/', 'https://a.example/x', 'null']],
  [
    'CORS_ORIGIN',
    'must be *, off, or',
    ['https://a.example:443', 'https://A.example', 'https://a.example,*'],
  ],
  ['READ_ACCESS', 'Invalid option', ['private', 'Public']],
  ['RATE_LIMIT', limits, ['0', '-1', '1e3', ' 5', 'on', 'Off', '1000000000']],
  ['KEY_RATE_LIMIT', limits, ['0', 'none']],
  ['FAILED_AUTHENTICATION_LIMIT', limits, ['0', 'none']],
  [
    'DATABASE_URL',
    files,
    ['file:', 'file://', 'file:///', 'file:./data/', 'file:data%2F', 'file:.', 'file:a/..'],
  ],
  [
    'DATABASE_URL',
    files,
    ['file:a.db?mode=ro', 'file:a.db#x', 'file:%zz', 'file:%ff', 'file:a%00.db', 'file:%20'],
  ],
  ['DATABASE_URL', files, ['file::memory:', 'file:%3Amemory:', 'file://host/a.db', 'a.db', 'http://x/a.db']],
];

test('a value that would be misread later is refused', (t) => {
  for (const [name, message, values] of refused) {
    for (const value of values) {
      const expected = { name: 'ConfigError', message: `  ${name}=${value}: ${message}` };
      t.throws(() => readConfig({ [name]: value }), expected, `${name}=${value}`);
    }
  }
  t.end();
});

test('proxies are addresses, networks and the names of networks', (t) => {
  const all = [
    '10.0.0.1',
    '10.0.0.0/8',
    '::1',
    'fc00::/7',
    '::ffff:1.2.3.4',
    'loopback',
    'linklocal',
    'uniquelocal',
  ];
  t.same(readConfig({ TRUST_PROXY: all.join(', ') }).TRUST_PROXY, all);
  t.end();
});

test('the URL of the database names a path', (t) => {
  const paths = {
    'file:./relative/a.db': './relative/a.db',
    'file:relative.db': 'relative.db',
    'file:/absolute/a.db': '/absolute/a.db',
    'file:///absolute/a.db': '/absolute/a.db',
    'file:///with%20space%3F%23%25.db': '/with space?#%.db',
    'file:.hidden': '.hidden',
  };
  for (const [url, path] of Object.entries(paths)) {
    t.equal(readConfig({ DATABASE_URL: url }).DATABASE_URL, url);
    t.equal(databasePath(url), path);
  }
  t.throws(() => databasePath('file:%zz'), { name: 'ConfigError', message: 'DATABASE_URL=file:%zz' });
  t.end();
});

test('the README lists every setting with its default and what it means', (t) => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
  const rows = describedSettings.map(({ name, preset, description }) => {
    const shown = preset === undefined ? '' : `\`${preset}\``;
    return `| \`${name}\` | ${shown} | ${description} |`;
  });
  for (const row of rows) t.ok(readme.includes(row), `the README has the row ${row}`);
  const listed = [...readme.matchAll(/^\| `([A-Z_]+)` \|/gm)].map(([, name]) => name);
  t.same(
    listed,
    describedSettings.map(({ name }) => name),
    'and no other',
  );
  t.end();
});
