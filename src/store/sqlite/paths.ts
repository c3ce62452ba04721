import { type Neighbours, shortestPaths, type Thing } from '../../analysis/paths.ts';
import { resourceTypes } from '../../model/identifiers.ts';
import type { FoundPaths, PathQuery } from '../port.ts';
import type { Connection } from './connection.ts';
import { type DocumentReader, stored } from './document-reader.ts';
import { LinkReader, type Place } from './links.ts';
import type { Merging } from './merging.ts';
import { PathDocuments } from './path-documents.ts';

/** How many things may be read in all, and how many by one kind of link of one thing. */
const caps = { read: 20_000, ofOne: 1_000 };

/** Finds the shortest paths between two things. */
export class PathReader {
  readonly #documents: DocumentReader;
  readonly #links: LinkReader;
  readonly #pathDocuments: PathDocuments;

  constructor(connection: Connection, documents: DocumentReader, merging: Merging) {
    this.#documents = documents;
    this.#links = new LinkReader(connection, merging);
    this.#pathDocuments = new PathDocuments(connection, documents, this.#links);
  }

  find(query: PathQuery): Omit<FoundPaths, 'position'> | undefined {
    const [from, to] = [query.from, query.to].map(({ type, id }) => {
      const row = this.#documents.get(type, id);
      return row && this.#links.standing({ type, key: row.key });
    });
    if (!from || !to) return undefined;
    const { limit, maxLength, mostRead = caps.read, mostOfOne = caps.ofOne } = query;
    const neighbourhood = new Neighbourhood(this.#links, [from, to], mostOfOne);
    const search = { from: thingAt(from), to: thingAt(to), limit, maxLength, mostRead };
    const { paths, truncated } = shortestPaths(search, (thing, most) => neighbourhood.of(thing, most));
    const places = paths.map((path) => path.map(placeOf));
    const { ids, documents } = this.#pathDocuments.of(places, [query.from, query.to]);
    return { paths: ids, documents: documents.map(stored), truncated };
  }
}

/** What can be reached from things by one link: live things, and the two ends. */
class Neighbourhood {
  readonly #links: LinkReader;
  readonly #ends: ReadonlySet<Thing>;
  readonly #mostOfOne: number;
  /** The ends that are not live, by what they refer to: as referrers only live ones are found. */
  readonly #endsAt = new Map<Thing, Thing[]>();

  constructor(links: LinkReader, ends: readonly (Place & { readonly live: boolean })[], mostOfOne: number) {
    this.#links = links;
    this.#ends = new Set(ends.map(thingAt));
    this.#mostOfOne = mostOfOne;
    for (const end of ends.filter(({ live }) => !live)) {
      for (const place of links.outward(end, mostOfOne).places) {
        const thing = thingAt(links.standing(place));
        this.#endsAt.set(thing, [...(this.#endsAt.get(thing) ?? []), thingAt(end)]);
      }
    }
  }

  of(thing: Thing, most: number): Neighbours {
    const place = placeOf(thing);
    const outward = this.#links.outward(place, most);
    const inward = this.#links.inward(place, this.#mostOfOne, most - outward.places.length);
    const found = [...outward.places, ...inward.places].map((one) => this.#links.standing(one));
    const reached = found.filter((one) => one.live || this.#ends.has(thingAt(one))).map(thingAt);
    return {
      things: [...reached, ...(this.#endsAt.get(thing) ?? [])],
      whole: outward.whole && inward.whole,
    };
  }
}

/** Things of different types are so far apart in numbers: there are fewer rows of each. */
const stride = 2 ** 45;

/** The number that stands for a row: in order first by type, then by creation. */
function thingAt({ type, key }: Place): Thing {
  return resourceTypes.indexOf(type) * stride + key;
}

function placeOf(thing: Thing): Place {
  const type = resourceTypes[Math.floor(thing / stride)];
  if (!type) throw new RangeError(`${thing} stands for no row`);
  return { type, key: thing % stride };
}
