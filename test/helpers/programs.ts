import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Test } from 'tap';

/** The folder of this project. */
export const root = fileURLToPath(new URL('../..', import.meta.url));

/** How a program ended, and what it wrote. */
export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly output: string;
  readonly errors: string;
}

/** A program that was started; it is killed when the test ends. */
export interface Program {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  /** The standard output so far. */
  output(): string;
}

export interface ProgramOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
}

/** A folder outside the project, where nothing of it is found by looking upwards; removed when the test ends. */
export function emptyFolder(t: Test): string {
  const folder = mkdtempSync(join(tmpdir(), 'hearsay-'));
  t.teardown(() => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));
  return folder;
}

/** The environment without the settings of the service and without what npm says of the project; this Node is first. */
export function plainEnvironment(): NodeJS.ProcessEnv {
  const unwanted =
    /^(npm_(package|lifecycle|config_local_prefix|config_prefix|config_global_prefix)|INIT_CWD|NODE_ENV|PORT|HOST|DATABASE_URL|BUNDLED_ARTICLE|LOG_LEVEL|READ_ACCESS|RATE_LIMIT|KEY_RATE|FAILED_AUTH)/;
  const kept = Object.entries(process.env).filter(([name]) => !unwanted.test(name));
  const { PATH = '' } = process.env;
  const path = PATH.split(delimiter).filter((folder) => !folder.endsWith(join('node_modules', '.bin')));
  return { ...Object.fromEntries(kept), PATH: [dirname(process.execPath), ...path].join(delimiter) };
}

export function startProgram(
  t: Test,
  command: string,
  programArguments: readonly string[],
  { cwd = root, env = {} }: ProgramOptions = {},
): Program {
  // Coverage of our sources counts, that of npm and of installed copies only takes time.
  const covered = programArguments[0]?.startsWith(join(root, 'src')) ?? false;
  const coverage = covered ? {} : { _TAPJS_PROCESSINFO_COVERAGE_: '0' };
  const child = spawn(command, programArguments, {
    cwd,
    env: { ...plainEnvironment(), ...coverage, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  let errors = '';
  // A character may come in two chunks.
  child.stdout.setEncoding('utf8');
  child.stderr.setEncoding('utf8');
  child.stdout.on('data', (chunk) => {
    output += chunk;
  });
  child.stderr.on('data', (chunk) => {
    errors += chunk;
  });
  const ended = once(child, 'close').then(([code, signal]) => ({ code, signal, output, errors }));
  ended.catch(() => {});
  t.teardown(async () => {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
    await ended.catch(() => {});
  });
  return { child, ended, output: () => output };
}

/** Runs a program to its end; the test fails, with what it wrote, where it does not exit with 0. */
export async function runProgram(
  t: Test,
  command: string,
  programArguments: readonly string[],
  options?: ProgramOptions,
): Promise<Ended> {
  const ended = await startProgram(t, command, programArguments, options).ended;
  const line = [command, ...programArguments].join(' ');
  if (ended.code !== 0) throw new Error(`${line} ended with ${ended.code}:\n${ended.output}${ended.errors}`);
  return ended;
}

/** Waits for the address that a service logs once it listens. */
export async function addressOf({ child, ended, output }: Program): Promise<string> {
  const deadline = Date.now() + 30_000;
  for (;;) {
    const address = /Hearsay listens on (https?:\/\/[^\s"]+?)\. /.exec(output())?.[1];
    if (address) return address;
    if (child.exitCode !== null || child.signalCode !== null || Date.now() > deadline) {
      child.kill('SIGKILL');
      const { output: written, errors } = await ended;
      throw new Error(`The service does not listen:\n${written}${errors}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
