import type { FastifySchema } from 'fastify';
import { z } from 'zod';
import { type Parameter, Parameters } from './parameters.ts';
import { problemDocument, problemType } from './problem.ts';
import { bare } from './representation.ts';

/** One response of a route: what it means, and the schema of each media type that it comes in. */
export interface DescribedResponse {
  readonly description: string;
  readonly headers?: Readonly<Record<string, { description: string; schema: { type: string } }>>;
  readonly content?: Readonly<Record<string, { readonly schema: z.ZodType }>>;
}

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
  const headers = Object.entries(told).map(([name, description]) => [
    name,
    { description, schema: { type: 'string' } },
  ]);
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
  404: 'Nothing is recorded here with this id.',
  406: 'None of the media types that the client accepts is offered.',
  410: 'What was asked for is no longer held.',
  414: 'The URL is longer than the server reads.',
  422: 'The graph is too large for a picture.',
  500: 'Something went wrong on the side of the server.',
  503: 'The store is busy or does not answer; try again later.',
};

/** The problems that a route may answer, by status. */
export function problemResponses(...statuses: number[]): Record<number, DescribedResponse> {
  const described = statuses.map((status) => [
    status,
    {
      description: reasons[status] ?? 'A problem.',
      content: { [bare(problemType)]: { schema: problemDocument } },
      ...(status === 503 && { headers: headersOf({ 'retry-after': 'When to try again, in seconds.' }) }),
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

/** Turns the zod schemas of a route into JSON Schema, for @fastify/swagger. */
export function describeRoute<Route extends { schema: FastifySchema | undefined; url: string }>({
  schema,
  url,
}: Route) {
  if (!schema) return { schema: { hide: true }, url };
  const { querystring, params, response, ...rest } = schema;
  const shown: FastifySchema = { ...rest };
  if (querystring instanceof Parameters) shown.querystring = parametersSchema(querystring);
  if (params instanceof z.ZodObject) shown.params = pathSchema(params);
  if (response) {
    const all = Object.entries(response as Record<string, DescribedResponse>);
    shown.response = Object.fromEntries(all.map(([status, one]) => [status, responseSchema(one)]));
  }
  return { schema: shown, url };
}

function pathSchema({ shape }: z.ZodObject): JsonSchema {
  const properties = Object.entries(shape).map(([name, schema]) => [name, jsonSchemaOf(schema as z.ZodType)]);
  return { type: 'object', properties: Object.fromEntries(properties), required: Object.keys(shape) };
}

function parametersSchema({ known }: Parameters): JsonSchema {
  const properties = Object.entries(known).map(([name, parameter]) => [name, parameterSchema(parameter)]);
  // @fastify/swagger reads the style of every parameter here: several values are separated by commas.
  return { type: 'object', properties: Object.fromEntries(properties), style: 'form', explode: false };
}

function parameterSchema({ schema, many, description, default: preset }: Parameter): JsonSchema {
  const value = jsonSchemaOf(schema);
  const one = '$ref' in value ? { allOf: [value] } : value;
  const told = { description, ...(preset !== undefined && { default: preset }) };
  return many ? { type: 'array', items: value, ...told } : { ...one, ...told };
}

function responseSchema({ content, ...rest }: DescribedResponse): JsonSchema {
  if (!content) return { ...rest };
  const types = Object.entries(content).map(([type, { schema }]) => [type, { schema: jsonSchemaOf(schema) }]);
  return { ...rest, content: Object.fromEntries(types) };
}
