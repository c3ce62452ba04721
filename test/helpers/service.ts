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
import { placeDatabase } from './templates.ts';

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
  /** Sends a request, and gives what in the answer is not as the OpenAPI document says: for thousands of requests. */
  attempt(options: InjectOptions & { url: string }): Promise<Answer & { readonly violations: string[] }>;
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
  const path = join(t.testdir(), 'hearsay.db');
  const url = pathToFileURL(path).href;
  const config = readConfig({ DATABASE_URL: url, LOG_LEVEL: 'silent', ...environment });
  if (config.DATABASE_URL === url) {
    await placeDatabase(path, config.BUNDLED_ARTICLE === 'auto' ? 'bundled' : 'empty');
  }
  const { store } = await openSqliteStore({ url: config.DATABASE_URL, workers: config.WORKERS });
  // As `serve` does; a database that has held something is left as it is.
  if (config.BUNDLED_ARTICLE === 'auto') await loadBundledArticle(store);
  const app = await buildApp({ config, store, logger: createLogger(config.LOG_LEVEL) });
  await app.ready();
  t.teardown(async () => {
    await app.close();
    await store.close();
  });
  const contract = contractOf(app, config);
  const attempt: Service['attempt'] = async (options) => {
    const { method = 'GET' } = options;
    const { statusCode: status, headers, payload: text } = await app.inject(options);
    const mediaType = headers['content-type']?.toString();
    const violations = contract.violations({ method, url: options.url, status, mediaType, body: text });
    const isJson = mediaType !== undefined && /[/+]json/.test(mediaType) && text !== '';
    const body = isJson ? JSON.parse(text) : undefined;
    return { status, headers: headers as IncomingHttpHeaders, text, body, violations };
  };
  const request: Service['request'] = async (options) => {
    const { violations, ...answer } = await attempt(options);
    const { method = 'GET', url } = options;
    t.strictSame(violations, [], `${method} ${url} answers ${answer.status} as the contract says`);
    return answer;
  };
  return {
    ...{ app, store, config, request, attempt },
    get: (path, options) => request({ ...options, url: path, method: 'GET' }),
    write: async (...commands) => [...(await store.commit(commands, { actor: 'test' })).items],
  };
}
