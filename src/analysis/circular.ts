import { speakerOf } from './accounts.ts';
import { ArticleLinks, type Reporter, reportersOf } from './article-links.ts';
import { Beginnings, elsewhere, nowhere } from './beginnings.ts';
import type { Origins } from './origins.ts';
import { type Figure, figure } from './rules.ts';
import { strongComponents } from './strong-components.ts';
import type { View } from './view.ts';

/** Articles that carry one another's report of the claim. */
export interface Circular extends Figure {
  readonly items: readonly CircularGroup[];
}

/**
 * `circular`: neither in the group nor in what it leads to is an origin recorded but the outlets of the group themselves;
 * `mutual_citation`: there is another.
 */
export interface CircularGroup {
  readonly kind: 'circular' | 'mutual_citation';
  readonly articleIds: readonly string[];
  /** Who publishes them. */
  readonly outletIds: readonly string[];
  /** For each link within the group a shortest cycle through it, as the ids of its articles; each cycle once. */
  readonly cycles: readonly (readonly string[])[];
  /** Only the cycles through the first links are there. */
  readonly cyclesTruncated?: true;
}

/** So many links of a group are looked at, and so many articles named in its cycles before no more are looked for. */
const most = { links: 100, named: 1_000 };

export function circularOf(view: View, origins: Origins): Circular {
  const reporters = reportersOf(view);
  const all = new ArticleLinks(reporters);
  const graph = all.graph();
  const components = strongComponents(graph);
  const groups: { component: number; reporters: Reporter[]; links: ArticleLinks }[] = [];
  for (const [component, nodes] of components.entries()) {
    const some = nodes.length > 1 ? among(nodes, reporters) : [];
    if (some.length > 1) groups.push({ component, reporters: some, links: all.between(some) });
  }
  if (groups.length === 0) return { ...figure('circular', []), items: [] };
  const beginnings = new Beginnings(graph, components, speakersOf(origins, reporters, view));
  const items = groups.map(({ component, reporters: own, links }): CircularGroup => {
    const outletIds = publishersOf(own);
    const outlets = outletIds.filter((id) => view.sources.isOutlet(id));
    return {
      kind: beginnings.areAmong(outlets, component) ? 'circular' : 'mutual_citation',
      articleIds: own.map(({ articleId }) => articleId),
      outletIds,
      ...cyclesAlong(links),
    };
  });
  const basis = groups.flatMap(({ links }) => links.attributionIds());
  return { ...figure('circular', basis), items: items.sort(inOrder) };
}

/** With which outlets the claim begins in each article, or `elsewhere` where it does not with these alone. */
function speakersOf({ origins }: Origins, reporters: readonly Reporter[], view: View): ReadonlySet<string>[] {
  const speakers = new Map<string, ReadonlySet<string>>();
  for (const { stands } of origins) {
    for (const stand of stands) {
      const some = speakers.get(stand.articleId) ?? nowhere;
      if (some === elsewhere) continue;
      const speaker = speakerOf(stand, view);
      const isOutlet = view.sources.isOutlet(speaker);
      speakers.set(stand.articleId, isOutlet ? new Set([...some, speaker]) : elsewhere);
    }
  }
  return reporters.map(({ articleId }) => speakers.get(articleId) ?? nowhere);
}

function inOrder({ articleIds: [one = ''] }: CircularGroup, { articleIds: [other = ''] }: CircularGroup) {
  return one < other ? -1 : 1;
}

/** The articles among the nodes of a graph that begins with all of them, in their order. */
function among(nodes: readonly number[], reporters: readonly Reporter[]): Reporter[] {
  const numbers = nodes.filter((node) => node < reporters.length).sort((one, other) => one - other);
  return numbers.map((number) => reporters[number] as Reporter);
}

function publishersOf(reporters: readonly Reporter[]): string[] {
  return [...new Set(reporters.map(({ publisherId }) => publisherId))].sort();
}

function cyclesAlong(links: ArticleLinks): Pick<CircularGroup, 'cycles' | 'cyclesTruncated'> {
  const cycles = new Map<string, readonly string[]>();
  let [looked, named] = [0, 0];
  for (const from of links.reporters.keys()) {
    for (const to of links.from(from)) {
      if (looked === most.links || named >= most.named) {
        return { cycles: [...cycles.values()], cyclesTruncated: true };
      }
      looked += 1;
      const cycle = fromSmallest(links.way(to, from)).map((one) => links.reporters[one]?.articleId ?? '');
      const name = cycle.join();
      if (!cycles.has(name)) named += cycle.length;
      cycles.set(name, cycle);
    }
  }
  return { cycles: [...cycles.values()] };
}

function fromSmallest(cycle: readonly number[]): number[] {
  const first = cycle.reduce((place, one, index) => (one < (cycle[place] ?? 0) ? index : place), 0);
  return [...cycle.slice(first), ...cycle.slice(0, first)];
}
