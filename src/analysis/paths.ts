/** Something that links tie to other things, told by a number; paths come in the order of these numbers. */
export type Thing = number;

/** Things that links tie to one thing, whichever way the links lead. */
export interface Neighbours {
  readonly things: readonly Thing[];
  /** Whether these are all of them. */
  readonly whole: boolean;
}

/** Gives the neighbours of a thing, at most so many. */
export type NeighboursOf = (thing: Thing, most: number) => Neighbours;

/** Which paths are looked for. */
export interface PathSearch {
  readonly from: Thing;
  readonly to: Thing;
  /** How many paths are wanted at most. */
  readonly limit: number;
  /** How many links a path may have. */
  readonly maxLength: number;
  /** How many things may be read. */
  readonly mostRead: number;
}

/** The shortest paths between two things, each with both of its ends. */
export interface ShortestPaths {
  readonly paths: readonly (readonly Thing[])[];
  /** Whether a shorter path, or another one as short, may have been left out. */
  readonly truncated: boolean;
}

/**
 * The shortest paths between two things, told apart by the things on them, in order. The search goes out from both ends
 * in steps, each from the end where fewer things are to be looked at. Where a cap hid neighbours of a thing, the other
 * end is preferred; what then cannot be ruled out is `truncated`.
 */
export function shortestPaths(search: PathSearch, neighboursOf: NeighboursOf): ShortestPaths {
  return new Search(search, neighboursOf).run();
}

/** What was found from one end. */
class Side {
  readonly distances: Map<Thing, number>;
  /** The things found last, whose neighbours are still to be read. */
  frontier: readonly Thing[];
  steps = 0;
  /** All things up to this distance are known, with all links of those nearer. */
  radius = 0;
  /** Whether a cap has hidden anything. */
  cut = false;

  constructor(end: Thing) {
    this.distances = new Map([[end, 0]]);
    this.frontier = [end];
  }
}

class Search {
  readonly #search: PathSearch;
  readonly #neighboursOf: NeighboursOf;
  readonly #sides: readonly [Side, Side];
  readonly #links = new Map<Thing, Set<Thing>>();
  #left: number;
  #shortest: number;

  constructor(search: PathSearch, neighboursOf: NeighboursOf) {
    const { from, to, mostRead } = search;
    this.#search = search;
    this.#neighboursOf = neighboursOf;
    this.#sides = [new Side(from), new Side(to)];
    this.#left = mostRead;
    this.#shortest = from === to ? 0 : Number.POSITIVE_INFINITY;
  }

  run(): ShortestPaths {
    for (let side = this.#next(); side; side = this.#next()) this.#step(side);
    const { from, to, limit, maxLength } = this.#search;
    const paths: Thing[][] = [];
    let more = false;
    for (const path of pathsAlong(this.#links, from, to, maxLength)) {
      more = paths.length === limit;
      if (more) break;
      paths.push(path);
    }
    const length = paths[0] ? paths[0].length - 1 : maxLength;
    return { paths, truncated: more || this.#known < length };
  }

  /** Every path of up to so many links has been seen. */
  get #known(): number {
    const [one, other] = this.#sides;
    return one.radius + other.radius;
  }

  /** The side from which to go on; undefined where that would lead no further. */
  #next(): Side | undefined {
    const { maxLength } = this.#search;
    if (this.#known >= Math.min(this.#shortest, maxLength)) return undefined;
    const whole = this.#sides.filter(({ cut }) => !cut);
    if (whole.length > 0) return withFewer(whole);
    const steps = this.#sides.reduce((sum, side) => sum + side.steps, 0);
    if (this.#left <= 0 || this.#shortest <= maxLength || steps >= maxLength) return undefined;
    return withFewer(this.#sides.filter(({ frontier }) => frontier.length > 0));
  }

  #step(side: Side): void {
    const found: Thing[] = [];
    for (const thing of side.frontier) {
      for (const neighbour of this.#read(side, thing)) {
        this.#link(thing, neighbour);
        this.#meet(side, neighbour);
        if (side.distances.has(neighbour)) continue;
        side.distances.set(neighbour, side.steps + 1);
        found.push(neighbour);
      }
    }
    side.frontier = found;
    side.steps += 1;
    if (!side.cut) side.radius = found.length > 0 ? side.steps : Number.POSITIVE_INFINITY;
  }

  #read(side: Side, thing: Thing): readonly Thing[] {
    this.#left -= 1;
    const { things, whole } =
      this.#left > 0 ? this.#neighboursOf(thing, this.#left) : { things: [], whole: false };
    this.#left -= things.length;
    if (!whole) side.cut = true;
    return things;
  }

  #meet(side: Side, neighbour: Thing): void {
    const [one, other] = this.#sides;
    const rest = (side === one ? other : one).distances.get(neighbour);
    if (rest !== undefined) this.#shortest = Math.min(this.#shortest, side.steps + 1 + rest);
  }

  #link(one: Thing, other: Thing): void {
    neighboursIn(this.#links, one).add(other);
    neighboursIn(this.#links, other).add(one);
  }
}

function withFewer(sides: readonly Side[]): Side | undefined {
  return sides.toSorted((one, other) => one.frontier.length - other.frontier.length)[0];
}

function neighboursIn(links: Map<Thing, Set<Thing>>, thing: Thing): Set<Thing> {
  const known = links.get(thing) ?? new Set();
  links.set(thing, known);
  return known;
}

/** The shortest paths along links, in order; none where even they are too long. */
function* pathsAlong(
  links: ReadonlyMap<Thing, ReadonlySet<Thing>>,
  from: Thing,
  to: Thing,
  maxLength: number,
): Generator<Thing[]> {
  const distances = distancesTo(to, links);
  const length = distances.get(from);
  if (length === undefined || length > maxLength) return;
  const path: Thing[] = [];
  function* onwards(thing: Thing, left: number): Generator<Thing[]> {
    path.push(thing);
    if (left === 0) yield [...path];
    const nearer = [...(links.get(thing) ?? [])].filter((next) => distances.get(next) === left - 1);
    for (const next of nearer.sort((one, other) => one - other)) yield* onwards(next, left - 1);
    path.pop();
  }
  yield* onwards(from, length);
}

function distancesTo(end: Thing, links: ReadonlyMap<Thing, ReadonlySet<Thing>>): Map<Thing, number> {
  const distances = new Map([[end, 0]]);
  // A Map is walked in the order of insertion, what is added meanwhile included.
  for (const [thing, distance] of distances) {
    for (const next of links.get(thing) ?? []) if (!distances.has(next)) distances.set(next, distance + 1);
  }
  return distances;
}
