import 'fastify';
import type {} from '@fastify/swagger';
import type { Representation } from './representation.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Its answers may be kept until something is committed. */
    cached?: boolean;
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
