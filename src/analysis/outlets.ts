import { type Chain, chainsOf, type LinkedDocument, lookUp } from './chains.ts';
import { type DocumentById, standingFor } from './merging.ts';
import { ruleVersions } from './rules.ts';

/** How one outlet's reports came about. */
export interface OutletShare {
  readonly id: string;
  readonly name: unknown;
  /** The chains in its articles: `original` and `relayed` together. */
  readonly chains: number;
  readonly original: number;
  readonly relayed: number;
  /** null where it has no chains. */
  readonly relayedShare: number | null;
  /** The chains of other outlets that rest on it. */
  readonly relayedByOthers: number;
  /** The starts of the first of its original chains. */
  readonly originalAttributionIds: readonly string[];
}

/** That one outlet relays another. */
export interface OutletEdge {
  /** The outlet that relays. */
  readonly from: string;
  /** The outlet that it relays. */
  readonly to: string;
  readonly chains: number;
  /** On how many claims; of those that were merged, all are one. */
  readonly claims: number;
  /** The starts of the first of these chains. */
  readonly attributionIds: readonly string[];
}

/** Which outlet relays which. */
export interface OutletDependencies {
  readonly rule: { readonly name: 'outletDependencies'; readonly version: number };
  readonly outlets: readonly OutletShare[];
  /** Chains by the outlet that relays and the outlet that it relays, both in the order of `outlets`. */
  readonly matrix: readonly (readonly number[])[];
  readonly edges: readonly OutletEdge[];
  /** Over all outlets, those beyond the limit as well. */
  readonly totals: OutletTotals;
  /** Whether outlets beyond the limit were left out. */
  readonly truncated: boolean;
}

export interface OutletTotals {
  readonly outlets: number;
  readonly articles: number;
  readonly chains: number;
  readonly original: number;
  readonly relayed: number;
  readonly relayedShare: number | null;
}

const rule = { name: 'outletDependencies', version: ruleVersions.outletDependencies } as const;

/** So many attributions are named as examples. */
const examples = 20;

/**
 * Which news outlet relays which, by the chains among the documents that end at one: attributions, and what these rest on.
 * A chain is relayed where another outlet stands in it, the nearest to the reader being the one relayed; else, where its
 * article derives from another outlet's. Only chains with one of these starts count. At most `limit` outlets are given,
 * those with most chains of their own and of others that rest on them.
 */
export function outletDependencies(
  documents: readonly LinkedDocument[],
  starts: ReadonlySet<string>,
  limit: number,
): OutletDependencies {
  const byId = lookUp(documents);
  const tally = new Tally();
  for (const chain of chainsOf(documents)) {
    const article = standing(chain.articleId, byId);
    const publisher = outletAt(article?.publisherId, byId);
    const start = chain.links[0]?.attribution.id ?? '';
    if (!article || !publisher || !starts.has(start)) continue;
    const relayed = carrierOutlet(chain, publisher, byId) ?? derivedFrom(article, publisher, byId);
    tally.add({
      start,
      article,
      publisher,
      relayed,
      claim: claimOf(chain, byId),
    });
  }
  return tally.told(limit);
}

/** What stands for an id, where that is live. */
function standing(id: unknown, byId: DocumentById<LinkedDocument>): LinkedDocument | undefined {
  const document = byId(String(id));
  const last = document && standingFor(document, byId);
  return last?.withdrawal ? undefined : last;
}

function outletAt(id: unknown, byId: DocumentById<LinkedDocument>): LinkedDocument | undefined {
  const source = standing(id, byId);
  return source?.kind === 'news_outlet' ? source : undefined;
}

function claimOf({ claimId }: Chain<LinkedDocument>, byId: DocumentById<LinkedDocument>): string {
  return standing(claimId, byId)?.id ?? claimId;
}

/** The outlet in a chain that is another than its publisher and nearest to it. */
function carrierOutlet(
  { links }: Chain<LinkedDocument>,
  publisher: LinkedDocument,
  byId: DocumentById<LinkedDocument>,
): LinkedDocument | undefined {
  const outlets = links.map(({ attribution }) => outletAt(attribution.sourceId, byId));
  return outlets.findLast((outlet) => outlet && outlet.id !== publisher.id);
}

/** The outlet of the nearest article that an article derives from and that its own publisher has not published. */
function derivedFrom(
  article: LinkedDocument,
  publisher: LinkedDocument,
  byId: DocumentById<LinkedDocument>,
): LinkedDocument | undefined {
  const passed = new Set<string>();
  let next: LinkedDocument | undefined = article;
  while (next && !passed.has(next.id)) {
    passed.add(next.id);
    next = next.derivedFromArticleId === undefined ? undefined : standing(next.derivedFromArticleId, byId);
    const outlet = outletAt(next?.publisherId, byId);
    if (outlet && outlet.id !== publisher.id) return outlet;
  }
  return undefined;
}

interface Counted {
  readonly start: string;
  readonly article: LinkedDocument;
  readonly publisher: LinkedDocument;
  readonly relayed: LinkedDocument | undefined;
  readonly claim: string;
}

interface Count {
  readonly outlet: LinkedDocument;
  original: number;
  relayed: number;
  relayedByOthers: number;
  readonly starts: string[];
}

interface EdgeCount {
  readonly from: string;
  readonly to: string;
  chains: number;
  readonly claims: Set<string>;
  readonly starts: string[];
}

class Tally {
  readonly #outlets = new Map<string, Count>();
  readonly #edges = new Map<string, EdgeCount>();
  readonly #articles = new Set<string>();

  add({ start, article, publisher, relayed, claim }: Counted): void {
    this.#articles.add(article.id);
    const own = this.#of(publisher);
    if (!relayed) {
      own.original += 1;
      if (own.starts.length < examples) own.starts.push(start);
      return;
    }
    own.relayed += 1;
    this.#of(relayed).relayedByOthers += 1;
    const edge = this.#edge(publisher.id, relayed.id);
    edge.chains += 1;
    edge.claims.add(claim);
    if (edge.starts.length < examples) edge.starts.push(start);
  }

  told(limit: number): OutletDependencies {
    const ranked = [...this.#outlets.values()].sort(byChains);
    const shown = ranked.slice(0, limit);
    const places = new Map(shown.map(({ outlet }, index) => [outlet.id, index]));
    const matrix = shown.map(() => shown.map(() => 0));
    const edges: OutletEdge[] = [];
    for (const { from, to, chains, claims, starts } of this.#edges.values()) {
      const [row, column] = [places.get(from), places.get(to)];
      if (row === undefined || column === undefined) continue;
      (matrix[row] as number[])[column] = chains;
      edges.push({ from, to, chains, claims: claims.size, attributionIds: starts });
    }
    edges.sort(byWeight);
    const totals = this.#totals(ranked);
    return { rule, outlets: shown.map(share), matrix, edges, totals, truncated: ranked.length > limit };
  }

  #totals(all: readonly Count[]): OutletTotals {
    const sum = (of: 'original' | 'relayed') => all.reduce((total, count) => total + count[of], 0);
    const { chains, original, relayed, relayedShare } = figures({
      original: sum('original'),
      relayed: sum('relayed'),
    });
    return { outlets: all.length, articles: this.#articles.size, chains, original, relayed, relayedShare };
  }

  #of(outlet: LinkedDocument): Count {
    const known = this.#outlets.get(outlet.id);
    if (known) return known;
    const count = { outlet, original: 0, relayed: 0, relayedByOthers: 0, starts: [] };
    this.#outlets.set(outlet.id, count);
    return count;
  }

  #edge(from: string, to: string): EdgeCount {
    const name = `${from} ${to}`;
    const known = this.#edges.get(name);
    if (known) return known;
    const edge = { from, to, chains: 0, claims: new Set<string>(), starts: [] };
    this.#edges.set(name, edge);
    return edge;
  }
}

function figures({ original, relayed }: Pick<Count, 'original' | 'relayed'>) {
  const chains = original + relayed;
  return { chains, original, relayed, relayedShare: chains === 0 ? null : relayed / chains };
}

function share(count: Count): OutletShare {
  const { outlet, relayedByOthers, starts } = count;
  const { id, name } = outlet;
  return { id, name, ...figures(count), relayedByOthers, originalAttributionIds: starts };
}

function byChains(one: Count, other: Count): number {
  const weight = ({ original, relayed, relayedByOthers }: Count) => original + relayed + relayedByOthers;
  return weight(other) - weight(one) || (one.outlet.id < other.outlet.id ? -1 : 1);
}

function byWeight(one: OutletEdge, other: OutletEdge): number {
  if (one.chains !== other.chains) return other.chains - one.chains;
  const end = one.from === other.from ? 'to' : 'from';
  return one[end] < other[end] ? -1 : 1;
}
