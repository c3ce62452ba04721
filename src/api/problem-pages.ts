import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { Problem, type ProblemCode, problems } from '../errors.ts';
import { described, problemResponses } from './openapi.ts';
import { Parameters } from './parameters.ts';

const html = 'text/html; charset=utf-8';

/** A page for each code of the catalogue of problems, and one that lists them. */
export function problemPages(app: FastifyInstance): void {
  const nothing = new Parameters({});
  const response = { ...problemResponses(400, 404, 414, 500) };
  app.get(
    '/problems',
    {
      schema: {
        operationId: 'listProblems',
        tags: ['problems'],
        summary: 'List the problems that the service answers with',
        querystring: nothing,
        response: {
          200: described('A page that lists them.', { [html]: z.string() }),
          ...problemResponses(400, 414, 500),
        },
      },
    },
    async (_request, reply) => reply.header('content-type', html).send(listPage()),
  );
  app.get<{ Params: { code: string } }>(
    '/problems/:code',
    {
      schema: {
        operationId: 'getProblem',
        tags: ['problems'],
        summary: 'Explain a problem',
        params: z.strictObject({ code: z.enum(Object.keys(problems) as [ProblemCode, ...ProblemCode[]]) }),
        querystring: nothing,
        response: { 200: described('A page that explains it.', { [html]: z.string() }), ...response },
      },
    },
    async (request, reply) => {
      const { code } = request.params;
      if (!Object.hasOwn(problems, code)) {
        throw new Problem('resource_not_found', `No problem has this code; /problems lists them all.`);
      }
      return reply.header('content-type', html).send(problemPage(code as ProblemCode));
    },
  );
}

function problemPage(code: ProblemCode): string {
  const { status, title, explanation } = problems[code];
  return page(
    title,
    `<p><code>${code}</code>, status ${status}</p><p>${marked(explanation)}</p><p><a href="/problems">All problems</a></p>`,
  );
}

function listPage(): string {
  const rows = Object.entries(problems).map(
    ([code, { status, title }]) =>
      `<tr><td>${status}</td><td><a href="/problems/${code}"><code>${code}</code></a></td><td>${title}</td></tr>`,
  );
  return page(
    'Problems',
    `<table><tr><th>Status</th><th>Code</th><th>Title</th></tr>${rows.join('')}</table>`,
  );
}

/** Our own texts, with code between backquotes. */
function marked(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll(/`([^`]+)`/g, '<code>$1</code>');
}

function page(title: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${title} – Hearsay</title>
<style>body{font:1rem/1.5 system-ui,sans-serif;max-width:44rem;margin:3rem auto;padding:0 1rem}td,th{text-align:start;padding:.2rem 1rem .2rem 0}</style>
<h1>${title}</h1>
${body}
</html>
`;
}
