import type { Graph, GraphEdge } from '../analysis/graph.ts';
import type { Stance } from '../model/attribution.ts';
import type { ResourceDocument } from '../model/definition.ts';
import { chooseText } from './chosen-text.ts';
import { type Attributes, type GraphmlEdge, typed, writeGraphml } from './graphml-writer.ts';
import { pictureWords } from './picture/words.ts';

/** The fields of documents that are attributes of nodes as they are. */
const texts = [
  ...(['type', 'externalId', 'url', 'kind', 'tense', 'country'] as const),
  ...(['stance', 'certainty', 'mode', 'medium', 'cueForce', 'statementKey'] as const),
  ...(['bearing', 'verdict', 'verdictBasis'] as const),
  ...(['publishedAt', 'modifiedAt', 'saidAt', 'occurredAt'] as const),
] as const;
const marks = ['originUnknown', 'inferred', 'primary'] as const;

const types = {
  graph: { ...typed('string', ['root', 'language']), ...typed('boolean', ['truncated']) },
  node: {
    ...typed('string', ['label', 'language', ...texts, 'topics', 'ratingLabel']),
    ...typed('double', ['ratingValue', 'ratingBest', 'ratingWorst']),
    ...typed('boolean', [...marks, 'withdrawn']),
    ...typed('int', ['revision']),
  },
  edge: {
    ...typed('string', ['type', 'label', 'relation', 'assertedBy']),
    ...typed('boolean', ['withdrawn']),
  },
};

interface Rating {
  readonly label?: { readonly text: string };
  readonly value?: number;
  readonly best?: number;
  readonly worst?: number;
}

/**
 * A graph in GraphML for Gephi, networkx and the like: what can be counted and coloured by, as plain attributes. Labels
 * are in `language` where there is a text in it.
 */
export function toGraphml(graph: Graph, { language }: { language: string }): string {
  const byId = new Map(graph.nodes.map((node) => [node.id, node]));
  return writeGraphml({
    types,
    attributes: { root: graph.root, truncated: graph.truncated, language },
    nodes: graph.nodes.map((node) => ({ id: node.id, attributes: describe(node, byId, language) })),
    edges: edgesOf(graph.edges),
  });
}

function describe(
  node: ResourceDocument,
  byId: ReadonlyMap<string, ResourceDocument>,
  language: string,
): Attributes<(typeof types)['node']> {
  const rating = node.rating as Rating | undefined;
  return {
    ...labelOf(node, byId, language),
    ...Object.fromEntries([...texts, ...marks, 'revision'].map((name) => [name, node[name]])),
    topics: (node.topics as string[] | undefined)?.join(', '),
    ratingLabel: rating?.label?.text,
    ratingValue: rating?.value,
    ratingBest: rating?.best,
    ratingWorst: rating?.worst,
    withdrawn: node.withdrawal !== undefined,
  };
}

/** What a node is called, and the language of that; an attribution by its source and its stance. */
function labelOf(
  node: ResourceDocument,
  byId: ReadonlyMap<string, ResourceDocument>,
  language: string,
): { label: string; language?: string } {
  if (node.type === 'attribution') {
    const stance = pictureWords(language).stances[node.stance as Stance];
    const who = chooseText(byId.get(String(node.sourceId))?.name, language)?.text;
    return { label: who === undefined ? stance : `${who}: ${stance}`, language };
  }
  const rating = node.rating as Rating | undefined;
  const chosen = chooseText(
    node.name ?? node.title ?? (node.type === 'claim' ? node.text : undefined),
    language,
  );
  if (chosen) return { label: chosen.text, language: chosen.language };
  return { label: rating?.label?.text ?? String(node.verdict ?? node.id) };
}

function edgesOf(edges: readonly GraphEdge[]): GraphmlEdge<(typeof types)['edge']>[] {
  const taken = new Map<string, number>();
  return edges.map(({ type, from, to, relation }) => {
    const name = relation?.id ?? `${from}.${type}.${to}`;
    const count = (taken.get(name) ?? 0) + 1;
    taken.set(name, count);
    const attributes = {
      ...{ type, label: type.replaceAll('_', ' ') },
      ...(relation && {
        relation: relation.id,
        assertedBy: String(relation.assertedBy),
        withdrawn: relation.withdrawal !== undefined,
      }),
    };
    return { id: count === 1 ? name : `${name}.${count}`, from, to, attributes };
  });
}
