import type { Graph, GraphEdge } from '../analysis/graph.ts';
import type { Stance } from '../model/attribution.ts';
import type { ResourceDocument } from '../model/definition.ts';
import { symmetricKinds } from '../model/relation.ts';
import { drawLine } from './picture/edges.ts';
import { isWithdrawn } from './picture/lines.ts';
import { boxWidth } from './picture/nodes.ts';
import { Picture } from './picture/picture.ts';
import { fontsOf, relationStyle, sourceFills, withdrawnColor } from './picture/styles.ts';
import { defaults, Label, node } from './picture/syntax.ts';
import { isolate, padded, wrap } from './picture/text.ts';
import { wordFor } from './picture/words.ts';

const size = 11;

/**
 * Any graph as a picture in DOT (Graphviz): each thing a box and each link a line with its name. Where `toDot` shows who
 * says what, this shows how things are tied.
 */
export function toLinksDot(graph: Graph, { language }: { language: string }): string {
  const picture = new Picture(graph, language);
  const { words, rightToLeft } = picture;
  const fontname = fontsOf(rightToLeft);
  const caption = graph.truncated ? [padded(picture.own(words.truncated))] : [];
  const statements = [
    defaults('graph', {
      rankdir: rightToLeft ? 'RL' : 'LR',
      class: `language-${picture.language}`,
      label: new Label(caption, 'n'),
      labelloc: 't',
      tooltip: nameOf(picture, picture.root),
      fontname,
      bgcolor: 'white',
      pad: 0.3,
      nodesep: 0.15,
      ranksep: 0.3,
    }),
    defaults('node', { shape: 'box', fontname, margin: '0.12,0.07', color: '#555555', fontsize: size }),
    ...graph.nodes.map((one) => drawBox(picture, one)),
    ...graph.edges.flatMap((link, index) => drawLink(picture, link, index)),
  ];
  return `digraph hearsay {\n${statements.map((statement) => `  ${statement}\n`).join('')}}\n`;
}

function drawBox(picture: Picture, document: ResourceDocument): string {
  const { text, rightToLeft } = picture.text(document.name ?? document.title ?? document.text);
  const lines = [
    ...ownLines(picture, document),
    ...wrap(text, 30, 120).map((line) => isolate(line, rightToLeft)),
  ];
  const withdrawn = isWithdrawn(document);
  const fill = sourceFills[String(document.kind)] ?? (document.type === 'claim' ? '#FFFDF5' : '#F2F2F2');
  return node(document.id, {
    label: new Label(lines, 'n'),
    width: boxWidth(lines, size),
    tooltip: nameOf(picture, document),
    style: withdrawn ? 'rounded,dashed' : 'rounded,filled',
    ...(withdrawn ? { color: withdrawnColor, fontcolor: withdrawnColor } : { fillcolor: fill }),
  });
}

/** What a thing is said to be in the picture's own words, where it has no text or that is not all. */
function ownLines(picture: Picture, document: ResourceDocument): string[] {
  const { words } = picture;
  const { type, stance, verdict, bearing } = document;
  const said = {
    attribution: words.stances[stance as Stance],
    review: wordFor(words.verdicts, verdict),
    evidence: wordFor(words.bearings, bearing),
  }[type as string];
  return [said, isWithdrawn(document) ? `[${words.withdrawn}]` : undefined].flatMap((line) =>
    line === undefined ? [] : [picture.own(line)],
  );
}

function nameOf(picture: Picture, document: ResourceDocument | undefined): string {
  if (!document) return ' ';
  return [...ownLines(picture, document), picture.nameOf(document)].join(' ');
}

function drawLink(picture: Picture, { type, from, to, relation }: GraphEdge, index: number): string[] {
  const { words, nodes } = picture;
  const name = relation ? wordFor(words.relations, type) : wordFor(words.references, type);
  return drawLine(picture, {
    id: String(index),
    from,
    to,
    style: relationStyle,
    ...(symmetricKinds.has(type) && { arrow: 'both' }),
    label: [name],
    tooltip: [nodes.get(from), nodes.get(to)].map((end) => nameOf(picture, end)).join(` – ${name} – `),
  });
}
