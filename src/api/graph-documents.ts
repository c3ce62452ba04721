import { z } from 'zod';
import { relationKind } from '../model/relation.ts';
import { resources } from '../model/resources.ts';

const node = z
  .discriminatedUnion('type', [
    resources.article.document,
    resources.source.document,
    resources.claim.document,
    resources.attribution.document,
    resources.evidence.document,
    resources.review.document,
  ])
  .meta({ id: 'GraphNode', description: 'Any resource but a relation, told apart by its `type`.' });

const edgeTypes = [
  ...new Set(Object.values(resources).flatMap(({ references }) => Object.keys(references))),
  ...relationKind.options,
  'replacedBy',
].sort();

const edge = z
  .strictObject({
    type: z
      .enum(edgeTypes as [string, ...string[]])
      .meta({ description: 'The name of the reference, the kind of the relation, or `replacedBy`.' }),
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
    nodes: z.array(node),
    edges: z.array(edge),
    truncated: z.boolean().meta({ description: 'Whether `limit` cut something off.' }),
  })
  .meta({ id: 'Graph', description: 'Resources as nodes, with the links between them.' });
