import type { FastifyInstance, FastifyReply } from 'fastify';
import { z } from 'zod';
import { Problem } from '../errors.ts';
import { described, problemResponses } from './openapi.ts';
import { Parameters } from './parameters.ts';
import { json, negotiate, varyBy } from './representation.ts';

const html = 'text/html; charset=utf-8';
const offers = [
  { name: 'html', mediaType: html },
  { name: 'json', mediaType: json },
] as const;

/** Things that are explained: a page for each, and one that lists them. */
export interface Explanations<Entry extends { readonly title: string }> {
  /** Where they are, and the tag of the operations: `problems` and the like. */
  readonly collection: string;
  /** What one of them is called. */
  readonly noun: string;
  /** What it is found by: the name of the path parameter, and of the member of an entry. */
  readonly by: keyof Entry & string;
  readonly operations: { readonly list: string; readonly get: string };
  readonly entries: readonly Entry[];
  readonly schema: z.ZodType<Entry>;
  readonly listSchema: z.ZodType;
  readonly summary: string;
  /** The table that lists them: the heads of its columns, and the cells of a row in HTML. */
  readonly columns: readonly string[];
  readonly row: (entry: Entry) => readonly string[];
  /** What stands on the page of one, in HTML. */
  readonly body: (entry: Entry) => string;
}

/** The routes that explain things to people, as HTML, and to programs, as JSON. */
export function explanationPages<Entry extends { readonly title: string }>(
  app: FastifyInstance,
  explanations: Explanations<Entry>,
): void {
  const { collection, noun, by, operations, entries, schema, listSchema, summary } = explanations;
  const byName = new Map(entries.map((entry) => [String(entry[by]), entry]));
  const querystring = new Parameters({});
  const tags = [collection];
  const problems = problemResponses(400, 404, 406, 414, 500);
  const list = listPage(explanations);
  app.get(
    `/${collection}`,
    {
      schema: {
        ...{ operationId: operations.list, tags, summary, querystring },
        response: {
          200: described('A page that lists them.', { [html]: z.string(), [json]: listSchema }),
          ...problemResponses(400, 406, 414, 500),
        },
      },
    },
    async (request, reply) => {
      const { name, mediaType } = negotiate(request, offers);
      return answer(reply, mediaType, name === 'html' ? list : JSON.stringify({ data: entries }));
    },
  );
  app.get<{ Params: Record<string, string> }>(
    `/${collection}/:${by}`,
    {
      schema: {
        ...{ operationId: operations.get, tags, summary: `Explain a ${noun}`, querystring },
        params: z.strictObject({ [by]: z.enum([...byName.keys()] as [string, ...string[]]) }),
        response: {
          200: described('A page that explains it.', { [html]: z.string(), [json]: schema }),
          ...problems,
        },
      },
    },
    async (request, reply) => {
      const { name, mediaType } = negotiate(request, offers);
      const entry = byName.get(request.params[by] ?? '');
      if (!entry) {
        throw new Problem('resource_not_found', `No ${noun} has this ${by}; /${collection} lists them all.`);
      }
      const text = name === 'html' ? entryPage(explanations, entry) : JSON.stringify(entry);
      return answer(reply, mediaType, text);
    },
  );
}

/** Our own texts in HTML, with code between backquotes. */
export function marked(text: string): string {
  return escaped(text).replaceAll(/`([^`]+)`/g, (_, code: string) =>
    code.startsWith('/') ? `<a href="${code}"><code>${code}</code></a>` : `<code>${code}</code>`,
  );
}

/** A text as it stands in HTML. */
export function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}

function answer(reply: FastifyReply, mediaType: string, text: string): FastifyReply {
  varyBy(reply, 'Accept');
  return reply.header('content-type', mediaType).send(text);
}

function entryPage<Entry extends { readonly title: string }>(
  { collection, body }: Explanations<Entry>,
  entry: Entry,
): string {
  return page(entry.title, `${body(entry)}<p><a href="/${collection}">All ${collection}</a></p>`);
}

function listPage<Entry extends { readonly title: string }>({
  collection,
  entries,
  columns,
  row,
}: Explanations<Entry>): string {
  const cells = (tag: string, texts: readonly string[]) =>
    `<tr>${texts.map((text) => `<${tag}>${text}</${tag}>`).join('')}</tr>`;
  const rows = entries.map((entry) => cells('td', row(entry)));
  const title = collection.charAt(0).toUpperCase() + collection.slice(1);
  return page(title, `<table>${cells('th', columns)}${rows.join('')}</table>`);
}

function page(title: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${title} – Hearsay</title>
<style>body{font:1rem/1.5 system-ui,sans-serif;max-width:44rem;margin:3rem auto;padding:0 1rem}td,th{text-align:start;padding:.2rem 1rem .2rem 0}pre{overflow:auto;background:#f4f4f4;padding:.5rem}</style>
<h1>${title}</h1>
${body}
</html>
`;
}
