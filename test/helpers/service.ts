import type { IncomingHttpHeaders } from 'node:http';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { FastifyInstance, InjectOptions } from 'fastify';
import type { Test } from 'tap';
import { buildApp } from '../../src/app.ts';
import { loadBundledArticle } from '../../src/bundled/load.ts';
import { type Config, readConfig } from '../../src/config.ts';
import { createLogger } from '../../src/logger.ts';
import type { Command, Store, StoredDocument } from '../../src/store/port.ts';
import { openSqliteStore } from '../../src/store/sqlite/store.ts';
import { Contract } from './contract.ts';

/** An answer of the service, its JSON parsed. */
export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into bodies whose shape the contract checks
  readonly body: any;
}

/** A service on a database of its own, closed when the test ends. */
export interface Service {
  readonly app: FastifyInstance;
  readonly store: Store;
  readonly config: Config;
  /** Sends a request; the test fails where the answer is not as the OpenAPI document says. */
  get(url: string, options?: InjectOptions): Promise<Answer>;
  request(options: InjectOptions & { url: string }): Promise<Answer>;
  /** Writes to the store, and gives what stands then. */
  write(...commands: Command[]): Promise<StoredDocument[]>;
}

const contracts = new Map<string, Contract>();

/** Compiled once for all services whose document is the same. */
function contractOf(app: FastifyInstance, { PUBLIC_URL, DATA_LICENSE, READ_ACCESS }: Config): Contract {
  const settings = JSON.stringify([PUBLIC_URL, DATA_LICENSE, READ_ACCESS]);
  const known = contracts.get(settings) ?? new Contract(app.swagger());
  contracts.set(settings, known);
  return known;
}

/** Starts a service that holds the bundled article, unless `BUNDLED_ARTICLE` is never. */
export async function startService(t: Test, environment: Record<string, string> = {}): Promise<Service> {
  const url = pathToFileURL(join(t.testdir(), 'hearsay.db')).href;
  const config = readConfig({ DATABASE_URL: url, LOG_LEVEL: 'silent', ...environment });
  const { store } = await openSqliteStore({ url: config.DATABASE_URL, workers: config.WORKERS });
  if (config.BUNDLED_ARTICLE === 'auto') await loadBundledArticle(store);
  const app = await buildApp({ config, store, logger: createLogger(config.LOG_LEVEL) });
  await app.ready();
  t.teardown(async () => {
    await app.close();
    await store.close();
  });
  const contract = contractOf(app, config);
  const request: Service['request'] = async (options) => {
    const { method = 'GET' } = options;
    const { statusCode: status, headers, payload: text } = await app.inject(options);
    const mediaType = headers['content-type']?.toString();
    const violations = contract.violations({ method, url: options.url, status, mediaType, body: text });
    t.strictSame(violations, [], `${method} ${options.url} answers ${status} as the contract says`);
    const isJson = mediaType !== undefined && /[/+]json/.test(mediaType) && text !== '';
    return {
      status,
      headers: headers as IncomingHttpHeaders,
      text,
      body: isJson ? JSON.parse(text) : undefined,
    };
  };
  return {
    ...{ app, store, config, request },
    get: (path, options) => request({ ...options, url: path, method: 'GET' }),
    write: async (...commands) => [...(await store.commit(commands, { actor: 'test' })).items],
  };
}
