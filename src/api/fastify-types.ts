import 'fastify';
import type {} from '@fastify/swagger';
import type { Scope } from '../model/api-key.ts';
import type { Actor } from './authentication.ts';
import type { Representation } from './representation.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Its answers may be kept until something is committed. */
    cached?: boolean;
    /** Its requests carry no body, though it is a POST or a PATCH. */
    takesNoBody?: boolean;
    /** What an API key must be good for to use it; a read that needs none where it is missing. */
    scope?: Scope;
    /** A request says by If-Match which revision it is based on. */
    conditional?: boolean;
    /** A request that is sent again with the same Idempotency-Key is written once. */
    idempotent?: boolean;
  }
  interface FastifyRequest {
    /** The SHA-256 of the body as it was sent, in hexadecimal; of nothing where there is none. */
    bodyDigest: string;
    /** Who sent it; undefined where it came without an API key. */
    actor: Actor | undefined;
  }
  interface FastifyRequest {
    /** Whether whoever sent it may still be answered, asked again and again while a stream is open. */
    stillAllowed?: () => boolean | Promise<boolean>;
  }
  interface FastifyReply {
    /** Sends a representation, or 304 where the client has it, and keeps it where the route is cached. */
    answer(representation: Representation): FastifyReply;
  }
}
