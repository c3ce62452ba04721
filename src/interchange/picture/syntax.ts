/** Attributes of DOT. Texts stand for themselves, whatever they hold; those left out are not written. */
export type Attributes = Readonly<Record<string, string | number | Label | undefined>>;

/** The lines of a label: `l` sets them at the left, `r` at the right, `n` in the middle. */
export class Label {
  readonly lines: readonly string[];
  readonly justification: 'l' | 'r' | 'n';

  constructor(lines: readonly string[], justification: 'l' | 'r' | 'n') {
    this.lines = lines;
    this.justification = justification;
  }

  /** As a quoted string of DOT. */
  toString(): string {
    return `"${this.lines.map((line) => `${escaped(line)}\\${this.justification}`).join('')}"`;
  }
}

/** A node of DOT. */
export function node(id: string, attributes: Attributes): string {
  return `${quoted(id)} ${written(attributes)};`;
}

/** An edge of DOT. */
export function edge(from: string, to: string, attributes: Attributes): string {
  return `${quoted(from)} -> ${quoted(to)} ${written(attributes)};`;
}

/** The attributes of a graph, or of all its nodes or edges. */
export function defaults(of: 'graph' | 'node' | 'edge', attributes: Attributes): string {
  return `${of} ${written(attributes)};`;
}

/** A rounded frame around nodes. */
export function frame(id: string, attributes: Attributes, statements: readonly string[]): string {
  const framed = [defaults('graph', attributes), ...statements].map((statement) => `  ${statement}`);
  return [`subgraph ${quoted(`cluster ${id}`)} {`, ...framed, '}'].join('\n');
}

function written(attributes: Attributes): string {
  const pairs = Object.entries(attributes).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}=${value instanceof Label ? value : quoted(String(value), name)}`],
  );
  return `[${pairs.join(', ')}]`;
}

function quoted(text: string, attribute?: string): string {
  // Graphviz expands tooltips twice.
  return `"${escaped(text, attribute === 'tooltip' ? '\\\\\\\\' : '\\\\')}"`;
}

/** Graphviz expands `\N` and the like, and decodes entities, in nearly every string. */
function escaped(text: string, backslash = '\\\\'): string {
  return text.replaceAll('&', '&amp;').replaceAll('\\', backslash).replaceAll('"', '\\"');
}
