import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { Dependent, Dependents } from '../analysis/dependents.ts';
import { ruleVersions } from '../analysis/rules.ts';
import type { ClaimSupport } from '../analysis/support.ts';
import type { ResourceDocument } from '../model/definition.ts';
import { collections, identifier, type ResourceType, schemaName } from '../model/identifiers.ts';
import { resources } from '../model/resources.ts';
import { languageMap } from '../model/text.ts';
import type { DependentsQuery, Store } from '../store/port.ts';
import { described, etagHeader, headersOf, notModified, problemResponses } from './openapi.ts';
import { Parameters, type ParameterValues, wholeNumber } from './parameters.ts';
import { compositeTag, json, negotiate } from './representation.ts';
import { readIdentifier, unknownResource } from './resources.ts';

const subjects = ['source', 'article', 'attribution'] as const;

const references = z
  .array(z.strictObject({ reference: z.string(), id: z.string() }))
  .min(1)
  .meta({ description: 'By what references it rests on what is taken back, or on something that does.' });

const countsNoMore = z
  .boolean()
  .meta({ description: 'Whether it counts in assessments as things stand, and would not.' });

/** What is told of each kind of dependent, by the names of its fields. */
const told = {
  attribution: ['claimId', 'sourceId', 'articleId', 'onBehalfOfId', 'viaId', 'stance'],
  article: ['title', 'publisherId', 'derivedFromArticleId'],
  source: ['kind', 'name', 'citedById'],
  relation: ['kind', 'fromClaimId', 'toClaimId', 'articleId', 'attributionId'],
  evidence: ['bearing', 'title', 'claimId', 'attributionId', 'producedById', 'articleId'],
  review: ['verdict', 'reviewerId', 'claimId', 'attributionId'],
} as const satisfies Partial<Record<ResourceType, readonly string[]>>;

type Told = keyof typeof told;

function shortDocument<More extends z.ZodRawShape>(type: Told, more: More) {
  const { shape } = resources[type].document;
  const fields = Object.fromEntries(told[type].map((name) => [name, shape[name] as z.ZodType]));
  return z
    .strictObject({ id: identifier[type], ...fields, ...more })
    .meta({ id: `${schemaName(type)}Dependent`, description: `What is told of a dependent ${type}.` });
}

const support = z
  .strictObject({
    claimIds: z.array(identifier.claim).meta({ description: 'The claims that are assessed as one.' }),
    originCount: z.strictObject({ min: z.int().min(0), max: z.int().min(0) }),
    independence: z.enum(['none', 'shared_origin', 'no_shared_origin_recorded', 'lineage_unknown']),
    contested: z.boolean(),
    basis: z
      .array(z.string())
      .meta({ description: 'The ids of the attributions and relations on which these figures rest.' }),
  })
  .meta({ id: 'ClaimSupport', description: 'How far a claim is supported and contested.' });

const dependentsDocument = z
  .strictObject({
    id: z.string().meta({ description: 'What was asked about, or what it was merged into.' }),
    rule: z.strictObject({
      name: z.literal('dependents'),
      version: z
        .int()
        .min(1)
        .meta({ examples: [ruleVersions.dependents] }),
    }),
    attributions: z.array(shortDocument('attribution', { restsOn: references, countsNoMore })),
    articles: z.array(shortDocument('article', { restsOn: references })).meta({
      description: 'Those that it publishes, and copies; what stands in a copy is not among the dependents.',
    }),
    sources: z.array(shortDocument('source', { restsOn: references })),
    relations: z.array(shortDocument('relation', { restsOn: references, countsNoMore })),
    evidence: z.array(shortDocument('evidence', { restsOn: references })),
    reviews: z.array(
      shortDocument('review', {
        reasons: z
          .array(z.enum(['attribution', 'claim', 'evidence', 'reviewer']))
          .min(1)
          .meta({
            description:
              'The attribution that it is on, evidence that it names or its reviewer is among the dependents or taken back, or the claim loses support.',
          }),
      }),
    ),
    claims: z
      .array(
        z.strictObject({
          id: identifier.claim,
          text: languageMap,
          before: support,
          after: support,
          lostSupport: z
            .boolean()
            .meta({ description: 'Whether there is an origin, and none would be left.' }),
        }),
      )
      .meta({
        description: 'Claims of which something counts no more, or that would be assessed otherwise.',
      }),
    counts: z.strictObject({
      ...Object.fromEntries(
        ['attributions', 'articles', 'sources', 'relations', 'evidence', 'reviews', 'claims'].map((name) => [
          name,
          z.int().min(0),
        ]),
      ),
      countNoMore: z.int().min(0),
      lostSupport: z.int().min(0),
    }),
    truncated: z.boolean().meta({ description: 'Whether there is more than is told.' }),
  })
  .meta({ id: 'Dependents', description: 'What rests on something, and what claims would have without it.' });

const parameters = new Parameters({
  limit: wholeNumber(1, 5_000, 1_000, 'How many dependents there are at most, claims not counted.'),
});

/** The routes that tell what rests on a source, an article or an attribution. */
export function dependentRoutes(app: FastifyInstance, { store }: { store: Store }): void {
  for (const type of subjects) dependentsRoute(app, store, type);
}

function dependentsRoute(app: FastifyInstance, store: Store, type: DependentsQuery['type']): void {
  const collection = collections[type];
  app.get<{ Params: { id: string } }>(
    `/v1/${collection}/:id/dependents`,
    {
      config: { cached: true },
      schema: {
        operationId: `get${schemaName(type)}Dependents`,
        tags: [collection],
        summary: `Get what rests on one of the ${collection}`,
        description:
          'What rests on it, by itself or by way of others, and what the claims concerned would have left if it were withdrawn.',
        params: z.strictObject({ id: identifier[type] }),
        querystring: parameters,
        response: {
          200: described('What rests on it.', { [json]: dependentsDocument }, headersOf(etagHeader)),
          304: notModified,
          ...problemResponses(400, 404, 406, 414, 500, 503),
        },
      },
    },
    async (request, reply) => {
      const { mediaType } = negotiate(request, [{ name: 'json', mediaType: json }]);
      const { limit = 1_000 } = request.query as ParameterValues<(typeof parameters)['known']>;
      const id = readIdentifier(type, request.params.id);
      const found = await store.dependents({ type, id, limit });
      if (!found) throw unknownResource(type, id);
      const etag = compositeTag(found.position, request, mediaType);
      return reply.answer({ mediaType, etag, body: JSON.stringify(describe(found)) });
    },
  );
}

function describe({ id, items, claims, reviews, truncated }: Dependents) {
  const of = (type: Told) => items.filter(({ document }) => document.type === type);
  const plain = (type: Told) => of(type).map((item) => ({ ...short(item.document), restsOn: item.restsOn }));
  const counted = (type: Told) =>
    of(type).map((item) => ({
      ...short(item.document),
      ...{ restsOn: item.restsOn, countsNoMore: item.countsNoMore },
    }));
  const lists = {
    attributions: counted('attribution'),
    articles: plain('article'),
    sources: plain('source'),
    relations: counted('relation'),
    evidence: plain('evidence'),
    reviews: reviews.map(({ review, reasons }) => ({ ...short(review), reasons })),
    claims: claims.map(describeClaim),
  };
  const lengths = Object.entries(lists).map(([name, list]) => [name, list.length]);
  return {
    id,
    rule: { name: 'dependents', version: ruleVersions.dependents },
    ...lists,
    counts: {
      ...Object.fromEntries(lengths),
      countNoMore: items.filter((item: Dependent) => item.countsNoMore).length,
      lostSupport: claims.filter(({ lostSupport }) => lostSupport).length,
    },
    truncated,
  };
}

function short(document: ResourceDocument): Record<string, unknown> {
  const names: readonly string[] = told[document.type as Told];
  const fields = names.filter((name) => document[name] !== undefined).map((name) => [name, document[name]]);
  return { id: document.id, ...Object.fromEntries(fields) };
}

function describeClaim({ claim, ...rest }: ClaimSupport) {
  return { id: claim.id, text: claim.text, ...rest };
}
