import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { z } from 'zod';
import { Problem } from '../errors.ts';
import type { Store } from '../store/port.ts';
import { version } from '../version.ts';
import { described, problemResponses } from './openapi.ts';
import { Parameters } from './parameters.ts';
import { json } from './representation.ts';

const health = z
  .strictObject({ status: z.literal('ok'), version: z.string() })
  .meta({ id: 'Health', description: 'The process is alive.' });

const readiness = z
  .strictObject({ status: z.literal('ready'), schemaVersion: z.int(), position: z.int() })
  .meta({ id: 'Readiness', description: 'Every migration is applied and the database answers.' });

const buckets = [0.000_5, 0.001, 0.002_5, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** What operators ask of the service: whether it lives, whether it is ready, and how it fares. */
export function serviceRoutes(
  app: FastifyInstance,
  { store, streams }: { store: Store; streams: { readonly size: number } },
): void {
  const nothing = new Parameters({});
  app.get(
    '/healthz',
    {
      logLevel: 'warn',
      config: { rateLimit: false },
      schema: {
        operationId: 'getHealth',
        tags: ['service'],
        summary: 'Tell whether the process is alive',
        querystring: nothing,
        response: {
          200: described('It is alive.', { [json]: health }),
          ...problemResponses(400, 414, 500),
        },
      },
    },
    async (_request, reply) => answerNow(reply, json, JSON.stringify({ status: 'ok', version })),
  );
  app.get(
    '/readyz',
    {
      logLevel: 'warn',
      config: { rateLimit: false },
      schema: {
        operationId: 'getReadiness',
        tags: ['service'],
        summary: 'Tell whether the service can answer',
        querystring: nothing,
        response: {
          200: described('It is ready.', { [json]: readiness }),
          ...problemResponses(400, 414, 500, 503),
        },
      },
    },
    async (_request, reply) => {
      const state = await store.check().catch((cause: unknown) => {
        throw new Problem('not_ready', 'The database does not answer.', {
          cause,
          headers: { 'retry-after': '1' },
        });
      });
      return answerNow(reply, json, JSON.stringify({ status: 'ready', ...state }));
    },
  );
  metricsRoute(app, store, streams, nothing);
}

function metricsRoute(
  app: FastifyInstance,
  store: Store,
  streams: { readonly size: number },
  nothing: Parameters,
): void {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const durations = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'How long requests took, by route.',
    labelNames: ['method', 'route', 'status'],
    buckets,
    registers: [registry],
  });
  new Gauge({
    name: 'hearsay_log_position',
    help: 'The newest position of the log of all writes.',
    registers: [registry],
    async collect() {
      this.set((await store.check()).position);
    },
  });
  new Gauge({
    name: 'hearsay_change_streams',
    help: 'How many streams of changes are open.',
    registers: [registry],
    collect() {
      this.set(streams.size);
    },
  });
  app.addHook('onResponse', (request: FastifyRequest, reply: FastifyReply, done) => {
    const route = request.routeOptions.url ?? 'unknown';
    durations.labels(request.method, route, String(reply.statusCode)).observe(reply.elapsedTime / 1_000);
    done();
  });
  app.get(
    '/metrics',
    {
      logLevel: 'warn',
      config: { rateLimit: false },
      schema: {
        operationId: 'getMetrics',
        tags: ['service'],
        summary: 'Get the metrics in the Prometheus text format',
        querystring: nothing,
        response: {
          200: described('The metrics.', { [registry.contentType]: z.string() }),
          ...problemResponses(400, 414, 500),
        },
      },
    },
    async (_request, reply) => answerNow(reply, registry.contentType, await registry.metrics()),
  );
}

function answerNow(reply: FastifyReply, mediaType: string, body: string): FastifyReply {
  return reply.header('cache-control', 'no-store').header('content-type', mediaType).send(body);
}
