import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { Problem } from '../errors.ts';
import { apiKey, createdKey, keyCreation, keyDigest, keyId, keyPatch, newKey } from '../model/api-key.ts';
import { text } from '../model/text.ts';
import { issuesOf } from '../model/validation.ts';
import type { KeyStore } from '../store/key-store.ts';
import { knownActor } from './authentication.ts';
import { decodeCursor, encodeCursor } from './cursor.ts';
import { described, headersOf, problemResponses } from './openapi.ts';
import { Parameters, type ParameterValues, single, wholeNumber } from './parameters.ts';
import { bare, json, negotiate } from './representation.ts';
import { nextLink } from './resources.ts';

const jsonOnly = [{ name: 'json', mediaType: json }] as const;

const keyList = z
  .strictObject({
    data: z.array(apiKey),
    page: z.strictObject({ nextCursor: z.string().nullable() }),
  })
  .meta({ id: 'ApiKeyList', description: 'A page of API keys.' });

const paging = new Parameters({
  limit: wholeNumber(1, 100, 20, 'How many there are on a page at most.'),
  cursor: single(text(1_000), 'Where the page begins: `page.nextCursor` of the page before.'),
});

const nothing = new Parameters({});
const params = z.strictObject({ id: keyId });
const common = { tags: ['keys'], querystring: nothing };
const oneKey = described('What is known of the key.', { [json]: apiKey });

interface OfOneKey {
  Params: { id: string };
}

/** Routes by which admins make, list, change and revoke API keys. */
export function keyRoutes(app: FastifyInstance, { keys }: { keys: KeyStore }): void {
  listRoute(app, keys);
  createRoute(app, keys);
  getRoute(app, keys);
  updateRoute(app, keys);
  revokeRoute(app, keys);
}

function listRoute(app: FastifyInstance, keys: KeyStore): void {
  app.get(
    '/v1/keys',
    {
      config: { scope: 'admin' },
      schema: {
        ...common,
        operationId: 'listKeys',
        summary: 'List API keys, the newest first',
        querystring: paging,
        response: {
          200: described(
            'A page of keys.',
            { [json]: keyList },
            headersOf({ link: 'The next page, `rel="next"`.' }),
          ),
          ...problemResponses(400, 406, 414, 500, 503),
        },
      },
    },
    async (request, reply) => {
      negotiate(request, jsonOnly);
      const { limit = 20, cursor } = request.query as ParameterValues<(typeof paging)['known']>;
      const after = cursor === undefined ? undefined : decodeCursor(cursor, 'keys', 1)[0];
      const { items, next } = await keys.list({ limit, after });
      const nextCursor = next === undefined ? null : encodeCursor('keys', [next]);
      if (nextCursor !== null) reply.header('link', nextLink(request, nextCursor));
      return answer(reply, { data: items, page: { nextCursor } });
    },
  );
}

function createRoute(app: FastifyInstance, keys: KeyStore): void {
  app.post(
    '/v1/keys',
    {
      config: { scope: 'admin' },
      schema: {
        ...common,
        operationId: 'createKey',
        summary: 'Make an API key',
        description:
          'The answer holds the key, which is not shown again. Takes no Idempotency-Key: whoever has not received the answer makes another key, and revokes the first.',
        body: { [bare(json)]: keyCreation },
        response: {
          201: described('The key.', { [json]: createdKey }, headersOf({ location: 'Where it is known.' })),
          ...problemResponses(400, 406, 413, 414, 415, 422, 500, 503),
        },
      },
    },
    async (request, reply) => {
      negotiate(request, jsonOnly);
      const asked = readBody(request, keyCreation);
      const key = newKey();
      const made = await keys.create({ ...asked, digest: keyDigest(key), createdBy: knownActor(request).id });
      reply.code(201).header('location', `/v1/keys/${made.id}`);
      return answer(reply, { ...made, key });
    },
  );
}

function getRoute(app: FastifyInstance, keys: KeyStore): void {
  app.get<OfOneKey>(
    '/v1/keys/:id',
    {
      config: { scope: 'admin' },
      schema: {
        ...common,
        operationId: 'getKey',
        summary: 'Get what is known of an API key',
        params,
        response: { 200: oneKey, ...problemResponses(400, 404, 406, 414, 500, 503) },
      },
    },
    async (request, reply) => {
      negotiate(request, jsonOnly);
      const id = readKeyId(request.params.id);
      const found = await keys.get(id);
      if (!found) throw new Problem('resource_not_found', `No key is recorded here as ${id}.`);
      return answer(reply, found);
    },
  );
}

function updateRoute(app: FastifyInstance, keys: KeyStore): void {
  app.patch<OfOneKey>(
    '/v1/keys/:id',
    {
      config: { scope: 'admin' },
      schema: {
        ...common,
        operationId: 'updateKey',
        summary: 'Change the name of an API key, or when it expires',
        params,
        body: { 'application/merge-patch+json': keyPatch, [bare(json)]: keyPatch },
        response: { 200: oneKey, ...problemResponses(400, 404, 406, 413, 414, 415, 422, 500, 503) },
      },
    },
    async (request, reply) => {
      negotiate(request, jsonOnly);
      const id = readKeyId(request.params.id);
      return answer(reply, await keys.update(id, readBody(request, keyPatch)));
    },
  );
}

function revokeRoute(app: FastifyInstance, keys: KeyStore): void {
  app.post<OfOneKey>(
    '/v1/keys/:id/revocation',
    {
      config: { scope: 'admin', takesNoBody: true },
      schema: {
        ...common,
        operationId: 'revokeKey',
        summary: 'Revoke an API key for good',
        description: 'Requests that arrive after the answer find it revoked. Takes no body.',
        params,
        response: { 200: oneKey, ...problemResponses(400, 404, 406, 409, 413, 414, 415, 422, 500, 503) },
      },
    },
    async (request, reply) => {
      negotiate(request, jsonOnly);
      const id = readKeyId(request.params.id);
      return answer(reply, await keys.revoke(id));
    },
  );
}

function answer(reply: FastifyReply, body: object): FastifyReply {
  return reply.header('cache-control', 'no-store').header('content-type', json).send(JSON.stringify(body));
}

function readKeyId(given: string): string {
  if (keyId.safeParse(given).success) return given;
  const detail = 'The id must be a TypeID that begins with key_ and has 26 characters after it.';
  throw new Problem('malformed_identifier', detail);
}

function readBody<Schema extends z.ZodType>(request: FastifyRequest, schema: Schema): z.output<Schema> {
  const parsed = schema.safeParse(request.body);
  if (parsed.success) return parsed.data;
  const errors = issuesOf(parsed.error, '', request.body);
  throw new Problem('invalid_document', 'The document is invalid; `errors` says where and why.', { errors });
}
