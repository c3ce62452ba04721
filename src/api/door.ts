import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { Problem, type ProblemCode } from '../errors.ts';
import { isStorableText } from '../model/text.ts';
import { describeProblem, problemType } from './problem.ts';

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

/**
 * Refuses what no route answers, before its body is read: a path that has other methods with 405 and Allow (RFC 9110,
 * 15.5.6), any other with 404. Register it before the routes.
 */
export function refuseUnknownRoutes(app: FastifyInstance): void {
  const paths = new Map<string, { pattern: RegExp; methods: Set<string> }>();
  app.addHook('onRoute', ({ url, method }) => {
    // What answers anywhere, and the pages of other software, have no methods of their own.
    if (url === '*' || url.startsWith('/docs')) return;
    const known = paths.get(url) ?? { pattern: patternOf(url), methods: new Set() };
    for (const one of [method].flat()) known.methods.add(one);
    paths.set(url, known);
  });
  app.addHook('onRequest', (request, _reply, done) => {
    if (!request.is404) return done();
    const [path = ''] = request.url.split('?', 1);
    const name = decodeURIComponent(path);
    const known = paths.get(name) ?? [...paths.values()].find(({ pattern }) => pattern.test(name));
    if (!known) return done(new Problem('unknown_path', `Nothing answers at ${path}.`));
    const allow = [...known.methods].sort().join(', ');
    const detail = `${request.method} is not allowed here; allowed are ${allow}.`;
    done(new Problem('method_not_allowed', detail, { headers: { allow } }));
  });
}

/** What the paths of a route look like, whose parameters are written `:id`. */
function patternOf(url: string): RegExp {
  const literal = url.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
  return new RegExp(`^${literal.replaceAll(/:\w+/g, '[^/]+')}$`);
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
