import { hash } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { ruleVersions } from '../analysis/rules.ts';
import { stance } from '../model/attribution.ts';
import { identifier } from '../model/identifiers.ts';
import { slug, text } from '../model/text.ts';
import type { Store } from '../store/port.ts';
import { decodeCursor, encodeCursor } from './cursor.ts';
import { anyIdOf } from './list-parameters.ts';
import { described, etagHeader, headersOf, notModified, problemResponses } from './openapi.ts';
import { anyOf, Parameters, type ParameterValues, single, wholeNumber } from './parameters.ts';
import { compositeTag, json, negotiate } from './representation.ts';
import { nextLink, readIdentifier, unknownResource } from './resources.ts';

const meaning = z.enum([...stance.options, 'rejects_denial', 'affirms_contrary']).meta({
  id: 'Meaning',
  description:
    'What a stand means for the claim: its own stance on it; on the negation, that it denies the claim or rejects its denial; on a contradicting claim, that it affirms the contrary.',
});

const instantOrUnknown = z.iso.datetime().nullable();

const positionStand = z
  .strictObject({
    attributionId: identifier.attribution,
    claimId: identifier.claim,
    articleId: identifier.article,
    sourceId: identifier.source,
    onBehalfOfId: identifier.source.optional(),
    statementKey: z.string().optional(),
    stance,
    means: meaning,
    role: z.enum(['start', 'endorsement', 'restatement']).meta({
      description:
        '`endorsement`: of a carrier that affirms or denies what it carries; `restatement`: in the own voice of a publisher that also attributes it.',
    }),
    earliest: instantOrUnknown.meta({
      description:
        'When it was said, or else since when it was public, at the earliest; null where that is not known.',
    }),
    latest: instantOrUnknown,
    relationId: identifier.relation
      .optional()
      .meta({ description: 'The relation that ties the claim that it is on to this one.' }),
    targetId: identifier.attribution.optional().meta({ description: 'The report that it is on.' }),
    beliedById: identifier.attribution.optional().meta({
      description: 'The direct quotation of the same statement that says otherwise, and governs.',
    }),
    takenBack: z
      .literal(true)
      .optional()
      .meta({ description: 'It, or what carried it, was taken back later.' }),
  })
  .meta({ id: 'PositionStand', description: 'One stand of a source, or one that was taken on its behalf.' });

const positionDocument = z
  .strictObject({
    claimId: identifier.claim,
    claimIds: z
      .array(identifier.claim)
      .meta({ description: 'The claims that are taken as one: merged, or the same by `same_as`.' }),
    rule: z.strictObject({
      name: z.literal('positions'),
      version: z
        .int()
        .min(1)
        .meta({ examples: [ruleVersions.positions] }),
    }),
    basis: z
      .array(z.string())
      .meta({ description: 'The ids of the attributions and relations on which it rests.' }),
    stands: z.array(positionStand).meta({ description: 'In order of time; what is not dated stands last.' }),
    onReports: z
      .array(positionStand)
      .meta({ description: 'Its stands on reports of the claim, which are none on the claim itself.' }),
    position: z
      .array(meaning)
      .meta({ description: 'The latest; several where the dates do not tell which is the latest.' }),
    reversed: z.enum(['yes', 'no', 'unknown']).meta({
      description:
        'Whether it affirmed and then denied or retracted, or the reverse, in one name; unknown where the dates do not tell.',
    }),
    turns: z
      .array(z.strictObject({ fromId: identifier.attribution, toId: identifier.attribution }))
      .meta({ description: 'From one stand to the next that says the opposite, or takes it back.' }),
    contradictions: z
      .array(
        z.strictObject({
          kind: z.enum(['negation_of', 'contradicts']),
          claimId: identifier.claim,
          relationId: identifier.relation,
          attributionIds: z.array(identifier.attribution),
        }),
      )
      .meta({
        description:
          'Where it affirms this claim, and its negation or a claim that contradicts it, and took neither back.',
      }),
    truncated: z.boolean().meta({ description: 'Whether it said more than was looked at.' }),
  })
  .meta({ id: 'Position', description: 'What one source said of one claim over time.' });

const positionList = z
  .strictObject({
    data: z.array(positionDocument),
    page: z.strictObject({ nextCursor: z.string().nullable() }),
  })
  .meta({ id: 'PositionList', description: 'A page of positions.' });

const parameters = new Parameters({
  claim: anyIdOf(
    'claim',
    'Only what it said of one of these claims, by id, or of a claim that is the negation of one or contradicts one.',
  ),
  topic: anyOf(slug, 'Only claims with one of these topics.'),
  limit: wholeNumber(1, 100, 20, 'How many claims there are on a page at most.'),
  cursor: single(text(1_000), 'Where the page begins: `page.nextCursor` of the page before.'),
});

/** The route that tells what a source said of claims over time. */
export function positionRoutes(app: FastifyInstance, { store }: { store: Store }): void {
  app.get<{ Params: { id: string } }>(
    '/v1/sources/:id/positions',
    {
      config: { cached: true },
      schema: {
        operationId: 'listSourcePositions',
        tags: ['sources'],
        summary: 'List what a source said of claims over time',
        description:
          'By claim, the newest claim first: the stands of the source, those taken on its behalf, and those of anonymous sources that were identified as it; where it turned, and where it contradicts itself. A page may hold fewer than `limit`, even none, though another follows.',
        params: z.strictObject({ id: identifier.source }),
        querystring: parameters,
        response: {
          200: described(
            'A page of positions.',
            { [json]: positionList },
            headersOf({ ...etagHeader, link: 'The next page, `rel="next"`.' }),
          ),
          304: notModified,
          ...problemResponses(400, 404, 406, 414, 500, 503),
        },
      },
    },
    async (request, reply) => {
      const { mediaType } = negotiate(request, [{ name: 'json', mediaType: json }]);
      const sourceId = readIdentifier('source', request.params.id);
      const { claim: claims = [], topic: topics = [], limit = 20, cursor } = request.query as Values;
      const made = hash('sha1', JSON.stringify([sourceId, claims, topics]), 'base64url').slice(0, 10);
      const after = cursor === undefined ? undefined : decodeCursor(cursor, made, 1)[0];
      const found = await store.positions({ sourceId, claims, topics, after, limit });
      if (!found) throw unknownResource('source', sourceId);
      const next = found.next === undefined ? undefined : encodeCursor(made, [found.next]);
      return reply.answer({
        mediaType,
        body: JSON.stringify({ data: found.items, page: { nextCursor: next ?? null } }),
        etag: compositeTag(found.position, request, mediaType),
        link: next && nextLink(request, next),
      });
    },
  );
}

type Values = ParameterValues<(typeof parameters)['known']>;
