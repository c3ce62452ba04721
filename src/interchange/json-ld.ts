import type { Graph } from '../analysis/graph.ts';
import type { ResourceDocument } from '../model/definition.ts';
import { appearancesIn, knownFirstArticle } from './json-ld/appearances.ts';
import { describeEvidence, describeReview } from './json-ld/checks.ts';
import { context } from './json-ld/context.ts';
import type {
  ArticleDocument,
  AttributionDocument,
  ClaimDocument,
  EvidenceDocument,
  RelationDocument,
  ReviewDocument,
  SourceDocument,
} from './json-ld/documents.ts';
import { carriedBy, describeAttribution, describeRelation } from './json-ld/stands.ts';
import { describeArticle, describeClaim, describeSource } from './json-ld/things.ts';
import { type Description, Names } from './json-ld/values.ts';

/** Where the IRIs of resources begin without a public address: relative to where the answer was read. */
const relativeBase = '/v1/';

/**
 * A graph in JSON-LD, its context within: articles, claims and reviews in the words of schema.org, stands and chains in
 * those of PROV, passages in those of Web Annotation. IRIs begin with `publicUrl`, or are relative without it.
 */
export function toJsonLd(graph: Graph, { publicUrl }: { publicUrl?: string | undefined } = {}): string {
  const names = new Names(publicUrl === undefined ? '' : `${publicUrl.replace(/\/$/, '')}/v1/`);
  const describe = describer(graph, names);
  const root = graph.nodes.find(({ id }) => id === graph.root);
  const relations = graph.edges.flatMap(({ relation }) => (relation ? [relation] : []));
  return JSON.stringify({
    '@context': publicUrl === undefined ? { ...context, '@base': relativeBase } : context,
    '@graph': [
      {
        type: 'Dataset',
        mainEntity: root && names.of(root.type, root.id),
        truncated: graph.truncated,
      },
      ...[...graph.nodes, ...relations].map(describe),
    ],
  });
}

function describer(graph: Graph, names: Names): (document: ResourceDocument) => Description {
  const carried = carriedBy(graph);
  const appearances = appearancesIn(graph);
  const firstArticleId = knownFirstArticle(graph);
  const primaryIds = new Set(
    graph.nodes
      .filter(({ type, primary, withdrawal }) => type === 'evidence' && primary && !withdrawal)
      .map(({ id }) => id),
  );
  return (document) => {
    switch (document.type) {
      case 'article':
        return describeArticle(document as ArticleDocument, names);
      case 'source':
        return describeSource(document as SourceDocument, names);
      case 'claim':
        return describeClaim(document as ClaimDocument, names, {
          articleIds: [...(appearances.get(document.id) ?? [])],
          firstArticleId: document.id === graph.root ? firstArticleId : undefined,
        });
      case 'attribution':
        return describeAttribution(document as AttributionDocument, names, carried.get(document.id) ?? []);
      case 'relation':
        return describeRelation(document as RelationDocument, names);
      case 'evidence':
        return describeEvidence(document as EvidenceDocument, names);
      case 'review':
        return describeReview(document as ReviewDocument, names, primaryIds);
    }
  };
}
