import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { Problem } from '../errors.ts';
import { changeDocument, changeJson } from '../interchange/change.ts';
import { jsonDifference } from '../interchange/json-difference.ts';
import type { ResourceDefinition } from '../model/definition.ts';
import { identifier, schemaName } from '../model/identifiers.ts';
import { resources } from '../model/resources.ts';
import type { LogEntry, Store } from '../store/port.ts';
import { decodeCursor, encodeCursor } from './cursor.ts';
import { described, etagHeader, headersOf, notModified, problemResponses } from './openapi.ts';
import { Parameters, type ParameterValues, single, wholeNumber } from './parameters.ts';
import { contentTag, json, negotiate } from './representation.ts';
import { nextLink, readIdentifier, unknownResource } from './resources.ts';

const jsonOnly = [{ name: 'json', mediaType: json }] as const;

const jsonPatchType = 'application/json-patch+json; charset=utf-8';
const jsonPatchOnly = [{ name: 'json-patch', mediaType: jsonPatchType }] as const;

/** How many digits a revision may have. */
const revisionText = /^[1-9]\d{0,8}$/;
const revisionNumber = z
  .string()
  .regex(revisionText)
  .meta({ description: 'The number of a revision, from 1.' });

const revisionList = z
  .strictObject({
    data: z.array(changeDocument),
    page: z.strictObject({ nextCursor: z.string().nullable() }),
  })
  .meta({ id: 'RevisionList', description: 'The revisions of one resource, the newest first.' });

const pointer = z.string();
const jsonPatch = z
  .array(
    z.discriminatedUnion('op', [
      z.strictObject({ op: z.literal('add'), path: pointer, value: z.unknown() }),
      z.strictObject({ op: z.literal('remove'), path: pointer }),
      z.strictObject({ op: z.literal('replace'), path: pointer, value: z.unknown() }),
    ]),
  )
  .meta({ id: 'JsonPatch', description: 'What turns one revision into another (RFC 6902).' });

const listing = new Parameters({
  limit: wholeNumber(1, 100, 20, 'How many there are on a page at most.'),
  cursor: single(z.string().max(1_000), 'Where the page begins: `page.nextCursor` of the page before.'),
});
const nothing = new Parameters({});
const comparing = new Parameters({
  from: single(revisionNumber, 'The revision that is compared with; the one before where it is left out.'),
});

/** The routes that tell the history of all resources alike. */
export function historyRoutes(app: FastifyInstance, { store }: { store: Store }): void {
  for (const definition of Object.values(resources)) {
    listRoute(app, store, definition);
    getRoute(app, store, definition);
    compareRoute(app, store, definition);
  }
}

function listRoute(app: FastifyInstance, store: Store, { type, collection }: ResourceDefinition): void {
  app.get<{ Params: { id: string } }>(
    `/v1/${collection}/:id/revisions`,
    {
      config: { cached: true },
      schema: {
        operationId: `list${schemaName(type)}Revisions`,
        tags: [collection],
        summary: `List the revisions of one of the ${collection}`,
        description: 'Who wrote what and when, the newest first, each with the whole document.',
        params: z.strictObject({ id: identifier[type] }),
        querystring: listing,
        response: {
          200: described('A page of revisions.', { [json]: revisionList }, headersOf(etagHeader)),
          304: notModified,
          ...problemResponses(400, 404, 406, 414, 500, 503),
        },
      },
    },
    async (request, reply) => {
      negotiate(request, jsonOnly);
      const { limit = 20, cursor } = request.query as ParameterValues<typeof listing.known>;
      const id = readIdentifier(type, request.params.id);
      const made = `revisions of ${id}`;
      const before = cursor === undefined ? undefined : decodeCursor(cursor, made, 1)[0];
      const entries = await store.revisions(id, { before, limit: limit + 1 });
      const shown = entries.slice(0, limit);
      const [newest] = shown;
      if (!newest && cursor === undefined) throw unknownResource(type, id);
      const last = entries.length > limit ? shown.at(-1) : undefined;
      const next = last ? encodeCursor(made, [last.revision]) : null;
      const page = JSON.stringify({ nextCursor: next });
      const body = `{"data":[${shown.map(changeJson).join()}],"page":${page}}`;
      return reply.answer({
        mediaType: json,
        body,
        etag: contentTag(body),
        link: next === null ? undefined : nextLink(request, next),
      });
    },
  );
}

function getRoute(app: FastifyInstance, store: Store, { type, collection }: ResourceDefinition): void {
  app.get<{ Params: { id: string; revision: string } }>(
    `/v1/${collection}/:id/revisions/:revision`,
    {
      config: { cached: true },
      schema: {
        operationId: `get${schemaName(type)}Revision`,
        tags: [collection],
        summary: `Get one revision of one of the ${collection}`,
        description: 'Who wrote it and when, with the document as it stood then.',
        params: z.strictObject({ id: identifier[type], revision: revisionNumber }),
        querystring: nothing,
        response: {
          200: described('The revision.', { [json]: changeDocument }, headersOf(etagHeader)),
          304: notModified,
          ...problemResponses(400, 404, 406, 414, 500, 503),
        },
      },
    },
    async (request, reply) => {
      negotiate(request, jsonOnly);
      const { params } = request;
      const entry = await entryOf(store, readIdentifier(type, params.id), params.revision);
      const body = changeJson(entry);
      return reply.answer({ mediaType: json, body, etag: contentTag(body) });
    },
  );
}

function compareRoute(app: FastifyInstance, store: Store, { type, collection }: ResourceDefinition): void {
  app.get<{ Params: { id: string; revision: string } }>(
    `/v1/${collection}/:id/revisions/:revision/difference`,
    {
      config: { cached: true },
      schema: {
        operationId: `compare${schemaName(type)}Revisions`,
        tags: [collection],
        summary: `Compare two revisions of one of the ${collection}`,
        description:
          'As a JSON Patch (RFC 6902): what turns the document of `from` into that of this revision.',
        params: z.strictObject({ id: identifier[type], revision: revisionNumber }),
        querystring: comparing,
        response: {
          200: described('The difference.', { [jsonPatchType]: jsonPatch }, headersOf(etagHeader)),
          304: notModified,
          ...problemResponses(400, 404, 406, 414, 500, 503),
        },
      },
    },
    async (request, reply) => {
      negotiate(request, [...jsonPatchOnly, ...jsonOnly]);
      const { params, query } = request;
      const id = readIdentifier(type, params.id);
      const entry = await entryOf(store, id, params.revision);
      const { from } = query as ParameterValues<typeof comparing.known>;
      const before = from ?? (entry.revision > 1 ? String(entry.revision - 1) : undefined);
      const other = before === undefined ? undefined : await entryOf(store, id, before);
      const body = JSON.stringify(
        jsonDifference(other ? JSON.parse(other.json) : null, JSON.parse(entry.json)),
      );
      return reply.answer({ mediaType: jsonPatchType, body, etag: contentTag(body) });
    },
  );
}

async function entryOf(store: Store, id: string, revision: string): Promise<LogEntry> {
  const entry = revisionText.test(revision) ? await store.revision(id, Number(revision)) : undefined;
  if (entry) return entry;
  throw new Problem('resource_not_found', `${id} has no revision ${revision}.`);
}
