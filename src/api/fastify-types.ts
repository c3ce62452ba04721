import 'fastify';
import type {} from '@fastify/swagger';
import type { Representation } from './representation.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Its answers may be kept until something is committed. */
    cached?: boolean;
    /** Its requests carry no body, though it is a POST or a PATCH. */
    takesNoBody?: boolean;
  }
  interface FastifyRequest {
    /** The SHA-256 of the body as it was sent, in hexadecimal; of nothing where there is none. */
    bodyDigest: string;
  }
  interface FastifyReply {
    /** Sends a representation, or 304 where the client has it, and keeps it where the route is cached. */
    answer(representation: Representation): FastifyReply;
  }
}
