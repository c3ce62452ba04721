import { z } from 'zod';
import { relationKind } from '../model/relation.ts';
import { resources } from '../model/resources.ts';

/** Any resource but a relation. */
export const graphNode = z
  .discriminatedUnion('type', [
    resources.article.document,
    resources.source.document,
    resources.claim.document,
    resources.attribution.document,
    resources.evidence.document,
    resources.review.document,
  ])
  .meta({ id: 'GraphNode', description: 'Any resource but a relation, told apart by its `type`.' });

const edgeTypeNames = [
  ...new Set(Object.values(resources).flatMap(({ references }) => Object.keys(references))),
  ...relationKind.options,
  'replacedBy',
].sort();

/** What a link is called. */
export const edgeType = z
  .enum(edgeTypeNames as [string, ...string[]])
  .meta({ description: 'The name of the reference, the kind of the relation, or `replacedBy`.' });

/** A link between two nodes. */
export const graphEdge = z
  .strictObject({
    type: edgeType,
    from: z.string(),
    to: z.string(),
    relation: resources.relation.document.optional(),
  })
  .meta({
    id: 'GraphEdge',
    description:
      'A reference between two nodes, a relation between two claims, or `replacedBy` from a withdrawn node to what replaced it.',
  });

/** A graph as JSON. */
export const graphDocument = z
  .strictObject({
    root: z.string().meta({ description: 'The id of the resource that the graph was asked of.' }),
    nodes: z.array(graphNode),
    edges: z.array(graphEdge),
    truncated: z.boolean().meta({ description: 'Whether `limit` cut something off.' }),
  })
  .meta({ id: 'Graph', description: 'Resources as nodes, with the links between them.' });
