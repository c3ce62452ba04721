import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { identifier } from '../model/identifiers.ts';
import { likenessKinds } from '../model/likeness.ts';
import { resources } from '../model/resources.ts';
import type { Store } from '../store/port.ts';
import { described, etagHeader, headersOf, notModified, problemResponses } from './openapi.ts';
import { Parameters, type ParameterValues, wholeNumber } from './parameters.ts';
import { compositeTag, json, negotiate } from './representation.ts';
import { readIdentifier, unknownResource } from './resources.ts';

const likeness = z
  .strictObject({
    on: z.enum(likenessKinds),
    value: z
      .string()
      .meta({ description: 'What both have once case, diacritics and the like are set aside.' }),
  })
  .meta({ id: 'Likeness', description: 'In what two sources are alike.' });

const duplicateList = z
  .strictObject({
    data: z.array(z.strictObject({ source: resources.source.document, matched: z.array(likeness).min(1) })),
    truncated: z.boolean().meta({
      description: 'Whether there are more, beyond `limit` or among the many that are alike in one thing.',
    }),
    common: z.array(z.string()).optional().meta({
      description: 'Names of the source that so many others have that none was compared by them.',
    }),
  })
  .meta({ id: 'DuplicateList', description: 'Sources that may be the same as one, the likest first.' });

const parameters = new Parameters({
  limit: wholeNumber(1, 100, 20, 'How many sources there are at most.'),
});

/** The route that proposes sources which may be the same as one. */
export function duplicateRoutes(app: FastifyInstance, { store }: { store: Store }): void {
  app.get<{ Params: { id: string } }>(
    '/v1/sources/:id/duplicates',
    {
      config: { cached: true },
      schema: {
        operationId: 'listSourceDuplicates',
        tags: ['sources'],
        summary: 'List sources that may be the same as one',
        description:
          'Proposes live sources that share a URI of `sameAs`, an `externalId` or a name with it, written alike or nearly so. Two of one name may be two: nothing is merged by itself. To merge, withdraw one with the other as `replacedById`.',
        params: z.strictObject({ id: identifier.source }),
        querystring: parameters,
        response: {
          200: described(
            'Sources that may be the same, the likest first.',
            { [json]: duplicateList },
            headersOf(etagHeader),
          ),
          304: notModified,
          ...problemResponses(400, 404, 406, 414, 500, 503),
        },
      },
    },
    async (request, reply) => {
      const { mediaType } = negotiate(request, [{ name: 'json', mediaType: json }]);
      const { limit = 20 } = request.query as ParameterValues<(typeof parameters)['known']>;
      const id = readIdentifier('source', request.params.id);
      const found = await store.duplicatesOf(id, limit);
      if (!found) throw unknownResource('source', id);
      const data = found.items.map(
        ({ item, matched }) => `{"source":${item.json},"matched":${JSON.stringify(matched)}}`,
      );
      const { truncated, common } = found;
      const rest = JSON.stringify({ truncated, ...(common.length > 0 && { common }) });
      const body = `{"data":[${data.join()}],${rest.slice(1)}`;
      return reply.answer({ mediaType, etag: compositeTag(found.position, request, mediaType), body });
    },
  );
}
