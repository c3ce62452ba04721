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

const columns = 't.key, t.id, t.revision, t.document AS json';

/** Reads documents by id and by what they refer to. Each statement is prepared at its first use and kept. */
export class DocumentReader {
  readonly #connection: Connection;
  readonly #gets = new Map<ResourceType, ReturnType<typeof this.prepareGet>>();
  readonly #getsByExternalId = new Map<ResourceType, ReturnType<typeof this.prepareGet>>();
  readonly #getsWithPosition = new Map<ResourceType, ReturnType<typeof this.prepareGetWithPosition>>();
  readonly #referrers = new Map<string, ReturnType<typeof this.prepareReferrers>>();

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  get(type: ResourceType, id: string): DocumentRow | undefined {
    let statement = this.#gets.get(type);
    if (!statement) {
      statement = this.prepareGet(type);
      this.#gets.set(type, statement);
    }
    return statement.get(id);
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

  /** A resource by its id, and the newest log position of that moment. */
  getWithPosition(type: ResourceType, id: string): (DocumentRow & { position: number }) | undefined {
    let statement = this.#getsWithPosition.get(type);
    if (!statement) {
      statement = this.prepareGetWithPosition(type);
      this.#getsWithPosition.set(type, statement);
    }
    return statement.get(id);
  }

  /** At most `limit` live resources of a type that refer to the row with this key, in the order of their creation. */
  referrers(type: ResourceType, reference: string, key: number, limit: number): DocumentRow[] {
    const name = `${type}.${reference}`;
    let statement = this.#referrers.get(name);
    if (!statement) {
      statement = this.prepareReferrers(type, reference);
      this.#referrers.set(name, statement);
    }
    return statement.all(key, limit);
  }

  private prepareGet(type: ResourceType, column: 'id' | 'external_id' = 'id') {
    return this.#connection.prepare<[string], DocumentRow>(
      `SELECT ${columns} FROM ${type} AS t WHERE t.${column} = ?`,
    );
  }

  private prepareGetWithPosition(type: ResourceType) {
    return this.#connection.prepare<[string], DocumentRow & { position: number }>(
      `SELECT ${columns}, (SELECT max(seq) FROM log) AS position FROM ${type} AS t WHERE t.id = ?`,
    );
  }

  private prepareReferrers(type: ResourceType, reference: string) {
    const definition = resources[type].references[reference];
    if (!definition) throw new Error(`${type} has no reference ${reference}`);
    const [from, column] = isMany(definition)
      ? [`${edgeTableName(type, reference)} AS w CROSS JOIN ${type} AS t ON t.key = w.owner`, 'w.target']
      : [`${type} AS t`, `t."${sqlName(reference)}"`];
    // SQLite would prepare the statement anew whenever a bare parameter in LIMIT is bound.
    return this.#connection.prepare<[number, number], DocumentRow>(
      `SELECT ${columns} FROM ${from} WHERE ${column} = ? AND t.withdrawn = 0 ORDER BY t.key LIMIT abs(?)`,
    );
  }
}
