import { z } from 'zod';
import type { Graph } from '../analysis/graph.ts';
import { Problem } from '../errors.ts';
import { toDot } from '../interchange/dot.ts';
import { toGraphml } from '../interchange/graphml.ts';
import { toJsonLd } from '../interchange/json-ld.ts';
import { PictureError, type Pictures } from '../interchange/svg.ts';
import { choice } from './parameters.ts';
import { json, type Offer } from './representation.ts';

/** What graphs are offered as, by the name for `format=`. A route picks those that it has. */
export const graphOffer = {
  json: { name: 'json', mediaType: json },
  jsonld: { name: 'jsonld', mediaType: 'application/ld+json; charset=utf-8' },
  graphml: { name: 'graphml', mediaType: 'application/graphml+xml; charset=utf-8' },
  svg: { name: 'svg', mediaType: 'image/svg+xml; charset=utf-8' },
  dot: { name: 'dot', mediaType: 'text/vnd.graphviz; charset=utf-8' },
} as const satisfies Record<string, Offer>;
export type GraphFormat = keyof typeof graphOffer;

/** All that graphs of resources are offered as, JSON first. */
export const graphOffers = Object.values(graphOffer) as [Offer<GraphFormat>, ...Offer<GraphFormat>[]];

/** The query parameters that pick a representation of a graph. */
export const graphParameters = {
  format: choice(
    Object.keys(graphOffer) as GraphFormat[],
    'The representation, instead of the Accept header.',
  ),
  lang: choice(['ar', 'en'], 'The language of a picture, and of the labels in GraphML.', 'en'),
};

const jsonLd = z
  .strictObject({
    '@context': z.record(z.string(), z.unknown()),
    '@graph': z
      .array(z.record(z.string(), z.unknown()))
      .meta({ description: 'What the answer is of, and whether it is truncated; then each thing.' }),
  })
  .meta({ id: 'JsonLd', description: 'A graph in JSON-LD 1.1, with its context.' });

/** The schema of each media type of `offers`, for the OpenAPI document; `schema` is that of the JSON. */
export function graphContent(offers: readonly Offer[], schema: z.ZodType): Record<string, z.ZodType> {
  const ofJson: Readonly<Record<string, z.ZodType>> = { json: schema, jsonld: jsonLd };
  return Object.fromEntries(offers.map(({ name, mediaType }) => [mediaType, ofJson[name] ?? z.string()]));
}

/** What graphs are rendered with. */
export interface Rendering {
  /** The language of pictures and of the labels in GraphML. */
  readonly language: string;
  readonly pictures: Pictures;
  /** Where the IRIs in JSON-LD begin. */
  readonly publicUrl: string | undefined;
}

/** A graph in one of its formats. Throws a Problem where there is no picture of it. */
export async function renderGraph(graph: Graph, format: GraphFormat, rendering: Rendering): Promise<string> {
  const { language, pictures, publicUrl } = rendering;
  switch (format) {
    case 'json':
      return JSON.stringify(graph);
    case 'jsonld':
      return toJsonLd(graph, { publicUrl });
    case 'graphml':
      return toGraphml(graph, { language });
    case 'dot':
      return toDot(graph, { language });
    case 'svg':
      return drawPicture(toDot(graph, { language }), pictures);
  }
}

/** The picture that `dot` describes, as SVG. Throws a Problem where there is none. */
export async function drawPicture(dot: string, pictures: Pictures): Promise<string> {
  try {
    return await pictures.toSvg(dot);
  } catch (error) {
    throw error instanceof PictureError ? pictureProblem(error) : error;
  }
}

function pictureProblem(error: PictureError): unknown {
  switch (error.reason) {
    case 'too_large':
      return new Problem('picture_too_large', error.message, { cause: error });
    case 'busy':
    case 'too_slow':
      return new Problem('picture_unavailable', error.message, {
        headers: { 'retry-after': '5' },
        cause: error,
      });
    case 'not_drawable':
      return error;
  }
}
