import { type ResourceType, resourceTypes } from '../../model/identifiers.ts';
import { isMany } from '../../model/references.ts';
import { resources } from '../../model/resources.ts';
import type { Connection } from './connection.ts';
import type { Merging } from './merging.ts';
import { edgeTableName, sqlName } from './projection.ts';

/** A row of a resource. */
export interface Place {
  readonly type: ResourceType;
  readonly key: number;
}

/** Rows, and whether they are all that there are. */
export interface Places {
  readonly places: readonly Place[];
  readonly whole: boolean;
}

/** One kind of link: the type of the rows at its other end, and their keys, at most so many. */
interface Link {
  readonly type: ResourceType;
  readonly keys: (key: number, limit: number) => readonly number[];
}

interface State {
  readonly withdrawn: number;
  readonly replacedBy: number | null;
}

/** How a type of resource is tied to others: what it refers to, what refers to it, and for claims the relations. */
interface Ties {
  readonly outward: readonly Link[];
  readonly inward: readonly Link[];
  readonly state: (key: number) => State | undefined;
}

/** Reads the links between rows from the columns that references are projected into. */
export class LinkReader {
  readonly #connection: Connection;
  readonly #merging: Merging;
  readonly #ties = new Map<ResourceType, Ties>();

  constructor(connection: Connection, merging: Merging) {
    this.#connection = connection;
    this.#merging = merging;
  }

  /** What stands for a row, the last of those that it was replaced by or itself, and whether that is live. */
  standing({ type, key }: Place): Place & { readonly live: boolean } {
    const { state } = this.#of(type);
    let last = key;
    let found = state(key);
    while (found && found.replacedBy !== null) {
      last = found.replacedBy;
      found = state(last);
    }
    return { type, key: last, live: found?.withdrawn === 0 };
  }

  /** What a row refers to, at most `most` in all. */
  outward({ type, key }: Place, most: number): Places {
    return gathered(this.#of(type).outward, [key], most, most);
  }

  /**
   * The live rows that refer to any of those that are one thing with a row, and what live relations tie to them: at most
   * `mostOfOne` by each kind of link, and `most` in all.
   */
  inward({ type, key }: Place, mostOfOne: number, most: number): Places {
    return gathered(this.#of(type).inward, this.merged({ type, key }), mostOfOne, most);
  }

  /** The keys of all rows that are one thing with this one. */
  merged({ type, key }: Place): readonly number[] {
    return this.#merging.any(type) ? this.#merging.keysOf(type, key) : [key];
  }

  #of(type: ResourceType): Ties {
    const known = this.#ties.get(type);
    if (known) return known;
    const ties = {
      outward: this.#references(type),
      inward: [
        ...resourceTypes
          .filter((other) => other !== 'relation')
          .flatMap((other) => this.#referrers(type, other)),
        ...(type === 'claim' ? this.#relations() : []),
      ],
      state: this.#state(type),
    };
    this.#ties.set(type, ties);
    return ties;
  }

  #state(type: ResourceType): Ties['state'] {
    const statement = this.#connection.prepare<[number], State>(
      `SELECT withdrawn, replaced_by AS replacedBy FROM ${type} WHERE key = ?`,
    );
    return (key) => statement.get(key);
  }

  #references(type: ResourceType): Link[] {
    return Object.entries(resources[type].references).map(([name, reference]) => {
      if (isMany(reference)) {
        const table = edgeTableName(type, name);
        return this.#link(reference.to, `SELECT target FROM ${table} WHERE owner = ? ORDER BY target`);
      }
      const column = `"${sqlName(name)}"`;
      return this.#link(
        reference.to,
        `SELECT ${column} FROM ${type} WHERE key = ? AND ${column} IS NOT NULL`,
      );
    });
  }

  #referrers(type: ResourceType, other: ResourceType): Link[] {
    const references = Object.entries(resources[other].references).filter(([, { to }]) => to === type);
    return references.map(([name, reference]) => {
      const rows = isMany(reference)
        ? `${edgeTableName(other, name)} AS w CROSS JOIN ${other} AS t ON t.key = w.owner WHERE w.target = ?`
        : `${other} AS t WHERE t."${sqlName(name)}" = ?`;
      return this.#link(other, `SELECT t.key FROM ${rows} AND t.withdrawn = 0 ORDER BY t.key`);
    });
  }

  #relations(): Link[] {
    const ends = [
      ['from_claim', 'to_claim'],
      ['to_claim', 'from_claim'],
    ];
    return ends.map(([here, there]) =>
      this.#link('claim', `SELECT ${there} FROM relation WHERE ${here} = ? AND withdrawn = 0 ORDER BY key`),
    );
  }

  #link(type: ResourceType, sql: string): Link {
    // SQLite would prepare the statement anew whenever a bare parameter in LIMIT is bound.
    const statement = this.#connection.prepare<[number, number], number>(`${sql} LIMIT abs(?)`).pluck();
    return { type, keys: (key, limit) => statement.all(key, limit) };
  }
}

function gathered(links: readonly Link[], keys: readonly number[], mostOfOne: number, most: number): Places {
  const places: Place[] = [];
  let whole = true;
  for (const { type, keys: read } of links) {
    for (const key of keys) {
      const room = Math.min(mostOfOne, most - places.length);
      const found = read(key, room + 1);
      if (found.length > room) whole = false;
      for (const one of found.slice(0, room)) places.push({ type, key: one });
    }
  }
  return { places, whole };
}
