import type { Stance } from '../../model/attribution.ts';
import { symmetricKinds } from '../../model/relation.ts';
import { isWithdrawn, type StandLine } from './lines.ts';
import { boxWidth } from './nodes.ts';
import type { Picture } from './picture.ts';
import {
  carriageStyle,
  type LineStyle,
  relationStyle,
  stanceStyles,
  unknownStyle,
  withdrawnColor,
} from './styles.ts';
import { type Attributes, edge, Label, node } from './syntax.ts';
import { wordFor } from './words.ts';

const labelSize = 9.5;

/** One line of the picture: its ends, what is written at it, and how far apart its ends stand at least, in ranks. */
export interface Line {
  /** What it stands for, which no other line does. */
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly style: LineStyle;
  readonly label: readonly string[];
  readonly tooltip: string;
  /** Where the arrow is; at `to` unless said. */
  readonly arrow?: 'from' | 'both' | 'none';
  readonly ranks?: number;
  readonly weight?: number;
}

/**
 * A line. Its label is a node on its way: nothing then runs through it, and its width is ours to say, which Graphviz
 * guesses too narrow for Arabic. So nodes stand two ranks apart, with the labels on the ranks between them.
 */
export function drawLine(picture: Picture, line: Line): string[] {
  const { from, to, style, label, tooltip, arrow = 'to', ranks = 2, weight = 1 } = line;
  const { arrowhead, ...look } = style;
  const shared: Attributes = { ...look, weight, tooltip };
  const atStart = arrow === 'from' || arrow === 'both' ? arrowhead : 'none';
  const atEnd = arrow === 'to' || arrow === 'both' ? arrowhead : 'none';
  const ends = (start: string, end: string) => ({ dir: 'both', arrowtail: start, arrowhead: end });
  if (label.length === 0) return [edge(from, to, { ...shared, ...ends(atStart, atEnd), minlen: ranks })];
  const id = `label ${line.id}`;
  const box = node(id, {
    shape: 'plain',
    margin: 0,
    fontsize: labelSize,
    fontcolor: style.color,
    width: boxWidth(label, labelSize, 0.08),
    height: ((label.length * labelSize * 1.25) / 72).toFixed(2),
    label: new Label(
      label.map((text) => picture.own(text)),
      'n',
    ),
    tooltip,
  });
  return [
    box,
    edge(from, id, { ...shared, ...ends(atStart, 'none') }),
    edge(id, to, { ...shared, ...ends('none', atEnd), minlen: ranks - 1 }),
  ];
}

/** Carriers and those whose words they carry. */
export function drawCarriages(picture: Picture): string[] {
  const { words, nodes, lines } = picture;
  return lines.carriages.flatMap(({ carrierId, carriedId, count, withdrawn }) => {
    const ends = [picture.nameOf(nodes.get(carrierId)), picture.nameOf(nodes.get(carriedId))];
    return drawLine(picture, {
      id: `${carrierId} ${carriedId}`,
      from: carrierId,
      to: carriedId,
      style: withdrawn ? asWithdrawn(carriageStyle) : carriageStyle,
      label: [
        ...(count > 1 ? [`${words.carriesTimes} ${count}`] : []),
        ...(withdrawn ? [words.withdrawn] : []),
      ],
      tooltip: ends.join(` – ${words.carries} – `) + (count > 1 ? ` (${count})` : ''),
      arrow: 'from',
      weight: 3,
    });
  });
}

/** The point on the line of an attribution that other lines and marks point at, where it has one. */
export function pointOf(picture: Picture): (attributionId: string) => string | undefined {
  const points = new Set(picture.lines.stands.filter(({ pointedAt }) => pointedAt).map(({ id }) => id));
  return (id) => (points.has(id) ? `point ${id}` : undefined);
}

/** Each stand of a source on a claim or on a report. */
export function drawStands(picture: Picture): string[] {
  const point = pointOf(picture);
  return picture.lines.stands.flatMap((stand) => drawStand(picture, stand, point));
}

function drawStand(
  picture: Picture,
  stand: StandLine,
  pointOf: (attributionId: string) => string | undefined,
): string[] {
  const { words, nodes } = picture;
  const aim = stand.aimedAt === undefined ? undefined : pointOf(stand.aimedAt);
  const point = stand.pointedAt ? pointOf(stand.id) : undefined;
  const plain = stand.originUnknown ? carriageStyle : stanceStyles[stand.stance];
  const style = stand.withdrawn ? asWithdrawn(plain) : plain;
  const label = labelOf(picture, stand, aim !== undefined && stand.stance !== 'retracts');
  const spoken = [
    words.stances[stand.stance],
    ...label.filter((text) => text !== words.stances[stand.stance]),
  ];
  const who = picture.nameOf(nodes.get(stand.sourceId));
  const tooltip = `${who} – ${spoken.join(', ')} – ${picture.nameOf(nodes.get(stand.claimId))}`;
  const statements: string[] = [];
  let from = stand.sourceId;
  let written = label;
  if (point !== undefined) {
    statements.push(
      node(point, { shape: 'point', width: 0.09, color: style.color, tooltip }),
      ...drawLine(picture, {
        ...{ id: stand.id, from, to: point, style, label, tooltip },
        ...{ arrow: stand.originUnknown ? 'from' : 'none', ranks: label.length > 0 ? 2 : 1 },
      }),
    );
    from = point;
    written = [];
  }
  if (stand.originUnknown) {
    const unknown = `unknown ${stand.id}`;
    statements.push(
      drawUnknown(picture, unknown),
      ...drawLine(picture, {
        ...{ id: stand.id, from, to: unknown, style, label: written, tooltip },
        ...{ arrow: point === undefined ? 'from' : 'none', ranks: written.length > 0 ? 2 : 1 },
      }),
    );
    const last = stand.withdrawn ? asWithdrawn(unknownStyle) : unknownStyle;
    statements.push(
      ...drawLine(picture, {
        id: unknown,
        from: unknown,
        to: stand.claimId,
        style: last,
        label: [],
        tooltip,
        ranks: 1,
      }),
    );
    return statements;
  }
  const to = aim ?? stand.claimId;
  return [...statements, ...drawLine(picture, { id: stand.id, from, to, style, label: written, tooltip })];
}

function drawUnknown(picture: Picture, id: string): string {
  const lines = [picture.words.questionMark, picture.own(picture.words.originUnknown)];
  return node(id, {
    style: 'rounded,dashed',
    color: withdrawnColor,
    fontcolor: '#555555',
    fontsize: labelSize,
    width: boxWidth(lines, labelSize, 0.2),
    label: new Label(lines, 'n'),
    tooltip: picture.words.originUnknown,
  });
}

/** What is written at the line of a stand: whatever its colour and its ends do not say. */
function labelOf(picture: Picture, stand: StandLine, onReport: boolean): string[] {
  const { words, nodes, sources } = picture;
  const { stance, certainty, onBehalfOfId, presentedAs, withdrawn, count } = stand;
  const clearWithout: ReadonlySet<Stance> = new Set(['affirms', 'relays']);
  const named = onBehalfOfId !== undefined && !sources.principals.has(stand.sourceId);
  return [
    ...(clearWithout.has(stance) ? [] : [words.stances[stance]]),
    ...(Object.hasOwn(words.certainties, certainty) ? [wordFor(words.certainties, certainty)] : []),
    ...(onReport ? [words.onTheReport] : []),
    ...(named ? [`${words.onBehalfOf} ${picture.nameOf(nodes.get(onBehalfOfId))}`] : []),
    ...presentedAs.map((presented) => `${words.presentedAs} ${words.stances[presented]}`),
    ...(withdrawn ? [words.withdrawn] : []),
    ...(count > 1 ? [`×${count}`] : []),
  ];
}

/** The relations between claims; the claim that another one is built on stands nearer to the sources. */
export function drawRelations(picture: Picture): string[] {
  return picture.graph.edges.flatMap(({ type, from, to, relation }) => {
    if (relation === undefined) return [];
    const word = wordFor(picture.words.relations, type);
    const ends = [picture.nameOf(picture.nodes.get(from)), picture.nameOf(picture.nodes.get(to))];
    return drawLine(picture, {
      id: relation.id,
      from: to,
      to: from,
      style: isWithdrawn(relation) ? asWithdrawn(relationStyle) : relationStyle,
      label: [word, ...(isWithdrawn(relation) ? [picture.words.withdrawn] : [])],
      tooltip: ends.join(` – ${word} – `),
      arrow: symmetricKinds.has(type) ? 'both' : 'from',
      weight: 0,
    });
  });
}

function asWithdrawn(style: LineStyle): LineStyle {
  return { ...style, color: withdrawnColor, style: 'dashed' };
}

/** The stances that occur and how they are drawn, in a frame. */
export function drawLegend(picture: Picture): string[] {
  const { words, lines } = picture;
  const stances = new Set(
    lines.stands.filter(({ originUnknown }) => !originUnknown).map(({ stance }) => stance),
  );
  const entries = (Object.keys(stanceStyles) as Stance[])
    .filter((stance) => stances.has(stance))
    .map((stance) => ({ word: words.stances[stance], style: stanceStyles[stance], carriage: false }));
  if (lines.carriages.length > 0) entries.push({ word: words.carries, style: carriageStyle, carriage: true });
  if (entries.length === 0) return [];
  const width = boxWidth(
    entries.map(({ word }) => `${word}.`),
    labelSize,
    0.08,
  );
  return entries.toReversed().flatMap(({ word, style, carriage }, index) => {
    const { arrowhead, ...look } = style;
    const arrow = carriage ? { dir: 'back', arrowtail: arrowhead } : { arrowhead };
    const label = new Label([`\u00A0${picture.own(word)}\u00A0`], picture.rightToLeft ? 'r' : 'l');
    return [
      node(`legend ${index}`, { shape: 'point', style: 'invis', width: 0.02, tooltip: ' ' }),
      node(`legend word ${index}`, { shape: 'plain', fontsize: labelSize, width, label, tooltip: word }),
      edge(`legend ${index}`, `legend word ${index}`, { ...look, ...arrow, tooltip: word }),
    ];
  });
}
