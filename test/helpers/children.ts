import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Test } from 'tap';

const source = new URL('../../src/', import.meta.url);

/** A Node process of its own that tells the test what it does, line by line. */
export class Child {
  readonly process: ChildProcess;
  readonly lines: string[] = [];
  readonly #exited: Promise<unknown>;
  #errors = '';
  #heard = Promise.withResolvers<void>();

  constructor(process: ChildProcess) {
    this.process = process;
    this.#exited = once(process, 'exit');
    process.stderr?.on('data', (chunk) => {
      this.#errors += chunk;
    });
    if (process.stdout) {
      createInterface({ input: process.stdout }).on('line', (line) => {
        this.lines.push(line);
        this.#heard.resolve();
        this.#heard = Promise.withResolvers();
      });
    }
  }

  /** Waits until the child has written this line. */
  async says(line: string): Promise<void> {
    while (!this.lines.includes(line)) {
      const ended = await Promise.race([this.#heard.promise, this.#exited]);
      if (ended && !this.lines.includes(line)) throw new Error(`the child ended:\n${this.#errors}`);
    }
  }

  /** Lets a child that awaits `told` go on. */
  tell(): void {
    this.process.stdin?.write('\n');
  }

  /** Waits for its end, and gives its exit status. */
  async ended(): Promise<number | null> {
    await this.#exited;
    if (this.process.exitCode) throw new Error(`the child failed:\n${this.#errors}`);
    return this.process.exitCode;
  }
}

/**
 * Starts a module of JavaScript in a Node process of its own. It finds `load(path)`, which imports a module of src/,
 * `say(line)`, and `told`, a promise that resolves when the test tells it to go on. It is killed when the test ends.
 */
export function startChild(t: Test, code: string): Child {
  const program = `
    const load = (path) => import(new URL(path, '${source}'));
    const say = (line) => process.stdout.write(line + '\\n');
    const told = new Promise((resolve) => process.stdin.once('data', resolve));
    ${code}
    process.stdin.destroy();`;
  const folder = mkdtempSync(join(tmpdir(), 'hearsay-child-'));
  const file = join(folder, 'child.mjs');
  writeFileSync(file, program);
  const env = { ...process.env, NODE_OPTIONS: '' };
  const child = spawn(process.execPath, [file], { stdio: 'pipe', env });
  t.teardown(() => {
    child.kill('SIGKILL');
    rmSync(folder, { recursive: true });
  });
  return new Child(child);
}

/** A child that takes the write lock of a database, says `locked`, and holds it for some milliseconds. */
export function lockingChild(t: Test, path: string, milliseconds: number): Child {
  return startChild(
    t,
    `const { openWriter } = await load('store/sqlite/connection.ts');
     const connection = openWriter(${JSON.stringify(path)});
     connection.exec('BEGIN IMMEDIATE');
     say('locked');
     await new Promise((resolve) => setTimeout(resolve, ${milliseconds}));
     connection.exec('ROLLBACK');
     connection.close();
     say('released');`,
  );
}
