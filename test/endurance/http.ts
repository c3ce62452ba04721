import { type Agent, type IncomingHttpHeaders, request as open } from 'node:http';
import { text as textOf } from 'node:stream/consumers';

export interface Request {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** With the query string. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** What is sent as JSON; nothing where it is left out. */
  readonly body?: unknown;
}

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  readonly milliseconds: number;
}

/** Longer than a server may take for anything, in milliseconds. */
const patience = 30_000;

/** The whole answer to a request; undefined where the connection failed before all of it had come. */
export async function ask(address: string, agent: Agent, request: Request): Promise<Answer | undefined> {
  const { method, path, headers, body } = request;
  const began = performance.now();
  const { promise, resolve, reject } = Promise.withResolvers<Answer | undefined>();
  const content = body !== undefined && { 'content-type': 'application/json' };
  const sent = open(address + path, { method, agent, headers: { ...content, ...headers } }, (response) => {
    textOf(response).then(
      (text) => {
        const { statusCode: status = 0, headers } = response;
        resolve({ status, headers, text, milliseconds: performance.now() - began });
      },
      () => resolve(undefined),
    );
  });
  sent.setTimeout(patience, () => {
    reject(new Error(`${method} ${path} had no answer within ${patience} ms`));
    sent.destroy();
  });
  sent.on('error', () => resolve(undefined));
  sent.end(body === undefined ? undefined : JSON.stringify(body));
  return promise;
}
