import rateLimit, { normalizeIP } from '@fastify/rate-limit';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Config } from '../config.ts';
import { Problem } from '../errors.ts';

/** Counts a request. Rejects with a Problem `too_many_requests` where there were too many within a minute. */
export type RequestLimit = (request: FastifyRequest, reply: FastifyReply) => Promise<void>;

/** The limits of an app; one that is off is undefined. Each tells how it stands in the headers of the answer. */
export interface RateLimits {
  readonly byAddress: RequestLimit | undefined;
  readonly byKey: RequestLimit | undefined;
  /** Of wrong keys, by address. */
  readonly failures: RequestLimit | undefined;
}

/** How many addresses, and how many keys, are counted at once; those seen longest ago are forgotten. */
const most = 20_000;

/** Addresses as they are counted: an IPv6 network of 64 bits is one, for a client can have all of it. */
function addressOf(request: FastifyRequest): string {
  // A client that has gone has no address any more.
  return normalizeIP(request.ip ?? '', 64);
}

function keyOf(request: FastifyRequest): string {
  return request.actor?.id ?? '';
}

export async function rateLimits(app: FastifyInstance, config: Config): Promise<RateLimits> {
  await app.register(rateLimit, {
    global: false,
    enableDraftSpec: true,
    timeWindow: '1 minute',
    errorResponseBuilder: (_request, { max, after }) =>
      new Problem('too_many_requests', `Only ${max} requests a minute are answered; try again in ${after}.`),
  });
  const limit = (max: number | undefined, keyGenerator: (request: FastifyRequest) => string) => {
    if (max === undefined) return undefined;
    const count = app.rateLimit({ max, keyGenerator, cache: most });
    return (request: FastifyRequest, reply: FastifyReply) => count.call(app, request, reply) as Promise<void>;
  };
  return {
    byAddress: limit(config.RATE_LIMIT, addressOf),
    byKey: limit(config.KEY_RATE_LIMIT, keyOf),
    failures: limit(config.FAILED_AUTHENTICATION_LIMIT, addressOf),
  };
}

/** Counts every request by its key, or else by its address, but on routes whose `rateLimit` is false. */
export function limitRequests(app: FastifyInstance, { byAddress, byKey }: RateLimits): void {
  if (!byAddress && !byKey) return;
  app.addHook('onRequest', (request, reply, done) => {
    const limit = request.actor ? byKey : byAddress;
    if (!limit || request.routeOptions.config.rateLimit === false) return done();
    limit(request, reply).then(() => done(), done);
  });
}
