import type { FastifyDynamicSwaggerOptions } from '@fastify/swagger';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { Config } from '../config.ts';
import { version } from '../version.ts';
import { derivedSchemas } from './derived-schemas.ts';
import { componentExamples } from './examples.ts';
import { described, describeRoute, namedSchemas, problemResponses } from './openapi.ts';
import { Parameters } from './parameters.ts';
import { json } from './representation.ts';

const description = `News articles as a graph: the claims, the sources, the attributions that tie them, and the evidence and
verdicts that fact-checkers link. Filters hold together; several values of one filter, separated by commas, are
alternatives. Problems are RFC 9457; unknown query parameters are refused. RateLimit headers tell
how many requests are left.`;

const tags = [
  { name: 'articles', description: 'News articles.' },
  { name: 'sources', description: 'Who takes a stand on claims, or passes them on.' },
  { name: 'claims', description: "Propositions, apart from anyone's words." },
  { name: 'attributions', description: "One source's stand on one claim in one article." },
  { name: 'relations', description: 'How one claim bears on another.' },
  { name: 'evidence', description: 'What fact-checkers linked to claims and attributions.' },
  { name: 'reviews', description: 'Published verdicts.' },
  { name: 'graphs', description: 'What belongs together, and how words reached the reader.' },
  { name: 'keys', description: 'API keys, for admins.' },
  { name: 'changes', description: 'Every write in the order of the log, and those to come.' },
  { name: 'service', description: 'For operators.' },
  { name: 'problems', description: 'What can go wrong.' },
  { name: 'rules', description: 'By what rules the figures of assessments are computed.' },
];

const securitySchemes = {
  key: {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'hearsay_…',
    description:
      'An API key. Each operation names the scope that it needs: `read`, `review`, `write` or `admin`, each with those before it. A key that is sent must be good even where none is needed.',
  },
} as const;

/** What @fastify/swagger makes the OpenAPI 3.1 document of: the same zod schemas that validate. */
export function openapiOptions({
  PUBLIC_URL,
  DATA_LICENSE,
  READ_ACCESS,
}: Config): FastifyDynamicSwaggerOptions {
  return {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Hearsay',
        version,
        description,
        license: { name: 'MIT', identifier: 'MIT' } as { name: string },
        ...(DATA_LICENSE !== undefined && { 'x-data-license': DATA_LICENSE }),
      },
      servers: [{ url: PUBLIC_URL ?? '/' }],
      tags,
      components: { securitySchemes },
    },
    transform: (given) => describeRoute(given, READ_ACCESS),
    transformObject: (made) => {
      if (!('openapiObject' in made)) throw new Error('only OpenAPI 3 is made');
      const examples = componentExamples();
      const schemas = Object.entries(derivedSchemas(namedSchemas())).map(([name, schema]) => {
        const example = examples[name];
        return [name, example === undefined ? schema : { ...schema, examples: [example] }];
      });
      return { ...made.openapiObject, components: { schemas: Object.fromEntries(schemas), securitySchemes } };
    },
  };
}

/** Serves the OpenAPI document. */
export function openapiRoute(app: FastifyInstance): void {
  let document: string | undefined;
  app.get(
    '/openapi.json',
    {
      schema: {
        operationId: 'getOpenApiDocument',
        tags: ['service'],
        summary: 'Get this document',
        querystring: new Parameters({}),
        response: {
          200: described('The OpenAPI 3.1 document.', { [json]: z.looseObject({ openapi: z.string() }) }),
          ...problemResponses(400, 414, 500),
        },
      },
    },
    async (_request, reply) => {
      document ??= JSON.stringify(app.swagger());
      return reply.header('content-type', json).send(document);
    },
  );
}
