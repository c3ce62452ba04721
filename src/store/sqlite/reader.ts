import { LRUCache } from 'lru-cache';
import type { ResourceDocument } from '../../model/definition.ts';
import type { ResourceType } from '../../model/identifiers.ts';
import { referencesOf } from '../../model/references.ts';
import { resources } from '../../model/resources.ts';
import type {
  Count,
  Found,
  Included,
  ListQuery,
  Page,
  Selection,
  StoredDocument,
  Subgraph,
  SubgraphRoot,
  Wanted,
} from '../port.ts';
import { type Connection, openReader } from './connection.ts';
import { DocumentReader, type DocumentRow } from './document-reader.ts';
import { countStatement, pageStatements } from './list-query.ts';
import { SubgraphWalk } from './subgraph.ts';

interface PageRow extends DocumentRow {
  readonly position: number;
}

/** How many documents may stand beside those that were asked for. */
const includedLimit = 1_000;

/** The reads of the port over one read-only connection. They are synchronous; each sees one state of the database. */
export class Reader {
  readonly #connection: Connection;
  readonly #documents: DocumentReader;
  readonly #version;
  readonly #position;
  readonly #prepare;
  readonly #inSnapshot: <Result>(read: () => Result) => Result;

  constructor(path: string) {
    this.#connection = openReader(path);
    this.#documents = new DocumentReader(this.#connection);
    this.#version = this.#connection.prepare<[], number>('PRAGMA data_version').pluck();
    this.#position = this.#connection.prepare<[], number>('SELECT coalesce(max(seq), 0) FROM log').pluck();
    const statements = new LRUCache<string, ReturnType<Connection['prepare']>>({ max: 500 });
    this.#prepare = (sql: string) => {
      const known = statements.get(sql);
      if (known) return known;
      const statement = this.#connection.prepare(sql);
      statements.set(sql, statement);
      return statement;
    };
    const begin = this.#connection.prepare('BEGIN');
    const end = this.#connection.prepare('COMMIT');
    this.#inSnapshot = (read) => {
      begin.run();
      try {
        return read();
      } finally {
        end.run();
      }
    };
  }

  /** A number that differs once another connection, of this process or another, has committed. */
  version(): number {
    return this.#version.get() as number;
  }

  position(): number {
    return this.#position.get() ?? 0;
  }

  get(type: ResourceType, id: string, include: readonly string[]): Found | undefined {
    if (include.length === 0) {
      const item = this.#documents.getWithPosition(type, id);
      return item && { item: stored(item), included: none, position: item.position };
    }
    return this.#inSnapshot(() => {
      const item = this.#documents.get(type, id);
      if (!item) return undefined;
      return {
        item: stored(item),
        included: this.#included(type, [item], include),
        position: this.position(),
      };
    });
  }

  find(wanted: readonly Wanted[]): (StoredDocument | undefined)[] {
    return this.#inSnapshot(() =>
      wanted.map((one) => {
        const row =
          'id' in one
            ? this.#documents.get(one.type, one.id)
            : this.#documents.getByExternalId(one.type, one.externalId);
        return row && stored(row);
      }),
    );
  }

  list(query: ListQuery): Page {
    const statements = pageStatements(query);
    return this.#inSnapshot(() => {
      const rows: PageRow[] = [];
      for (const { sql, values } of statements) {
        if (rows.length <= query.limit) rows.push(...(this.#prepare(sql).all(...values) as PageRow[]));
      }
      const shown = rows.slice(0, query.limit);
      const last = rows.length > query.limit ? shown.at(-1) : undefined;
      return {
        items: shown.map(stored),
        next: last && [last.position, last.key],
        included: this.#included(query.type, shown, query.include),
        position: this.position(),
      };
    });
  }

  count(selection: Selection, limit: number): Count {
    const { sql, values } = countStatement(selection, limit + 1);
    const found = this.#prepare(sql)
      .pluck()
      .get(...values) as number;
    return { value: Math.min(found, limit), exact: found <= limit };
  }

  subgraph(root: SubgraphRoot): Subgraph | undefined {
    return this.#inSnapshot(() => {
      const found = new SubgraphWalk(this.#documents, root.limit).run(root);
      return found && { ...found, position: this.position() };
    });
  }

  schemaVersion(): number {
    return this.#prepare('SELECT max(number) AS number FROM migration').pluck().get() as number;
  }

  close(): void {
    this.#connection.close();
  }

  #included(type: ResourceType, rows: readonly DocumentRow[], include: readonly string[]): Included {
    if (include.length === 0) return none;
    const { references, referrers } = resources[type];
    const found = new Map<string, StoredDocument>();
    const shown = new Set(rows.map(({ id }) => id));
    let truncated = false;
    const add = (row: DocumentRow | undefined) => {
      if (!row || shown.has(row.id) || found.has(row.id)) return;
      if (found.size < includedLimit) found.set(row.id, stored(row));
      else truncated = true;
    };
    const wanted = new Set(include);
    for (const row of rows) {
      if (truncated) break;
      const document = JSON.parse(row.json) as ResourceDocument;
      for (const { name, to, id } of referencesOf(resources[type], document)) {
        if (name in references && wanted.has(name)) add(this.#documents.get(to, id));
      }
      for (const [name, { resource, reference }] of Object.entries(referrers)) {
        if (!wanted.has(name)) continue;
        // One more than all that may stand there: what stands there already takes no place of another.
        const most = includedLimit + 1;
        for (const referrer of this.#documents.referrers(resource, reference, row.key, most)) add(referrer);
      }
    }
    return { items: [...found.values()], truncated };
  }
}

const none: Included = { items: [], truncated: false };

function stored({ id, revision, json }: DocumentRow): StoredDocument {
  return { id, revision, json };
}
