import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import Database from 'better-sqlite3';
import type { Test } from 'tap';
import { openSqliteStore } from '../../src/store/sqlite/store.ts';
import { Desk } from './making.ts';
import { emptyFolder, type Program, root, startProgram } from './programs.ts';
import { exported } from './transfer.ts';

/** The command line from a clone. */
export const main = join(root, 'src/hearsay.js');

/** An export without the moment at which it was made. */
export function withoutTime(file: string): string {
  return file.replace(/"exportedAt":"[^"]+"/, '"exportedAt":""');
}

/** A folder with a database, a place for temporary files, and the command line. */
export class Place {
  readonly folder: string;
  readonly database: string;
  readonly #t: Test;

  constructor(t: Test) {
    this.#t = t;
    this.folder = emptyFolder(t);
    this.database = join(this.folder, 'hearsay.db');
    mkdirSync(this.file('temporary'));
  }

  file(name: string, content?: string): string {
    const path = join(this.folder, name);
    if (content !== undefined) writeFileSync(path, content);
    return path;
  }

  start(...command: string[]): Program {
    return this.startIn({}, process.execPath, main, ...command);
  }

  startIn(env: Record<string, string>, program: string, ...given: string[]): Program {
    const own = {
      DATABASE_URL: pathToFileURL(this.database).href,
      TMPDIR: this.file('temporary'),
      NODE_COMPILE_CACHE: join(tmpdir(), 'node-compile-cache'),
    };
    return startProgram(this.#t, program, given, { cwd: this.folder, env: { ...own, ...env } });
  }

  async run(...command: string[]) {
    return this.start(...command).ended;
  }

  temporaryFiles(): string[] {
    return readdirSync(this.file('temporary'));
  }

  /** The store in this process, for as long as `use` takes. */
  async withStore<Result>(use: (desk: Desk) => Promise<Result>): Promise<Result> {
    const { store } = await openSqliteStore({ url: pathToFileURL(this.database).href, workers: 1 });
    try {
      return await use(new Desk(store));
    } finally {
      await store.close();
    }
  }

  exported(): Promise<string> {
    return this.withStore(({ store }) => exported(store));
  }

  /** The newest log position, as another process sees it; 0 before there is a database. */
  position(): number {
    try {
      const connection = new Database(this.database, { readonly: true });
      const position = connection.prepare('SELECT coalesce(max(seq), 0) FROM log').pluck().get();
      connection.close();
      return position as number;
    } catch {
      return 0;
    }
  }

  async reaches(position: number): Promise<void> {
    while (this.position() < position) await sleep(15);
  }
}
