import type { FastifyContextConfig, FastifySchema } from 'fastify';
import { z } from 'zod';
import type { Config } from '../config.ts';
import type { Scope } from '../model/api-key.ts';
import { neededScope, takesKeys } from './authentication.ts';
import { type Parameter, Parameters } from './parameters.ts';
import { problemDocument, problemType } from './problem.ts';
import { bare, longestIfMatch } from './representation.ts';

/** One response of a route: what it means, and the schema of each media type that it comes in. */
export interface DescribedResponse {
  readonly description: string;
  readonly headers?: Readonly<Record<string, { description: string; type: string }>>;
  readonly content?: Readonly<Record<string, { readonly schema: z.ZodType }>>;
}

/** The schema of each media type that the body of a request may come in. */
export type DescribedBody = Readonly<Record<string, z.ZodType>>;

/** A response in one or more media types. */
export function described(
  description: string,
  schemas: Readonly<Record<string, z.ZodType>>,
  headers?: DescribedResponse['headers'],
): DescribedResponse {
  const content = Object.fromEntries(
    Object.entries(schemas).map(([type, schema]) => [bare(type), { schema }]),
  );
  return { description, content, ...(headers && { headers }) };
}

/** Headers of a response: what each says. All are texts. */
export function headersOf(told: Readonly<Record<string, string>>): NonNullable<DescribedResponse['headers']> {
  const headers = Object.entries(told).map(([name, description]) => [name, { description, type: 'string' }]);
  return Object.fromEntries(headers);
}

/** What every answer that a client may keep carries. */
export const etagHeader = { etag: 'The entity tag; send it as If-None-Match.' };

/** The answer to a client that has it already. */
export const notModified: DescribedResponse = {
  description: 'Nothing has changed since the client read it.',
  headers: headersOf(etagHeader),
};

const reasons: Readonly<Record<number, string>> = {
  400: 'The request is wrong: the URL, a query parameter, a cursor or an identifier.',
  401: 'An API key is needed, or the one that was sent is not good.',
  403: 'The API key may not do this.',
  404: 'Nothing is recorded here with this id.',
  406: 'None of the media types that the client accepts is offered.',
  409: 'It conflicts with what stands.',
  410: 'The content was redacted, or the log no longer holds it.',
  412: 'It has changed since; the `ETag` is that of what stands.',
  413: 'The body is larger than the server reads.',
  414: 'The URL is longer than the server reads.',
  415: 'The body comes in a media type that is not read here.',
  422: 'The document is invalid, the idempotency key was used for another request, or the graph is too large for a picture.',
  428: 'It needs If-Match.',
  429: 'There were too many requests within a minute; try again later.',
  500: 'Something went wrong on the side of the server.',
  503: 'The store is busy or does not answer; try again later.',
};

const retryAfter = { 'retry-after': 'When to try again, in seconds.' };
const challenge = { 'www-authenticate': 'What is asked for (RFC 6750).' };
const problemHeaders: Readonly<Record<number, Readonly<Record<string, string>>>> = {
  401: challenge,
  403: challenge,
  429: {
    ...retryAfter,
    'ratelimit-limit': 'How many requests a minute are answered.',
    'ratelimit-remaining': 'How many are left.',
    'ratelimit-reset': 'When they begin anew, in seconds.',
  },
  503: retryAfter,
};

/** The problems that a route may answer, by status. */
export function problemResponses(...statuses: number[]): Record<number, DescribedResponse> {
  const described = statuses.map((status) => [
    status,
    {
      description: reasons[status] ?? 'A problem.',
      content: { [bare(problemType)]: { schema: problemDocument } },
      ...(problemHeaders[status] && { headers: headersOf(problemHeaders[status]) }),
    },
  ]);
  return Object.fromEntries(described);
}

type JsonSchema = Record<string, unknown>;

const reference = (id: string) => `#/components/schemas/${id}`;

/** Every schema that has a name (`.meta({ id })`), as the components of an OpenAPI 3.1 document. */
export function namedSchemas(): Record<string, JsonSchema> {
  const { schemas } = z.toJSONSchema(z.globalRegistry, { uri: reference, io: 'output' });
  return Object.fromEntries(
    Object.entries(schemas)
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([id, schema]) => [id, plain(schema)]),
  );
}

/** The JSON Schema of a zod schema: a reference where it has a name. */
function jsonSchemaOf(schema: z.ZodType): JsonSchema {
  const id = z.globalRegistry.get(schema)?.id;
  return id === undefined ? plain(z.toJSONSchema(schema, { io: 'output' })) : { $ref: reference(id) };
}

function plain(schema: object): JsonSchema {
  const { $schema, $id, id, ...rest } = schema as JsonSchema;
  return rest;
}

interface DescribedRoute {
  readonly schema: FastifySchema | undefined;
  readonly url: string;
  readonly route: { readonly config?: FastifyContextConfig };
}

/** Turns the zod schemas of a route into JSON Schema, for @fastify/swagger, and adds what keys and limits answer. */
export function describeRoute({ schema, url, route }: DescribedRoute, readAccess: Config['READ_ACCESS']) {
  if (!schema) return { schema: { hide: true }, url };
  const { querystring, params, body, response, ...rest } = schema;
  const { scope, rateLimit, conditional, idempotent } = route.config ?? {};
  const needed = neededScope({ url, scope }, readAccess);
  const shown: FastifySchema = { ...rest };
  if (takesKeys(url)) shown.security = needed ? [{ key: [needed] }] : [{}, { key: ['read'] }];
  if (querystring instanceof Parameters) shown.querystring = parametersSchema(querystring);
  if (params instanceof z.ZodObject) shown.params = pathSchema(params);
  if (conditional !== undefined || idempotent) shown.headers = headerParameters(conditional, idempotent);
  if (body) shown.body = { content: contentOf(body as DescribedBody) };
  if (response) {
    const own = response as Record<string, DescribedResponse>;
    const all: Record<string, DescribedResponse> = { ...guards(url, needed, rateLimit), ...own };
    const described = Object.entries(all).map(([status, one]) => [status, responseSchema(one)]);
    shown.response = Object.fromEntries(described);
  }
  return { schema: shown, url };
}

/** What a route answers before it is asked. */
function guards(url: string, needed: Scope | undefined, limit: unknown): Record<number, DescribedResponse> {
  return problemResponses(
    ...(takesKeys(url) ? [401] : []),
    ...(needed && needed !== 'read' ? [403] : []),
    ...(limit === false ? [] : [429]),
  );
}

function headerParameters(conditional: boolean | undefined, idempotent: boolean | undefined): JsonSchema {
  const text = { type: 'string' };
  const properties = {
    ...(conditional !== undefined && {
      'if-match': {
        ...{ ...text, maxLength: longestIfMatch },
        description: 'The `ETag` of the resource that this is based on.',
        examples: ['"3"'],
      },
    }),
    ...(idempotent && {
      'idempotency-key': {
        ...{ ...text, maxLength: 257 },
        description:
          'Your own name for this request, such as a UUID: sent again within 24 hours it is written once.',
      },
    }),
  };
  return { type: 'object', properties, required: conditional ? ['if-match'] : [] };
}

function pathSchema({ shape }: z.ZodObject): JsonSchema {
  const properties = Object.entries(shape).map(([name, schema]) => [name, jsonSchemaOf(schema as z.ZodType)]);
  return { type: 'object', properties: Object.fromEntries(properties), required: Object.keys(shape) };
}

function parametersSchema({ known }: Parameters): JsonSchema {
  const properties = Object.entries(known).map(([name, parameter]) => [name, parameterSchema(parameter)]);
  const required = Object.keys(known).filter((name) => known[name]?.required);
  // @fastify/swagger reads the style of every parameter here: several values are separated by commas.
  return {
    type: 'object',
    properties: Object.fromEntries(properties),
    required,
    style: 'form',
    explode: false,
  };
}

function parameterSchema({ schema, most, description, default: preset }: Parameter): JsonSchema {
  const value = jsonSchemaOf(schema);
  const one = '$ref' in value ? { allOf: [value] } : value;
  const told = { description, ...(preset !== undefined && { default: preset }) };
  return most !== undefined ? { type: 'array', items: value, maxItems: most, ...told } : { ...one, ...told };
}

function responseSchema({ content, ...rest }: DescribedResponse): JsonSchema {
  if (!content) return { ...rest };
  const schemas = Object.entries(content).map(([type, { schema }]) => [type, schema] as const);
  return { ...rest, content: contentOf(Object.fromEntries(schemas)) };
}

function contentOf(schemas: Readonly<Record<string, z.ZodType>>): JsonSchema {
  const types = Object.entries(schemas).map(([type, schema]) => [type, { schema: jsonSchemaOf(schema) }]);
  return Object.fromEntries(types);
}
