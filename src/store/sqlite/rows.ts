import type { ResourceDocument } from '../../model/definition.ts';
import { type ResourceType, resourceTypes } from '../../model/identifiers.ts';
import { resources } from '../../model/resources.ts';
import type { Connection } from './connection.ts';
import { projectDocument, projectionOf, type SqlValue } from './projection.ts';

/** A row of a resource, as a writer needs it. */
export interface Row {
  readonly key: number;
  readonly document: ResourceDocument;
}

/** Writes rows of one resource with all that is projected from their documents. Statements are prepared once. */
class ResourceTable {
  readonly #write;
  readonly #find;
  readonly #findByExternalId;
  readonly #lastKey;
  readonly #edges;

  constructor(connection: Connection, type: ResourceType) {
    const { table, columns, edges } = projectionOf(resources[type]);
    const all = [
      'key',
      'id',
      'external_id',
      'revision',
      'withdrawn',
      'replaced_by',
      'changed',
      'document',
      ...columns,
    ];
    const quoted = all.map((column) => `"${column}"`);
    const updates = quoted.slice(2).map((column) => `${column} = excluded.${column}`);
    this.#write = connection.prepare<SqlValue[]>(
      `INSERT INTO ${table} (${quoted}) VALUES (${quoted.map(() => '?')})
       ON CONFLICT (key) DO UPDATE SET ${updates}`,
    );
    this.#find = connection.prepare<[string], { key: number; document: string }>(
      `SELECT key, document FROM ${table} WHERE id = ?`,
    );
    this.#findByExternalId = connection
      .prepare<[string], string>(`SELECT id FROM ${table} WHERE external_id = ?`)
      .pluck();
    this.#lastKey = connection.prepare<[], number>(`SELECT coalesce(max(key), 0) FROM ${table}`).pluck();
    this.#edges = edges.map(({ name, column }) => ({
      clear: connection.prepare<[number]>(`DELETE FROM ${name} WHERE owner = ?`),
      insert: connection.prepare<[number, SqlValue]>(`INSERT INTO ${name} (owner, ${column}) VALUES (?, ?)`),
    }));
  }

  lastKey(): number {
    return this.#lastKey.get() ?? 0;
  }

  find(id: string): Row | undefined {
    const row = this.#find.get(id);
    return row && { key: row.key, document: JSON.parse(row.document) as ResourceDocument };
  }

  idByExternalId(externalId: string): string | undefined {
    return this.#findByExternalId.get(externalId);
  }

  write({ key, document }: Row, json: string, changed: number, keyOf: (id: string) => number): void {
    const projected = projectDocument(document, keyOf);
    const replacement = document.withdrawal?.replacedById;
    this.#write.run(
      key,
      document.id,
      document.externalId ?? null,
      document.revision,
      document.withdrawal ? 1 : 0,
      replacement === undefined ? null : keyOf(replacement),
      changed,
      json,
      ...projected.columns,
    );
    for (const [index, edge] of this.#edges.entries()) {
      if (document.revision > 1) edge.clear.run(key);
      for (const value of projected.edges[index] ?? []) edge.insert.run(key, value);
    }
  }
}

/** The tables of all resources. */
export type ResourceTables = Readonly<Record<ResourceType, ResourceTable>>;

export function openTables(connection: Connection): ResourceTables {
  const tables = resourceTypes.map((type) => [type, new ResourceTable(connection, type)]);
  return Object.fromEntries(tables) as ResourceTables;
}
