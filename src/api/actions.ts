import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { ProblemPlace } from '../errors.ts';
import type { ResourceDefinition } from '../model/definition.ts';
import { identifier, type ResourceType, schemaName } from '../model/identifiers.ts';
import { hasClaimRevision, resources } from '../model/resources.ts';
import { languageMap } from '../model/text.ts';
import { issuesOf } from '../model/validation.ts';
import type { Command, Store } from '../store/port.ts';
import { problemResponses } from './openapi.ts';
import { bare, json } from './representation.ts';
import { readIdentifier } from './resources.ts';
import { answerWritten, commitOptions, requiredRevisions, writeParameters } from './write-request.ts';
import { changedResponse, lastOf, writingScope } from './writing.ts';

/** Something that is done to a resource besides changing its fields. */
interface Action {
  readonly verb: string;
  readonly method: 'POST' | 'DELETE';
  readonly path: string;
  readonly summary: (collection: string) => string;
  readonly description: string;
  readonly body?: (definition: ResourceDefinition) => z.ZodType;
  readonly scope?: 'admin';
  /** Whether it must say which revision it is based on. */
  readonly conditional: boolean;
  readonly applies?: (type: ResourceType) => boolean;
  /** The command that the body asks for; what is wrong with it goes to `errors`. */
  readonly command: (id: string, body: unknown, errors: ProblemPlace[]) => Command | undefined;
}

const revision = z.int().min(1).max(999_999_999);

const confirmation = z
  .strictObject({
    claimRevision: revision.meta({
      description: 'The newest revision of the claim, whose wording was read.',
    }),
  })
  .meta({ id: 'Confirmation', description: 'That something is linked to a claim as it is worded now.' });

const reversion = z
  .strictObject({ toRevision: revision.meta({ description: 'The revision whose fields come back.' }) })
  .meta({ id: 'Reversion', description: 'To which revision a resource goes back.' });

const redaction = z
  .strictObject({
    pointers: z.array(z.string().regex(/^\//).max(1_000)).min(1).max(100).optional().meta({
      description: 'The places whose content is taken out (RFC 6901); without them all of it is.',
    }),
    reason: languageMap.optional().meta({ description: 'Why, in public.' }),
    comments: z
      .boolean()
      .optional()
      .meta({ description: 'Whether the edit comments are taken out as well.' }),
  })
  .meta({ id: 'RedactionRequest', description: 'What is taken out of a record and of its history.' });

/** The command of a body that fits a schema. */
function reading<Body>(
  schema: z.ZodType<Body>,
  make: (id: string, body: Body) => Command,
): Action['command'] {
  return (id, given, errors) => {
    const parsed = schema.safeParse(given);
    if (parsed.success) return make(id, parsed.data);
    errors.push(...issuesOf(parsed.error, '', given));
    return undefined;
  };
}

const actions: readonly Action[] = [
  {
    ...{ verb: 'withdraw', method: 'POST', path: 'withdrawal', conditional: true },
    summary: (collection) => `Withdraw one of the ${collection}`,
    description:
      'Our record no longer stands. It still answers by its id, and lists leave it out. `replacedById` merges it into another.',
    body: ({ withdrawal }) => withdrawal,
    command: (id, withdrawal) => ({ action: 'withdraw', id, withdrawal }),
  },
  {
    ...{ verb: 'restore', method: 'DELETE', path: 'withdrawal', conditional: true },
    summary: (collection) => `Restore one of the ${collection} that was withdrawn`,
    description: 'Our record stands again.',
    command: (id) => ({ action: 'restore', id }),
  },
  {
    ...{ verb: 'confirm', method: 'POST', path: 'confirmation', conditional: true },
    summary: (collection) => `Confirm that one of the ${collection} is about the claim as it is worded now`,
    description: 'Sets its `claimRevision`, which no other write does after the first.',
    body: () => confirmation,
    applies: hasClaimRevision,
    command: reading(confirmation, (id, body) => ({ action: 'confirm', id, ...body })),
  },
  {
    ...{ verb: 'revert', method: 'POST', path: 'reversion', conditional: true },
    summary: (collection) => `Bring back an earlier revision of one of the ${collection}`,
    description: 'Its fields as they were, as a new revision.',
    body: () => reversion,
    command: reading(reversion, (id, body) => ({ action: 'revert', id, ...body })),
  },
  {
    ...{ verb: 'redact', method: 'POST', path: 'redaction', conditional: false, scope: 'admin' },
    summary: (collection) => `Take the content out of one of the ${collection}, and out of its history`,
    description:
      'The one exception to keeping everything: the content goes from the record, every revision and every receipt. The id, the times and what it was linked to remain. There is no way back.',
    body: () => redaction,
    command: reading(redaction, (id, body) => ({ action: 'redact', id, ...body })),
  },
];

/** The routes by which all resources are withdrawn, restored, confirmed, reverted and redacted alike. */
export function actionRoutes(app: FastifyInstance, { store }: { store: Store }): void {
  for (const definition of Object.values(resources)) {
    for (const action of actions) {
      if (action.applies?.(definition.type) ?? true) actionRoute(app, store, definition, action);
    }
  }
}

function actionRoute(
  app: FastifyInstance,
  store: Store,
  definition: ResourceDefinition,
  action: Action,
): void {
  const { type, collection } = definition;
  const { verb, method, path, summary, description, body, scope, conditional } = action;
  const statuses = [
    ...[400, 404, 409, 410, 412, 413, 414, 422, 500, 503],
    ...(body ? [415] : []),
    ...(conditional ? [428] : []),
  ];
  app.route<{ Params: { id: string } }>({
    method,
    url: `/v1/${collection}/:id/${path}`,
    config: { scope: scope ?? writingScope(type), conditional, idempotent: true },
    schema: {
      operationId: `${verb}${schemaName(type)}`,
      tags: [collection],
      summary: summary(collection),
      description,
      params: z.strictObject({ id: identifier[type] }),
      querystring: writeParameters,
      ...(body && { body: { [bare(json)]: body(definition) } }),
      response: { 200: changedResponse(definition), ...problemResponses(...statuses) },
    },
    handler: async (request, reply) => {
      const id = readIdentifier(type, request.params.id);
      const { commands, errors } = asked(action, id, request);
      const committed = await store.commit(commands, { ...commitOptions(request), errors });
      return answerWritten(reply, { item: lastOf(committed), committed });
    },
  });
}

function asked(action: Action, id: string, request: FastifyRequest) {
  const errors: ProblemPlace[] = [];
  const ifRevision =
    action.conditional || request.headers['if-match'] !== undefined ? requiredRevisions(request) : undefined;
  const command = action.command(id, request.body, errors);
  return { errors, commands: command ? [{ ...command, ifRevision }] : [] };
}
