import type { DateFilter } from '../port.ts';
import type { Connection } from './connection.ts';

/** A live article, as far as a list of the newest tells. */
export interface ListedArticle {
  readonly key: number;
  readonly id: string;
  readonly earliest: number | null;
  readonly latest: number | null;
}

type Period = Pick<DateFilter, 'from' | 'to'>;

/** How many rows are in memory at once. */
const page = 500;
const columns = 'key, id, published_at_earliest AS earliest, published_at_latest AS latest';
const position = 'coalesce(published_at_earliest, -9000000000000000)';
const beyondAllDates = 9_000_000_000_000_000;

/** Walks the live articles, the newest first. */
export class NewestArticles {
  readonly #byKey;
  readonly #ofDate;
  readonly #beforeDate;
  readonly #ofPublisher;

  constructor(connection: Connection) {
    this.#byKey = connection.prepare<[number], ListedArticle>(
      `SELECT ${columns} FROM article WHERE key < ? AND withdrawn = 0 ORDER BY key DESC LIMIT ${page}`,
    );
    // SQLite walks an index over an expression from a place in it only where each part is asked for by itself.
    this.#ofDate = connection.prepare<[number, number], ListedArticle>(
      `SELECT ${columns} FROM article WHERE ${position} = ? AND key < ? AND withdrawn = 0
       ORDER BY key DESC LIMIT ${page}`,
    );
    this.#beforeDate = connection.prepare<[number], ListedArticle>(
      `SELECT ${columns} FROM article WHERE ${position} < ? AND withdrawn = 0
       ORDER BY ${position} DESC, key DESC LIMIT ${page}`,
    );
    this.#ofPublisher = connection.prepare<[number, number], ListedArticle>(
      `SELECT ${columns} FROM article WHERE publisher = ? AND key < ? AND withdrawn = 0
       ORDER BY key DESC LIMIT ${page}`,
    );
  }

  /**
   * The articles that were added last come first; where only a period is asked for, those that were published last. What
   * lies outside of the period is given as undefined.
   */
  *of(
    period: Period | undefined,
    publishers: readonly number[] | undefined,
  ): Generator<ListedArticle | undefined> {
    for (const article of this.#walk(period, publishers)) {
      yield !period || overlaps(article, period) ? article : undefined;
    }
  }

  #walk(period: Period | undefined, publishers: readonly number[] | undefined): Iterable<ListedArticle> {
    if (publishers) {
      return newestOf(
        publishers.map((publisher) =>
          pages((last) => this.#ofPublisher.all(publisher, last?.key ?? Number.MAX_SAFE_INTEGER)),
        ),
      );
    }
    if (!period) return pages((last) => this.#byKey.all(last?.key ?? Number.MAX_SAFE_INTEGER));
    const start = period.to === null ? beyondAllDates : period.to + 1;
    return pages((last) => {
      if (!last) return this.#beforeDate.all(start);
      const date = last.earliest ?? -beyondAllDates;
      const same = this.#ofDate.all(date, last.key);
      return same.length > 0 ? same : this.#beforeDate.all(date);
    });
  }
}

function* pages(read: (last: ListedArticle | undefined) => ListedArticle[]): Generator<ListedArticle> {
  let rows = read(undefined);
  while (rows.length > 0) {
    yield* rows;
    rows = read(rows.at(-1));
  }
}

/** Several walks as one, by key. */
function* newestOf(walks: readonly Generator<ListedArticle>[]): Generator<ListedArticle> {
  const heads = walks.map((walk) => walk.next());
  for (;;) {
    let newest = -1;
    for (const [index, { value, done }] of heads.entries()) {
      if (!done && value.key > (heads[newest]?.value?.key ?? 0)) newest = index;
    }
    const head = heads[newest];
    const walk = walks[newest];
    if (!head || !walk) return;
    yield head.value as ListedArticle;
    heads[newest] = walk.next();
  }
}

/** The bounds overlap; a date that is not known at all overlaps nothing. */
function overlaps({ earliest, latest }: ListedArticle, { from, to }: Period): boolean {
  if (earliest === null && latest === null) return false;
  return (
    (from === null || latest === null || latest >= from) &&
    (to === null || earliest === null || earliest <= to)
  );
}
