import type { ResourceDocument } from '../model/definition.ts';
import { type GraphEdge, graphOf } from './graph.ts';
import { standingFor } from './merging.ts';

/** One thing on a path, and the links between it and the one before; those lead either way. */
export interface Stop {
  readonly id: string;
  readonly edges: readonly GraphEdge[];
}

/** Paths as a graph: the things on them, what was merged into these as far as links name it, and the links. */
export interface PathGraph {
  readonly paths: readonly (readonly Stop[])[];
  readonly nodes: readonly ResourceDocument[];
  readonly edges: readonly GraphEdge[];
}

/**
 * The links along paths, each path the ids of the things on it, an id of what was replaced being that of what replaced
 * it. The documents are those of the paths, of the relations between them and of whatever was replaced.
 */
export function pathGraph(
  paths: readonly (readonly string[])[],
  documents: readonly ResourceDocument[],
): PathGraph {
  const byId = new Map(documents.map((document) => [document.id, document]));
  const thingOf = (id: string) => {
    const document = byId.get(id);
    return (document && standingFor(document, (other) => byId.get(other)))?.id ?? id;
  };
  const things = new Set(paths.flat());
  const { nodes, edges } = graphOf('', documents, false);
  const between = new Map<string, GraphEdge[]>();
  for (const edge of edges) {
    const owner = edge.relation ?? byId.get(edge.from);
    // What was replaced says nothing by itself any more.
    if (edge.type === 'replacedBy' || !owner || (!edge.relation && !things.has(owner.id))) continue;
    const pair = pairOf(thingOf(edge.from), thingOf(edge.to));
    between.set(pair, [...(between.get(pair) ?? []), edge]);
  }
  const linked = paths.map((path) =>
    path.map((id, index): Stop => {
      const before = path[index - 1];
      return { id, edges: before === undefined ? [] : (between.get(pairOf(before, id)) ?? []) };
    }),
  );
  const used = new Set(linked.flat().flatMap((stop) => stop.edges));
  return {
    paths: linked,
    nodes,
    edges: edges.filter((edge) => edge.type === 'replacedBy' || used.has(edge)),
  };
}

function pairOf(one: string, other: string): string {
  return one < other ? `${one} ${other}` : `${other} ${one}`;
}
