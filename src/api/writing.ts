import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { ResourceDefinition } from '../model/definition.ts';
import { identifier, type ResourceType, schemaName } from '../model/identifiers.ts';
import { resources } from '../model/resources.ts';
import type { Command, Committed, Store, StoredDocument } from '../store/port.ts';
import { patchOf } from './derived-schemas.ts';
import { described, etagHeader, headersOf, problemResponses } from './openapi.ts';
import { bare, json } from './representation.ts';
import { readIdentifier } from './resources.ts';
import { answerWritten, commitOptions, requiredRevisions, writeParameters } from './write-request.ts';

export const mergePatch = 'application/merge-patch+json';

/** What keys a resource of this type is written with. */
export function writingScope(type: ResourceType): 'write' | 'review' {
  return type === 'evidence' || type === 'review' ? 'review' : 'write';
}

/** What is answered where something new was written. */
export function createdResponse({ description, document }: ResourceDefinition) {
  const headers = { ...etagHeader, location: 'Its address.', 'idempotency-replayed': replayed };
  return described(description, { [json]: document }, headersOf(headers));
}

/** What is answered where something was changed. */
export function changedResponse({ description, document }: ResourceDefinition) {
  const headers = { ...etagHeader, 'idempotency-replayed': replayed };
  return described(description, { [json]: document }, headersOf(headers));
}

const replayed = '`true` where the same request had been answered before.';

/** The address of a resource. */
export function addressOf(definition: ResourceDefinition, id: string): string {
  return `/v1/${definition.collection}/${id}`;
}

/** The document that the last command left. */
export function lastOf({ items }: Committed): StoredDocument {
  const item = items.at(-1);
  if (!item) throw new Error('nothing was written');
  return item;
}

/** The routes by which all resources are made and changed alike. */
export function writingRoutes(app: FastifyInstance, { store }: { store: Store }): void {
  for (const definition of Object.values(resources)) {
    createRoute(app, store, definition);
    updateRoute(app, store, definition);
  }
}

function createRoute(app: FastifyInstance, store: Store, definition: ResourceDefinition): void {
  const { type, collection } = definition;
  app.post(
    `/v1/${collection}`,
    {
      config: { scope: writingScope(type), idempotent: true },
      schema: {
        operationId: `create${schemaName(type)}`,
        tags: [collection],
        summary: `Create one of the ${collection}`,
        description: 'Sent again with the same `Idempotency-Key` within 24 hours, it is written once.',
        querystring: writeParameters,
        body: { [bare(json)]: definition.fields },
        response: {
          201: createdResponse(definition),
          ...problemResponses(400, 409, 413, 415, 422, 500, 503),
        },
      },
    },
    async (request, reply) => {
      const fields = request.body as Record<string, unknown>;
      const committed = await store.commit([{ action: 'create', type, fields }], commitOptions(request));
      const item = lastOf(committed);
      return answerWritten(reply, { item, committed, location: addressOf(definition, item.id) });
    },
  );
}

function updateRoute(app: FastifyInstance, store: Store, definition: ResourceDefinition): void {
  const { type, collection } = definition;
  app.patch<{ Params: { id: string } }>(
    `/v1/${collection}/:id`,
    {
      config: { scope: writingScope(type), conditional: true, idempotent: true },
      schema: {
        operationId: `update${schemaName(type)}`,
        tags: [collection],
        summary: `Change one of the ${collection}`,
        description:
          'A JSON Merge Patch (RFC 7396): what it names is set, what it sets to null is removed, all else stays.',
        params: z.strictObject({ id: identifier[type] }),
        querystring: writeParameters,
        body: { [mergePatch]: patchOf[type], [bare(json)]: patchOf[type] },
        response: {
          200: changedResponse(definition),
          ...problemResponses(400, 404, 409, 410, 412, 413, 415, 422, 428, 500, 503),
        },
      },
    },
    async (request, reply) => {
      const id = readIdentifier(type, request.params.id);
      const ifRevision = requiredRevisions(request);
      const command: Command = { action: 'update', id, patch: request.body, ifRevision };
      const committed = await store.commit([command], commitOptions(request));
      return answerWritten(reply, { item: lastOf(committed), committed });
    },
  );
}
