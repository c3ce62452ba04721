import type { ResourceDocument } from '../../model/definition.ts';
import { isWithdrawn } from './lines.ts';
import type { Picture } from './picture.ts';
import { markColors, otherMarkColor, sourceFills, withdrawnColor } from './styles.ts';
import { type Attributes, edge, frame, Label, node } from './syntax.ts';
import { clean, isolate, isRightToLeft, padded, widthOf, wrap } from './text.ts';
import { wordFor } from './words.ts';

const claimSize = 11;
const sourceSize = 12;
const markSize = 9.5;

/** How wide a box must be, in inches, for lines set at a size in points. */
export function boxWidth(lines: readonly string[], size: number, margins = 0.3): string {
  return ((Math.max(0, ...lines.map(widthOf)) * size) / 72 + margins).toFixed(2);
}

/** The sources, those of one organisation in a frame. */
export function drawSources(picture: Picture): string[] {
  return [...picture.sources.groups].flatMap(([top, members]) => {
    const drawn = members.map((source) => drawSource(picture, source));
    if (top === '') return drawn;
    const name = new Label([padded(picture.nameOf(picture.nodes.get(top)))], 'n');
    const look = { style: 'rounded', color: '#BBBBBB', fontcolor: '#555555', fontsize: 11, tooltip: ' ' };
    return [frame(top, { label: name, ...look }, drawn)];
  });
}

function drawSource(picture: Picture, source: ResourceDocument): string {
  const { words, sources, nodes } = picture;
  const principal = sources.principals.get(source.id);
  const organisation = sources.organisations.get(source.id);
  const cites = nodes.get(String(source.citedById));
  const { sourceId: identity } = (source.identifiedAs ?? {}) as { sourceId?: string };
  const identified = nodes.get(identity ?? '');
  const more = [
    principal && `${words.onBehalfOf} ${picture.text(principal.name).text}`,
    organisation && picture.text(organisation.name).text,
    source.kind === 'anonymous' && words.unnamed,
    cites && `${words.citedBy} ${picture.text(cites.name).text}`,
    identified && `${words.identifiedAs} ${picture.text(identified.name).text}`,
    isWithdrawn(source) && `[${words.withdrawn}]`,
  ].filter((line) => typeof line === 'string');
  const name = picture.text(source.name);
  const lines = [
    ...wrap(name.text, 26, 80).map((line) => isolate(line, name.rightToLeft)),
    ...more.flatMap((text) => wrap(text, 26, 80).map((line) => picture.own(line))),
  ];
  const fill = sourceFills[String(source.kind)] ?? '#F2F2F2';
  return node(source.id, {
    label: new Label(lines, 'n'),
    width: boxWidth(lines, sourceSize),
    fontsize: sourceSize,
    tooltip: [picture.nameOf(source), ...more].join(' · '),
    ...look(picture, source, 'rounded', fill),
  });
}

/** The claims, in boxes of one width. */
export function drawClaims(picture: Picture): string[] {
  const claims = picture.all('claim').map((claim) => {
    const { text, rightToLeft } = picture.text(claim.text);
    const mark = isWithdrawn(claim) ? [picture.own(`[${picture.words.withdrawn}]`)] : [];
    const lines = [...mark, ...wrap(text, 38, 170).map((line) => isolate(line, rightToLeft))];
    return { claim, lines, rightToLeft };
  });
  const width = boxWidth(
    claims.flatMap(({ lines }) => lines),
    claimSize,
  );
  return claims.map(({ claim, lines, rightToLeft }) =>
    node(claim.id, {
      label: new Label(lines, rightToLeft ? 'r' : 'l'),
      width,
      fontsize: claimSize,
      tooltip: picture.nameOf(claim),
      ...look(picture, claim, '', '#FFFDF5'),
    }),
  );
}

function look(picture: Picture, document: ResourceDocument, corners: string, fill: string): Attributes {
  const penwidth = document.id === picture.graph.root ? 2 : 1;
  if (isWithdrawn(document)) {
    const style = [corners, 'dashed'].filter(Boolean).join();
    return { style, penwidth, color: withdrawnColor, fontcolor: withdrawnColor };
  }
  return { style: [corners, 'filled'].filter(Boolean).join(), penwidth, fillcolor: fill };
}

/** Evidence and verdicts, each beside its claim or beside the line that it is about. */
export function drawMarks(
  picture: Picture,
  pointOf: (attributionId: string) => string | undefined,
): string[] {
  return [...picture.all('evidence'), ...picture.all('review')].flatMap((document) => {
    const subject = picture.nodes.has(String(document.claimId))
      ? String(document.claimId)
      : pointOf(String(document.attributionId));
    return subject === undefined ? [] : drawMark(picture, document, subject);
  });
}

function drawMark(picture: Picture, document: ResourceDocument, subject: string): string[] {
  const { words, nodes } = picture;
  const value = document.bearing ?? document.verdict;
  const word = picture.own(
    wordFor(document.type === 'evidence' ? words.bearings : words.verdicts, value) +
      (isWithdrawn(document) ? ` [${words.withdrawn}]` : ''),
  );
  const lines = [word, ...(document.type === 'evidence' ? titleOf(picture, document) : verdictOf())];
  function verdictOf(): string[] {
    const { label: published } = (document.rating ?? {}) as { label?: { text: string; language: string } };
    const reviewer = picture.text(nodes.get(String(document.reviewerId))?.name);
    return [
      ...wrap(reviewer.text, 26, 80).map((line) => isolate(line, reviewer.rightToLeft)),
      ...(published
        ? wrap(`“${clean(published.text)}”`, 26, 80).map((line) =>
            isolate(line, isRightToLeft(published.language)),
          )
        : []),
    ];
  }
  const known = Object.hasOwn(markColors, String(value)) ? markColors[String(value)] : undefined;
  const color = isWithdrawn(document) ? withdrawnColor : (known ?? otherMarkColor);
  const tooltip = [word, picture.nameOf(nodes.get(String(document.reviewerId)) ?? document)].join(': ');
  const box = {
    shape: document.type === 'evidence' ? 'note' : 'box',
    peripheries: document.type === 'evidence' ? 1 : 2,
    style: isWithdrawn(document) ? 'dashed' : 'solid',
    margin: '0.08,0.05',
    width: boxWidth(lines, markSize, 0.2),
    fontsize: markSize,
    label: new Label(lines, 'n'),
    color,
    tooltip,
  };
  const line = { color, dir: 'back', arrowtail: 'dot', arrowsize: 0.5, penwidth: 1, minlen: 2, tooltip };
  return [node(document.id, box), edge(subject, document.id, line)];
}

function titleOf(picture: Picture, document: ResourceDocument): string[] {
  const { text, rightToLeft } = picture.text(document.title);
  return wrap(text, 26, 80).map((line) => isolate(line, rightToLeft));
}
