import { readFileSync } from 'node:fs';
import { test } from 'tap';
import { ConfigError, describedSettings, readConfig } from '../src/config.ts';

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
  });
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
