import { hash } from 'node:crypto';
import { MIMEType } from 'node:util';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Problem } from '../errors.ts';
import { readJson } from '../interchange/json-text.ts';

const json = 'application/json';

/** The media types that bodies are read in, by method. */
const typesByMethod: Readonly<Record<string, readonly string[]>> = {
  POST: [json],
  PATCH: ['application/merge-patch+json', json],
};

/**
 * Reads the bodies of POST and PATCH: JSON in UTF-8. `request.body` is its value, and `request.bodyDigest` tells its bytes.
 * A missing body is refused, and so is one where none is taken; GET and HEAD ignore theirs (RFC 9110, 9.3.1).
 */
export function readBodies(app: FastifyInstance): void {
  app.decorateRequest('bodyDigest', digestOf(new Uint8Array()));
  app.addHook('preParsing', (request, _reply, payload, done) => {
    const types = typesOf(request);
    done(types ? problemOfHeaders(request, types) : null, payload);
  });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer' }, async (request: FastifyRequest, bytes: Buffer) => {
    request.bodyDigest = digestOf(bytes);
    if (typesOf(request)) return valueOfBytes(bytes, request.method);
    if (bytes.length === 0) return undefined;
    throw new Problem('malformed_body', `${request.method} takes no request body here.`);
  });
}

function digestOf(bytes: Uint8Array): string {
  return hash('sha256', bytes, 'hex');
}

/** The media types that a route reads; undefined where it takes no body. */
function typesOf(request: FastifyRequest): readonly string[] | undefined {
  const types = typesByMethod[request.method];
  return types && !request.routeOptions.config.takesNoBody ? types : undefined;
}

/** What the headers say against reading the body, before any of it is read. */
function problemOfHeaders({ headers, method }: FastifyRequest, types: readonly string[]): Problem | null {
  const length = headers['content-length'] ?? '0';
  if (headers['transfer-encoding'] === undefined && Number(length) === 0) return missing(method);
  const encoding = headers['content-encoding'] ?? 'identity';
  if (encoding.toLowerCase() !== 'identity') {
    const detail = `The content encoding ${JSON.stringify(encoding)} is not read; send the body as it is.`;
    return new Problem('unsupported_media_type', detail, { headers: { 'accept-encoding': 'identity' } });
  }
  const detail = refusalOfType(headers['content-type'], method, types);
  if (detail === undefined) return null;
  const accept = { [`accept-${method.toLowerCase()}`]: types.join(', ') };
  return new Problem('unsupported_media_type', detail, { headers: accept });
}

function refusalOfType(header = '', method: string, types: readonly string[]): string | undefined {
  const type = mediaTypeOf(header);
  if (!type || !types.includes(type.essence)) {
    return `The media type ${JSON.stringify(header)} is not read here; ${method} reads ${types.join(' and ')}.`;
  }
  const charset = type.params.get('charset') ?? 'utf-8';
  if (/^utf-?8$/i.test(charset)) return undefined;
  return `The charset ${JSON.stringify(charset)} is not read; JSON is UTF-8 (RFC 8259).`;
}

function mediaTypeOf(header: string): MIMEType | undefined {
  try {
    return new MIMEType(header);
  } catch {
    return undefined;
  }
}

function missing(method: string): Problem {
  return new Problem('malformed_body', `The request body is missing; ${method} needs one here.`);
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

function valueOfBytes(bytes: Buffer, method: string): unknown {
  if (bytes.length === 0) throw missing(method);
  let text: string;
  try {
    text = utf8.decode(bytes);
  } catch (cause) {
    const errors = [{ pointer: '', code: 'not_utf8', detail: 'is not UTF-8' }];
    throw new Problem('malformed_body', 'The request body is not UTF-8.', { errors, cause });
  }
  return readJson(text);
}
