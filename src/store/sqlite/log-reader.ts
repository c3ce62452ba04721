import { Problem } from '../../errors.ts';
import type { ResourceType } from '../../model/identifiers.ts';
import type { ChangeQuery, Changes, LogEntry, RecordedAsOf } from '../port.ts';
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

/** Writes concerning one claim are looked through for those of some types up to so many at a time. */
const longestSearch = 500;

/** Reads the log. Statements are prepared at their first use and kept. */
export class LogReader {
  readonly #revision;
  readonly #revisions;
  readonly #lastRedaction;
  readonly #ends;
  readonly #time;
  readonly #after;
  readonly #ofType;
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
    this.#time = connection.prepare<[number], number>('SELECT at FROM log WHERE seq = ?').pluck();
    this.#after = connection.prepare<[number, number], LogRow>(
      `SELECT ${columns} FROM log AS l WHERE l.seq > ? ORDER BY l.seq LIMIT abs(?)`,
    );
    this.#ofType = connection.prepare<[ResourceType, number, number], LogRow>(
      `SELECT ${columns} FROM log AS l WHERE l.resource = ? AND l.seq > ? ORDER BY l.seq LIMIT abs(?)`,
    );
    this.#concerning = connection.prepare<[string, number, number], LogRow>(
      `SELECT ${columns} FROM log_concern AS c CROSS JOIN log AS l ON l.seq = c.seq
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
  changes(query: ChangeQuery): Changes {
    const { after, limit, types, size = Number.MAX_SAFE_INTEGER } = query;
    const { first, last } = this.#ends.get() ?? { first: null, last: null };
    const newest = last ?? 0;
    if (after > newest || (after > 0 && after < (first ?? 1) - 1)) {
      throw new Problem(
        'position_gone',
        `The log holds ${first ?? 0} to ${newest}, not what follows ${after}.`,
      );
    }
    const walks = this.#walks(query, size);
    // Beyond the end of a walk that was cut, another may lack what it would have held.
    const cut = walks.filter((walk) => walk.cut).map(({ rows }) => rows.at(-1)?.seq ?? after);
    const searched = Math.min(newest, ...cut);
    const rows = inOrder(walks).filter(
      ({ seq, resource }) => seq <= searched && (types.length === 0 || types.includes(resource)),
    );
    const shown = take(rows, limit, size).rows;
    const position = shown.length < rows.length ? (shown.at(-1)?.seq ?? after) : searched;
    return { entries: shown.map(entryOf), position, more: position < newest, newest };
  }

  /** The log position that is meant. Throws a Problem `position_gone` where the log does not hold it. */
  positionOf(moment: RecordedAsOf): number {
    const { first, last } = this.#ends.get() ?? { first: null, last: null };
    const [oldest, newest] = [first ?? 1, last ?? 0];
    const position = 'position' in moment ? moment.position : this.#lastBy(moment.at, oldest, newest);
    if (position <= newest && (position >= oldest || position === 0)) return position;
    throw new Problem('position_gone', `The log holds ${first ?? 0} to ${newest}, not ${position}.`);
  }

  /** The last position whose time is not after an instant; the one before the oldest where there is none. */
  #lastBy(instant: number, oldest: number, newest: number): number {
    let [low, high] = [oldest - 1, newest];
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((this.#time.get(middle) ?? 0) <= instant) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  /** What holds all that is asked for, each part in the order of the log. */
  #walks({ after, limit, types, claims }: ChangeQuery, size: number): Walk[] {
    if (claims.length > 0) {
      const most = types.length > 0 ? longestSearch : limit;
      return claims.map((claim) => take(this.#concerning.iterate(claim, after, most + 1), most, size));
    }
    if (types.length > 0) {
      return types.map((type) => take(this.#ofType.iterate(type, after, limit + 1), limit, size));
    }
    return [take(this.#after.iterate(after, limit + 1), limit, size)];
  }
}

/** Rows in the order of the log; `cut` where there are more. */
interface Walk {
  readonly rows: readonly LogRow[];
  readonly cut: boolean;
}

/** The first `limit` rows at most, and no more once their documents have `size` code units. */
function take(rows: Iterable<LogRow>, limit: number, size: number): Walk {
  const taken: LogRow[] = [];
  let held = 0;
  for (const row of rows) {
    if (taken.length === limit || held >= size) return { rows: taken, cut: true };
    taken.push(row);
    held += row.document.length;
  }
  return { rows: taken, cut: false };
}

/** The rows of several walks in one order, each once. */
function inOrder(walks: readonly Walk[]): LogRow[] {
  const bySeq = new Map(walks.flatMap(({ rows }) => rows).map((row) => [row.seq, row]));
  return [...bySeq.values()].sort((one, other) => one.seq - other.seq);
}

function entryOf({ seq, resource, document, comment, ...row }: LogRow): LogEntry {
  return { ...row, position: seq, type: resource, json: document, comment: comment ?? undefined };
}
