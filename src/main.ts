#!/usr/bin/env node
import { parseArgs } from 'node:util';

const usage = `Usage: hearsay <command>

  serve             migrate and fill the database where needed, and serve it
  migrate           bring the database up to date
  openapi [file]    write the OpenAPI document to a file or to the standard output

  --help, --version

Settings are read from the environment; the README lists them.
`;

/** better-sqlite3 would crash an older Node on loading, so this comes before anything else is loaded. */
const oldest = [22, 18] as const;

async function run(): Promise<void> {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major < oldest[0] || (major === oldest[0] && minor < oldest[1])) {
    return fail(`Hearsay needs Node ${oldest.join('.')} or later; this is ${process.version}.`, 1);
  }
  const { values, positionals } = parse();
  const [command, ...rest] = positionals;
  if (values.help) return void process.stdout.write(usage);
  if (values.version) return void process.stdout.write(`${(await import('./version.ts')).version}\n`);
  if (command === 'openapi' && rest.length <= 1)
    return (await import('./commands/openapi.ts')).openapi(rest[0]);
  if (rest.length > 0) return fail(`${command} takes nothing after it.\n\n${usage}`, 2);
  switch (command) {
    case 'serve':
      return (await import('./commands/serve.ts')).serve(await config());
    case 'migrate':
      return (await import('./commands/migrate.ts')).migrate(await config());
    default:
      return fail(command === undefined ? usage : `There is no command ${command}.\n\n${usage}`, 2);
  }
}

function parse() {
  try {
    const options = { help: { type: 'boolean', short: 'h' }, version: { type: 'boolean' } } as const;
    return parseArgs({ options, allowPositionals: true });
  } catch (error) {
    fail(`${(error as Error).message}\n\n${usage}`, 2);
  }
}

async function config() {
  return (await import('./config.ts')).readConfig(process.env);
}

function fail(message: string, status: number): never {
  process.stderr.write(`${message}\n`);
  process.exit(status);
}

/** Mistakes of whoever starts it are told in a sentence; anything else with its stack. */
const told = new Set(['ConfigError', 'MigrationError']);

try {
  await run();
} catch (error) {
  const { name, message, stack, code } = error as Error & { code?: string };
  fail(told.has(name) || code === 'EADDRINUSE' ? message : (stack ?? message), 1);
}
