import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { plainEnvironment, root } from '../helpers/programs.ts';

const program = join(root, 'src/hearsay.js');

/** Settings of a service that writes to this database and limits nothing. */
export function settingsOf(database: string): NodeJS.ProcessEnv {
  return {
    ...plainEnvironment(),
    // Coverage of processes that are killed would be lost anyway.
    NODE_OPTIONS: '',
    DATABASE_URL: pathToFileURL(database).href,
    BUNDLED_ARTICLE: 'never',
    PORT: '0',
    RATE_LIMIT: 'off',
    KEY_RATE_LIMIT: 'off',
    // What goes to the kernel by a ring is no system call, which a trace would show.
    UV_USE_IO_URING: '0',
  };
}

/** Makes an API key by the command line. `wrapper` is a command that runs the program. */
export async function createKey(database: string, wrapper: readonly string[] = []): Promise<string> {
  const given = [program, 'keys', 'create', '--name', 'Endurance', '--scope', 'write'];
  const [command = '', ...rest] = [...wrapper, process.execPath, ...given];
  const child = spawn(command, rest, { env: settingsOf(database) });
  let [key, errors] = ['', ''];
  child.stdout.on('data', (chunk) => {
    key += chunk;
  });
  child.stderr.on('data', (chunk) => {
    errors += chunk;
  });
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`keys create ended with ${code}: ${errors}`);
  return key.trim();
}

/** A `hearsay serve`, always started by the same command. */
export class Server {
  /** Where it listens; undefined while it does not. */
  address: string | undefined;
  /** What it did though nobody asked for it. */
  readonly faults: string[] = [];
  /** How often it was killed. */
  kills = 0;
  /** How long each start took until it listened, in milliseconds. */
  readonly starts: number[] = [];
  readonly #database: string;
  readonly #wrapper: readonly string[];
  readonly #options: readonly string[];
  #child: ChildProcess | undefined;
  #ended: Promise<unknown> = Promise.resolve();
  #isToEnd = false;

  /** `wrapper` is a command that runs the program, and `options` are Node's own. */
  constructor(database: string, { wrapper = [] as string[], options = [] as string[] } = {}) {
    this.#database = database;
    this.#wrapper = wrapper;
    this.#options = options;
  }

  /** Resolves once it listens, or has ended before. */
  async start(): Promise<void> {
    const began = performance.now();
    const [command = '', ...rest] = [...this.#wrapper, process.execPath, ...this.#options, program, 'serve'];
    const child = spawn(command, rest, {
      env: settingsOf(this.#database),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#child = child;
    this.#isToEnd = false;
    let errors = '';
    child.stderr.on('data', (chunk) => {
      errors += chunk;
    });
    this.#ended = once(child, 'close').then(([code, signal]) => {
      this.address = undefined;
      if (!this.#isToEnd) this.faults.push(`a server ended with ${code ?? signal}: ${errors}`);
    });
    let output = '';
    const listening = new Promise<void>((resolve) => {
      child.stdout.on('data', (chunk) => {
        if (this.address) return;
        output += chunk;
        const address = /Hearsay listens on (http:\S+?)\. /.exec(output)?.[1];
        if (!address || this.#isToEnd) return;
        this.address = address;
        this.starts.push(performance.now() - began);
        resolve();
      });
    });
    await Promise.race([listening, this.#ended]);
  }

  /** Ends it with `kill -9`, be it still starting or not. */
  async kill(): Promise<void> {
    if (!this.#isToEnd) this.kills++;
    await this.#end('SIGKILL');
  }

  /** Asks it to end. It must do so by itself, without an error. */
  async stop(): Promise<void> {
    await this.#end('SIGTERM');
    const { exitCode } = this.#child ?? {};
    if (exitCode !== 0) this.faults.push(`a server that was to stop ended with ${exitCode}`);
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    this.#isToEnd = true;
    this.address = undefined;
    this.#child?.kill(signal);
    await this.#ended;
  }
}
