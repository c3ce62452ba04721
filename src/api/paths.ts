import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { type PathGraph, pathGraph } from '../analysis/path-graph.ts';
import type { Config } from '../config.ts';
import { toLinksDot } from '../interchange/links-dot.ts';
import type { Pictures } from '../interchange/svg.ts';
import type { ResourceDocument } from '../model/definition.ts';
import { identifier, identifierPattern, identifierType, resourceTypes } from '../model/identifiers.ts';
import type { FoundPaths, PathEnd, Store } from '../store/port.ts';
import { edgeType, graphEdge, graphNode } from './graph-documents.ts';
import {
  drawPicture,
  type GraphFormat,
  graphContent,
  graphOffers,
  graphParameters,
  type Rendering,
  renderGraph,
} from './graph-formats.ts';
import { merged } from './graph-reading.ts';
import { described, etagHeader, headersOf, notModified, problemResponses } from './openapi.ts';
import {
  type Parameter,
  Parameters,
  type ParameterValues,
  required,
  single,
  wholeNumber,
} from './parameters.ts';
import { compositeTag, negotiate } from './representation.ts';
import { unknownResource } from './resources.ts';

const thingTypes = resourceTypes.filter((type) => type !== 'relation');
const thingId = z
  .string()
  .regex(
    identifierPattern(`(?:${thingTypes.join('|')})`),
    `must be an id that begins with ${listed(thingTypes)}`,
  )
  .meta({
    id: 'ThingId',
    description: 'The id of any resource but a relation, which ties two claims (TypeID).',
  });

function listed(types: readonly string[]): string {
  return types.map((type) => `${type}_`).join(', ');
}

const stop = z
  .strictObject({
    id: thingId.meta({ description: 'The thing; of what was merged, what stands for it.' }),
    edges: z
      .array(
        z.strictObject({
          type: edgeType,
          from: z.string(),
          to: z.string(),
          relationId: identifier.relation.optional(),
        }),
      )
      .meta({
        description:
          'The links between it and the thing before, either way; none at the first. An end of a link is another id than the thing where that was merged.',
      }),
  })
  .meta({ id: 'PathStop', description: 'A thing on a path, and how it is tied to the one before.' });

const pathList = z
  .strictObject({
    from: thingId,
    to: thingId,
    length: z
      .int()
      .min(0)
      .nullable()
      .meta({ description: 'How many steps each of the paths has; null where none was found.' }),
    paths: z.array(z.array(stop)),
    nodes: z.array(graphNode),
    edges: z.array(graphEdge),
    truncated: z.boolean().meta({
      description:
        'Whether a shorter path, or another one as short, may have been left out: beyond `limit`, or because not all could be read. Where none was found, whether there may be one of up to `maxLength` steps.',
    }),
  })
  .meta({
    id: 'PathList',
    description: 'The shortest paths between two things, and what is on them as a graph.',
  });

const parameters = new Parameters({
  from: required(thing('The id of one end: of any resource but a relation.')),
  to: required(thing('The id of the other end.')),
  limit: wholeNumber(1, 50, 5, 'How many paths there are at most.'),
  maxLength: wholeNumber(1, 12, 8, 'How many steps a path has at most.'),
  ...graphParameters,
});

function thing(description: string): Parameter<string> {
  return single(thingId, description);
}

interface PathOptions {
  readonly store: Store;
  readonly pictures: Pictures;
  readonly config: Config;
}

/** The route that finds the shortest paths between two things. */
export function pathRoute(app: FastifyInstance, { store, pictures, config }: PathOptions): void {
  app.get(
    '/v1/graph/paths',
    {
      config: { cached: true },
      schema: {
        operationId: 'findPaths',
        tags: ['graphs'],
        summary: 'Find the shortest paths between two things',
        description: `How one thing is tied to another: by references and relations, followed either way, over live things only. All paths given are equally short. Of what very much is tied to, only a part is read, and \`truncated\` tells when that may matter. ${merged}`,
        querystring: parameters,
        response: {
          200: described(
            'The paths, or a picture of them.',
            graphContent(graphOffers, pathList),
            headersOf(etagHeader),
          ),
          304: notModified,
          ...problemResponses(400, 404, 406, 414, 422, 500, 503),
        },
      },
    },
    async (request, reply) => {
      const values = request.query as ParameterValues<(typeof parameters)['known']>;
      const { from, to, limit = 5, maxLength = 8, lang: language = 'en' } = values;
      const { name, mediaType } = negotiate(request, graphOffers, values.format);
      const found = await findPaths(store, [from, to], { limit, maxLength });
      const documents = found.documents.map(({ json: text }) => JSON.parse(text) as ResourceDocument);
      const told = { from, to, ...pathGraph(found.paths, documents), truncated: found.truncated };
      const rendering = { language, pictures, publicUrl: config.PUBLIC_URL };
      const etag = compositeTag(found.position, request, mediaType);
      return reply.answer({ mediaType, etag, body: await render(told, name, rendering) });
    },
  );
}

async function findPaths(
  store: Store,
  ids: readonly [from: string, to: string],
  bounds: { limit: number; maxLength: number },
): Promise<FoundPaths> {
  const [from, to] = ids.map(endAt) as [PathEnd, PathEnd];
  const found = await store.paths({ from, to, ...bounds });
  if (found) return found;
  const [first] = await store.find([from, to]);
  const { type, id } = first ? to : from;
  throw unknownResource(type, id);
}

function endAt(id: string): PathEnd {
  const type = identifierType(id);
  if (!type) throw new Error(`${id} is no identifier`);
  return { type, id };
}

type ToldPaths = PathGraph & { readonly from: string; readonly to: string; readonly truncated: boolean };

async function render(told: ToldPaths, format: GraphFormat, rendering: Rendering): Promise<string> {
  const { from, to, paths, nodes, edges, truncated } = told;
  const graph = { root: from, nodes, edges, truncated };
  switch (format) {
    case 'json': {
      const length = paths[0] ? paths[0].length - 1 : null;
      const shown = paths.map((path) => path.map(describeStop));
      return JSON.stringify({ from, to, length, paths: shown, nodes, edges, truncated });
    }
    case 'dot':
      return toLinksDot(graph, rendering);
    case 'svg':
      return drawPicture(toLinksDot(graph, rendering), rendering.pictures);
    default:
      return renderGraph(graph, format, rendering);
  }
}

function describeStop({ id, edges }: PathGraph['paths'][number][number]): z.infer<typeof stop> {
  return {
    id,
    edges: edges.map(({ type, from, to, relation }) => ({
      ...{ type, from, to },
      ...(relation && { relationId: relation.id }),
    })),
  };
}
