import type { ResourceDocument } from '../../model/definition.ts';
import { identifierType } from '../../model/identifiers.ts';
import { referencesOf } from '../../model/references.ts';
import { resources } from '../../model/resources.ts';
import type { LogEntry } from '../port.ts';
import type { Connection } from './connection.ts';

/** A row of the log; `at` is UTC milliseconds. */
export interface LogRow {
  readonly seq: number;
  readonly at: number;
  readonly actor: string;
  readonly action: LogEntry['action'];
  readonly resource: string;
  readonly id: string;
  readonly revision: number;
  readonly json: string;
  readonly comment: string | undefined;
}

/** Appends to the log of all writes. Positions grow by one; times never go back. */
export class LogWriter {
  readonly #insert;
  readonly #insertConcern;
  readonly #last;
  readonly #rewrite;

  constructor(connection: Connection) {
    this.#insert = connection.prepare<
      [number, number, string, string, string, string, number, string, string | null]
    >(
      `INSERT INTO log (seq, at, actor, action, resource, id, revision, document, comment)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    );
    this.#insertConcern = connection.prepare<[string, number]>(
      'INSERT INTO log_concern (id, seq) VALUES (?, ?)',
    );
    this.#rewrite = connection.prepare<[string, string | null, number]>(
      'UPDATE log SET document = ?, comment = ? WHERE seq = ?',
    );
    this.#last = connection.prepare<[], { seq: number; at: number }>(
      'SELECT seq, at FROM log ORDER BY seq DESC LIMIT 1',
    );
  }

  /** Replaces the document and the comment of an entry: for redactions alone. */
  rewrite(position: number, json: string, comment: string | null): void {
    this.#rewrite.run(json, comment, position);
  }

  /** The position and the time (UTC milliseconds) of the newest row; both 0 where there is none. */
  last(): { seq: number; at: number } {
    return this.#last.get() ?? { seq: 0, at: 0 };
  }

  append(entry: {
    seq: number;
    at: number;
    actor: string;
    action: LogEntry['action'];
    document: ResourceDocument;
    json: string;
    comment: string | undefined;
    related: ReadonlyMap<string, ResourceDocument>;
  }): void {
    const { document, related, ...told } = entry;
    const { type: resource, id, revision } = document;
    this.write({ ...told, resource, id, revision }, concernsOf(document, related));
  }

  /** Writes a row as it is, with the claims, articles and sources that it concerns. */
  write(row: LogRow, concerns: ReadonlySet<string>): void {
    const { seq, at, actor, action, resource, id, revision, json, comment } = row;
    this.#insert.run(seq, at, actor, action, resource, id, revision, json, comment ?? null);
    for (const concern of concerns) this.#insertConcern.run(concern, seq);
  }
}

/** The claims, articles and sources that a document concerns, by way of the attributions that it refers to as well. */
export function concernsOf(
  document: ResourceDocument,
  related: ReadonlyMap<string, ResourceDocument>,
): Set<string> {
  const direct = referencesOf(resources[document.type], document).map(({ id }) => id);
  const indirect = direct.flatMap((id) => {
    const other = related.get(id);
    return other?.type === 'attribution'
      ? referencesOf(resources.attribution, other).map((found) => found.id)
      : [];
  });
  return new Set([document.id, ...direct, ...indirect].filter(isConcern));
}

function isConcern(id: string): boolean {
  const type = identifierType(id);
  return type === 'claim' || type === 'article' || type === 'source';
}
