#!/usr/bin/env node
import { type ParseArgsConfig, parseArgs } from 'node:util';
import type { Config } from './config.ts';

/** What was given to a command after its name. */
interface Given {
  readonly positionals: readonly string[];
  readonly values: Readonly<Record<string, unknown>>;
}

interface Command {
  /** How it is called, and what it does, for the usage. */
  readonly synopsis: string;
  readonly summary: string;
  readonly options?: NonNullable<ParseArgsConfig['options']>;
  /** How many arguments it takes at most, and in words. */
  readonly most: number;
  readonly takes: string;
  run(given: Given): Promise<void>;
}

const commands: Readonly<Record<string, Command>> = {
  serve: {
    synopsis: 'serve',
    summary: 'migrate and fill the database where needed, and serve it',
    ...{ most: 0, takes: 'nothing' },
    run: async () => (await import('./commands/serve.ts')).serve(await config()),
  },
  migrate: {
    synopsis: 'migrate',
    summary: 'bring the database up to date',
    ...{ most: 0, takes: 'nothing' },
    run: async () => (await import('./commands/migrate.ts')).migrate(await config()),
  },
  redact: {
    synopsis: 'redact <id>',
    summary:
      'take all content, or each --pointer, out of a record and its history for good (--reason, --comments, --yes)',
    options: {
      pointer: { type: 'string', multiple: true },
      reason: { type: 'string' },
      'reason-language': { type: 'string' },
      comments: { type: 'boolean' },
      yes: { type: 'boolean' },
    },
    ...{ most: 1, takes: 'one id' },
    run: async ({ positionals: [id], values }) =>
      (await import('./commands/redact.ts')).redact(await config(), id, values),
  },
  import: {
    synopsis: 'import <file|->',
    summary: 'write the resources in the lines of a file, or of the standard input',
    options: {
      'dry-run': { type: 'boolean' },
      report: { type: 'string' },
      comment: { type: 'string' },
      batch: { type: 'string' },
    },
    ...{ most: 1, takes: 'one file' },
    run: async (given) => (await import('./commands/import.ts')).importFile(await config(), given),
  },
  export: {
    synopsis: 'export [file|-]',
    summary: 'write all that the database holds to a file or to the standard output',
    options: { 'no-history': { type: 'boolean' } },
    ...{ most: 1, takes: 'at most one file' },
    run: async (given) => (await import('./commands/export.ts')).exportFile(await config(), given),
  },
  restore: {
    synopsis: 'restore --from-export <file|->',
    summary: 'make an empty database hold what an export holds, its history included',
    options: { 'from-export': { type: 'string' } },
    ...{ most: 0, takes: 'nothing but its options' },
    run: async (given) => (await import('./commands/restore.ts')).restoreFile(await config(), given),
  },
  compile: {
    synopsis: 'compile',
    summary: "compile the sources into Node's cache, so that starts are quick; npm install does it",
    ...{ most: 0, takes: 'nothing' },
    run: async () => (await import('./commands/compile.ts')).compile(),
  },
  keys: {
    synopsis: 'keys <action>',
    summary: 'create, list, expire or revoke API keys; without an action it tells how',
    options: {
      ...{ name: { type: 'string' }, scope: { type: 'string' }, expires: { type: 'string' } },
      ...{ at: { type: 'string' }, json: { type: 'boolean' } },
    },
    ...{ most: 2, takes: 'an action and at most one id' },
    run: async (given) => (await import('./commands/keys.ts')).keys(given, await config()),
  },
  duplicates: {
    synopsis: 'duplicates',
    summary: 'list sources that may be the same, --limit N pairs at most; --json for a line of JSON each',
    options: { json: { type: 'boolean' }, limit: { type: 'string' } },
    ...{ most: 0, takes: 'nothing' },
    run: async ({ values: { json, limit } }) => {
      const options = { json: json === true, limit: limit as string | undefined };
      await (await import('./commands/duplicates.ts')).duplicates(await config(), options);
    },
  },
  openapi: {
    synopsis: 'openapi [file]',
    summary: 'write the OpenAPI document to a file or to the standard output',
    ...{ most: 1, takes: 'at most one file' },
    run: async ({ positionals: [file] }) => (await import('./commands/openapi.ts')).openapi(file),
  },
};

const general = { help: { type: 'boolean', short: 'h' }, version: { type: 'boolean' } } as const;

function usage(): string {
  const all = Object.values(commands);
  const width = Math.max(...all.map(({ synopsis }) => synopsis.length));
  const lines = all.map(({ synopsis, summary }) => `  ${synopsis.padEnd(width)}  ${summary}`);
  return `Usage: hearsay <command>

${lines.join('\n')}

  --help, --version

Settings are read from the environment; the README lists them.
`;
}

/** better-sqlite3 would crash an older Node on loading, so this comes before anything else is loaded. */
const oldest = [22, 18] as const;

async function run(): Promise<void> {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major < oldest[0] || (major === oldest[0] && minor < oldest[1])) {
    return fail(`Hearsay needs Node ${oldest.join('.')} or later; this is ${process.version}.`, 1);
  }
  await keepCompiledCode();
  const given = process.argv.slice(2);
  const name = given.find((one) => !one.startsWith('-'));
  const command = name !== undefined && Object.hasOwn(commands, name) ? commands[name] : undefined;
  const { values, positionals } = parse(given, command);
  if (values.help) return void process.stdout.write(usage());
  if (values.version) return void process.stdout.write(`${(await import('./version.ts')).version}\n`);
  if (name === undefined) return fail(usage(), 2);
  if (!command) return fail(`There is no command ${name}.\n\n${usage()}`, 2);
  const rest = positionals.slice(1);
  if (rest.length > command.most) return fail(`${name} takes ${command.takes} after it.\n\n${usage()}`, 2);
  return command.run({ positionals: rest, values });
}

/** Later starts take compiled code, types stripped, from a cache: quicker, and without the compiler in memory. */
async function keepCompiledCode(): Promise<void> {
  // An older Node has no such exports, and would stop at an import of them before it could say what it needs.
  const { enableCompileCache, getCompileCacheDir } = await import('node:module');
  enableCompileCache();
  // Threads look for the cache in the environment.
  const folder = getCompileCacheDir();
  if (folder !== undefined) process.env.NODE_COMPILE_CACHE ??= folder;
}

function parse(given: string[], command: Command | undefined): Given {
  try {
    const options = { ...command?.options, ...general };
    return parseArgs({ args: given, options, allowPositionals: true });
  } catch (error) {
    return fail(`${(error as Error).message}\n\n${usage()}`, 2);
  }
}

async function config(): Promise<Config> {
  return (await import('./config.ts')).readConfig(process.env);
}

function fail(message: string, status: number): never {
  process.stderr.write(`${message}\n`);
  process.exit(status);
}

const brokenDatabase = /^SQLITE_(BUSY|CANTOPEN|CORRUPT|FULL|IOERR|NOTADB|PERM|READONLY)/;

const tellable = new Set(['ConfigError', 'MigrationError', 'UsageError', 'Problem']);

/** What whoever starts it can mend is told in a sentence; anything else with its stack. */
function describe(error: NodeJS.ErrnoException & { address?: string; port?: number }): string {
  const { name, message, code = '', syscall, address, port, stack } = error;
  if (code === 'EADDRINUSE')
    return `Something else listens on ${address}:${port}: stop it, or choose another PORT.`;
  if (brokenDatabase.test(code)) return `The database cannot be used: ${message}.`;
  return tellable.has(name) || syscall !== undefined ? message : (stack ?? message);
}

try {
  await run();
} catch (error) {
  fail(describe(error as Error), (error as Error).name === 'UsageError' ? 2 : 1);
}
