import type { ResourceDocument } from '../../model/definition.ts';
import type { ResourceType } from '../../model/identifiers.ts';
import { referencesOf } from '../../model/references.ts';
import { resources } from '../../model/resources.ts';
import type { PathEnd } from '../port.ts';
import type { Connection } from './connection.ts';
import type { DocumentReader, DocumentRow } from './document-reader.ts';
import type { LinkReader, Place } from './links.ts';

/** So many relations between the same two claims are given. */
const mostRelations = 20;

/** Reads what stands on paths, and what the links along them name. */
export class PathDocuments {
  readonly #documents: DocumentReader;
  readonly #links: LinkReader;
  readonly #relations;

  constructor(connection: Connection, documents: DocumentReader, links: LinkReader) {
    this.#documents = documents;
    this.#links = links;
    this.#relations = connection.prepare<[string, string], DocumentRow>(
      `SELECT key, id, revision, document AS json FROM relation
       WHERE from_claim IN (SELECT value FROM json_each(?)) AND +to_claim IN (SELECT value FROM json_each(?))
       AND withdrawn = 0 ORDER BY key LIMIT ${mostRelations}`,
    );
  }

  /** The ids along the paths, and the documents of all these and of what was replaced as far as `ends` and links name it. */
  of(paths: readonly (readonly Place[])[], ends: readonly PathEnd[]) {
    const found = new Map<string, DocumentRow>();
    const rowAt = ({ type, key }: Place): DocumentRow => {
      const row = this.#documents.getByKey(type, key);
      if (!row) throw new Error(`no ${type} has the key ${key}`);
      found.set(row.id, row);
      return row;
    };
    const ids = paths.map((path) => path.map((place) => rowAt(place).id));
    for (const { type, id } of ids.length > 0 ? ends : []) this.#addReplaced(found, type, id);
    for (const path of paths) {
      for (const [index, place] of path.entries()) {
        const beside = [path[index - 1], path[index + 1]].filter((one) => one !== undefined);
        this.#addNamed(found, rowAt(place), beside);
        for (const other of beside) this.#addRelations(found, place, other);
      }
    }
    return { ids, documents: [...found.values()] };
  }

  /** Adds what a document refers to, as far as that is one thing with what stands beside it. */
  #addNamed(found: Map<string, DocumentRow>, row: DocumentRow, beside: readonly Place[]): void {
    const document = JSON.parse(row.json) as ResourceDocument;
    for (const { to, id } of referencesOf(resources[document.type], document)) {
      if (found.has(id) || beside.every(({ type }) => type !== to)) continue;
      const named = this.#documents.get(to, id);
      const standing = named && this.#links.standing({ type: to, key: named.key });
      if (beside.some(({ type, key }) => type === to && key === standing?.key)) {
        this.#addReplaced(found, to, id);
      }
    }
  }

  #addRelations(found: Map<string, DocumentRow>, one: Place, other: Place): void {
    if (one.type !== 'claim' || other.type !== 'claim') return;
    const [from, to] = [one, other].map((place) => JSON.stringify(this.#links.merged(place)));
    for (const row of this.#relations.all(from ?? '', to ?? '')) {
      const { fromClaimId, toClaimId } = JSON.parse(row.json) as ResourceDocument;
      found.set(row.id, row);
      for (const id of [fromClaimId, toClaimId]) this.#addReplaced(found, 'claim', String(id));
    }
  }

  /** Adds a resource with what replaced it, to the last. */
  #addReplaced(found: Map<string, DocumentRow>, type: ResourceType, id: string): void {
    let next: string | undefined = id;
    while (next !== undefined) {
      const row: DocumentRow | undefined = found.get(next) ?? this.#documents.get(type, next);
      if (!row) return;
      found.set(row.id, row);
      next = (JSON.parse(row.json) as ResourceDocument).withdrawal?.replacedById;
    }
  }
}
