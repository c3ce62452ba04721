/** The types of attributes that both Gephi and networkx read. */
export type AttributeType = 'string' | 'boolean' | 'int' | 'long' | 'double';

/** The attributes that a kind of thing may have, by name. Gephi knows `label`, and of edges `weight`, by their names. */
export type AttributeTypes = Readonly<Record<string, AttributeType>>;

/** Attributes of one thing; what is undefined is left out. */
export type Attributes<Types extends AttributeTypes> = {
  readonly [Name in keyof Types]?: Value<Types[Name]> | undefined;
};

type Value<Type extends AttributeType> = Type extends 'string'
  ? string
  : Type extends 'boolean'
    ? boolean
    : number;

export interface GraphmlNode<Types extends AttributeTypes> {
  readonly id: string;
  readonly attributes: Attributes<Types>;
}

export interface GraphmlEdge<Types extends AttributeTypes> {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly attributes: Attributes<Types>;
}

/** A directed graph with typed attributes. */
export interface Graphml<
  GraphTypes extends AttributeTypes,
  NodeTypes extends AttributeTypes,
  EdgeTypes extends AttributeTypes,
> {
  readonly types: { readonly graph: GraphTypes; readonly node: NodeTypes; readonly edge: EdgeTypes };
  readonly attributes: Attributes<GraphTypes>;
  readonly nodes: readonly GraphmlNode<NodeTypes>[];
  readonly edges: readonly GraphmlEdge<EdgeTypes>[];
}

/** Attributes that are of one type. */
export function typed<Type extends AttributeType, Name extends string>(
  type: Type,
  names: readonly Name[],
): Readonly<Record<Name, Type>> {
  return Object.fromEntries(names.map((name) => [name, type])) as Record<Name, Type>;
}

const namespace = 'http://graphml.graphdrawing.org/xmlns';

/** A directed graph in GraphML (http://graphml.graphdrawing.org), which declares every attribute with its type. */
export function writeGraphml<
  GraphTypes extends AttributeTypes,
  NodeTypes extends AttributeTypes,
  EdgeTypes extends AttributeTypes,
>({ types, attributes, nodes, edges }: Graphml<GraphTypes, NodeTypes, EdgeTypes>): string {
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<graphml xmlns="${namespace}">`,
    ...(['graph', 'node', 'edge'] as const).flatMap((kind) => keysOf(kind, types[kind])),
    '<graph edgedefault="directed">',
    ...dataOf('graph', attributes),
    ...nodes.map(
      (node) => `<node id="${escaped(node.id)}">${dataOf('node', node.attributes).join('')}</node>`,
    ),
    ...edges.map(
      ({ id, from, to, attributes: own }) =>
        `<edge id="${escaped(id)}" source="${escaped(from)}" target="${escaped(to)}">${dataOf('edge', own).join('')}</edge>`,
    ),
    '</graph>',
    '</graphml>',
    '',
  ].join('\n');
}

function keysOf(kind: string, types: AttributeTypes): string[] {
  return Object.entries(types).map(
    ([name, type]) =>
      `<key id="${kind}.${escaped(name)}" for="${kind}" attr.name="${escaped(name)}" attr.type="${type}"/>`,
  );
}

function dataOf(kind: string, attributes: Readonly<Record<string, unknown>>): string[] {
  return Object.entries(attributes).flatMap(([name, value]) =>
    value === undefined ? [] : [`<data key="${kind}.${escaped(name)}">${escaped(String(value))}</data>`],
  );
}

const forbidden = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu;
const special = /[&<>"\t\n\r]/g;
const escapes: Readonly<Record<string, string>> = {
  ...{ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' },
  ...{ '\t': '&#9;', '\n': '&#10;', '\r': '&#13;' },
};

/** A text as XML 1.0 can hold it in elements and attributes; U+FFFD stands for the characters that it cannot. */
function escaped(text: string): string {
  return text.replace(forbidden, '\uFFFD').replace(special, (character) => escapes[character] ?? character);
}
