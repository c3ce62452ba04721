import { randomUUID } from 'node:crypto';
import cors from '@fastify/cors';
import helmet from '@fastify/helmet';
import Database from 'better-sqlite3';
import { type FastifyInstance, type FastifyReply, type FastifyRequest, fastify } from 'fastify';
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
  /** The shortest hand-written routes over better-sqlite3 with the same answers; each post is a durable transaction. */
  handwritten,
} satisfies Record<string, (url: string) => Promise<FastifyInstance>>;
export type ServerName = keyof typeof servers;

async function hearsay(url: string, cache: 'on' | 'off'): Promise<FastifyInstance> {
  const config = readConfig({
    DATABASE_URL: url,
    RESPONSE_CACHE: cache,
    RATE_LIMIT: 'off',
    KEY_RATE_LIMIT: 'off',
  });
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

async function bytes(url: string): Promise<FastifyInstance> {
  const source = await hearsay(url, 'off');
  const answers = new Map<string, { headers: Record<string, string>; body: string }>();
  const app = await bare();
  const fetched = async (path: string) => {
    const { headers, payload: body } = await source.inject(path);
    const sent = ['content-type', 'etag', 'cache-control', 'vary', 'link'].flatMap((name) => {
      const value = headers[name];
      return value === undefined ? [] : [[name, String(value)] as const];
    });
    const answer = { headers: Object.fromEntries(sent), body };
    answers.set(path, answer);
    return answer;
  };
  const route = async (request: FastifyRequest, reply: FastifyReply) => {
    const { headers, body } = answers.get(request.url) ?? (await fetched(request.url));
    return reply.headers(headers).send(body);
  };
  app.get('/v1/claims/:id', route);
  app.get('/v1/claims', route);
  return app;
}

const json = 'application/json; charset=utf-8';

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
  const insert = durableInsert(`${new URL(url).pathname}.handwritten`);
  app.post('/v1/claims', async (request, reply) => {
    const document = JSON.stringify({ id: randomUUID(), ...(request.body as object), revision: 1 });
    insert.run(document);
    return reply.code(201).header('etag', '"1"').type(json).send(document);
  });
  return app;
}

function durableInsert(path: string) {
  const database = new Database(path);
  database.pragma('journal_mode = WAL');
  database.pragma('synchronous = FULL');
  database.exec('CREATE TABLE IF NOT EXISTS claim (key INTEGER PRIMARY KEY, document TEXT NOT NULL)');
  return database.prepare<[string]>('INSERT INTO claim (document) VALUES (?)');
}
