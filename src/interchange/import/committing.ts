import { Problem, type ProblemPlace } from '../../errors.ts';
import type { Command, CommitOptions, Store } from '../../store/port.ts';
import { issuesIn, type LineIssue } from '../ndjson-reader.ts';
import type { BatchSize } from './batch-size.ts';

/** A command that a line of the file led to. */
export interface LineCommand {
  readonly line: number;
  readonly command: Command;
}

/**
 * What a commit came to: all of it was written; or nothing was, and these lines are at fault; or nothing was, and
 * nobody knows at whose fault.
 */
export type Outcome = 'written' | 'unclear' | ReadonlyMap<number, readonly LineIssue[]>;

/** How often a commit may find that another process holds the lock for longer than the store waits. */
const mostAttempts = 12;

/** Commits commands of lines, and tells by line what the store says of them. */
export class Committing {
  readonly #store: Store;
  readonly #options: CommitOptions;
  readonly #size: BatchSize;

  constructor(store: Store, options: CommitOptions, size: BatchSize) {
    this.#store = store;
    this.#options = options;
    this.#size = size;
  }

  async attempt(commands: readonly LineCommand[]): Promise<Outcome> {
    if (commands.length === 0) return 'written';
    try {
      await this.#commit(commands);
      return 'written';
    } catch (error) {
      if (!(error instanceof Problem) || error.status >= 500) throw error;
      const refused = rejectionsByLine(error.errors, new Set(commands.map(({ line }) => line)));
      if (refused.size > 0) return refused;
      const [only, ...others] = commands;
      if (!only || others.length > 0) return 'unclear';
      return new Map([[only.line, issuesIn(error)]]);
    }
  }

  async #commit(commands: readonly LineCommand[]): Promise<void> {
    const pointed = commands.map(({ line, command }) => {
      const { pointer = '' } = command;
      return { ...command, pointer: `/${line}${pointer}` };
    });
    for (let attempt = 1; ; attempt++) {
      const began = performance.now();
      try {
        await this.#store.commit(pointed, this.#options);
        this.#size.learn(performance.now() - began);
        return;
      } catch (error) {
        const busy = error instanceof Problem && error.code === 'store_busy';
        if (!busy || attempt === mostAttempts) throw error;
      }
    }
  }
}

function rejectionsByLine(
  errors: readonly ProblemPlace[],
  lines: ReadonlySet<number>,
): Map<number, LineIssue[]> {
  const found = new Map<number, LineIssue[]>();
  for (const { pointer = '', code, detail } of errors) {
    const [, line, rest = ''] = /^\/(\d+)(.*)$/s.exec(pointer) ?? [];
    if (!lines.has(Number(line))) continue;
    const known = found.get(Number(line));
    const rejection = { pointer: rest, code, detail };
    if (known) known.push(rejection);
    else found.set(Number(line), [rejection]);
  }
  return found;
}
