import { randomUUID } from 'node:crypto';
import { type FastifyInstance, fastify } from 'fastify';
import type { Test } from 'tap';
import '../../src/api/fastify-types.ts';
import { readBodies } from '../../src/api/body.ts';
import { answerClientError } from '../../src/api/door.ts';
import { sendProblem } from '../../src/api/problem.ts';

/** How long a body may be for the echo, in bytes. */
export const bodyLimit = 1_048_576;

/** A service that answers with the body that it has read and its digest; `/bare` takes none. */
export function startEcho(t: Test): FastifyInstance {
  const app = fastify({
    bodyLimit,
    genReqId: () => randomUUID(),
    clientErrorHandler: answerClientError,
  }) as unknown as FastifyInstance;
  app.setErrorHandler(sendProblem);
  readBodies(app);
  const method = ['GET', 'HEAD', 'POST', 'PATCH', 'DELETE'];
  app.route({ url: '/', method, handler: async ({ body, bodyDigest }) => ({ body, bodyDigest }) });
  app.post('/bare', { config: { takesNoBody: true } }, async ({ bodyDigest }) => ({ bodyDigest }));
  t.teardown(() => app.close());
  return app;
}
