import { outletDependencies } from '../../analysis/outlets.ts';
import type { FoundOutlets, OutletQuery } from '../port.ts';
import type { Connection } from './connection.ts';
import type { Merging } from './merging.ts';
import { type ListedArticle, NewestArticles } from './newest-articles.ts';
import { type AttributionRow, Outlines, outlineStatements } from './outlines.ts';

/** How many articles are looked at, and how many attributions in them are read. */
const caps = { articles: 50_000, attributions: 20_000 };

/** Reads which outlet relays which from the newest articles. */
export class OutletReader {
  readonly #merging: Merging;
  readonly #articles: NewestArticles;
  readonly #outlines;
  readonly #keyOf;
  readonly #topics;
  readonly #replacedBy;

  constructor(connection: Connection, merging: Merging) {
    this.#merging = merging;
    this.#articles = new NewestArticles(connection);
    this.#outlines = outlineStatements(connection);
    this.#keyOf = connection.prepare<[string], number>('SELECT key FROM source WHERE id = ?').pluck();
    this.#topics = connection
      .prepare<[number], string>('SELECT value FROM claim_topic WHERE owner = ?')
      .pluck();
    this.#replacedBy = connection
      .prepare<[number], number | null>('SELECT replaced_by FROM claim WHERE key = ?')
      .pluck();
  }

  /** As the port says, but for the position. */
  dependencies(query: OutletQuery): Omit<FoundOutlets, 'position'> {
    const { mostArticles = caps.articles, mostAttributions = caps.attributions } = query;
    const outlines = new Outlines(this.#outlines);
    const starts = new Set<string>();
    const wanted = this.#topicFilter(query.topics);
    const merged = this.#merging.any('article');
    let [looked, read, cut] = [0, 0, false];
    let last: string | undefined;
    for (const article of this.#articles.of(query.published, this.#publishers(query.outlets))) {
      looked += 1;
      const rows = looked <= mostArticles && this.#attributions(article, merged, mostAttributions - read);
      cut = !rows;
      if (!rows) break;
      read += rows.length;
      for (const row of rows.filter(({ claim }) => wanted(claim))) {
        outlines.add(row);
        starts.add(row.id);
      }
      last = article?.id ?? last;
    }
    const { documents, cut: cutBehind } = outlines.all();
    const found = outletDependencies(documents, starts, query.limit);
    return {
      ...{ ...found, truncated: found.truncated || cut || cutBehind },
      ...(cut && { readBackTo: last ?? null }),
    };
  }

  /** The keys of the outlets that are asked for and of what is one thing with them; undefined where all are. */
  #publishers(ids: readonly string[]): number[] | undefined {
    if (ids.length === 0) return undefined;
    const keys = ids.flatMap((id) => this.#keyOf.get(id) ?? []);
    return [...new Set(keys.flatMap((key) => this.#merging.keysOf('source', key)))];
  }

  /** The attributions in an article and in what was merged into it; undefined where there are more than `most`. */
  #attributions(
    article: ListedArticle | undefined,
    merged: boolean,
    most: number,
  ): AttributionRow[] | undefined {
    if (!article) return [];
    const { key } = article;
    const keys = merged ? this.#merging.keysOf('article', key) : [key];
    const rows: AttributionRow[] = [];
    for (const one of keys) {
      rows.push(...this.#outlines.attributionsIn.all(one, most - rows.length + 1));
      if (rows.length > most) return undefined;
    }
    return rows;
  }

  /** Whether a claim, or what stands for it, has one of the topics. */
  #topicFilter(topics: readonly string[]): (claim: number) => boolean {
    if (topics.length === 0) return () => true;
    const merged = this.#merging.any('claim');
    const known = new Map<number, boolean>();
    const has = (claim: number): boolean => {
      const replacedBy = merged ? (this.#replacedBy.get(claim) ?? null) : null;
      return replacedBy === null
        ? this.#topics.all(claim).some((topic) => topics.includes(topic))
        : has(replacedBy);
    };
    return (claim) => {
      const answer = known.get(claim) ?? has(claim);
      known.set(claim, answer);
      return answer;
    };
  }
}
