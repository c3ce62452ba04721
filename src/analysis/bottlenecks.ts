import { standingId } from './merging.ts';
import type { Origins } from './origins.ts';
import { type Figure, figure } from './rules.ts';
import type { Stand } from './stands.ts';
import type { StandChain, View } from './view.ts';

/** The sources without which the claim would have reached no reader, as far as is recorded here. */
export interface Bottlenecks extends Figure {
  readonly items: readonly Bottleneck[];
  /** The one article in which all is told; its publisher is no bottleneck of its own. */
  readonly singleArticleId?: string;
}

/** `both`: an origin on some paths, a carrier on others. */
export interface Bottleneck {
  readonly sourceId: string;
  readonly role: 'origin' | 'carrier' | 'both';
}

/** Who stands on one path from an origin to the readers of one article. */
interface Path {
  readonly origins: ReadonlySet<string>;
  readonly carriers: ReadonlySet<string>;
}

export function bottlenecksOf({ origins, unknown }: Origins, view: View): Bottlenecks {
  const beginning = new Set(origins.flatMap(({ stands }) => stands));
  const affirming = view.chains.filter(({ start }) => beginning.has(start));
  const chains = [...affirming, ...unknown];
  const [first] = chains;
  const only = chains.every(({ start }) => start.articleId === first?.start.articleId) && first?.start;
  const items = commonTo(chains, view).filter(
    ({ sourceId, role }) => role === 'origin' || !only || sourceId !== only.publisherId,
  );
  const basis = items.length > 0 || only ? chains.flatMap(idsAlong) : [];
  return { ...figure('bottlenecks', basis), items, ...(only && { singleArticleId: only.articleId }) };
}

function idsAlong({ start, carriers }: StandChain): string[] {
  return [start, ...carriers].map(({ id }) => id);
}

function commonTo(chains: readonly StandChain[], view: View): Bottleneck[] {
  const paths: Path[] = [];
  let common: string[] | undefined;
  for (const chain of chains) {
    const path = pathOf(chain, view);
    common = (common ?? [...new Set([...path.origins, ...path.carriers])].sort()).filter(
      (id) => path.origins.has(id) || path.carriers.has(id),
    );
    // Nobody who is missing on one path is on all.
    if (common.length === 0) return [];
    paths.push(path);
  }
  return (common ?? []).map((sourceId) => {
    const isOrigin = paths.every(({ origins }) => origins.has(sourceId));
    const isCarrier = paths.every(({ carriers }) => carriers.has(sourceId));
    return { sourceId, role: isOrigin ? 'origin' : isCarrier ? 'carrier' : 'both' };
  });
}

function pathOf({ start, carriers, originUnknown }: StandChain, view: View): Path {
  const { sources } = view;
  const speakers = [start.sourceId, start.onBehalfOfId].flatMap((id) =>
    id === undefined ? [] : [sources.identity(id)],
  );
  const carrying = [...carriers.map(({ sourceId }) => sourceId), ...publishersBehind(start, view)];
  return {
    origins: new Set(originUnknown ? [] : speakers),
    carriers: new Set(
      (originUnknown ? [...speakers, ...carrying] : carrying).map((id) => sources.identity(id)),
    ),
  };
}

/** The publishers of the articles that a stand's own is derived from, one from the other. */
function publishersBehind({ articleId }: Stand, { document }: View): string[] {
  const publishers: string[] = [];
  const passed = new Set<string>();
  let next = document(articleId)?.derivedFromArticleId;
  while (next !== undefined) {
    const id = standingId(next, document);
    if (passed.has(id)) break;
    passed.add(id);
    const article = document(id);
    if (article) publishers.push(String(article.publisherId));
    next = article?.derivedFromArticleId;
  }
  return publishers;
}
