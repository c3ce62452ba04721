import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { type ProblemCode, problems } from '../errors.ts';
import { explanationPages, marked } from './explanation-pages.ts';

const codes = Object.keys(problems) as [ProblemCode, ...ProblemCode[]];

const explainedProblem = z
  .strictObject({
    code: z.enum(codes).meta({ description: 'The stable code of the problem.' }),
    status: z.int().meta({ description: 'The status of answers with it.' }),
    title: z.string().meta({ description: 'What is wrong, in a few words.' }),
    explanation: z.string().meta({ description: 'Why it comes about, and what to do.' }),
  })
  .meta({ id: 'ExplainedProblem', description: 'What a problem means.' });

const explainedProblems = z
  .strictObject({ data: z.array(explainedProblem) })
  .meta({ id: 'ExplainedProblemList', description: 'All problems, explained.' });

/** A page for each code of the catalogue of problems, and one that lists them. */
export function problemPages(app: FastifyInstance): void {
  explanationPages(app, {
    ...{ collection: 'problems', noun: 'problem', by: 'code' },
    operations: { list: 'listProblems', get: 'getProblem' },
    summary: 'List the problems that the service answers with',
    entries: codes.map((code) => ({ code, ...problems[code] })),
    ...{ schema: explainedProblem, listSchema: explainedProblems },
    columns: ['Status', 'Code', 'Title'],
    row: ({ status, code, title }) => [
      String(status),
      `<a href="/problems/${code}"><code>${code}</code></a>`,
      title,
    ],
    body: ({ code, status, explanation }) =>
      `<p><code>${code}</code>, status ${status}</p><p>${marked(explanation)}</p>`,
  });
}
