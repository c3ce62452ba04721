import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { changeDocument, changeJson } from '../interchange/change.ts';
import { resourceTypes } from '../model/identifiers.ts';
import type { Store } from '../store/port.ts';
import { anyIdOf } from './list-parameters.ts';
import { described, etagHeader, headersOf, notModified, problemResponses } from './openapi.ts';
import { anyOf, Parameters, type ParameterValues, wholeNumber } from './parameters.ts';
import { compositeTag, json, negotiate } from './representation.ts';
import { nextLink } from './resources.ts';

/** A page ends early once its documents have so many code units, so that many large ones do not make it endless. */
const largestPage = 1_000_000;

/** Positions are shorter than this. */
const largestPosition = 999_999_999_999_999;

/** A parameter for the log position after which to begin. */
export function positionParameter(preset: number | undefined, description: string) {
  return wholeNumber(0, largestPosition, preset, description);
}

/** Which writes are told, by what they wrote and by the claims that they concern. */
export const changeFilters = {
  resource: anyOf(z.enum(resourceTypes), 'Only writes of resources of one of these types.'),
  claim: anyIdOf(
    'claim',
    'Only writes that concern one of these claims: of itself and of what refers to it, by way of an attribution as well.',
  ),
};

const parameters = new Parameters({
  after: positionParameter(0, 'The log position after which to begin: `page.after` of the page before.'),
  limit: wholeNumber(1, 1_000, 20, 'How many there are at most; fewer where their documents are large.'),
  ...changeFilters,
});

const page = z
  .strictObject({
    data: z.array(changeDocument),
    page: z.strictObject({
      after: z.int().meta({ description: 'Where to go on, also when there is nothing more yet.' }),
      more: z.boolean().meta({ description: 'Whether there may be more already.' }),
    }),
  })
  .meta({ id: 'ChangeList', description: 'Writes in the order of the log.' });

/** The route that lists the writes in the order of the log. */
export function changesRoute(app: FastifyInstance, { store }: { store: Store }): void {
  app.get(
    '/v1/changes',
    {
      config: { cached: true },
      schema: {
        operationId: 'listChanges',
        tags: ['changes'],
        summary: 'List the writes in their order',
        description:
          'Every write, oldest first, each with the whole document as it left it. To follow, ask again from `page.after`, or open `/v1/changes/stream`. Nothing is ever written below a position that was readable.',
        querystring: parameters,
        response: {
          200: described(
            'Writes in the order of the log.',
            { [json]: page },
            headersOf({
              ...etagHeader,
              link: 'What follows, `rel="next"`, where there may be more already.',
            }),
          ),
          304: notModified,
          ...problemResponses(400, 406, 410, 414, 500, 503),
        },
      },
    },
    async (request, reply) => {
      negotiate(request, [{ name: 'json', mediaType: json }]);
      const values = request.query as ParameterValues<(typeof parameters)['known']>;
      const { after = 0, limit = 20, resource = [], claim = [] } = values;
      const query = { after, limit, size: largestPage, claims: claim, types: resource };
      const { entries, position, more, newest } = await store.changes(query);
      const data = entries.map(changeJson).join();
      return reply.answer({
        mediaType: json,
        body: `{"data":[${data}],"page":${JSON.stringify({ after: position, more })}}`,
        etag: compositeTag(newest, request, json),
        link: more ? nextLink(request, String(position), 'after') : undefined,
      });
    },
  );
}
