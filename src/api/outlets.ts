import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { outletsToDot, outletsToGraphml } from '../interchange/outlets.ts';
import type { Pictures } from '../interchange/svg.ts';
import { identifier } from '../model/identifiers.ts';
import { languageMap, slug } from '../model/text.ts';
import type { FoundOutlets, Store } from '../store/port.ts';
import { drawPicture, type GraphFormat, graphContent, graphOffer, graphParameters } from './graph-formats.ts';
import { merged } from './graph-reading.ts';
import { anyIdOf, dateFilterOf } from './list-parameters.ts';
import { described, etagHeader, headersOf, notModified, problemResponses } from './openapi.ts';
import { anyOf, choice, dateParameter, Parameters, type ParameterValues, wholeNumber } from './parameters.ts';
import { compositeTag, negotiate } from './representation.ts';

const count = z.int().min(0);
const share = z
  .number()
  .min(0)
  .max(1)
  .nullable()
  .meta({ description: '`relayed` of `chains`; null where there are none.' });
const examples = z.array(identifier.attribution).max(20);

const outletShare = z
  .strictObject({
    id: identifier.source,
    name: languageMap.optional(),
    chains: count.meta({ description: 'The chains in its articles.' }),
    original: count.meta({ description: 'Those in which no other outlet stands before it.' }),
    relayed: count.meta({ description: 'Those that rest on another outlet, be it one beyond `limit`.' }),
    relayedShare: share,
    relayedByOthers: count.meta({ description: 'The chains in articles of other outlets that rest on it.' }),
    originalAttributionIds: examples.meta({ description: 'The starts of up to 20 of its original chains.' }),
  })
  .meta({
    id: 'OutletShare',
    description: 'How much of what an outlet reports it relays from other outlets.',
  });

const outletEdge = z
  .strictObject({
    from: identifier.source.meta({ description: 'The outlet that relays.' }),
    to: identifier.source.meta({ description: 'The outlet that it relays: the nearest to the reader.' }),
    chains: count,
    claims: count.meta({ description: 'On how many claims; of those that were merged, all are one.' }),
    attributionIds: examples.meta({ description: 'The starts of up to 20 of these chains.' }),
  })
  .meta({ id: 'OutletEdge', description: 'That one outlet relays another.' });

const dependencies = z
  .strictObject({
    rule: z.strictObject({ name: z.literal('outletDependencies'), version: z.int().min(1) }),
    outlets: z.array(outletShare),
    matrix: z.array(z.array(count)).meta({
      description:
        'Chains by the outlet that relays (rows) and the outlet that it relays (columns), both in the order of `outlets`.',
    }),
    edges: z.array(outletEdge).meta({ description: 'What in the matrix is not 0, the most chains first.' }),
    totals: z
      .strictObject({
        ...{ outlets: count, articles: count, chains: count, original: count, relayed: count },
        relayedShare: share,
      })
      .meta({ description: 'Over all outlets that were found, those beyond `limit` as well.' }),
    truncated: z
      .boolean()
      .meta({ description: 'Whether there are outlets beyond `limit`, or articles that were not read.' }),
    readBackTo: identifier.article.nullable().optional().meta({
      description:
        'Where not all articles were read: the last that was, from the newest back; null where none was.',
    }),
  })
  .meta({
    id: 'OutletDependencies',
    description: 'Which outlet relays which, as far as it is recorded here.',
  });

const offers = [graphOffer.json, graphOffer.graphml, graphOffer.svg, graphOffer.dot] as const;
type Format = (typeof offers)[number]['name'] & GraphFormat;

const parameters = new Parameters({
  outlet: anyIdOf(
    'source',
    'Only articles that one of these outlets published, by id, or what was merged with it.',
  ),
  topic: anyOf(slug, 'Only chains on claims with one of these topics.'),
  publishedFrom: dateParameter('Only articles that may have been published on or after this date (EDTF).'),
  publishedTo: dateParameter('Only articles that may have been published on or before this date (EDTF).'),
  limit: wholeNumber(1, 200, 50, 'How many outlets there are at most: those with most chains.'),
  format: choice<Format>(
    offers.map(({ name }) => name),
    graphParameters.format.description,
  ),
  lang: graphParameters.lang,
});

const description = `A chain is how one stand on a claim reached the readers of one article. In an article of a news outlet it is relayed where another outlet stands in the chain, at its start or as a carrier, of several the one nearest to the reader being relayed; or else, where the article derives from an article of another outlet. All other chains are original. Only what counts is counted, and only what is recorded here: an outlet that copies without a word, and whose article does not say what it derives from, looks original. The newest articles are read: those added last, or with \`publishedFrom\` or \`publishedTo\` and no \`outlet\`, those published last; up to 50,000 articles and 20,000 attributions in them, and \`truncated\` with \`readBackTo\` tells where that was not all. A picture shows the 300 heaviest edges at most. ${merged}`;

/** The route that tells which outlet relays which. */
export function outletRoute(
  app: FastifyInstance,
  { store, pictures }: { store: Store; pictures: Pictures },
): void {
  app.get(
    '/v1/outlets/dependencies',
    {
      config: { cached: true },
      schema: {
        operationId: 'getOutletDependencies',
        tags: ['graphs'],
        summary: 'Tell which outlet relays which',
        description,
        querystring: parameters,
        response: {
          200: described(
            'Original and relayed shares, as a matrix, or as a graph.',
            graphContent(offers, dependencies),
            headersOf(etagHeader),
          ),
          304: notModified,
          ...problemResponses(400, 406, 414, 422, 500, 503),
        },
      },
    },
    async (request, reply) => {
      const values = request.query as ParameterValues<(typeof parameters)['known']>;
      const { outlet: outlets = [], topic: topics = [], limit = 50, lang: language = 'en' } = values;
      const { name, mediaType } = negotiate<Format>(request, offers, values.format);
      const [published] = dateFilterOf('publishedAt', values.publishedFrom, values.publishedTo);
      const found = await store.outlets({ outlets, topics, published, limit });
      const etag = compositeTag(found.position, request, mediaType);
      return reply.answer({ mediaType, etag, body: await render(found, name, language, pictures) });
    },
  );
}

/** More lines than this make no picture, and laying them out takes longer than a picture may. */
const mostDrawn = 300;

/** The heaviest edges, as many as a picture can show. */
function drawable<Told extends Pick<FoundOutlets, 'edges' | 'truncated'>>(told: Told): Told {
  if (told.edges.length <= mostDrawn) return told;
  const heaviest = told.edges.toSorted((one, other) => other.chains - one.chains).slice(0, mostDrawn);
  return { ...told, edges: heaviest, truncated: true };
}

async function render(
  found: FoundOutlets,
  format: Format,
  language: string,
  pictures: Pictures,
): Promise<string> {
  const { position, ...told } = found;
  switch (format) {
    case 'json':
      return JSON.stringify(told);
    case 'graphml':
      return outletsToGraphml(told, { language });
    case 'dot':
      return outletsToDot(told, { language });
    case 'svg':
      return drawPicture(outletsToDot(drawable(told), { language }), pictures);
  }
}
