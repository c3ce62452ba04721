import type { Connection } from './connection.ts';
import { Merging } from './merging.ts';

/** How much may be tied together: claims, attributions on all of them, and what was linked to these and to them. */
export interface Caps {
  readonly claims: number;
  readonly attributions: number;
  readonly linked: number;
}

interface Neighbour {
  readonly other: number;
  /** Whether it is another claim than this one, so that only its own counterparts are reached through it. */
  readonly apart: 0 | 1;
}

const tie = `withdrawn = 0 AND kind IN ('same_as', 'negation_of', 'contradicts', 'undercuts')`;
// A bare parameter in LIMIT would prepare the statement anew whenever it is bound.
const neighbours = `SELECT other, apart FROM (
    SELECT to_claim AS other, kind <> 'same_as' AS apart FROM relation WHERE from_claim = @claim AND ${tie}
    UNION ALL
    SELECT from_claim, kind <> 'same_as' FROM relation WHERE to_claim = @claim AND ${tie}
    UNION ALL
    SELECT replaced_by, 0 FROM claim WHERE key = @claim AND replaced_by IS NOT NULL
    UNION ALL
    SELECT key, 0 FROM claim WHERE replaced_by = @claim
  ) LIMIT abs(@most)`;
/** Claims whose attributions were merged with some on this one: either rests on what rests on the other. */
const mergedAttributions = `SELECT other, 0 AS apart FROM (
    SELECT o.claim AS other FROM attribution AS a CROSS JOIN attribution AS o ON o.replaced_by = a.key
    WHERE a.claim = @claim AND o.claim <> @claim
    UNION
    SELECT o.claim FROM attribution AS a CROSS JOIN attribution AS o ON o.key = a.replaced_by
    WHERE a.claim = @claim AND a.replaced_by IS NOT NULL AND o.claim <> @claim
  ) LIMIT abs(@most)`;
const attributions = 'SELECT count(*) FROM (SELECT 1 FROM attribution WHERE claim = ? LIMIT abs(?))';
const linked = `SELECT count(*) FROM (
    SELECT 1 FROM evidence WHERE claim = @claim
    UNION ALL
    SELECT 1 FROM review WHERE claim = @claim
    UNION ALL
    SELECT 1 FROM attribution AS a CROSS JOIN evidence AS e ON e.attribution = a.key WHERE a.claim = @claim
    UNION ALL
    SELECT 1 FROM attribution AS a CROSS JOIN review AS r ON r.attribution = a.key WHERE a.claim = @claim
    LIMIT abs(@most)
  )`;

interface Reach {
  readonly ties: number;
  /** How many claims may be next to one. */
  readonly most: number;
  readonly hasRoom: (found: ReadonlySet<number>, claim: number) => boolean;
}

/** Finds the claims that are assessed with others in view. */
export class ClaimTies {
  readonly #merging: Merging;
  readonly #neighbours;
  readonly #mergedAttributions;
  readonly #attributions;
  readonly #linked;

  constructor(connection: Connection) {
    this.#merging = new Merging(connection);
    const prepare = (sql: string) => connection.prepare<{ claim: number; most: number }, Neighbour>(sql);
    this.#neighbours = prepare(neighbours);
    this.#mergedAttributions = prepare(mergedAttributions);
    this.#attributions = connection.prepare<[number, number], number>(attributions).pluck();
    this.#linked = connection.prepare<{ claim: number; most: number }, number>(linked).pluck();
  }

  /**
   * The claims whose assessments rest on these: themselves, those that are one with them, those tied to any of these, and
   * those that are one with the tied. undefined where they are more than `most`.
   */
  around(claims: Iterable<number>, most: number): Set<number> | undefined {
    return this.#reached(claims, { ties: 1, most, hasRoom: ({ size }) => size <= most });
  }

  /** As `around`; undefined where these and what their assessments rest on is more than the caps. */
  smallAround(claims: Iterable<number>, caps: Caps): Set<number> | undefined {
    let left = caps.attributions;
    let leftLinked = caps.linked;
    const hasRoom = ({ size }: ReadonlySet<number>, claim: number) => {
      if (size > caps.claims) return false;
      left -= this.#attributions.get(claim, left + 1) ?? 0;
      if (left < 0) return false;
      leftLinked -= this.#linked.get({ claim, most: leftLinked + 1 }) ?? 0;
      return leftLinked >= 0;
    };
    return this.#reached(claims, { ties: 2, most: caps.claims, hasRoom });
  }

  /** What is reached over one tie, unless there is no room for what is reached over so many of them. */
  #reached(claims: Iterable<number>, { ties, most, hasRoom }: Reach): Set<number> | undefined {
    const merged = this.#merging.any('attribution');
    const found = new Set<number>();
    let affected = found;
    let next: Iterable<number> = claims;
    for (let passed = 0; passed <= ties; passed++) {
      const tied: number[] = [];
      const here = new Set([...next].filter((claim) => !found.has(claim)));
      // A Set is walked in the order of insertion, what is added meanwhile included.
      for (const claim of here) {
        found.add(claim);
        if (!hasRoom(found, claim)) return undefined;
        const given = { claim, most: most + 1 };
        const all = this.#neighbours.all(given);
        if (merged) all.push(...this.#mergedAttributions.all(given));
        if (all.length > most) return undefined;
        for (const { other, apart } of all) {
          if (apart) tied.push(other);
          else if (!found.has(other)) here.add(other);
        }
      }
      if (passed === 1) affected = new Set(found);
      next = tied;
    }
    return affected;
  }
}
