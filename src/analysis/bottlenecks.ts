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
  readonly articleId: string;
  readonly publisherId: string;
  readonly ids: readonly string[];
}

export function bottlenecksOf({ origins, unknown }: Origins, view: View): Bottlenecks {
  const beginning = new Set(origins.flatMap(({ stands }) => stands));
  const affirming = view.chains.filter(({ start }) => beginning.has(start));
  const paths = [...affirming, ...unknown].map((chain) => pathOf(chain, view));
  const articles = new Set(paths.map(({ articleId }) => articleId));
  const [only] = articles.size === 1 ? paths : [];
  const items = commonTo(paths).filter(
    ({ sourceId, role }) => role === 'origin' || sourceId !== only?.publisherId,
  );
  const basis = items.length > 0 || only ? paths.flatMap(({ ids }) => ids) : [];
  return { ...figure('bottlenecks', basis), items, ...(only && { singleArticleId: only.articleId }) };
}

function commonTo(paths: readonly Path[]): Bottleneck[] {
  const [first] = paths;
  if (!first) return [];
  const candidates = [...new Set([...first.origins, ...first.carriers])].sort();
  const onAll = candidates.filter((id) =>
    paths.every(({ origins, carriers }) => origins.has(id) || carriers.has(id)),
  );
  return onAll.map((sourceId) => {
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
    ...{ articleId: start.articleId, publisherId: start.publisherId },
    ids: [start, ...carriers].map(({ id }) => id),
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
