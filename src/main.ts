#!/usr/bin/env node
import { parseArgs } from 'node:util';

const usage = `Usage: hearsay <command>

  serve             migrate and fill the database where needed, and serve it
  migrate           bring the database up to date
  compile           compile the sources into Node's cache, so that starts are quick; npm install does it
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
  await keepCompiledCode();
  const { values, positionals } = parse();
  const [command, ...rest] = positionals;
  if (values.help) return void process.stdout.write(usage);
  if (values.version) return void process.stdout.write(`${(await import('./version.ts')).version}\n`);
  if (command === undefined) return fail(usage, 2);
  const known = commands.get(command);
  if (!known) return fail(`There is no command ${command}.\n\n${usage}`, 2);
  if (rest.length > known.most) return fail(`${command} takes ${known.takes} after it.\n\n${usage}`, 2);
  return known.run(rest);
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

interface KnownCommand {
  /** How many arguments it takes at most, and in words. */
  readonly most: number;
  readonly takes: string;
  run(rest: readonly string[]): Promise<void>;
}

const commands = new Map<string, KnownCommand>([
  [
    'serve',
    {
      most: 0,
      takes: 'nothing',
      run: async () => (await import('./commands/serve.ts')).serve(await config()),
    },
  ],
  [
    'migrate',
    {
      most: 0,
      takes: 'nothing',
      run: async () => (await import('./commands/migrate.ts')).migrate(await config()),
    },
  ],
  [
    'compile',
    {
      most: 0,
      takes: 'nothing',
      run: async () => (await import('./commands/compile.ts')).compile(),
    },
  ],
  [
    'openapi',
    {
      most: 1,
      takes: 'at most one file',
      run: async ([file]) => (await import('./commands/openapi.ts')).openapi(file),
    },
  ],
]);

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

const brokenDatabase = /^SQLITE_(BUSY|CANTOPEN|CORRUPT|FULL|IOERR|NOTADB|PERM|READONLY)/;

/** What whoever starts it can mend is told in a sentence; anything else with its stack. */
function describe(error: NodeJS.ErrnoException & { address?: string; port?: number }): string {
  const { name, message, code = '', syscall, address, port, stack } = error;
  if (code === 'EADDRINUSE')
    return `Something else listens on ${address}:${port}: stop it, or choose another PORT.`;
  if (brokenDatabase.test(code)) return `The database cannot be used: ${message}.`;
  const told = name === 'ConfigError' || name === 'MigrationError' || syscall !== undefined;
  return told ? message : (stack ?? message);
}

try {
  await run();
} catch (error) {
  fail(describe(error as Error), 1);
}
