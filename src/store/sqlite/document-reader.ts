import type { ResourceType } from '../../model/identifiers.ts';
import { isMany } from '../../model/references.ts';
import { resources } from '../../model/resources.ts';
import type { StoredDocument } from '../port.ts';
import type { Connection } from './connection.ts';
import { edgeTableName, sqlName } from './projection.ts';

/** A document with the key of its row. */
export interface DocumentRow extends StoredDocument {
  readonly key: number;
}

/** A document with the id of what replaced it, and the log position at which it was read. */
interface PositionedRow extends DocumentRow {
  readonly replacedById: string | null;
  readonly position: number;
}

const columns = 't.key, t.id, t.revision, t.document AS json';

function shortColumns(type: ResourceType): string {
  return type === 'article'
    ? `t.key, t.id, t.revision,
       iif(octet_length(t.document) > 4000, json_remove(t.document, '$.text'), t.document) AS json`
    : columns;
}

/** Reads documents by id and by what they refer to. Each statement is prepared at its first use and kept. */
export class DocumentReader {
  readonly #connection: Connection;
  readonly #gets = new Map<ResourceType, ReturnType<typeof this.prepareGet>>();
  readonly #getsByKey = new Map<ResourceType, ReturnType<typeof this.prepareGet<number>>>();
  readonly #getsByExternalId = new Map<ResourceType, ReturnType<typeof this.prepareGet>>();
  readonly #getsWithPosition = new Map<ResourceType, ReturnType<typeof this.prepareGetWithPosition>>();
  readonly #referrers = new Map<string, ReturnType<typeof this.prepareReferrers>>();
  readonly #wording;
  readonly #articles;
  readonly #tyingRelations;

  constructor(connection: Connection) {
    this.#connection = connection;
    this.#wording = connection
      .prepare<[string, number], string | null>(
        "SELECT document -> '$.text' FROM log WHERE id = ? AND revision = ?",
      )
      .pluck();
    this.#articles = connection.prepare<[string], DocumentRow>(
      `SELECT ${shortColumns('article')} FROM article AS t WHERE t.id = ?`,
    );
    const ends = ['from_claim', 'to_claim'].map(
      (end) => `SELECT ${columns} FROM relation AS t WHERE t.${end} = ? AND t.withdrawn = 0
        AND t.kind IN ('same_as', 'negation_of', 'contradicts', 'undercuts')`,
    );
    this.#tyingRelations = connection.prepare<[number, number, number], DocumentRow>(
      `${ends.join(' UNION ALL ')} LIMIT abs(?)`,
    );
  }

  get(type: ResourceType, id: string): DocumentRow | undefined {
    let statement = this.#gets.get(type);
    if (!statement) {
      statement = this.prepareGet(type);
      this.#gets.set(type, statement);
    }
    return statement.get(id);
  }

  /** The resource at a key. */
  getByKey(type: ResourceType, key: number): DocumentRow | undefined {
    let statement = this.#getsByKey.get(type);
    if (!statement) {
      statement = this.prepareGet<number>(type, 'key');
      this.#getsByKey.set(type, statement);
    }
    return statement.get(key);
  }

  /** A resource by the name that a client gave it. */
  getByExternalId(type: ResourceType, externalId: string): DocumentRow | undefined {
    let statement = this.#getsByExternalId.get(type);
    if (!statement) {
      statement = this.prepareGet(type, 'external_id');
      this.#getsByExternalId.set(type, statement);
    }
    return statement.get(externalId);
  }

  /** A resource by its id, an article without a long text. */
  getShort(type: ResourceType, id: string): DocumentRow | undefined {
    return type === 'article' ? this.#articles.get(id) : this.get(type, id);
  }

  /** At most `limit` live relations that make a claim one with another, or tie another to it. */
  tyingRelations(key: number, limit: number): readonly DocumentRow[] {
    return this.#tyingRelations.all(key, key, limit);
  }

  /** A resource by its id with what replaced it, and the newest log position of that moment. */
  getWithPosition(type: ResourceType, id: string): PositionedRow | undefined {
    let statement = this.#getsWithPosition.get(type);
    if (!statement) {
      statement = this.prepareGetWithPosition(type);
      this.#getsWithPosition.set(type, statement);
    }
    return statement.get(id);
  }

  /**
   * At most `limit` live resources of a type that refer to any of these rows, in the order of their creation; `short` leaves
   * out the long texts of articles.
   */
  referrers(
    type: ResourceType,
    reference: string,
    keys: readonly number[],
    limit: number,
    short = false,
  ): readonly DocumentRow[] {
    const name = `${type}.${reference}${short ? ' short' : ''}`;
    let statement = this.#referrers.get(name);
    if (!statement) {
      statement = this.prepareReferrers(type, reference, short ? shortColumns(type) : columns);
      this.#referrers.set(name, statement);
    }
    const [key, ...more] = keys;
    if (key !== undefined && more.length === 0) return statement.all(key, limit);
    const rows = new Map<number, DocumentRow>();
    for (const one of keys) for (const row of statement.all(one, limit)) rows.set(row.key, row);
    return [...rows.values()].toSorted((a, b) => a.key - b.key).slice(0, limit);
  }

  /** The texts that a claim had at a revision, by language; undefined where the log does not have them. */
  wording(claimId: string, revision: number): Readonly<Record<string, string>> | undefined {
    const text = this.#wording.get(claimId, revision);
    return typeof text === 'string' ? JSON.parse(text) : undefined;
  }

  private prepareGet<Value = string>(type: ResourceType, column: 'id' | 'external_id' | 'key' = 'id') {
    return this.#connection.prepare<[Value], DocumentRow>(
      `SELECT ${columns} FROM ${type} AS t WHERE t.${column} = ?`,
    );
  }

  private prepareGetWithPosition(type: ResourceType) {
    return this.#connection.prepare<[string], PositionedRow>(
      `SELECT ${columns}, (SELECT id FROM ${type} WHERE key = t.replaced_by) AS replacedById,
       (SELECT max(seq) FROM log) AS position FROM ${type} AS t WHERE t.id = ?`,
    );
  }

  private prepareReferrers(type: ResourceType, reference: string, selected: string) {
    const definition = resources[type].references[reference];
    if (!definition) throw new Error(`${type} has no reference ${reference}`);
    const [from, column] = isMany(definition)
      ? [`${edgeTableName(type, reference)} AS w CROSS JOIN ${type} AS t ON t.key = w.owner`, 'w.target']
      : [`${type} AS t`, `t."${sqlName(reference)}"`];
    // SQLite would prepare the statement anew whenever a bare parameter in LIMIT is bound.
    return this.#connection.prepare<[number, number], DocumentRow>(
      `SELECT ${selected} FROM ${from} WHERE ${column} = ? AND t.withdrawn = 0 ORDER BY t.key LIMIT abs(?)`,
    );
  }
}

/** A row as the port gives it. */
export function stored({ id, revision, json }: DocumentRow): StoredDocument {
  return { id, revision, json };
}
