import type { Test } from 'tap';
import type { Scope } from '../../src/model/api-key.ts';
import { collections, type ResourceType } from '../../src/model/identifiers.ts';
import { makeKey } from './keys.ts';
import { type Fields, neededFor } from './making.ts';
import { type Answer, type Service, startService } from './service.ts';

type Headers = Readonly<Record<string, string>>;

/** Somebody who writes over the API with a key. */
export interface ApiWriter {
  readonly service: Service;
  /** The id of the key, which the log tells as the actor. */
  readonly actor: string;
  readonly headers: Headers;
  send(method: 'POST' | 'PATCH' | 'DELETE', url: string, body?: unknown, headers?: Headers): Promise<Answer>;
  post(url: string, body: unknown, headers?: Headers): Promise<Answer>;
  patch(url: string, body: unknown, ifMatch: string, headers?: Headers): Promise<Answer>;
  get(url: string): Promise<Answer>;
  /** Creates a resource with whatever it cannot do without, and gives its document. */
  // biome-ignore lint/suspicious/noExplicitAny: tests look into documents whose shape the contract checks
  create(type: ResourceType, fields?: Fields): Promise<any>;
}

/** A key of a service, and what is written with it. */
export async function apiWriter(service: Service, scope: Scope = 'write'): Promise<ApiWriter> {
  const { id: actor, headers } = await makeKey(service.store, scope);
  const send: ApiWriter['send'] = (method, url, body, more) =>
    service.request({
      method,
      url,
      headers: { ...headers, ...more },
      ...(body !== undefined && { payload: body as object }),
    });
  const post: ApiWriter['post'] = (url, body, more) => send('POST', url, body, more);
  return {
    ...{ service, actor, headers, send, post },
    patch: (url, body, ifMatch, more) => send('PATCH', url, body, { 'if-match': ifMatch, ...more }),
    get: (url) => service.get(url, { headers }),
    create: async (type, given = {}) => {
      const { needed, fields } = neededFor(type, given);
      await service.write(...needed);
      const { status, body, text } = await post(`/v1/${collections[type]}`, fields);
      if (status !== 201) throw new Error(`the ${type} was not created: ${text}`);
      return body;
    },
  };
}

/** A service without the bundled article, and somebody who writes to it. */
export async function startWriter(t: Test, scope: Scope = 'write'): Promise<ApiWriter> {
  return apiWriter(await startService(t, { BUNDLED_ARTICLE: 'never' }), scope);
}
