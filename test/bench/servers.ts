import cors from '@fastify/cors';
import helmet from '@fastify/helmet';
import Database from 'better-sqlite3';
import { type FastifyInstance, fastify } from 'fastify';
import { buildApp } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';
import { createLogger, OneLineARequest } from '../../src/logger.ts';
import { openSqliteStore } from '../../src/store/sqlite/store.ts';

/** Each server that a benchmark compares; all answer `/v1/claims/:id` and `/v1/claims?source=`. */
export const servers = {
  /** Hearsay as it is. */
  hearsay: (url: string) => hearsay(url, 'on'),
  /** Hearsay without its response cache. */
  uncached: (url: string) => hearsay(url, 'off'),
  /** Bare Fastify with the same plugins, which sends the same bytes from memory. */
  bytes,
  /** The shortest hand-written route over better-sqlite3 with the same answer. */
  handwritten,
} satisfies Record<string, (url: string) => Promise<FastifyInstance>>;
export type ServerName = keyof typeof servers;

async function hearsay(url: string, cache: 'on' | 'off'): Promise<FastifyInstance> {
  const config = readConfig({ DATABASE_URL: url, RESPONSE_CACHE: cache });
  const { store } = await openSqliteStore({ url, workers: 1 });
  return buildApp({ config, store, logger: createLogger('info') });
}

async function bare(): Promise<FastifyInstance> {
  const app = fastify({
    loggerInstance: createLogger('info'),
    logController: new OneLineARequest(),
  }) as unknown as FastifyInstance;
  await app.register(helmet);
  await app.register(cors);
  return app;
}

const json = 'application/json; charset=utf-8';

async function bytes(url: string): Promise<FastifyInstance> {
  const { app: source, answers } = { app: await hearsay(url, 'off'), answers: new Map<string, string>() };
  const app = await bare();
  const ready = async (path: string) => {
    const known = answers.get(path);
    if (known !== undefined) return known;
    const { payload } = await source.inject(path);
    answers.set(path, payload);
    return payload;
  };
  const route = async (request: { url: string }, reply: import('fastify').FastifyReply) => {
    const body = answers.get(request.url) ?? (await ready(request.url));
    return reply
      .header('etag', '"1"')
      .header('cache-control', 'no-cache')
      .header('vary', 'Accept')
      .type(json)
      .send(body);
  };
  app.get('/v1/claims/:id', route);
  app.get('/v1/claims', route);
  return app;
}

async function handwritten(url: string): Promise<FastifyInstance> {
  const database = new Database(new URL(url).pathname, { readonly: true });
  const one = database.prepare<[string], { revision: number; document: string }>(
    'SELECT revision, document FROM claim WHERE id = ?',
  );
  const page = database.prepare<[string], { key: number; document: string }>(
    `SELECT claim.key, claim.document FROM attribution CROSS JOIN claim ON claim.key = attribution.claim
     WHERE attribution.source = (SELECT key FROM source WHERE id = ?) AND claim.withdrawn = 0 AND attribution.withdrawn = 0
     GROUP BY attribution.claim ORDER BY attribution.claim DESC LIMIT 21`,
  );
  const app = await bare();
  app.get<{ Params: { id: string } }>('/v1/claims/:id', async (request, reply) => {
    const row = one.get(request.params.id);
    if (!row) return reply.code(404).send();
    return reply.header('etag', `"${row.revision}"`).type(json).send(row.document);
  });
  app.get<{ Querystring: { source: string } }>('/v1/claims', async (request, reply) => {
    const rows = page.all(request.query.source);
    const shown = rows.slice(0, 20);
    const next = rows.length > 20 ? Buffer.from(String(shown.at(-1)?.key)).toString('base64url') : null;
    const data = shown.map(({ document }) => document).join();
    return reply.type(json).send(`{"data":[${data}],"page":${JSON.stringify({ nextCursor: next })}}`);
  });
  return app;
}
