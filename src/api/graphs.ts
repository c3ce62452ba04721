import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { type Chain, chainsOfClaim } from '../analysis/chains.ts';
import { type Graph, graphOf } from '../analysis/graph.ts';
import { Problem } from '../errors.ts';
import { toDot } from '../interchange/dot.ts';
import { PictureError, type Pictures } from '../interchange/svg.ts';
import { stance } from '../model/attribution.ts';
import type { ResourceDocument } from '../model/definition.ts';
import { collections, identifier, schemaName } from '../model/identifiers.ts';
import { relationKind } from '../model/relation.ts';
import { resources } from '../model/resources.ts';
import { languageMap } from '../model/text.ts';
import type { Store, Subgraph, SubgraphRoot } from '../store/port.ts';
import { described, etagHeader, headersOf, notModified, problemResponses } from './openapi.ts';
import { choice, Parameters, type ParameterValues, wholeNumber } from './parameters.ts';
import { compositeTag, json, negotiate, type Offer } from './representation.ts';
import { readIdentifier, unknownResource } from './resources.ts';

const largestGraph = 1_000;

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

const graphDocument = z
  .strictObject({
    root: z.string().meta({ description: 'The id of the resource that the graph was asked of.' }),
    nodes: z.array(node),
    edges: z.array(edge),
    truncated: z.boolean().meta({ description: 'Whether `limit` cut something off.' }),
  })
  .meta({ id: 'Graph', description: 'Resources as nodes, with the links between them.' });

const chainDocument = z
  .strictObject({
    articleId: identifier.article,
    claimId: identifier.claim,
    originUnknown: z
      .boolean()
      .meta({ description: 'Somebody stands before the start whom the article does not name.' }),
    links: z.array(
      z.strictObject({
        role: z.enum(['start', 'carrier']),
        attributionId: identifier.attribution,
        stance,
        sourceId: identifier.source,
        sourceName: languageMap.optional(),
      }),
    ),
  })
  .meta({
    id: 'Chain',
    description: 'How one stand reached the readers of one article: its start first, the publisher last.',
  });

const chainList = z
  .strictObject({ data: z.array(chainDocument), truncated: z.boolean() })
  .meta({ id: 'ChainList', description: 'The chains of a claim.' });

const offers = [
  { name: 'json', mediaType: json },
  { name: 'svg', mediaType: 'image/svg+xml; charset=utf-8' },
  { name: 'dot', mediaType: 'text/vnd.graphviz; charset=utf-8' },
] as const satisfies Offer[];

type Format = (typeof offers)[number]['name'];

const parameters = new Parameters({
  depth: wholeNumber(1, 4, 1, 'How many steps from claim to claim are followed.'),
  limit: wholeNumber(1, largestGraph, 500, 'How many resources there are at most.'),
  format: choice<Format>(['json', 'svg', 'dot'], 'The representation, instead of the Accept header.'),
  lang: choice(['ar', 'en'], 'The language of a picture.', 'en'),
});

const merged =
  'What was merged, by a withdrawal with `replacedById`, is one thing, whichever id is asked for.';

const around = {
  article: 'The article with its attributions, claims, sources and relations, and what was linked to them.',
  claim: 'The claim with all that is said of it, and the claims that relations lead to.',
  source: 'The source with its stands, what they are on, and through whom they reached the reader.',
} as const;

/** The routes that show articles, claims and sources as graphs, and a claim's chains. */
export function graphRoutes(
  app: FastifyInstance,
  { store, pictures }: { store: Store; pictures: Pictures },
): void {
  for (const type of ['article', 'claim', 'source'] as const) graphRoute(app, type, store, pictures);
  chainsRoute(app, store);
}

function graphRoute(
  app: FastifyInstance,
  type: SubgraphRoot['type'],
  store: Store,
  pictures: Pictures,
): void {
  const collection = collections[type];
  app.get<{ Params: { id: string } }>(
    `/v1/${collection}/:id/graph`,
    {
      config: { cached: true },
      schema: {
        operationId: `get${schemaName(type)}Graph`,
        tags: ['graphs'],
        summary: `Get the graph around one of the ${collection}`,
        description: `${around[type]} ${merged}`,
        params: z.strictObject({ id: identifier[type] }),
        querystring: parameters,
        response: {
          200: described(
            'The graph, or a picture of it.',
            { [json]: graphDocument, 'image/svg+xml': z.string(), 'text/vnd.graphviz': z.string() },
            headersOf(etagHeader),
          ),
          304: notModified,
          ...problemResponses(400, 404, 406, 414, 422, 500, 503),
        },
      },
    },
    async (request, reply) => {
      const values = request.query as ParameterValues<(typeof parameters)['known']>;
      const { depth = 1, limit = 500, lang = 'en' } = values;
      const { name, mediaType } = negotiate<Format>(request, offers, values.format);
      const id = readIdentifier(type, request.params.id);
      const found = await subgraph(store, { type, id, depth, limit });
      const etag = compositeTag(found.position, request, mediaType);
      const graph = graphOf(id, documentsOf(found), found.truncated);
      return reply.answer({ mediaType, etag, body: await render(graph, name, lang, pictures) });
    },
  );
}

async function render(graph: Graph, format: Format, language: string, pictures: Pictures): Promise<string> {
  if (format === 'json') return JSON.stringify(graph);
  const dot = toDot(graph, { language });
  if (format === 'dot') return dot;
  try {
    return await pictures.toSvg(dot);
  } catch (error) {
    throw error instanceof PictureError ? pictureProblem(error) : error;
  }
}

function pictureProblem(error: PictureError): unknown {
  switch (error.reason) {
    case 'too_large':
      return new Problem('picture_too_large', error.message, { cause: error });
    case 'busy':
    case 'too_slow':
      return new Problem('picture_unavailable', error.message, {
        headers: { 'retry-after': '5' },
        cause: error,
      });
    case 'not_drawable':
      return error;
  }
}

function chainsRoute(app: FastifyInstance, store: Store): void {
  const noParameters = new Parameters({});
  app.get<{ Params: { id: string } }>(
    '/v1/claims/:id/chains',
    {
      config: { cached: true },
      schema: {
        operationId: 'listClaimChains',
        tags: ['graphs'],
        summary: 'List the chains of a claim',
        description: `Each stand on the claim with the carriers through which it reached the reader, its start first. ${merged}`,
        params: z.strictObject({ id: identifier.claim }),
        querystring: noParameters,
        response: {
          200: described('The chains.', { [json]: chainList }, headersOf(etagHeader)),
          304: notModified,
          ...problemResponses(400, 404, 406, 414, 500, 503),
        },
      },
    },
    async (request, reply) => {
      const { mediaType } = negotiate(request, [offers[0]]);
      const id = readIdentifier('claim', request.params.id);
      const found = await subgraph(store, { type: 'claim', id, depth: 1, limit: largestGraph });
      const chains = chainsOfClaim(id, documentsOf(found));
      const body = JSON.stringify({ data: chains.map(describeChain), truncated: found.truncated });
      return reply.answer({ mediaType, etag: compositeTag(found.position, request, mediaType), body });
    },
  );
}

function describeChain({ links, ...chain }: Chain): z.infer<typeof chainDocument> {
  return {
    ...chain,
    links: links.map(({ role, attribution, source }) => ({
      role,
      attributionId: attribution.id,
      stance: attribution.stance as z.infer<typeof stance>,
      sourceId: String(attribution.sourceId),
      ...(source && { sourceName: source.name as Record<string, string> }),
    })),
  };
}

async function subgraph(store: Store, root: SubgraphRoot): Promise<Subgraph> {
  const found = await store.subgraph(root);
  if (!found) throw unknownResource(root.type, root.id);
  return found;
}

function documentsOf({ documents }: Subgraph): ResourceDocument[] {
  return documents.map(({ json: text }) => JSON.parse(text) as ResourceDocument);
}
