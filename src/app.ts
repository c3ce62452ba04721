import { randomUUID } from 'node:crypto';
import cors from '@fastify/cors';
import helmet from '@fastify/helmet';
import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import { type FastifyInstance, fastify } from 'fastify';
import type { Logger } from 'pino';
import './api/fastify-types.ts';
import { actionRoutes } from './api/actions.ts';
import { articleGraphRoute } from './api/article-graphs.ts';
import { assessmentRoute } from './api/assessment.ts';
import { authorizeActors, identifyActors } from './api/authentication.ts';
import { readBodies } from './api/body.ts';
import { chainsRoute } from './api/chains.ts';
import { changeStreamRoute } from './api/change-stream.ts';
import { changesRoute } from './api/changes.ts';
import { dependentRoutes } from './api/dependents.ts';
import { answerClientError, refuseUnknownRoutes, requestRules } from './api/door.ts';
import { duplicateRoutes } from './api/duplicates.ts';
import { graphRoutes } from './api/graphs.ts';
import { historyRoutes } from './api/history.ts';
import { keyRoutes } from './api/keys.ts';
import { linkingRoutes } from './api/linking.ts';
import { openapiOptions, openapiRoute } from './api/openapi-document.ts';
import { outletRoute } from './api/outlets.ts';
import { Parameters } from './api/parameters.ts';
import { pathRoute } from './api/paths.ts';
import { positionRoutes } from './api/positions.ts';
import { queryProblem, sendProblem } from './api/problem.ts';
import { problemPages } from './api/problem-pages.ts';
import { limitRequests, rateLimits } from './api/rate-limits.ts';
import { send } from './api/representation.ts';
import { resourceRoutes } from './api/resources.ts';
import { ResponseCache } from './api/response-cache.ts';
import { rulePages } from './api/rule-pages.ts';
import { serviceRoutes } from './api/service.ts';
import { writingRoutes } from './api/writing.ts';
import type { Config } from './config.ts';
import { Pictures } from './interchange/svg.ts';
import { OneLineARequest } from './logger.ts';
import type { Store } from './store/port.ts';

/** What an app is built of. */
export interface AppParts {
  readonly config: Config;
  readonly store: Store;
  readonly logger: Logger;
}

/** The whole service but listening. Closing it leaves the store open. */
export async function buildApp({ config, store, logger }: AppParts): Promise<FastifyInstance> {
  const app: FastifyInstance = fastify({
    loggerInstance: logger,
    logController: new OneLineARequest(),
    genReqId: () => randomUUID(),
    trustProxy: config.TRUST_PROXY,
    bodyLimit: config.BODY_LIMIT,
    requestTimeout: config.REQUEST_TIMEOUT,
    // Node takes the shorter of its two timeouts for that of the headers, and looks at this interval only.
    http: {
      requestTimeout: config.REQUEST_TIMEOUT,
      connectionsCheckingInterval: Math.min(config.REQUEST_TIMEOUT, 30_000),
    },
    routerOptions: { maxParamLength: 200 },
    frameworkErrors: (error, request, reply) => sendProblem(error, request as never, reply as never),
    clientErrorHandler: answerClientError,
  }) as unknown as FastifyInstance;
  const pictures = new Pictures({ threads: config.WORKERS });
  app.addHook('onClose', () => pictures.close());

  app.setErrorHandler(sendProblem);
  app.setValidatorCompiler(({ schema }) => validatorOf(schema));
  app.setSerializerCompiler(() => JSON.stringify);
  requestRules(app, config);
  readBodies(app);
  await app.register(helmet, {
    contentSecurityPolicy: { directives: { upgradeInsecureRequests: null } },
    crossOriginResourcePolicy: { policy: 'cross-origin' },
    strictTransportSecurity: config.PUBLIC_URL?.startsWith('https:') ?? false,
  });
  await app.register(cors, {
    origin: config.CORS_ORIGIN,
    methods: ['GET', 'HEAD', 'POST', 'PATCH', 'DELETE'],
    allowedHeaders: sentHeaders,
    exposedHeaders: readHeaders,
    strictPreflight: false,
  });
  // Before the response cache: what it holds is only for those who may read it, and counts like any other answer.
  const limits = await rateLimits(app, config);
  identifyActors(app, { keys: store.keys, failures: limits.failures });
  limitRequests(app, limits);
  authorizeActors(app, config.READ_ACCESS);
  refuseUnknownRoutes(app);
  await app.register(swagger, openapiOptions(config));
  await app.register(swaggerUi, {
    routePrefix: '/docs',
    staticCSP: true,
    theme: { title: 'Hearsay' },
    uiConfig: { layout: 'BaseLayout' },
  });
  answering(app, config.RESPONSE_CACHE ? new ResponseCache(store) : undefined);

  resourceRoutes(app, { store });
  writingRoutes(app, { store });
  actionRoutes(app, { store });
  linkingRoutes(app, { store });
  articleGraphRoute(app, { store });
  historyRoutes(app, { store });
  graphRoutes(app, { store, pictures, config });
  chainsRoute(app, { store });
  assessmentRoute(app, { store });
  outletRoute(app, { store, pictures });
  pathRoute(app, { store, pictures, config });
  keyRoutes(app, { keys: store.keys });
  duplicateRoutes(app, { store });
  positionRoutes(app, { store });
  dependentRoutes(app, { store });
  changesRoute(app, { store });
  const streams = changeStreamRoute(app, { store, config });
  serviceRoutes(app, { store, streams });
  problemPages(app);
  rulePages(app);
  openapiRoute(app);
  app.get('/', { schema: { hide: true } }, (_request, reply) => reply.redirect('/docs'));
  return app;
}

/** What a page of another origin may send and read, besides what any may. */
const sentHeaders = [
  ...['authorization', 'content-type', 'accept', 'if-match', 'if-none-match'],
  ...['idempotency-key', 'last-event-id'],
];
const readHeaders = [
  ...['etag', 'link', 'location', 'www-authenticate', 'idempotency-replayed', 'retry-after'],
  ...['ratelimit-limit', 'ratelimit-remaining', 'ratelimit-reset'],
];

/** Query strings are read by their Parameters; ids in paths are read by the routes, which know better what to say. */
function validatorOf(schema: unknown) {
  if (!(schema instanceof Parameters)) return (value: unknown) => ({ value });
  return (query: Record<string, unknown>) => {
    const result = schema.read(query);
    return 'errors' in result ? { error: queryProblem(result.errors) } : { value: result.values };
  };
}

function answering(app: FastifyInstance, cache: ResponseCache | undefined): void {
  app.decorateReply('answer', function answer(representation) {
    cache?.keep(this.request, representation);
    return send(this.request, this, representation);
  });
  if (!cache) return;
  app.addHook('onRequest', (request, reply, done) => {
    if (request.routeOptions.config.cached && cache.sendKnown(request, reply)) return;
    done();
  });
}
