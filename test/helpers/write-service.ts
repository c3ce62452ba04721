import type { Test } from 'tap';
import { Fingerprint } from './fingerprint.ts';
import { type Ground, layGround } from './ground.ts';
import { makeKey } from './keys.ts';
import { type Answer, type Service, startService } from './service.ts';
import { type Write, writeOperations } from './write-operations.ts';

type Json = Record<string, unknown>;

export interface OpenApi {
  readonly paths: Readonly<Record<string, Readonly<Record<string, OpenApiOperation>>>>;
  readonly components: { readonly schemas: Record<string, Json> };
}

interface OpenApiOperation {
  readonly operationId: string;
  readonly requestBody?: { readonly content: Readonly<Record<string, { schema: Json }>> };
  readonly parameters?: readonly {
    readonly name: string;
    readonly in: string;
    readonly required?: boolean;
  }[];
}

/** An operation of the OpenAPI document that is no GET. */
export interface WriteOperation {
  readonly operationId: string;
  readonly method: 'POST' | 'PATCH' | 'DELETE';
  readonly path: string;
  /** The schema of its body; undefined where it takes none. */
  readonly schema: Json | undefined;
  /** Its parameters by name, and whether they must be there. */
  readonly parameters: ReadonlyMap<string, boolean>;
}

/** A service that is written to by every operation that there is, with a key for everything. */
export interface WriteService {
  readonly service: Service;
  readonly ground: Ground;
  readonly document: OpenApi;
  readonly operations: readonly WriteOperation[];
  readonly fingerprint: Fingerprint;
  /** A write by an operation that would be accepted. */
  prepare(operation: WriteOperation): Promise<Write>;
  /** Sends a request; `payload` is sent as it is, of the type that the headers say, JSON where they say nothing. */
  send(
    operation: WriteOperation,
    url: string,
    payload?: string | Buffer,
    headers?: Readonly<Record<string, string | undefined>>,
  ): Promise<Answer & { readonly violations: string[] }>;
}

/** Starts a service without limits of requests. */
export async function startWriteService(t: Test): Promise<WriteService> {
  const limits = { KEY_RATE_LIMIT: 'off', RATE_LIMIT: 'off' };
  const service = await startService(t, { BUNDLED_ARTICLE: 'never', ...limits });
  const ground = await layGround(service);
  const { headers: key } = await makeKey(service.store, 'admin');
  const document = service.app.swagger() as unknown as OpenApi;
  return {
    ...{ service, ground, document, operations: writesOf(document) },
    fingerprint: new Fingerprint(t, service),
    prepare: async ({ operationId }) => {
      const prepare = writeOperations.get(operationId);
      if (!prepare) throw new Error(`there is no example of ${operationId}`);
      return prepare(service, ground);
    },
    send: ({ method }, url, payload, given = {}) => {
      const type = payload === undefined ? {} : { 'content-type': 'application/json' };
      const all = Object.entries({ ...key, ...type, ...given }).filter(([, value]) => value !== undefined);
      const headers = Object.fromEntries(all) as Record<string, string>;
      return service.attempt({ method, url, headers, ...(payload !== undefined && { payload }) });
    },
  };
}

function writesOf({ paths }: OpenApi): WriteOperation[] {
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).flatMap(([name, { operationId, requestBody, parameters = [] }]) => {
      const method = name.toUpperCase() as WriteOperation['method'];
      if (['GET', 'HEAD'].includes(method)) return [];
      const schema = Object.values(requestBody?.content ?? {})[0]?.schema;
      const named = new Map(parameters.map(({ name, required = false }) => [name, required]));
      return [{ operationId, method, path, schema, parameters: named }];
    }),
  );
}
