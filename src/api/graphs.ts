import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { graphOf } from '../analysis/graph.ts';
import type { Config } from '../config.ts';
import type { Pictures } from '../interchange/svg.ts';
import { collections, identifier, schemaName } from '../model/identifiers.ts';
import type { Store, SubgraphRoot } from '../store/port.ts';
import { graphDocument } from './graph-documents.ts';
import { graphContent, graphOffers, graphParameters, renderGraph } from './graph-formats.ts';
import { documentsOf, largestGraph, merged, readSubgraph } from './graph-reading.ts';
import { described, etagHeader, headersOf, notModified, problemResponses } from './openapi.ts';
import { Parameters, type ParameterValues, wholeNumber } from './parameters.ts';
import { compositeTag, negotiate } from './representation.ts';
import { readIdentifier } from './resources.ts';

const parameters = new Parameters({
  depth: wholeNumber(1, 4, 1, 'How many steps from claim to claim are followed.'),
  limit: wholeNumber(1, largestGraph, 500, 'How many resources there are at most.'),
  ...graphParameters,
});

const around = {
  article: 'The article with its attributions, claims, sources and relations, and what was linked to them.',
  claim: 'The claim with all that is said of it, and the claims that relations lead to.',
  source: 'The source with its stands, what they are on, and through whom they reached the reader.',
} as const;

interface GraphOptions {
  readonly store: Store;
  readonly pictures: Pictures;
  readonly config: Config;
}

/** The routes that show articles, claims and sources as graphs. */
export function graphRoutes(app: FastifyInstance, options: GraphOptions): void {
  for (const type of ['article', 'claim', 'source'] as const) graphRoute(app, type, options);
}

function graphRoute(
  app: FastifyInstance,
  type: SubgraphRoot['type'],
  { store, pictures, config }: GraphOptions,
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
            graphContent(graphOffers, graphDocument),
            headersOf(etagHeader),
          ),
          304: notModified,
          ...problemResponses(400, 404, 406, 414, 422, 500, 503),
        },
      },
    },
    async (request, reply) => {
      const values = request.query as ParameterValues<(typeof parameters)['known']>;
      const { depth = 1, limit = 500, lang: language = 'en' } = values;
      const { name, mediaType } = negotiate(request, graphOffers, values.format);
      const id = readIdentifier(type, request.params.id);
      const found = await readSubgraph(store, { type, id, depth, limit });
      const etag = compositeTag(found.position, request, mediaType);
      const graph = graphOf(id, documentsOf(found), found.truncated);
      const rendering = { language, pictures, publicUrl: config.PUBLIC_URL };
      return reply.answer({ mediaType, etag, body: await renderGraph(graph, name, rendering) });
    },
  );
}
