import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Problem, type ProblemCode } from '../errors.ts';
import { includesScope, isWellFormedKey, keyDigest, keyState, type Scope } from '../model/api-key.ts';
import type { KeyStore } from '../store/key-store.ts';
import type { RequestLimit } from './rate-limits.ts';
import { varyBy } from './representation.ts';

/** Who sends a request, by the API key it came with. */
export interface Actor {
  /** The id of the key, which is no secret. */
  readonly id: string;
  readonly scope: Scope;
}

const challenge = 'Bearer realm="hearsay"';

/** Whether a path, or the pattern of a route, is one that keys are for; all others look at none. */
export function takesKeys(path: string): boolean {
  return /^\/v1(?:[/?]|$)/.test(path);
}

/** What a key must be good for on a route; undefined where none is needed. */
export function neededScope(
  { url, scope }: { url: string; scope?: Scope | undefined },
  readAccess: 'public' | 'key',
): Scope | undefined {
  return scope ?? (readAccess === 'key' && takesKeys(url) ? 'read' : undefined);
}

/**
 * Finds out who sends each request. A key that is sent must be good even where none is needed; one that is not is
 * counted against `failures`.
 */
export function identifyActors(
  app: FastifyInstance,
  { keys, failures }: { keys: KeyStore; failures: RequestLimit | undefined },
): void {
  app.decorateRequest('actor', undefined);
  app.addHook('onRequest', (request, reply, done) => {
    const { authorization } = request.headers;
    if (authorization === undefined || !takesKeys(pathOf(request))) return done();
    const identified = actorOf(authorization, keys).then(
      (actor) => {
        request.actor = actor;
        request.stillAllowed = () => isGood(authorization, keys);
      },
      async (error) => {
        if (error instanceof Problem && error.status === 401) await failures?.(request, reply);
        throw error;
      },
    );
    identified.then(() => done(), done);
  });
}

/** Who sent a request to a route that needs a scope. */
export function knownActor({ actor }: FastifyRequest): Actor {
  if (!actor) throw new Error('the route needs no scope, so nobody need have sent an API key');
  return actor;
}

/** The pattern of the route, because a path can be written in several ways; what has no route has only its path. */
function pathOf(request: FastifyRequest): string {
  return request.routeOptions.url ?? request.url;
}

/** The actor of an Authorization header (RFC 6750, 2.1). Rejects with a Problem of status 401. */
async function actorOf(authorization: string, keys: KeyStore): Promise<Actor> {
  const [, scheme = '', key = ''] = /^(\S*)\s*(.*)$/.exec(authorization) ?? [];
  if (scheme.toLowerCase() !== 'bearer') {
    throw keyRequired('The Authorization header must be Bearer, followed by an API key.');
  }
  if (!isWellFormedKey(key)) throw badKey('malformed_key', 'This is not an API key, or it is mistyped.');
  const found = await keys.find(keyDigest(key));
  if (!found) throw badKey('unknown_key', 'No such API key was ever made here.');
  switch (keyState(found, Date.now())) {
    case 'revoked':
      throw badKey('revoked_key', `The API key was revoked at ${found.revokedAt}.`);
    case 'expired':
      throw badKey('expired_key', `The API key expired at ${found.expiresAt}.`);
    case 'good':
      return { id: found.id, scope: found.scope };
  }
}

/** Whether a key that was good still is. */
async function isGood(authorization: string, keys: KeyStore): Promise<boolean> {
  try {
    return (await actorOf(authorization, keys)) !== undefined;
  } catch (error) {
    if (error instanceof Problem && error.status === 401) return false;
    throw error;
  }
}

/** Whoever sends nothing, or what is no bearer token, is not told of an error (RFC 6750, 3.1). */
function keyRequired(detail: string): Problem {
  return new Problem('key_required', detail, { headers: { 'www-authenticate': challenge } });
}

function badKey(code: ProblemCode, detail: string): Problem {
  const header = `${challenge}, error="invalid_token", error_description="${detail}"`;
  return new Problem(code, detail, { headers: { 'www-authenticate': header } });
}

/** Lets each request pass that needs no key, or came with one whose scope suffices. */
export function authorizeActors(app: FastifyInstance, readAccess: 'public' | 'key'): void {
  app.addHook('onRequest', (request, reply, done) => {
    const { url = request.url, config } = request.routeOptions;
    if (readAccess === 'key' && takesKeys(url)) {
      varyBy(reply, 'Authorization');
      reply.header('cache-control', 'private, no-cache');
    }
    const needed = neededScope({ url, scope: config.scope }, readAccess);
    if (needed === undefined || (request.actor && includesScope(request.actor.scope, needed))) done();
    else if (!request.actor) done(keyRequired(`This needs an API key with the scope ${needed}.`));
    else done(insufficientScope(request.actor.scope, needed));
  });
}

function insufficientScope(held: Scope, needed: Scope): Problem {
  const header = `${challenge}, error="insufficient_scope", scope="${needed}"`;
  const detail = `This needs the scope ${needed}; the API key has ${held}.`;
  return new Problem('insufficient_scope', detail, { headers: { 'www-authenticate': header } });
}
