import type { ResourceDefinition } from '../../model/definition.ts';
import type { ResourceType } from '../../model/identifiers.ts';
import { resources } from '../../model/resources.ts';
import type { Filter, Selection } from '../port.ts';
import type { Connection } from './connection.ts';

/** Finds which rows are one thing: what was withdrawn as replaced by another, and that other. */
export class Merging {
  readonly #connection: Connection;
  readonly #statements = new Map<ResourceType, ReturnType<typeof this.prepare>>();

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /** Whether any resource of a type was merged into another. */
  any(type: ResourceType): boolean {
    return this.#of(type).any.get() === 1;
  }

  /** The ids of all that is one thing with this id, in the order of creation; itself alone where nothing was merged. */
  idsOf(type: ResourceType, id: string): readonly string[] {
    const { mergedById, whole } = this.#of(type);
    const key = mergedById.get(id);
    return key === undefined ? [id] : whole.all(key).map((row) => row.id);
  }

  /** The keys of all rows that are one thing with this row, in the order of creation. */
  keysOf(type: ResourceType, key: number): readonly number[] {
    const { mergedByKey, whole } = this.#of(type);
    return mergedByKey.get(key) === undefined ? [key] : whole.all(key).map((row) => row.key);
  }

  /** A query whose filters by references name all that is one thing with what they named; the same where they do. */
  resolve<Query extends Selection>(query: Query): Query {
    const definition = resources[query.type];
    const filters = query.filters.map((filter) => this.#resolved(filter, referredBy(definition, filter)));
    return filters.every((filter, index) => filter === query.filters[index]) ? query : { ...query, filters };
  }

  #resolved(filter: Filter, referred: ResourceType | undefined): Filter {
    if (referred === undefined) return filter;
    const ids = filter.values.map((value) => this.idsOf(referred, String(value)));
    return ids.every(({ length }) => length === 1) ? filter : { ...filter, values: [...new Set(ids.flat())] };
  }

  #of(type: ResourceType) {
    const known = this.#statements.get(type);
    if (known) return known;
    const prepared = this.prepare(type);
    this.#statements.set(type, prepared);
    return prepared;
  }

  private prepare(type: ResourceType) {
    const merged = `SELECT t.key FROM ${type} AS t
      WHERE (t.replaced_by IS NOT NULL OR EXISTS (SELECT 1 FROM ${type} AS o WHERE o.replaced_by = t.key))`;
    return {
      any: this.#connection
        .prepare<[], number>(`SELECT EXISTS (SELECT 1 FROM ${type} WHERE replaced_by IS NOT NULL)`)
        .pluck(),
      mergedById: this.#connection.prepare<[string], number>(`${merged} AND t.id = ?`).pluck(),
      mergedByKey: this.#connection.prepare<[number], number>(`${merged} AND t.key = ?`).pluck(),
      whole: this.#connection.prepare<[number], { key: number; id: string }>(
        `WITH RECURSIVE whole (key) AS (
           SELECT ?
           UNION
           SELECT t.replaced_by FROM whole JOIN ${type} AS t USING (key) WHERE t.replaced_by IS NOT NULL
           UNION
           SELECT t.key FROM whole JOIN ${type} AS t ON t.replaced_by = whole.key
         )
         SELECT t.key, t.id FROM whole JOIN ${type} AS t USING (key) ORDER BY t.key`,
      ),
    };
  }
}

/** The type of resource that a filter names by id; undefined where it names none. */
function referredBy(
  { references, either, through }: ResourceDefinition,
  { name }: Filter,
): ResourceType | undefined {
  const [end = name] = either[name] ?? [];
  const group = through.find(({ filters }) => filters.includes(name));
  return (references[end] ?? (group && resources[group.resource].references[name]))?.to;
}
