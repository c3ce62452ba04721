import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { Problem, type ProblemCode, type ProblemPlace, problems } from '../errors.ts';

export const problemType = 'application/problem+json; charset=utf-8';

/** A problem as it is answered (RFC 9457). */
export const problemDocument = z
  .strictObject({
    type: z.string().meta({ description: 'The page that explains the problem.', format: 'uri-reference' }),
    title: z.string(),
    status: z.int().min(400).max(599),
    code: z.enum(Object.keys(problems) as [ProblemCode, ...ProblemCode[]]),
    detail: z.string(),
    instance: z.string().meta({ description: 'The request, as the log names it.', format: 'uri-reference' }),
    errors: z
      .array(
        z.strictObject({
          pointer: z
            .string()
            .optional()
            .meta({ description: 'The place in the body, a JSON Pointer (RFC 6901).' }),
          parameter: z.string().optional().meta({ description: 'The query parameter.' }),
          code: z.string(),
          detail: z.string(),
        }),
      )
      .optional(),
  })
  .meta({ id: 'Problem', description: 'What went wrong (RFC 9457), with a stable `code`.' });

/** The problem that an error of the framework stands for; undefined where it is a fault of the server. */
const frameworkProblems: Readonly<Record<string, ProblemCode>> = {
  FST_ERR_BAD_URL: 'malformed_url',
  FST_ERR_ASYNC_CONSTRAINT: 'malformed_url',
  FST_ERR_MAX_PARAM_LENGTH: 'malformed_identifier',
  FST_ERR_CTP_BODY_TOO_LARGE: 'payload_too_large',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'unsupported_media_type',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'malformed_body',
};

/** The problem that an error is answered as. What is not foreseen tells nothing of the inside. */
function problemOf(error: unknown, request: FastifyRequest): Problem {
  if (error instanceof Problem) return error;
  const { code = '', statusCode = 500 } = (error ?? {}) as Partial<FastifyError>;
  const known = frameworkProblems[code] ?? problemOfStatus(statusCode);
  if (known === 'payload_too_large') {
    const detail = `The request body may be ${request.routeOptions.bodyLimit} bytes long, and is longer.`;
    return new Problem(known, detail, { cause: error });
  }
  if (known) return new Problem(known, `${problems[known].title}.`, { cause: error });
  return new Problem('internal_error', 'Something went wrong on our side.', { cause: error });
}

/** What a library refuses is the client's fault, whatever the library calls it. */
function problemOfStatus(status: number): ProblemCode | undefined {
  if (status === 403 || status === 404) return 'unknown_path';
  return status >= 400 && status < 500 ? 'malformed_request' : undefined;
}

/** Answers an error as a problem, and logs it where it is a fault of the server. */
export function sendProblem(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const problem = problemOf(error, request);
  if (problem.status >= 500) request.log.error({ err: problem.cause ?? problem }, problem.message);
  // Closed at once, the connection is reset under a client that still sends, and the answer is lost.
  reply.removeHeader('connection');
  return reply
    .code(problem.status)
    .headers(problem.headers)
    .header('cache-control', 'no-store')
    .header('content-type', problemType)
    .send(JSON.stringify(describeProblem(problem, `urn:uuid:${request.id}`)));
}

/** A problem as RFC 9457 has it. */
export function describeProblem(problem: Problem, instance: string): z.infer<typeof problemDocument> {
  const { code, status, message, errors } = problem;
  const { title } = problems[code];
  const body = { type: `/problems/${code}`, title, status, code, detail: message, instance };
  return errors.length > 0 ? { ...body, errors: [...errors] } : body;
}

/** A problem of the query string: unknown parameters have a code of their own. */
export function queryProblem(errors: readonly ProblemPlace[]): Problem {
  const unknown = errors.filter(({ code }) => code === 'unknown');
  const [code, shown] =
    unknown.length > 0
      ? (['unknown_query_parameter', unknown] as const)
      : (['invalid_query_parameter', errors] as const);
  const detail = shown.map((error) => `${error.parameter} ${error.detail}`).join('; ');
  return new Problem(code, `${detail}.`, { errors });
}
