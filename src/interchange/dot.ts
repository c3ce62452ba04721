import type { Graph } from '../analysis/graph.ts';
import { drawCarriages, drawLegend, drawRelations, drawStands, pointOf } from './picture/edges.ts';
import { drawClaims, drawMarks, drawSources } from './picture/nodes.ts';
import { Picture } from './picture/picture.ts';
import { drawReplacements } from './picture/replacements.ts';
import { fontsOf } from './picture/styles.ts';
import { defaults, frame, Label } from './picture/syntax.ts';
import { isolate, padded, wrap } from './picture/text.ts';

/**
 * A graph as a picture for people, in DOT (Graphviz): sources and claims as boxes, attributions as lines drawn by their
 * stances, words flowing from the start of a chain through its carriers to the publisher. `language` picks the texts.
 */
export function toDot(graph: Graph, { language }: { language: string }): string {
  const picture = new Picture(graph, language);
  const legend = drawLegend(picture);
  const statements = [
    ...head(picture),
    ...drawSources(picture),
    ...drawClaims(picture),
    ...drawCarriages(picture),
    ...drawStands(picture),
    ...drawRelations(picture),
    ...drawReplacements(picture),
    ...drawMarks(picture, pointOf(picture)),
    ...(legend.length === 0
      ? []
      : [frame('legend', { style: 'rounded', color: '#DDDDDD', label: '' }, legend)]),
  ];
  return `digraph hearsay {\n${statements.map((statement) => `  ${statement}\n`).join('')}}\n`;
}

function head(picture: Picture): string[] {
  const fontname = fontsOf(picture.rightToLeft);
  return [
    defaults('graph', {
      rankdir: picture.rightToLeft ? 'RL' : 'LR',
      class: `language-${picture.language}`,
      label: new Label(caption(picture).map(padded), 'n'),
      labelloc: 't',
      tooltip: picture.nameOf(picture.root),
      fontname,
      fontsize: 18,
      bgcolor: 'white',
      pad: 0.3,
      nodesep: 0.12,
      ranksep: 0.3,
    }),
    defaults('node', { shape: 'box', fontname, margin: '0.12,0.07', color: '#555555' }),
    defaults('edge', { arrowsize: 0.7 }),
  ];
}

/** What stands above the picture: what it is of, and for an article who published it when. */
function caption(picture: Picture): string[] {
  const { root, words } = picture;
  const { text, rightToLeft } = picture.text(root?.title ?? root?.name ?? root?.text);
  const publisher = picture.nodes.get(String(root?.publisherId));
  const published = [
    ...(publisher ? [picture.nameOf(publisher)] : []),
    ...(typeof root?.publishedAt === 'string' ? [isolate(root.publishedAt, false)] : []),
  ];
  return [
    ...wrap(text, 80, 300).map((line) => isolate(line, rightToLeft)),
    ...(published.length > 0 ? [picture.own(published.join(' · '))] : []),
    ...(picture.graph.truncated ? [picture.own(words.truncated)] : []),
  ];
}
