/** The types of attributes that both Gephi and networkx read. */
export type AttributeType = 'string' | 'boolean' | 'int' | 'long' | 'double';

/** The attributes that a kind of thing may have, by name (letters and digits). Gephi knows `label`, and of edges `weight`, by their names. */
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
    dataOf('graph', attributes),
    ...nodes.map((node) => `<node id="${escaped(node.id)}">${dataOf('node', node.attributes)}</node>`),
    ...edges.map(
      ({ id, from, to, attributes: own }) =>
        `<edge id="${escaped(id)}" source="${escaped(from)}" target="${escaped(to)}">${dataOf('edge', own)}</edge>`,
    ),
    '</graph>',
    '</graphml>',
    '',
  ].join('\n');
}

function keysOf(kind: string, types: AttributeTypes): string[] {
  return Object.entries(types).map(
    ([name, type]) => `<key id="${kind}.${name}" for="${kind}" attr.name="${name}" attr.type="${type}"/>`,
  );
}

function dataOf(kind: string, attributes: Readonly<Record<string, unknown>>): string {
  let data = '';
  for (const name in attributes) {
    const value = attributes[name];
    if (value !== undefined) data += `<data key="${kind}.${name}">${escaped(String(value))}</data>`;
  }
  return data;
}

/** Markup, control characters, what some readers take for the end of a line, and the code points that are no characters. */
const special = /[^ !#-%'-;=?-~\u00A0-\u2027\u202A-\uFFFD]/;
const everySpecial = new RegExp(special, 'g');

/** A text as XML 1.0 can hold it in elements and attributes; U+FFFD stands for the characters that it cannot. */
function escaped(text: string): string {
  const wellFormed = text.toWellFormed();
  return special.test(wellFormed) ? wellFormed.replace(everySpecial, reference) : wellFormed;
}

function reference(character: string): string {
  const isAllowed = /[\t\n\r -\uFFFD]/.test(character);
  return isAllowed ? `&#${character.charCodeAt(0)};` : '\uFFFD';
}
