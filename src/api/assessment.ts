import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { Problem } from '../errors.ts';
import { dateBounds, edtfDate } from '../model/edtf.ts';
import { identifier } from '../model/identifiers.ts';
import type { RecordedAsOf, Store } from '../store/port.ts';
import { claimAssessment } from './assessment-schema.ts';
import { described, etagHeader, headersOf, notModified, problemResponses } from './openapi.ts';
import { type Parameter, Parameters, type ParameterValues, single } from './parameters.ts';
import { compositeTag, contentTag, json, negotiate } from './representation.ts';
import { readIdentifier, unknownResource } from './resources.ts';

const closedDate = edtfDate.refine(
  (value) => Object.values(dateBounds(value) ?? {}).every((bound) => bound !== null),
  { message: 'must have no open end' },
);

const position = z.int().min(0).max(999_999_999_999_999);
const instant = z.iso.datetime({ offset: true }).max(40);

const recordedAsOf: Parameter<RecordedAsOf> = {
  description:
    'By what was recorded here by then: a log position, or an RFC 3339 instant, which means the last position not after it.',
  schema: z.union([position, instant]),
  read: (given) => {
    if (/^\d{1,15}$/.test(given)) return { value: { position: Number(given) } };
    if (instant.safeParse(given).success) return { value: { at: Date.parse(given) } };
    return { wrong: 'must be a log position or an RFC 3339 instant with offset' };
  },
};

const parameters = new Parameters({
  asOf: {
    ...single(
      closedDate,
      'By what had been said by then, which is the latest instant of an EDTF date without open ends or an RFC 3339 instant. Answered twice: what certainly had been said, and what may have been.',
    ),
    schema: edtfDate,
  },
  recordedAsOf,
});

/** The route that tells what the graph says of a claim. */
export function assessmentRoute(app: FastifyInstance, { store }: { store: Store }): void {
  app.get<{ Params: { id: string } }>(
    '/v1/claims/:id/assessment',
    {
      config: { cached: true },
      schema: {
        operationId: 'getClaimAssessment',
        tags: ['claims'],
        summary: 'Tell what the graph says of a claim',
        description:
          'How many independent origins are recorded here, who denies it, what changed on the way, which reviews are stale. Each figure names the rule that it was computed by, which `/rules/{name}` explains, and the ids that it rests on. It counts what is recorded here, and does not judge what is true. Claims that were merged or that `same_as` joins are assessed as one.',
        params: z.strictObject({ id: identifier.claim }),
        querystring: parameters,
        response: {
          200: described('The assessment.', { [json]: claimAssessment }, headersOf(etagHeader)),
          304: notModified,
          ...problemResponses(400, 404, 406, 410, 414, 500, 503),
        },
      },
    },
    async (request, reply) => {
      const { mediaType } = negotiate(request, [{ name: 'json', mediaType: json }]);
      const times = request.query as ParameterValues<(typeof parameters)['known']>;
      const id = readIdentifier('claim', request.params.id);
      const found = await store.assess(id, times);
      if (!found) throw await absence(store, id, times.recordedAsOf);
      const { json: body, recordedAsOf } = found;
      // A redaction changes what an earlier position says.
      const isFixed = times.recordedAsOf !== undefined;
      const etag = isFixed ? contentTag(body) : compositeTag(recordedAsOf, request, mediaType);
      return reply.answer({ mediaType, etag, body });
    },
  );
}

/** Why there is nothing to assess: the claim is not recorded here, or was not yet. */
async function absence(store: Store, id: string, recordedBy: RecordedAsOf | undefined): Promise<Problem> {
  const isLater = recordedBy !== undefined && (await store.get('claim', id)) !== undefined;
  if (!isLater) return unknownResource('claim', id);
  const when =
    'position' in recordedBy ? `log position ${recordedBy.position}` : new Date(recordedBy.at).toISOString();
  return new Problem('resource_not_found', `The claim ${id} was not yet recorded here as of ${when}.`);
}
