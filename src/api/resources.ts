import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { Problem } from '../errors.ts';
import type { ResourceDefinition } from '../model/definition.ts';
import {
  collections,
  identifier,
  identifierType,
  type ResourceType,
  schemaName,
} from '../model/identifiers.ts';
import { isRedactedWhole } from '../model/redaction.ts';
import { anyResource, resources } from '../model/resources.ts';
import type { Found, Included, Store, StoredDocument } from '../store/port.ts';
import { listParameters, listQueries, selectionParameters, writeCursor } from './list-parameters.ts';
import { marks } from './marks.ts';
import { described, etagHeader, headersOf, notModified, problemResponses } from './openapi.ts';
import { Parameters, type ParameterValues } from './parameters.ts';
import {
  compositeTag,
  contentTag,
  json,
  negotiate,
  type Representation,
  revisionTag,
} from './representation.ts';

/** Counting stops here, so that a count is never a scan of everything. */
const countLimit = 100_000;

const jsonOnly = [{ name: 'json', mediaType: json }] as const;

const includedFields = {
  included: z.array(anyResource).optional().meta({ description: 'What `include` asked for, each once.' }),
  includedTruncated: z
    .literal(true)
    .optional()
    .meta({ description: 'There is more to include than an answer holds.' }),
  marks: marks.optional().meta({ description: 'There wherever `include` asked for anything.' }),
};

const count = z
  .strictObject({ value: z.int().min(0), exact: z.boolean() })
  .meta({ id: 'Count', description: 'How many there are; not `exact` where counting stopped.' });

const assessedThrough = z.int().min(0).meta({
  description:
    'Where the list is filtered or sorted by assessments: the log position up to which those that it used are exact.',
});

/** A page of each resource. */
const pages = Object.fromEntries<z.ZodType>(
  Object.values(resources).map(({ type, collection, document, figures }) => [
    type,
    z
      .strictObject({
        data: z.array(document),
        page: z.strictObject({
          nextCursor: z.string().nullable(),
          count: count.optional(),
          ...(Object.keys(figures).length > 0 && { assessedThrough: assessedThrough.optional() }),
        }),
        ...includedFields,
      })
      .meta({ id: `${schemaName(type)}List`, description: `A page of ${collection}.` }),
  ]),
) as Record<ResourceType, z.ZodType>;

/** The routes that all resources have alike: their list, and each by its id. */
export function resourceRoutes(app: FastifyInstance, { store }: { store: Store }): void {
  for (const definition of Object.values(resources)) {
    listRoute(app, store, definition);
    getRoute(app, store, definition);
  }
  for (const subject of ['claim', 'attribution'] as const) {
    listRoute(app, store, resources.evidence, subject);
    listRoute(app, store, resources.review, subject);
  }
}

/** What the linked are listed of: `claims/{id}/evidence` and the like. */
type Subject = 'claim' | 'attribution';

function listRoute(
  app: FastifyInstance,
  store: Store,
  definition: ResourceDefinition,
  subject?: Subject,
): void {
  const { type, collection } = definition;
  const all = listParameters(definition);
  const parameters = subject ? all.without('claim', 'attribution') : all;
  const queryOf = listQueries(definition);
  const of = subject ? ` of one of the ${collections[subject]}` : '';
  app.get<{ Params: { id: string } }>(
    subject ? `/v1/${collections[subject]}/:id/${collection}` : `/v1/${collection}`,
    {
      config: { cached: true },
      schema: {
        operationId: `list${subject ? schemaName(subject) : ''}${schemaName(collection)}`,
        tags: [collection],
        summary: `List ${collection}${of}`,
        description: `Lists ${collection}, filtered. Filters hold together; several values of one filter are alternatives.`,
        ...(subject && { params: z.strictObject({ id: identifier[subject] }) }),
        querystring: parameters,
        response: {
          200: described(
            `A page of ${collection}.`,
            { [json]: pages[type] },
            headersOf({ ...etagHeader, link: 'The next page, `rel="next"`.' }),
          ),
          304: notModified,
          ...problemResponses(400, ...(subject ? [404] : []), 406, 414, 500, 503),
        },
      },
    },
    async (request, reply) => {
      negotiate(request, jsonOnly);
      const values = request.query as ParameterValues<(typeof parameters)['known']>;
      const query = queryOf(
        subject ? { ...values, [subject]: [await known(store, subject, request)] } : values,
      );
      const [found, counted] = await Promise.all([
        store.list(query),
        values.count ? store.count(query, countLimit) : undefined,
      ]);
      const cursor = found.next && writeCursor(query, found.next);
      const data = found.items.map((item) => selected(item, values.fields as string[] | undefined));
      const { assessedThrough } = found;
      const next = {
        nextCursor: cursor ?? null,
        ...(counted && { count: counted }),
        ...(assessedThrough !== undefined && { assessedThrough }),
      };
      const body = `{"data":[${data.join()}],"page":${JSON.stringify(next)}${includedJson(query.include, found.included)}}`;
      return reply.answer({
        mediaType: json,
        body,
        // What was assessed since the last write has no log position of its own.
        etag: assessedThrough === undefined ? compositeTag(found.position, request, json) : contentTag(body),
        link: cursor && nextLink(request, cursor),
      });
    },
  );
}

/** The id in the path of a request, of something that is recorded. */
async function known(store: Store, type: Subject, { params }: FastifyRequest<{ Params: { id: string } }>) {
  const id = readIdentifier(type, params.id);
  if (!(await store.get(type, id))) throw unknownResource(type, id);
  return id;
}

function getRoute(app: FastifyInstance, store: Store, definition: ResourceDefinition): void {
  const { type, collection } = definition;
  const parameters = new Parameters(selectionParameters(definition));
  const answer = definition.document.extend(includedFields).meta({
    id: `${schemaName(type)}WithIncluded`,
    description: `${definition.description} With what \`include\` asked for.`,
  });
  app.get<{ Params: { id: string } }>(
    `/v1/${collection}/:id`,
    {
      config: { cached: true },
      schema: {
        operationId: `get${schemaName(type)}`,
        tags: [collection],
        summary: `Get one of the ${collection} by its id`,
        description:
          'A withdrawn resource still answers, with its `withdrawal`. What refers to one that was merged with it refers to it as well.',
        params: z.strictObject({ id: identifier[type] }),
        querystring: parameters,
        response: {
          200: described(
            definition.description,
            { [json]: answer },
            headersOf({ ...etagHeader, link: 'What replaced it, `rel="successor-version"` (RFC 5829).' }),
          ),
          304: notModified,
          ...problemResponses(400, 404, 406, 410, 414, 500, 503),
        },
      },
    },
    async (request, reply) => {
      negotiate(request, jsonOnly);
      const id = readIdentifier(type, request.params.id);
      const { fields, include = [] } = request.query as ParameterValues<(typeof parameters)['known']>;
      const found = await store.get(type, id, include);
      if (!found) throw unknownResource(type, id);
      if (isRedacted(found.item)) throw new Problem('redacted', `The content of ${id} was redacted.`);
      const link = found.replacedById && successorLink(definition, found.replacedById);
      return reply.answer({ ...foundRepresentation(request, found, fields, include), link });
    },
  );
}

function foundRepresentation(
  request: FastifyRequest,
  { item, included, position }: Found,
  fields: readonly string[] | undefined,
  include: readonly string[],
): Representation {
  if (!fields && include.length === 0)
    return { mediaType: json, body: item.json, etag: revisionTag(item.revision) };
  const beside = includedJson(include, included);
  const body = beside ? `${selected(item, fields).slice(0, -1)}${beside}}` : selected(item, fields);
  const state = include.length > 0 ? position : `r${item.revision}`;
  return { mediaType: json, body, etag: compositeTag(state, request, json) };
}

/** The id in a path. Throws a Problem where it is none, or is the id of another type of resource. */
export function readIdentifier(type: ResourceType, given: string): string {
  const actual = identifierType(given);
  if (actual === type) return given;
  if (actual === undefined) {
    throw new Problem(
      'malformed_identifier',
      `The id must be a TypeID that begins with ${type}_ and has 26 characters after it.`,
    );
  }
  throw new Problem(
    'wrong_identifier_type',
    `This is the id of a resource at /v1/${collections[actual]}/${given}.`,
  );
}

/** Nothing is recorded with this id. */
export function unknownResource(type: ResourceType, id: string): Problem {
  return new Problem('resource_not_found', `No ${type} is recorded here as ${id}.`);
}

function isRedacted({ json }: StoredDocument): boolean {
  // Few documents hold the word at all, and only those are parsed.
  return json.includes('"redactions"') && isRedactedWhole(JSON.parse(json));
}

function selected({ json }: StoredDocument, fields: readonly string[] | undefined): string {
  if (!fields) return json;
  const document = JSON.parse(json) as Record<string, unknown>;
  const wanted = new Set(['type', 'id', ...fields]);
  return JSON.stringify(Object.fromEntries(Object.entries(document).filter(([name]) => wanted.has(name))));
}

function includedJson(include: readonly string[], { items, truncated, marks }: Included): string {
  if (include.length === 0) return '';
  const documents = items.map((item) => item.json).join();
  const more = truncated ? ',"includedTruncated":true' : '';
  return `,"included":[${documents}]${more},"marks":${JSON.stringify(marks)}`;
}

function successorLink({ collection }: ResourceDefinition, id: string): string {
  return `</v1/${collection}/${id}>; rel="successor-version"`;
}

/** The Link header of the page after this one, which begins where this value of the parameter says (RFC 8288). */
export function nextLink(request: FastifyRequest, value: string, parameter = 'cursor'): string {
  const [, path, query = ''] = /^([^?]*)\??(.*)$/.exec(request.url) ?? [];
  const kept = query.split('&').filter((part) => part !== '' && !part.startsWith(`${parameter}=`));
  return `<${path}?${[...kept, `${parameter}=${value}`].join('&')}>; rel="next"`;
}
