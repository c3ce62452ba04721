import { standingId } from './merging.ts';
import type { Stand } from './stands.ts';
import { type Period, periodOf } from './time.ts';
import type { View } from './view.ts';

/** An article that says something of a claim, and from whom it has that. */
export interface Reporter {
  readonly articleId: string;
  readonly publisherId: string;
  readonly published: Period;
  readonly references: readonly Reference[];
}

/** To an article, or to whatever an outlet had published by then. */
export interface Reference {
  readonly to: { readonly articleId: string } | { readonly outletId: string };
  /** The stand that refers to it; none where the article is derived from the other. */
  readonly attributionId?: string;
}

/** The articles that say anything of the claim, in the order of their ids. */
export function reportersOf(view: View): Reporter[] {
  const byArticle = Map.groupBy(view.stands, ({ articleId }) => articleId);
  return [...byArticle.keys()].sort().map((articleId) => {
    const stands = byArticle.get(articleId) ?? [];
    const article = view.document(articleId);
    const references = stands.flatMap((stand) => referenceOf(stand, view) ?? []);
    const origin = standing(article?.derivedFromArticleId, view);
    if (origin !== undefined) references.push({ to: { articleId: origin } });
    const publisherId = view.sources.identity(stands[0]?.publisherId ?? '');
    return { articleId, publisherId, published: periodOf(article?.publishedAt), references };
  });
}

function referenceOf({ id, sourceId, publisherId, given }: Stand, view: View): Reference | undefined {
  const { sources } = view;
  const speaker = sources.identity(sourceId);
  const isOwn = speaker === sources.identity(publisherId);
  if (!isOwn && !sources.isOutlet(speaker)) return undefined;
  const articleId = standing(given.citedArticleId, view);
  if (articleId !== undefined) return { to: { articleId }, attributionId: id };
  return isOwn ? undefined : { to: { outletId: speaker }, attributionId: id };
}

/** The id of what stands for an article, where one is given. */
function standing(id: unknown, { document }: View): string | undefined {
  return id === undefined ? undefined : standingId(id, document);
}

/** The articles of an outlet in the order of the moments from which they may have been published. */
interface Shelf {
  readonly articles: readonly number[];
  readonly earliest: readonly number[];
}

/** The first articles of a shelf. */
interface Row {
  readonly shelf: Shelf;
  readonly length: number;
}

/** The links between articles, which are numbered as they are given; links to those that are not given are left out. */
export class ArticleLinks {
  readonly reporters: readonly Reporter[];
  readonly #numbers: ReadonlyMap<string, number>;
  readonly #shelves: ReadonlyMap<string, Shelf>;
  readonly #named: readonly (readonly number[])[];
  readonly #rows: readonly (readonly Row[])[];

  constructor(reporters: readonly Reporter[]) {
    this.reporters = reporters;
    this.#numbers = new Map(reporters.map(({ articleId }, number) => [articleId, number]));
    this.#shelves = shelvesOf(reporters);
    this.#named = reporters.map((reporter, number) => this.#namedBy(reporter, number));
    this.#rows = reporters.map((reporter) => this.#rowsBefore(reporter));
  }

  /** The links between some of the articles, numbered anew. */
  between(some: readonly Reporter[]): ArticleLinks {
    return some.length === this.reporters.length ? this : new ArticleLinks(some);
  }

  /** The articles that one leads to, in the order of their numbers. */
  from(number: number): number[] {
    const rows = this.#rowsOf(number).flatMap(({ shelf, length }) => shelf.articles.slice(0, length));
    return [...new Set([...this.#namedOf(number), ...rows])].sort((one, other) => one - other);
  }

  /** The attributions that make links. */
  attributionIds(): string[] {
    return this.reporters.flatMap((reporter, number) =>
      reporter.references.flatMap(({ to, attributionId }) => {
        if (attributionId === undefined) return [];
        const leads =
          'outletId' in to
            ? this.#rowBefore(reporter, to.outletId) !== undefined
            : (this.#numbers.get(to.articleId) ?? number) !== number;
        return leads ? [attributionId] : [];
      }),
    );
  }

  /**
   * The links as a graph in which the articles are the first nodes. The others stand for the first articles of an outlet,
   * each leading to the last of these and to the node for those before it: written out, the links might be millions.
   */
  graph(): number[][] {
    const graph = this.#named.map((named) => [...named]);
    const firstNodes = new Map<Shelf, number>();
    for (const shelf of this.#shelves.values()) {
      firstNodes.set(shelf, graph.length);
      for (const [place, article] of shelf.articles.entries()) {
        graph.push(place === 0 ? [article] : [article, graph.length - 1]);
      }
    }
    for (const [number, rows] of this.#rows.entries()) {
      for (const { shelf, length } of rows) graph[number]?.push((firstNodes.get(shelf) ?? 0) + length - 1);
    }
    return graph;
  }

  /** A shortest way along links from one article to another, both included; empty where there is none. */
  way(from: number, to: number): number[] {
    const cameFrom = new Int32Array(this.reporters.length).fill(-1);
    const passed = new Map<Shelf, number>();
    cameFrom[from] = from;
    const reached = [from];
    for (const number of reached) {
      if (this.#leads(number, to)) return [...wayBack(number, from, cameFrom).reverse(), to];
      const reach = (next: number) => {
        if (cameFrom[next] !== -1) return;
        cameFrom[next] = number;
        reached.push(next);
      };
      this.#namedOf(number).forEach(reach);
      for (const { shelf, length } of this.#rowsOf(number)) {
        for (let place = passed.get(shelf) ?? 0; place < length; place += 1) {
          reach(shelf.articles[place] as number);
        }
        passed.set(shelf, Math.max(passed.get(shelf) ?? 0, length));
      }
    }
    return [];
  }

  #leads(from: number, to: number): boolean {
    if (this.#namedOf(from).includes(to)) return true;
    const { publisherId, published } = this.reporters[to] as Reporter;
    const shelf = this.#shelves.get(publisherId);
    const row = this.#rowsOf(from).find((one) => one.shelf === shelf);
    return row !== undefined && earliestOf(published) <= (row.shelf.earliest[row.length - 1] as number);
  }

  #namedOf(number: number): readonly number[] {
    return this.#named[number] ?? [];
  }

  #rowsOf(number: number): readonly Row[] {
    return this.#rows[number] ?? [];
  }

  #namedBy({ references }: Reporter, number: number): number[] {
    const named = new Set<number>();
    for (const { to } of references) {
      const other = 'articleId' in to ? this.#numbers.get(to.articleId) : undefined;
      if (other !== undefined && other !== number) named.add(other);
    }
    return named.size === 0 ? [] : [...named].sort((one, other) => one - other);
  }

  #rowsBefore(reporter: Reporter): Row[] {
    const outlets = new Set<string>();
    for (const { to } of reporter.references) if ('outletId' in to) outlets.add(to.outletId);
    if (outlets.size === 0) return [];
    return [...outlets].sort().flatMap((outletId) => this.#rowBefore(reporter, outletId) ?? []);
  }

  /** What an outlet may have published before or while an article was published; undefined where that is nothing. */
  #rowBefore({ published }: Reporter, outletId: string): Row | undefined {
    const shelf = this.#shelves.get(outletId);
    if (!shelf) return undefined;
    const length = countUpTo(shelf.earliest, published.latest ?? Number.POSITIVE_INFINITY);
    return length === 0 ? undefined : { shelf, length };
  }
}

function shelvesOf(reporters: readonly Reporter[]): Map<string, Shelf> {
  const cited = new Set<string>();
  for (const { references } of reporters) {
    for (const { to } of references) if ('outletId' in to) cited.add(to.outletId);
  }
  if (cited.size === 0) return new Map();
  const byOutlet = Map.groupBy(reporters.keys(), (number) => reporters[number]?.publisherId ?? '');
  const earliest = reporters.map(({ published }) => earliestOf(published));
  const at = (number: number) => earliest[number] as number;
  const shelves = new Map<string, Shelf>();
  for (const outletId of cited) {
    // What is not dated comes first, in the order of the numbers: its difference is no number.
    const articles = (byOutlet.get(outletId) ?? []).toSorted(
      (one, other) => at(one) - at(other) || one - other,
    );
    if (articles.length > 0) shelves.set(outletId, { articles, earliest: articles.map(at) });
  }
  return shelves;
}

function earliestOf({ earliest }: Period): number {
  return earliest ?? Number.NEGATIVE_INFINITY;
}

/** How many of some numbers, which are in order, are not greater than a bound. */
function countUpTo(numbers: readonly number[], bound: number): number {
  let [low, high] = [0, numbers.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((numbers[middle] as number) <= bound) low = middle + 1;
    else high = middle;
  }
  return low;
}

function wayBack(from: number, to: number, cameFrom: Int32Array): number[] {
  const way = [from];
  for (let number = from; number !== to; way.push(number)) number = cameFrom[number] as number;
  return way;
}
