import { z } from 'zod';
import type { Graph } from '../analysis/graph.ts';
import { Problem } from '../errors.ts';
import { toDot } from '../interchange/dot.ts';
import { PictureError, type Pictures } from '../interchange/svg.ts';
import { choice } from './parameters.ts';
import { json, type Offer } from './representation.ts';

/** What graphs are offered as, by the name for `format=`. A route picks those that it has. */
export const graphOffer = {
  json: { name: 'json', mediaType: json },
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
  lang: choice(['ar', 'en'], 'The language of a picture.', 'en'),
};

/** The schema of each media type of `offers`, for the OpenAPI document; `schema` is that of the JSON. */
export function graphContent(offers: readonly Offer[], schema: z.ZodType): Record<string, z.ZodType> {
  return Object.fromEntries(
    offers.map(({ mediaType }) => [mediaType, mediaType === json ? schema : z.string()]),
  );
}

/** What graphs are rendered with. */
export interface Rendering {
  readonly language: string;
  readonly pictures: Pictures;
}

/** A graph in one of its formats. Throws a Problem where there is no picture of it. */
export async function renderGraph(graph: Graph, format: GraphFormat, rendering: Rendering): Promise<string> {
  const { language, pictures } = rendering;
  switch (format) {
    case 'json':
      return JSON.stringify(graph);
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
