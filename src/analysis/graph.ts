import type { ResourceDocument } from '../model/definition.ts';
import { referencesOf } from '../model/references.ts';
import { resources } from '../model/resources.ts';

/**
 * A link between two nodes: a reference by its name (`source`, `via`, …), a relation between claims by its kind, or
 * `replacedBy` from what was withdrawn to what stands in its place.
 */
export interface GraphEdge {
  readonly type: string;
  readonly from: string;
  readonly to: string;
  /** The relation that the edge stands for, where it is one. */
  readonly relation?: ResourceDocument;
}

/** Documents as the nodes of a graph, with the links between them. */
export interface Graph {
  readonly root: string;
  readonly nodes: readonly ResourceDocument[];
  readonly edges: readonly GraphEdge[];
  /** Whether a cap cut something off that belongs to it. */
  readonly truncated: boolean;
}

/** The graph of a set of documents: each is a node but relations, which are edges; links out of the set are left out. */
export function graphOf(root: string, documents: readonly ResourceDocument[], truncated: boolean): Graph {
  const nodes = documents.filter(({ type }) => type !== 'relation');
  const known = new Set(nodes.map(({ id }) => id));
  const edges = documents.flatMap((document): GraphEdge[] =>
    document.type === 'relation'
      ? [relationEdge(document)]
      : [
          ...referencesOf(resources[document.type], document).map(({ name, id }) => ({
            type: name,
            from: document.id,
            to: id,
          })),
          ...replacementEdges(document),
        ],
  );
  return { root, nodes, edges: edges.filter(({ from, to }) => known.has(from) && known.has(to)), truncated };
}

function replacementEdges({ id, withdrawal }: ResourceDocument): GraphEdge[] {
  const to = withdrawal?.replacedById;
  return to === undefined ? [] : [{ type: 'replacedBy', from: id, to }];
}

function relationEdge(relation: ResourceDocument): GraphEdge {
  const { kind, fromClaimId, toClaimId } = relation;
  return { type: String(kind), from: String(fromClaimId), to: String(toClaimId), relation };
}
