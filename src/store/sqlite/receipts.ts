import { Problem, type ProblemCode, type ProblemContext, type ProblemPlace } from '../../errors.ts';
import type { Committed, Receipt, StoredDocument } from '../port.ts';
import type { Connection } from './connection.ts';
import type { LogReader } from './log-reader.ts';

/** How long a receipt is kept, in milliseconds. */
const kept = 24 * 3_600_000;

interface Row {
  readonly digest: string;
  readonly written: string | null;
  readonly problem: string | null;
}

/** A refusal as it is kept and crosses threads. */
export interface KeptProblem {
  readonly code: ProblemCode;
  readonly detail: string;
  readonly errors: readonly ProblemPlace[];
  readonly headers: Readonly<Record<string, string>>;
}

/** The Problem that was kept. */
export function problemFrom({ code, detail, errors, headers }: KeptProblem): Problem {
  return new Problem(code, detail, { errors, headers } satisfies ProblemContext);
}

/** A Problem as it is kept. */
export function keptProblem({ code, message, errors, headers }: Problem): KeptProblem {
  return { code, detail: message, errors, headers };
}

/** What requests were answered, for those that are sent again. Statements are prepared once. */
export class Receipts {
  readonly #log: LogReader;
  readonly #find;
  readonly #keep;
  readonly #expire;
  readonly #forgetProblems;

  constructor(connection: Connection, log: LogReader) {
    this.#log = log;
    this.#find = connection.prepare<[string, string, string, string, number], Row>(
      `SELECT digest, written, problem FROM receipt
       WHERE actor = ? AND method = ? AND path = ? AND key = ? AND at > ?`,
    );
    this.#keep = connection.prepare<
      [string, string, string, string, string, number, string | null, string | null]
    >(
      `INSERT INTO receipt (actor, method, path, key, digest, at, written, problem) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET digest = excluded.digest, at = excluded.at, written = excluded.written,
       problem = excluded.problem`,
    );
    this.#expire = connection.prepare<[number]>(
      `DELETE FROM receipt WHERE (actor, method, path, key) IN
       (SELECT actor, method, path, key FROM receipt WHERE at <= ? ORDER BY at LIMIT 20)`,
    );
    this.#forgetProblems = connection.prepare<[]>('DELETE FROM receipt WHERE problem IS NOT NULL');
  }

  /**
   * How the same request was answered before; undefined where it was not. Throws a Problem `idempotency_key_reused` where
   * another request had this key.
   */
  find(actor: string, { method, path, key, digest }: Receipt): Committed | KeptProblem | undefined {
    const row = this.#find.get(actor, method, path, key, Date.now() - kept);
    if (!row) return undefined;
    if (row.digest !== digest) {
      throw new Problem(
        'idempotency_key_reused',
        `The Idempotency-Key ${key} was used for another request to ${method} ${path}.`,
      );
    }
    if (row.problem !== null) {
      const problem = JSON.parse(row.problem) as KeptProblem;
      return { ...problem, headers: { ...problem.headers, 'idempotency-replayed': 'true' } };
    }
    const written = JSON.parse(row.written ?? '[]') as [id: string, revision: number][];
    const entries = written.flatMap(([id, revision]) => this.#log.revision(id, revision) ?? []);
    const items = entries.map(({ id, revision, json }): StoredDocument => ({ id, revision, json }));
    return { items, position: entries.at(-1)?.position ?? 0, replayed: true };
  }

  keep(actor: string, receipt: Receipt, outcome: Committed | KeptProblem): void {
    const { method, path, key, digest } = receipt;
    const now = Date.now();
    // A few at a time: together they go faster than they come.
    this.#expire.run(now - kept);
    const [written, problem] =
      'items' in outcome
        ? [JSON.stringify(outcome.items.map(({ id, revision }) => [id, revision])), null]
        : [null, JSON.stringify(outcome)];
    this.#keep.run(actor, method, path, key, digest, now, written, problem);
  }

  /** Forgets every refusal that was kept: it may hold words of what it refused. */
  forgetProblems(): void {
    this.#forgetProblems.run();
  }
}
