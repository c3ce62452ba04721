import { unescape as decode } from 'node:querystring';
import { type FastifyReply, type FastifyRequest, LogController } from 'fastify';
import { type DestinationStream, destination, type Logger, pino } from 'pino';

const secretHeaders = ['authorization', 'cookie', 'set-cookie'].map((name) => `headers["${name}"]`);

const secretParameters = new Set([
  ...['key', 'api_key', 'api-key', 'apikey', 'token', 'access_token', 'secret', 'password'],
]);

/** A URL without API keys, and without the values of query parameters that carry secrets, such as `key=`. */
export function withoutKey(url: string): string {
  return withoutSecrets(url.includes('hearsay_') ? url.replaceAll(/hearsay_\w+/g, '[redacted]') : url);
}

function withoutSecrets(url: string): string {
  if (!url.includes('?')) return url;
  let told = '';
  let end = 0;
  for (const { 0: name, index } of url.matchAll(/(?<=[?&])[^?&=#]+(?==)/g)) {
    // Unlike decodeURIComponent, this leaves a malformed escape as it is.
    if (index < end || !secretParameters.has(decode(name).toLowerCase())) continue;
    const value = index + name.length + 1;
    told += `${url.slice(end, value)}[redacted]`;
    end = value + url.slice(value).search(/[&#]|$/);
  }
  return told + url.slice(end);
}

/** Where the log goes: to the standard output, for people where that is a terminal, else asynchronously. */
export async function standardOutput(): Promise<DestinationStream> {
  if (!process.stdout.isTTY) return destination({ sync: false });
  // Loaded only where somebody watches.
  const { default: pretty } = await import('pino-pretty');
  return pretty({ colorize: true, ignore: 'pid,hostname' });
}

/** The log, one JSON object a line. Authorization, cookies and keys in URLs never get into it. */
export function createLogger(
  level: string,
  stream: DestinationStream = destination({ sync: false }),
): Logger {
  return pino(
    {
      level,
      redact: { paths: secretHeaders, censor: '[redacted]' },
      serializers: {
        req: (request: FastifyRequest) => ({
          method: request.method,
          url: withoutKey(request.url),
          remoteAddress: request.ip,
          userAgent: request.headers['user-agent'],
        }),
        res: (reply: FastifyReply) => ({ statusCode: reply.statusCode }),
      },
    },
    stream,
  );
}

/** Logs each request once, when it has been answered. */
export class OneLineARequest extends LogController {
  override incomingRequest(): void {}

  override requestCompleted(error: Error | null, request: FastifyRequest, reply: FastifyReply): void {
    const told = { req: request, res: reply, responseTime: reply.elapsedTime };
    if (error) request.log.error({ ...told, err: error }, 'request failed');
    else request.log.info(told, 'request');
  }

  /** A client leaves a stream without end by closing the connection: that is no failure. */
  override streamError(error: Error & { code?: string }, request: FastifyRequest, reply: FastifyReply): void {
    this.requestCompleted(error.code === 'ERR_STREAM_PREMATURE_CLOSE' ? null : error, request, reply);
  }
}
