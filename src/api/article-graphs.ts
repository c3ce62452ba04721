import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { Problem, type ProblemPlace } from '../errors.ts';
import { type ExpandedArticleGraph, expandArticleGraph } from '../model/article-graph.ts';
import { resources } from '../model/resources.ts';
import type { Command, Store } from '../store/port.ts';
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
          ...problemResponses(400, 409, 413, 415, 422, 500, 503),
        },
      },
    },
    async (request, reply) => {
      const { parts, identifiers, errors } = expanded(request.body);
      const commands = parts.map((part): Command => ({ action: 'create', namedReferences: true, ...part }));
      const committed = await store.commit(commands, { ...commitOptions(request), errors });
      // The parts stand in the order of the request, and so do the documents, also those of an earlier answer.
      const idOf = new Map(parts.map(({ id }, index) => [id, committed.items[index]?.id ?? id]));
      const [article] = committed.items;
      if (!article) throw new Error('an article graph begins with its article');
      const told = [...identifiers].map(([ref, id]) => [ref, idOf.get(id)]);
      const body = `{"article":${article.json},"identifiers":${JSON.stringify(Object.fromEntries(told))}}`;
      return answerReplayed(reply.code(201), committed)
        .header('location', `/v1/articles/${article.id}`)
        .header('etag', revisionTag(article.revision))
        .header('cache-control', 'no-cache')
        .header('content-type', json)
        .send(body);
    },
  );
}

/** The parts of an article graph, or what is wrong with it: the refusal belongs to the request and is kept with it. */
function expanded(body: unknown): ExpandedArticleGraph & { errors?: readonly ProblemPlace[] } {
  try {
    return expandArticleGraph(body);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return { parts: [], identifiers: new Map(), errors: error.errors };
  }
}
