import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { type Chain, chainsOfClaim } from '../analysis/chains.ts';
import { stance } from '../model/attribution.ts';
import { identifier } from '../model/identifiers.ts';
import { languageMap } from '../model/text.ts';
import type { Store } from '../store/port.ts';
import { graphOffer } from './graph-formats.ts';
import { documentsOf, largestGraph, merged, readSubgraph } from './graph-reading.ts';
import { described, etagHeader, headersOf, notModified, problemResponses } from './openapi.ts';
import { Parameters } from './parameters.ts';
import { compositeTag, json, negotiate } from './representation.ts';
import { readIdentifier } from './resources.ts';

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

/** The route that lists a claim's chains. */
export function chainsRoute(app: FastifyInstance, { store }: { store: Store }): void {
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
      const { mediaType } = negotiate(request, [graphOffer.json]);
      const id = readIdentifier('claim', request.params.id);
      const found = await readSubgraph(store, { type: 'claim', id, depth: 1, limit: largestGraph });
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
