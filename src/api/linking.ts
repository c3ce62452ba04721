import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { ProblemPlace } from '../errors.ts';
import { collections, identifier, newIdentifier, schemaName } from '../model/identifiers.ts';
import { resources } from '../model/resources.ts';
import type { Command, Store } from '../store/port.ts';
import { linkedBody } from './derived-schemas.ts';
import { problemResponses } from './openapi.ts';
import { bare, json } from './representation.ts';
import { readIdentifier, unknownResource } from './resources.ts';
import { answerWritten, commitOptions, writeParameters } from './write-request.ts';
import { addressOf, createdResponse, lastOf } from './writing.ts';

type Subject = 'claim' | 'attribution';
type Linked = 'evidence' | 'review';

/** The routes by which fact-checkers link evidence and reviews to claims and attributions, in one call each. */
export function linkingRoutes(app: FastifyInstance, { store }: { store: Store }): void {
  for (const subject of ['claim', 'attribution'] as const) {
    for (const linked of ['evidence', 'review'] as const) linkRoute(app, store, subject, linked);
  }
}

function linkRoute(app: FastifyInstance, store: Store, subject: Subject, linked: Linked): void {
  const definition = resources[linked];
  app.post<{ Params: { id: string } }>(
    `/v1/${collections[subject]}/:id/${definition.collection}`,
    {
      config: { scope: 'review', idempotent: true },
      schema: {
        operationId: `create${schemaName(subject)}${schemaName(linked)}`,
        tags: [definition.collection],
        summary: `Link ${linked === 'evidence' ? 'evidence' : 'a review'} to one of the ${collections[subject]}`,
        description:
          linked === 'evidence'
            ? 'Evidence bears on a claim, or on an attribution: that it was said is not that it is so.'
            : 'The reviewer is named by `reviewerId`, or given as `reviewer` and recorded with the review.',
        params: z.strictObject({ id: identifier[subject] }),
        querystring: writeParameters,
        body: { [bare(json)]: linkedBody[linked] },
        response: {
          201: createdResponse(definition),
          ...problemResponses(400, 404, 409, 413, 415, 422, 500, 503),
        },
      },
    },
    async (request, reply) => {
      const id = readIdentifier(subject, request.params.id);
      if (!(await store.get(subject, id))) throw unknownResource(subject, id);
      const errors: ProblemPlace[] = [];
      const commands = commandsOf(request.body, { subject, id, linked }, errors);
      const committed = await store.commit(commands, { ...commitOptions(request), errors });
      const item = lastOf(committed);
      return answerWritten(reply, { item, committed, location: addressOf(definition, item.id) });
    },
  );
}

/** The commands that a body asks for: a reviewer who is given in it comes first. */
function commandsOf(
  body: unknown,
  { subject, id, linked }: { subject: Subject; id: string; linked: Linked },
  errors: ProblemPlace[],
): Command[] {
  const create = (fields: unknown): Command => ({
    ...{ action: 'create', type: linked, namedReferences: true },
    fields: fields as Record<string, unknown>,
  });
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return [create(body)];
  const { reviewer, ...given } = body as Record<string, unknown>;
  const field = `${subject}Id`;
  if (given[field] !== undefined && given[field] !== id) {
    errors.push({ pointer: `/${field}`, code: 'not_applicable', detail: 'the path names another one' });
  }
  const fields = { ...given, [field]: id };
  if (reviewer === undefined) return [create(fields)];
  if (linked !== 'review') return [create({ ...fields, reviewer })];
  if (given.reviewerId !== undefined) {
    const detail = 'stands beside reviewerId; give one of the two';
    errors.push({ pointer: '/reviewer', code: 'not_applicable', detail });
  }
  const reviewerId = newIdentifier('source');
  const source = reviewer as Record<string, unknown>;
  return [
    { action: 'create', type: 'source', id: reviewerId, fields: source, pointer: '/reviewer' },
    create({ ...fields, reviewerId }),
  ];
}
