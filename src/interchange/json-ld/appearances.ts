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
 * The article in which the claim that a graph is of first appeared, as far as anybody knows: it was surely published
 * before every other appearance, all of which are in the graph, and has the claim from nowhere else. Undefined where
 * any of this is not sure.
 */
export function knownFirstArticle(graph: Graph): string | undefined {
  const { root, nodes, truncated } = graph;
  const claim = nodes.find(({ id }) => id === root);
  if (truncated || claim?.type !== 'claim' || claim.withdrawal || isOneOfSeveral(graph)) return undefined;
  const articleIds = appearancesIn(graph).get(root) ?? new Set();
  const reviewed = nodes
    .filter(({ type, claimId }) => type === 'review' && claimId === root)
    .flatMap((node) => (node as ReviewDocument).appearances ?? []);
  if (reviewed.some(({ articleId }) => articleId === undefined || !articleIds.has(articleId))) {
    return undefined;
  }
  const first = earliestOf(nodes.filter(({ id }) => articleIds.has(id)) as ArticleDocument[]);
  if (first === undefined) return undefined;
  const stands = nodes.filter(
    ({ type, claimId, articleId }) => type === 'attribution' && claimId === root && articleId === first.id,
  );
  return isFromElsewhere(stands as AttributionDocument[], first) ? undefined : first.id;
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

/** Whether an article has a claim from what appeared elsewhere: another's report, or words said in public. */
function isFromElsewhere(stands: readonly AttributionDocument[], { publisherId }: ArticleDocument): boolean {
  const carriers = new Set(stands.map(({ viaId }) => viaId));
  return stands.some(
    ({ id, sourceId, originUnknown, citedUrl, citedArticleId, medium = 'private_conversation' }) =>
      originUnknown ||
      citedUrl !== undefined ||
      citedArticleId !== undefined ||
      medium !== 'private_conversation' ||
      (carriers.has(id) && sourceId !== publisherId),
  );
}
