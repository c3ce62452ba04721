import { isIP } from 'node:net';
import { z } from 'zod';

/** A setting that is on or off. */
function onOff(preset: 'on' | 'off') {
  return z
    .enum(['on', 'off'])
    .default(preset)
    .transform((value) => value === 'on');
}

function number(preset: number, least: number, most: number) {
  const fits = (value: string) => /^\d+$/.test(value) && Number(value) >= least && Number(value) <= most;
  return z
    .string()
    .refine(fits, `must be a whole number from ${least} to ${most}`)
    .default(String(preset))
    .transform(Number);
}

/** How many requests a minute; undefined where it is off. */
function limit(preset: number) {
  const fits = (value: string) => value === 'off' || (/^\d{1,9}$/.test(value) && Number(value) >= 1);
  return z
    .string()
    .refine(fits, 'must be off or a whole number from 1 to 999999999')
    .default(String(preset))
    .transform((value) => (value === 'off' ? undefined : Number(value)));
}

const address = z.url({ protocol: /^https?$/, error: 'must be an http or https address' });

const notAFile = 'must be a file: URL that names a file, such as file:./data/hearsay.db, without ? and #';

/** Every setting: read from the environment by its name. */
const settings = z.object({
  PORT: number(3000, 0, 65_535).describe('The port to listen on; 0 takes any free one.'),
  HOST: z.string().min(1).default('127.0.0.1').describe('The address to listen on.'),
  PUBLIC_URL: address
    .optional()
    .describe(
      'The address under which clients reach the service, for the OpenAPI document and the IRIs in JSON-LD.',
    ),
  TRUST_PROXY: z
    .string()
    .refine(
      (value) => ['on', 'off'].includes(value) || entries(value).every(isProxy),
      'must be off, on, or IP addresses, networks such as 10.0.0.0/8, loopback, linklocal or uniquelocal, separated by commas',
    )
    .default('off')
    .transform(proxies)
    .describe(
      'Whose `X-Forwarded-*` headers are believed: `off`, `on`, or addresses and networks separated by commas.',
    ),
  DATABASE_URL: z
    .string()
    .refine((value) => pathOf(value) !== undefined, notAFile)
    .default('file:./data/hearsay.db')
    .describe('The database.'),
  BUNDLED_ARTICLE: z
    .enum(['auto', 'never'])
    .default('auto')
    .describe('Whether a database that has never held anything begins with the bundled article.'),
  LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'])
    .default('info')
    .describe('What is logged.'),
  WORKERS: number(2, 1, 64).describe('How many threads may do what takes long, of each kind of work.'),
  RESPONSE_CACHE: onOff('on').describe('Whether answers are kept in memory until something is written.'),
  READ_ACCESS: z
    .enum(['public', 'key'])
    .default('public')
    .describe('Who may read: anyone, or whoever has an API key.'),
  RATE_LIMIT: limit(1_200).describe(
    'How many requests a minute each address may send without a key (each /64 of IPv6), or `off`.',
  ),
  KEY_RATE_LIMIT: limit(6_000).describe(
    'How many requests a minute may be sent with each API key, or `off`.',
  ),
  FAILED_AUTHENTICATION_LIMIT: limit(20).describe(
    'How many wrong API keys a minute each address may send before they are answered 429, or `off`.',
  ),
  CORS_ORIGIN: z
    .string()
    .refine(
      (value) => ['*', 'off'].includes(value) || entries(value).every(isOrigin),
      'must be *, off, or origins such as https://news.example, without a path, separated by commas',
    )
    .default('*')
    .transform(origins)
    .describe('The origins whose pages may use the API, separated by commas; `*` is any, `off` none.'),
  BODY_LIMIT: number(1_048_576, 1_024, 104_857_600).describe('The largest request body, in bytes.'),
  URL_LIMIT: number(8_192, 256, 16_384).describe('The longest URL, in characters.'),
  REQUEST_TIMEOUT: number(30_000, 100, 600_000).describe(
    'How long a request may take to arrive, in milliseconds.',
  ),
  SHUTDOWN_TIMEOUT: number(10_000, 100, 600_000).describe(
    'How long requests may take to finish after SIGTERM, in milliseconds.',
  ),
  LOCK_TIMEOUT: number(5_000, 100, 600_000).describe(
    "How long a write waits for another process's lock, in milliseconds.",
  ),
  STREAMS: number(500, 1, 100_000).describe('How many streams of changes may be open at once.'),
  HEARTBEAT: number(15_000, 100, 600_000).describe(
    'How often a stream of changes shows that it lives, in milliseconds.',
  ),
  STREAM_PATIENCE: number(30_000, 100, 600_000).describe(
    'How long the reader of a stream may leave what was sent to it untaken, in milliseconds; then it is cut.',
  ),
  DATA_LICENSE: address.optional().describe('The licence of the data, for the OpenAPI document.'),
});
export type Config = z.output<typeof settings>;

/** The settings with their defaults and what they mean, in order. */
export const describedSettings = Object.entries(settings.shape).map(([name, schema]) => ({
  name,
  preset: schema.safeParse(undefined).success ? z.toJSONSchema(schema, { io: 'input' }).default : undefined,
  description: schema.description ?? '',
}));

/** The settings are wrong; the message lists every mistake. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/** The settings of an environment. An empty value is no value. Throws a ConfigError that lists every mistake. */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const given = Object.keys(settings.shape).map((name) => [name, environment[name] || undefined]);
  const parsed = settings.safeParse(Object.fromEntries(given));
  if (parsed.success) return parsed.data;
  const mistakes = parsed.error.issues.map(({ path, message }) => {
    const name = String(path[0]);
    return `  ${name}=${environment[name] ?? ''}: ${message}`;
  });
  throw new ConfigError(`These settings are wrong:\n${mistakes.join('\n')}`);
}

/** The path that a `file:` URL of DATABASE_URL names. Throws a ConfigError where it names none. */
export function databasePath(url: string): string {
  const path = pathOf(url);
  if (path === undefined) throw new ConfigError(`DATABASE_URL=${url}: ${notAFile}`);
  return path;
}

function pathOf(url: string): string | undefined {
  const encoded = /^file:(?:\/\/(?=\/))?(?!\/\/)([^?#]+)$/.exec(url)?.[1];
  if (encoded === undefined) return undefined;
  let path: string;
  try {
    path = decodeURIComponent(encoded);
  } catch {
    return undefined;
  }
  const isFolder = /(?:^|\/)\.{0,2}$/.test(path);
  // The engine takes white space off both ends, and so would open another file.
  const isAnother = path === ':memory:' || path.includes('\0') || path !== path.trim();
  return isFolder || isAnother ? undefined : path;
}

function entries(list: string): string[] {
  return list.split(',').map((one) => one.trim());
}

function isProxy(entry: string): boolean {
  if (['loopback', 'linklocal', 'uniquelocal'].includes(entry)) return true;
  const [, address = '', bits = '1'] = /^([\da-f.:]+)(?:\/(\d+))?$/i.exec(entry) ?? [];
  const version = isIP(address);
  return version !== 0 && Number(bits) >= 1 && Number(bits) <= (version === 4 ? 32 : 128);
}

function isOrigin(entry: string): boolean {
  return URL.canParse(entry) && new URL(entry).origin === entry;
}

function proxies(value: string): boolean | string[] {
  return value === 'on' || value === 'off' ? value === 'on' : entries(value);
}

function origins(value: string): '*' | false | string[] {
  if (value === '*') return '*';
  return value === 'off' ? false : entries(value);
}
