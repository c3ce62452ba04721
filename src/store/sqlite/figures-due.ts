import type { Connection } from './connection.ts';

/** What is due as one: a claim alone; a claim with those around it; all that an article or a source touches; all claims. */
export type DueScope = 'claim' | 'around' | 'article' | 'source' | 'all';

/** What has to be assessed anew, and the log positions of the first and the last write that made it so. */
export interface Due {
  readonly scope: DueScope;
  /** The key of a claim, an article or a source; 0 for all claims. */
  readonly key: number;
  readonly first: number;
  readonly last: number;
  /** The key of the last claim that it was taken apart into. */
  readonly done: number;
}

/** Keeps the list of what has to be assessed anew. */
export class DueList {
  readonly #add;
  readonly #find;
  readonly #remove;
  readonly #postpone;
  readonly #advance;

  constructor(connection: Connection) {
    this.#add = connection.prepare<[DueScope, number, number, number]>(
      `INSERT INTO figures_due (scope, key, first, last) VALUES (?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET first = min(first, excluded.first), last = max(last, excluded.last), done = 0`,
    );
    this.#find = connection.prepare<[DueScope, number], Due>(
      'SELECT * FROM figures_due WHERE scope = ? AND key = ?',
    );
    this.#remove = connection.prepare<[DueScope, number]>(
      'DELETE FROM figures_due WHERE scope = ? AND key = ?',
    );
    this.#postpone = connection.prepare<[number, number]>(
      "UPDATE figures_due SET first = ? WHERE scope = 'claim' AND key = ?",
    );
    this.#advance = connection.prepare<[number, DueScope, number]>(
      'UPDATE figures_due SET done = ? WHERE scope = ? AND key = ?',
    );
  }

  add(scope: DueScope, keys: Iterable<number>, { first, last }: Pick<Due, 'first' | 'last'>): void {
    for (const key of keys) this.#add.run(scope, key, first, last);
  }

  /** A claim has been assessed as of now. */
  settleNow(claim: number): void {
    this.#remove.run('claim', claim);
  }

  /** Whether what a claim was found to be at a log position is news; it stays due for what was written since. */
  settle(claim: number, position: number): boolean {
    const due = this.#find.get('claim', claim);
    // Else it was assessed since, in the transaction of a write.
    if (!due || due.first > position) return false;
    if (due.last <= position) this.settleNow(claim);
    else this.#postpone.run(position + 1, claim);
    return true;
  }

  /** Whether nobody has taken something apart since it was read, and no write has made it due again. */
  stands({ scope, key, last, done }: Due): boolean {
    const due = this.#find.get(scope, key);
    return due?.last === last && due.done === done;
  }

  /** Notes up to which claim something was taken apart; `done` undefined: to the end. */
  advance({ scope, key }: Due, done: number | undefined): void {
    if (done === undefined) this.#remove.run(scope, key);
    else this.#advance.run(done, scope, key);
  }
}
