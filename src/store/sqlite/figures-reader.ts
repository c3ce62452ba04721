import { AffectedClaims } from './affected-claims.ts';
import type { Connection } from './connection.ts';
import type { AssessedClaims, DuePart } from './figures.ts';
import type { Due } from './figures-due.ts';
import { type FiguresOf, openFigures } from './figures-of.ts';

/** What was read of that which is due: claims assessed, or more than that taken apart. */
export interface FiguresWork {
  readonly assessed: readonly AssessedClaims[];
  readonly parts: readonly DuePart[];
}

/** The log position of the first write after which something has to be assessed. */
export const firstDue = 'SELECT min(first) FROM figures_due';

/** How long claims are assessed, or things due taken apart, in one read, in milliseconds. */
const longestRead = 40;
/** How many things due are looked at in one read. */
const mostDue = 500;
/** How many claims one thing due is taken apart into in one read, and in one part. */
const mostClaims = 5_000;
const longestPart = 500;
/** Where more claims than this are one with a claim or tied to it, all claims are assessed. */
const mostAround = 20_000;

/** Assesses what is due, the first in the log first. All methods are called in an open transaction that reads. */
export class FiguresReader {
  readonly #figuresOf: FiguresOf;
  readonly #affected: AffectedClaims;
  readonly #due;
  readonly #position;
  readonly #claimsAfter;
  readonly #idOf;
  readonly #keyOf;

  constructor(connection: Connection, figuresOf = openFigures(connection)) {
    this.#figuresOf = figuresOf;
    this.#affected = new AffectedClaims(connection);
    // Claims alone come before what begins at the same position, so that what was taken apart is soon done.
    this.#due = connection.prepare<[], Due>(
      `SELECT * FROM figures_due ORDER BY first, scope <> 'claim' LIMIT ${mostDue}`,
    );
    this.#position = connection.prepare<[], number>('SELECT coalesce(max(seq), 0) FROM log').pluck();
    this.#claimsAfter = connection
      .prepare<[number], number>(`SELECT key FROM claim WHERE key > ? ORDER BY key LIMIT ${mostClaims + 1}`)
      .pluck();
    this.#idOf = connection.prepare<[number], string>('SELECT id FROM claim WHERE key = ?').pluck();
    this.#keyOf = connection.prepare<[string], number>('SELECT key FROM claim WHERE id = ?').pluck();
  }

  /** The first of what is due, done as far as one read goes; undefined where nothing is due. */
  next(): FiguresWork | undefined {
    const due = this.#due.all();
    const [first] = due;
    if (!first) return undefined;
    const end = performance.now() + longestRead;
    const alike = untilFirst(due, ({ scope }) => (scope === 'claim') !== (first.scope === 'claim'));
    return first.scope === 'claim'
      ? { assessed: this.#assessed(alike, end), parts: [] }
      : { assessed: [], parts: this.#parts(alike, end) };
  }

  #assessed(due: readonly Due[], end: number): AssessedClaims[] {
    const position = this.#position.get() ?? 0;
    const left = new Set(due.map(({ key }) => key));
    const assessed: AssessedClaims[] = [];
    for (const key of left) {
      const found = this.#figuresOf(String(this.#idOf.get(key)));
      if (!found) throw new Error(`the claim ${key} is due and not there`);
      const claims = found.claimIds.map((id) => Number(this.#keyOf.get(id)));
      for (const claim of claims) left.delete(claim);
      assessed.push({ claims, figures: found.figures, position });
      if (performance.now() > end) break;
    }
    return assessed;
  }

  #parts(due: readonly Due[], end: number): DuePart[] {
    const parts: DuePart[] = [];
    for (const one of due) {
      parts.push(...this.#partsOf(one));
      if (performance.now() > end) break;
    }
    return parts;
  }

  #partsOf(due: Due): DuePart[] {
    const claims = this.#claimsOf(due);
    if (!claims) return [{ due, claims: [], around: [], all: true, done: undefined }];
    const some = claims.slice(0, mostClaims);
    const parts: DuePart[] = [];
    let done = due.done;
    for (let at = 0; at === 0 || at < some.length; at += longestPart) {
      const few = some.slice(at, at + longestPart);
      const isLast = at + longestPart >= claims.length;
      const last = few.at(-1) ?? done;
      parts.push({ due: { ...due, done }, ...this.#withTied(due, few), done: isLast ? undefined : last });
      done = last;
    }
    return parts;
  }

  /** The claims after those that something due was taken apart into, by their keys; undefined where they are too many. */
  #claimsOf({ scope, key, done }: Due): number[] | undefined {
    if (scope === 'all') return this.#claimsAfter.all(done);
    const claims =
      scope === 'around'
        ? this.#affected.ties.around([key], mostAround)
        : this.#affected.touched({
            articles: new Set(scope === 'article' ? [key] : []),
            sources: new Set(scope === 'source' ? [key] : []),
          });
    return claims && [...claims].filter((claim) => claim > done).sort((one, other) => one - other);
  }

  /** What an article or a source touches is tied to others; where these are many, that is found out claim by claim. */
  #withTied({ scope }: Due, claims: readonly number[]): Pick<DuePart, 'claims' | 'around'> {
    if (scope !== 'article' && scope !== 'source') return { claims, around: [] };
    const around = this.#affected.ties.around(claims, 4 * longestPart);
    return around ? { claims: [...around], around: [] } : { claims: [], around: claims };
  }
}

function untilFirst<Item>(items: readonly Item[], isOther: (item: Item) => boolean): readonly Item[] {
  const end = items.findIndex(isOther);
  return end < 0 ? items : items.slice(0, end);
}
