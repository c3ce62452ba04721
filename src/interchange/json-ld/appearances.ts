import type { Graph } from '../../analysis/graph.ts';
import { dateBounds } from '../../model/edtf.ts';
import type { ArticleDocument, AttributionDocument, ReviewDocument } from './documents.ts';

/** The articles in which somebody takes a stand on each claim, by its id. What was withdrawn does not count. */
export function appearancesIn({ nodes }: Graph): Map<string, Set<string>> {
  const withdrawn = new Set(nodes.filter(({ withdrawal }) => withdrawal).map(({ id }) => id));
  const appearances = new Map<string, Set<string>>();
  for (const node of nodes) {
    if (node.type !== 'attribution' || node.withdrawal) continue;
    const { claimId, articleId } = node as AttributionDocument;
    if (withdrawn.has(articleId)) continue;
    const articles = appearances.get(claimId) ?? new Set();
    appearances.set(claimId, articles.add(articleId));
  }
  return appearances;
}

/**
 * The article in which the claim that a graph is of first appeared, as far as anybody knows: all of its appearances are
 * in the graph, this one was surely published before every other, and nothing points to one that is not recorded here.
 * Undefined where any of this is not sure.
 */
export function knownFirstArticle(graph: Graph): string | undefined {
  const { root, nodes, truncated } = graph;
  const claim = nodes.find(({ id }) => id === root);
  if (truncated || claim?.type !== 'claim' || claim.withdrawal || isOneOfSeveral(graph)) return undefined;
  const articleIds = appearancesIn(graph).get(root) ?? new Set();
  const articles = nodes.filter(({ id }) => articleIds.has(id)) as ArticleDocument[];
  const first = earliestOf(articles);
  if (first === undefined) return undefined;
  const ofClaim = (type: string) => nodes.filter((node) => node.type === type && node.claimId === root);
  const elsewhere =
    (ofClaim('review') as ReviewDocument[]).some((review) => wasSeenElsewhere(review, articleIds)) ||
    articles.some(
      ({ id, derivedFromArticleId }) =>
        derivedFromArticleId !== undefined && (id === first.id || !articleIds.has(derivedFromArticleId)),
    ) ||
    areFromElsewhere(ofClaim('attribution') as AttributionDocument[], articles, first);
  return elsewhere ? undefined : first.id;
}

/** Whether what the claim says is also said by another claim of the graph. */
function isOneOfSeveral({ root, edges }: Graph): boolean {
  return edges.some(
    ({ type, from, to }) => (type === 'replacedBy' || type === 'same_as') && (from === root || to === root),
  );
}

/** The article that was published before all others, whatever their dates may mean. */
function earliestOf(articles: readonly ArticleDocument[]): ArticleDocument | undefined {
  const dated = articles.map((article) => ({ article, ...dateBounds(article.publishedAt ?? '') }));
  return dated.find(({ article, latest }) =>
    dated.every(
      (other) =>
        other.article === article ||
        (typeof latest === 'number' && typeof other.earliest === 'number' && latest < other.earliest),
    ),
  )?.article;
}

function wasSeenElsewhere({ appearances }: ReviewDocument, articleIds: ReadonlySet<string>): boolean {
  return appearances?.some(({ articleId }) => !articleIds.has(articleId ?? '')) ?? false;
}

/** Whether a stand is from what appeared elsewhere: another's report, or words said in public. */
function areFromElsewhere(
  stands: readonly AttributionDocument[],
  articles: readonly ArticleDocument[],
  first: ArticleDocument,
): boolean {
  const carriers = new Set(stands.map(({ viaId }) => viaId));
  const publishers = new Map(articles.map(({ id, publisherId }) => [id, publisherId]));
  return stands.some(
    ({ id, sourceId, articleId, originUnknown, citedUrl, citedArticleId, medium = 'private_conversation' }) =>
      originUnknown ||
      medium !== 'private_conversation' ||
      ![undefined, first.url].includes(citedUrl) ||
      ![undefined, first.id].includes(citedArticleId) ||
      (carriers.has(id) && ![first.publisherId, publishers.get(articleId)].includes(sourceId)),
  );
}
