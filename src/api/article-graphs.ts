import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { resources } from '../model/resources.ts';
import type { Store } from '../store/port.ts';
import { articleGraphBody } from './derived-schemas.ts';
import { described, etagHeader, headersOf, problemResponses } from './openapi.ts';
import { bare, json, revisionTag } from './representation.ts';
import { answerReplayed, commitOptions, writeParameters } from './write-request.ts';

const written = z
  .strictObject({
    article: resources.article.document,
    identifiers: z
      .record(z.string(), z.string())
      .meta({ description: 'The id of each part that was given a `ref`, by that.' }),
  })
  .meta({ id: 'WrittenArticleGraph', description: 'The article, and the ids of what was written with it.' });

/** The route that writes a whole article at once. */
export function articleGraphRoute(app: FastifyInstance, { store }: { store: Store }): void {
  app.post(
    '/v1/article-graphs',
    {
      config: { scope: 'write', idempotent: true },
      schema: {
        operationId: 'createArticleGraph',
        tags: ['articles'],
        summary: 'Write an article with its sources, claims, attributions and relations',
        description:
          'All of it or nothing. What is recorded already is referred to by its id, or by `externalId:NAME`.',
        querystring: writeParameters,
        body: { [bare(json)]: articleGraphBody },
        response: {
          201: described(
            'It was written.',
            { [json]: written },
            headersOf({ ...etagHeader, location: 'The address of the article.' }),
          ),
          ...problemResponses(400, 409, 413, 414, 415, 422, 500, 503),
        },
      },
    },
    async (request, reply) => {
      const committed = await store.commitArticleGraph(request.body, commitOptions(request));
      const { article, identifiers } = committed;
      const body = `{"article":${article.json},"identifiers":${JSON.stringify(Object.fromEntries(identifiers))}}`;
      return answerReplayed(reply.code(201), committed)
        .header('location', `/v1/articles/${article.id}`)
        .header('etag', revisionTag(article.revision))
        .header('cache-control', 'no-cache')
        .header('content-type', json)
        .send(body);
    },
  );
}
