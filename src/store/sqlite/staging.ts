import type { ExportedLine, LogEntry } from '../port.ts';
import type { Connection } from './connection.ts';

/** A change that waits to be written, with the document that stands under its id. */
export interface StagedChange {
  readonly pointer: string;
  readonly seq: number;
  readonly at: number;
  readonly actor: string;
  readonly action: LogEntry['action'];
  readonly resource: string;
  readonly id: string;
  readonly revision: number;
  readonly comment: string | null;
  /** A JSON array of ids. */
  readonly concerns: string;
  /** Null where it left the document that stands. */
  readonly json: string | null;
  readonly key: number | null;
  readonly standing: string | null;
  readonly standingRevision: number | null;
}

// Temporary tables are in a file of their own, and end with the connection.
const tables = `
  CREATE TEMP TABLE staged_document (
    id TEXT PRIMARY KEY,
    key INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    json TEXT NOT NULL
  ) STRICT;
  CREATE TEMP TABLE staged_change (
    seq INTEGER PRIMARY KEY,
    pointer TEXT NOT NULL,
    at INTEGER NOT NULL,
    actor TEXT NOT NULL,
    action TEXT NOT NULL,
    resource TEXT NOT NULL,
    id TEXT NOT NULL,
    revision INTEGER NOT NULL,
    comment TEXT,
    concerns TEXT NOT NULL,
    json TEXT
  ) STRICT;`;

/** The lines of an export beside the database until all of them are there. */
export class Staging {
  readonly #connection: Connection;
  readonly #addDocument;
  readonly #addChange;
  readonly #change;
  readonly #key;
  readonly #counts;
  /** Keys count the documents of each type, as they did where they were made. */
  readonly #keys = new Map<string, number>();

  /** Empties what was staged before. */
  constructor(connection: Connection) {
    this.#connection = connection;
    this.clear();
    connection.exec(tables);
    this.#addDocument = connection.prepare<[string, number, number, string]>(
      'INSERT INTO staged_document (id, key, revision, json) VALUES (?, ?, ?, ?)',
    );
    this.#addChange = connection.prepare(
      `INSERT INTO staged_change (seq, pointer, at, actor, action, resource, id, revision, comment, concerns, json)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    );
    this.#change = connection.prepare<[number], StagedChange>(
      `SELECT change.*, standing.key, standing.json AS standing, standing.revision AS standingRevision
       FROM staged_change AS change LEFT JOIN staged_document AS standing USING (id) WHERE seq = ?`,
    );
    this.#key = connection.prepare<[string], number>('SELECT key FROM staged_document WHERE id = ?').pluck();
    this.#counts = connection.prepare<[], { documents: number; newest: number }>(
      `SELECT (SELECT count(*) FROM staged_document) AS documents,
         (SELECT coalesce(max(seq), 0) FROM staged_change) AS newest`,
    );
  }

  /** Throws the engine's error where it is there already. `id` and `revision` are those of a document. */
  add(line: ExportedLine, { id, revision }: { id: string; revision: number }): void {
    if (line.part === 'document') {
      const key = (this.#keys.get(line.type) ?? 0) + 1;
      this.#keys.set(line.type, key);
      this.#addDocument.run(id, key, revision, line.json);
      return;
    }
    const { position, pointer, at, actor, action, type, comment = null, concerns, json = null } = line;
    const told = [position, pointer, at, actor, action, type, id, revision];
    this.#addChange.run(...told, comment, JSON.stringify(concerns), json);
  }

  change(seq: number): StagedChange | undefined {
    return this.#change.get(seq);
  }

  /** The key of a document, or undefined where it was not staged. */
  key(id: string): number | undefined {
    return this.#key.get(id);
  }

  /** How many documents there are, and the newest log position. */
  counts(): { documents: number; newest: number } {
    return this.#counts.get() as { documents: number; newest: number };
  }

  clear(): void {
    this.#connection.exec(
      'DROP TABLE IF EXISTS temp.staged_document; DROP TABLE IF EXISTS temp.staged_change',
    );
  }
}
