import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { Problem, type ProblemCode } from '../errors.ts';
import { isStorableText } from '../model/text.ts';
import { describeProblem, problemType, sendProblem } from './problem.ts';

/** What every request must satisfy before any route sees it. */
export function requestRules(app: FastifyInstance, { URL_LIMIT }: { URL_LIMIT: number }): void {
  app.addHook('onRequest', (request, _reply, done) => {
    const { url } = request;
    if (url.length > URL_LIMIT) {
      done(new Problem('uri_too_long', `The URL has ${url.length} characters; ${URL_LIMIT} are allowed.`));
    } else if (!isDecodable(url)) {
      const detail = 'The URL must be percent-encoded, well-formed UTF-8 without U+0000.';
      done(new Problem('malformed_url', detail));
    } else {
      done();
    }
  });
}

function isDecodable(url: string): boolean {
  if (!url.includes('%')) return true;
  try {
    return isStorableText(decodeURIComponent(url));
  } catch {
    return false;
  }
}

/** The methods of each path, as they are being registered. */
export type MethodsByPath = Map<string, Set<string>>;

/** Answers what no route answers, and notes which methods each path has. */
export function refuseUnknownPaths(app: FastifyInstance): MethodsByPath {
  const methods: MethodsByPath = new Map();
  app.addHook('onRoute', ({ url, method }) => {
    const known = methods.get(url) ?? new Set<string>();
    for (const one of [method].flat()) known.add(one);
    methods.set(url, known);
  });
  app.setNotFoundHandler((request, reply) => {
    const [path] = request.url.split('?', 1);
    sendProblem(new Problem('unknown_path', `Nothing answers at ${path}.`), request, reply);
  });
  return methods;
}

/** Gives each path an answer to the methods that it does not have: 405 with Allow (RFC 9110, 15.5.6). */
export function refuseOtherMethods(app: FastifyInstance, methods: MethodsByPath): void {
  const all = app.supportedMethods.filter((method) => method !== 'OPTIONS');
  for (const [url, known] of [...methods]) {
    const others = all.filter((method) => !known.has(method));
    if (url === '*' || url.startsWith('/docs') || others.length === 0) continue;
    const allow = [...known].sort().join(', ');
    app.route({
      url,
      method: others,
      schema: { hide: true },
      onRequest: (request, _reply, done) => {
        const detail = `${request.method} is not allowed here; allowed are ${allow}.`;
        done(new Problem('method_not_allowed', detail, { headers: { allow } }));
      },
      handler: () => undefined,
    });
  }
}

const clientErrors: Readonly<Record<string, ProblemCode>> = {
  HPE_HEADER_OVERFLOW: 'header_fields_too_large',
  ERR_HTTP_REQUEST_TIMEOUT: 'request_timeout',
};

/** Answers what is not HTTP that the server can read, before there is a request. */
export function answerClientError(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy(error);
  const code = clientErrors[error.code ?? ''] ?? 'malformed_request';
  const problem = new Problem(code, 'The request could not be read.');
  const body = JSON.stringify(describeProblem(problem, 'about:blank'));
  const head = [
    `HTTP/1.1 ${problem.status} ${code}`,
    `Content-Type: ${problemType}`,
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}
