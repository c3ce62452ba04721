import { type ListedFigures, listedFiguresVersion, noFigures } from '../../analysis/listed.ts';
import { AffectedClaims, type Changed } from './affected-claims.ts';
import type { Caps } from './claim-ties.ts';
import { type Connection, patiently } from './connection.ts';
import type { Draft } from './drafts.ts';
import { type Due, DueList } from './figures-due.ts';
import { type FiguresOf, openFigures } from './figures-of.ts';
import { sqlName } from './projection.ts';

/** The figures that claims, by their keys, had at a log position. */
export interface AssessedClaims {
  readonly claims: readonly number[];
  readonly figures: ListedFigures;
  readonly position: number;
}

/** Some of what is due as one, taken apart: the claims, and those with all around them. */
export interface DuePart {
  readonly due: Due;
  readonly claims: readonly number[];
  readonly around: readonly number[];
  /** It is about so many that all claims are due. */
  readonly all?: true;
  /** The last claim that it has been taken apart into; undefined where nothing is left of it. */
  readonly done: number | undefined;
}

/** What is assessed in the transaction of a write. */
export const smallChange: Caps = { claims: 100, attributions: 200, linked: 1_000 };

export interface FiguresOptions {
  readonly figuresOf?: FiguresOf | undefined;
  readonly caps?: Caps | undefined;
}

/** The name under which the version of the analysis stands. */
const analysis = 'claim_figures';

const names = Object.keys(noFigures) as (keyof ListedFigures)[];
const columns = names.map(sqlName);

/** Keeps the figures by which lists of claims are filtered and sorted, and what of them is due, in step with writes. */
export class FiguresWriter {
  readonly #affected: AffectedClaims;
  readonly #due: DueList;
  readonly #figuresOf: FiguresOf;
  readonly #caps: Caps;
  readonly #write;
  readonly #addEmpty;
  readonly #addAllEmpty;
  readonly #idOf;
  readonly #keyOf;
  readonly #any;

  constructor(
    connection: Connection,
    { figuresOf = openFigures(connection), caps = smallChange }: FiguresOptions = {},
  ) {
    this.#affected = new AffectedClaims(connection);
    this.#due = new DueList(connection);
    this.#figuresOf = figuresOf;
    this.#caps = caps;
    this.#write = connection.prepare<number[]>(
      `INSERT INTO claim_figures (claim, ${columns}) VALUES (?, ${columns.map(() => '?')})
       ON CONFLICT DO UPDATE SET ${columns.map((column) => `${column} = excluded.${column}`)}`,
    );
    this.#addEmpty = connection.prepare<[number]>('INSERT INTO claim_figures (claim) VALUES (?)');
    this.#addAllEmpty = connection.prepare('INSERT INTO claim_figures (claim) SELECT key FROM claim');
    this.#idOf = connection.prepare<[number], string>('SELECT id FROM claim WHERE key = ?').pluck();
    this.#keyOf = connection.prepare<[string], number>('SELECT key FROM claim WHERE id = ?').pluck();
    this.#any = connection.prepare<[], number>('SELECT EXISTS (SELECT 1 FROM figures_due)').pluck();
  }

  /** Whether anything is due. */
  anyDue(): boolean {
    return this.#any.get() === 1;
  }

  /** Assesses what a commit, all written by now, has changed; where that is much, it becomes due. */
  renew(
    drafts: readonly Draft[],
    keyOf: (id: string) => number,
    positions: Pick<Due, 'first' | 'last'>,
  ): void {
    const changed = this.#affected.changedBy(drafts, keyOf);
    const few = this.#affected.fewAffected(changed, this.#caps);
    const told = few ?? changed.claims;
    for (const claim of changed.created) {
      if (!told.has(claim)) this.#put(claim, noFigures);
      else if (!few) this.#addEmpty.run(claim);
    }
    if (few) this.#assess(few);
    else this.#postpone(changed, positions);
  }

  /** Writes what claims were found to be at a log position, unless they were assessed since. */
  store({ claims, figures, position }: AssessedClaims): void {
    for (const claim of claims) if (this.#due.settle(claim, position)) this.#put(claim, figures);
  }

  /** Makes what something due was taken apart into due by itself; false where that was done, or has to be done anew. */
  takeApart({ due, claims, around, all, done }: DuePart): boolean {
    if (!this.#due.stands(due)) return false;
    this.#due.add('claim', claims, due);
    this.#due.add('around', around, due);
    this.#due.advance(due, done);
    if (all) this.#due.add('all', [0], due);
    return true;
  }

  /** Claims have been restored up to a log position: none has figures yet, and all are due. */
  restored(position: number): void {
    this.#addAllEmpty.run();
    if (position > 0) this.#due.add('all', [0], { first: 1, last: position });
  }

  #assess(claims: ReadonlySet<number>): void {
    const left = new Set(claims);
    for (const claim of claims) {
      const found = left.has(claim) ? this.#figuresOf(String(this.#idOf.get(claim))) : undefined;
      for (const id of found?.claimIds ?? []) {
        const key = Number(this.#keyOf.get(id));
        if (found && left.delete(key)) {
          this.#put(key, found.figures);
          this.#due.settleNow(key);
        }
      }
    }
  }

  #postpone({ claims, articles, sources }: Changed, positions: Pick<Due, 'first' | 'last'>): void {
    this.#due.add('around', claims, positions);
    this.#due.add('article', articles, positions);
    this.#due.add('source', sources, positions);
  }

  #put(claim: number, figures: ListedFigures): void {
    this.#write.run(claim, ...names.map((name) => Number(figures[name])));
  }
}

/**
 * Makes all claims due where their figures were made by another version of the analysis, or never. Waits up to `patience`
 * milliseconds for a process that does the same.
 */
export async function renewFigures(connection: Connection, patience = 30_000): Promise<void> {
  const isCurrent = () =>
    connection.prepare('SELECT version FROM analysis WHERE name = ?').pluck().get(analysis) ===
    listedFiguresVersion;
  const deadline = Date.now() + patience;
  if (await patiently(isCurrent, deadline)) return;
  const renew = connection.transaction(() => {
    if (isCurrent()) return;
    connection
      .prepare(
        'INSERT INTO analysis (name, version) VALUES (?, ?) ON CONFLICT DO UPDATE SET version = excluded.version',
      )
      .run(analysis, listedFiguresVersion);
    const newest = connection.prepare<[], number | null>('SELECT max(seq) FROM log').pluck().get();
    if (newest) new DueList(connection).add('all', [0], { first: 1, last: newest });
  });
  await patiently(() => renew.immediate(), deadline);
}
