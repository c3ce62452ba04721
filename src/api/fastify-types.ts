import 'fastify';
import type {} from '@fastify/swagger';
import type { Scope } from '../model/api-key.ts';
import type { Actor } from './authentication.ts';
import type { Representation } from './representation.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Its answers may be kept until something is committed. */
    cached?: boolean;
    /** What an API key must be good for to use it; a read that needs none where it is missing. */
    scope?: Scope;
  }
  interface FastifyRequest {
    /** Who sent it; undefined where it came without an API key. */
    actor: Actor | undefined;
  }
  interface FastifyReply {
    /** Sends a representation, or 304 where the client has it, and keeps it where the route is cached. */
    answer(representation: Representation): FastifyReply;
  }
}
