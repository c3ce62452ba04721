import { Problem } from '../../errors.ts';
import type { ResourceType } from '../../model/identifiers.ts';
import type { ChangeQuery, Changes, LogEntry } from '../port.ts';
import type { Connection } from './connection.ts';

interface LogRow {
  readonly seq: number;
  readonly at: number;
  readonly actor: string;
  readonly action: LogEntry['action'];
  readonly resource: ResourceType;
  readonly id: string;
  readonly revision: number;
  readonly document: string;
  readonly comment: string | null;
}

const columns = 'l.seq, l.at, l.actor, l.action, l.resource, l.id, l.revision, l.document, l.comment';

/** So many writes that concern claims are looked through at a time for those of some types. */
const longestSearch = 1_000;

/** Reads the log. Statements are prepared at their first use and kept. */
export class LogReader {
  readonly #revision;
  readonly #revisions;
  readonly #lastRedaction;
  readonly #ends;
  readonly #after;
  readonly #ofType;
  readonly #at;
  readonly #concerning;

  constructor(connection: Connection) {
    this.#revision = connection.prepare<[string, number], LogRow>(
      `SELECT ${columns} FROM log AS l WHERE l.id = ? AND l.revision = ?`,
    );
    // SQLite would prepare a statement anew whenever a bare parameter in LIMIT is bound.
    this.#revisions = connection.prepare<[string, number, number], LogRow>(
      `SELECT ${columns} FROM log AS l WHERE l.id = ? AND l.revision < ? ORDER BY l.revision DESC LIMIT abs(?)`,
    );
    this.#lastRedaction = connection
      .prepare<[string], number>(
        `SELECT coalesce(max(revision), 0) FROM log WHERE id = ? AND action = 'redact'`,
      )
      .pluck();
    this.#ends = connection.prepare<[], { first: number | null; last: number | null }>(
      'SELECT (SELECT min(seq) FROM log) AS first, (SELECT max(seq) FROM log) AS last',
    );
    this.#after = connection.prepare<[number, number], LogRow>(
      `SELECT ${columns} FROM log AS l WHERE l.seq > ? ORDER BY l.seq LIMIT abs(?)`,
    );
    this.#ofType = connection.prepare<[ResourceType, number, number], LogRow>(
      `SELECT ${columns} FROM log AS l WHERE l.resource = ? AND l.seq > ? ORDER BY l.seq LIMIT abs(?)`,
    );
    this.#at = connection.prepare<[number], LogRow>(`SELECT ${columns} FROM log AS l WHERE l.seq = ?`);
    this.#concerning = connection.prepare<[string, number, number], Pick<LogRow, 'seq' | 'resource'>>(
      `SELECT c.seq, l.resource FROM log_concern AS c CROSS JOIN log AS l ON l.seq = c.seq
       WHERE c.id = ? AND c.seq > ? ORDER BY c.seq LIMIT abs(?)`,
    );
  }

  revision(id: string, revision: number): LogEntry | undefined {
    const row = this.#revision.get(id, revision);
    return row && entryOf(row);
  }

  /** The newest revisions first. */
  revisions(
    id: string,
    { before = Number.MAX_SAFE_INTEGER, limit }: { before?: number | undefined; limit: number },
  ): LogEntry[] {
    return this.#revisions.all(id, before, limit).map(entryOf);
  }

  /** Every entry of a resource, the newest first, read a few at a time. */
  *every(id: string): Generator<LogEntry> {
    let page = this.revisions(id, { limit: 50 });
    while (page.length > 0) {
      yield* page;
      page = this.revisions(id, { before: page.at(-1)?.revision, limit: 50 });
    }
  }

  /** The revision that was the newest redaction of a resource; 0 where there is none. */
  lastRedaction(id: string): number {
    return this.#lastRedaction.get(id) ?? 0;
  }

  /** See the port. The caller holds a transaction, so that all is read from one state. */
  changes({ after, limit, types, claims }: ChangeQuery): Changes {
    const { first, last } = this.#ends.get() ?? { first: null, last: null };
    const newest = last ?? 0;
    if (after > newest || (after > 0 && after < (first ?? 1) - 1)) {
      throw new Problem(
        'position_gone',
        `The log holds ${first ?? 0} to ${newest}, not what follows ${after}.`,
      );
    }
    if (claims.length > 0) return this.#concerningAny({ after, limit, types, claims }, newest);
    const most = limit + 1;
    const rows =
      types.length > 0
        ? inOrder(types.map((type) => this.#ofType.all(type, after, most)))
        : this.#after.all(after, most);
    return page(rows, limit, newest);
  }

  #concerningAny({ after, limit, types, claims }: ChangeQuery, newest: number): Changes {
    const searched = types.length > 0 ? Math.ceil(longestSearch / claims.length) : 0;
    const most = Math.max(limit + 1, searched);
    const walks = claims.map((claim) => this.#concerning.all(claim, after, most));
    // Beyond the end of a walk that was cut, another may lack what it would have held.
    const cut = walks.filter((walk) => walk.length === most).map((walk) => walk.at(-1)?.seq ?? after);
    const end = Math.min(newest, ...cut);
    const found = inOrder(walks)
      .filter(({ seq, resource }) => seq <= end && (types.length === 0 || types.includes(resource)))
      .slice(0, limit + 1)
      .flatMap(({ seq }) => this.#at.get(seq) ?? []);
    const changes = page(found, limit, end);
    return { ...changes, more: changes.more || end < newest };
  }
}

/** The rows of several walks in one order, each once. */
function inOrder<Row extends Pick<LogRow, 'seq'>>(walks: readonly Row[][]): Row[] {
  const bySeq = new Map(walks.flat().map((row) => [row.seq, row]));
  return [...bySeq.values()].sort((one, other) => one.seq - other.seq);
}

function page(rows: readonly LogRow[], limit: number, newest: number): Changes {
  const entries = rows.slice(0, limit).map(entryOf);
  const more = rows.length > limit;
  return { entries, position: more ? (entries.at(-1)?.position ?? newest) : newest, more };
}

function entryOf({ seq, resource, document, comment, ...row }: LogRow): LogEntry {
  return { ...row, position: seq, type: resource, json: document, comment: comment ?? undefined };
}
