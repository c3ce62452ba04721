import { readFileSync } from 'node:fs';
import { DOMParser, type Document, type Element } from '@xmldom/xmldom';
import { type Graph, graphOf } from '../../src/analysis/graph.ts';
import { toDot } from '../../src/interchange/dot.ts';
import { expandArticleGraph } from '../../src/model/article-graph.ts';
import type { ResourceDocument } from '../../src/model/definition.ts';
import type { ResourceType } from '../../src/model/identifiers.ts';

const at = '2026-01-01T00:00:00.000Z';
const envelope = { revision: 1, createdAt: at, updatedAt: at, createdBy: 'tester' };

/** A document with only the fields that a picture looks at. */
export function aDocument(type: ResourceType, id: string, fields: Record<string, unknown>): ResourceDocument {
  return { ...fields, type, id, ...envelope };
}

export const aSource = (id: string, fields: Record<string, unknown> = {}) =>
  aDocument('source', id, { kind: 'organization', name: { en: id }, ...fields });

export const aClaim = (id: string, fields: Record<string, unknown> = {}) =>
  aDocument('claim', id, { text: { en: id }, kind: 'factual', tense: 'past', ...fields });

/** An attribution, named `id`: the stand of a source on the claim `claim` unless said otherwise. */
export const anAttribution = (
  id: string,
  sourceId: string,
  stance: string,
  fields: Record<string, unknown> = {},
) =>
  aDocument('attribution', id, {
    claimId: 'claim',
    articleId: 'article',
    sourceId,
    stance,
    certainty: 'certain',
    ...fields,
  });

/** A graph of an article, published by the source `paper`, that has these documents besides. */
export function aGraph(...documents: ResourceDocument[]): Graph {
  const title = { en: 'Headline' };
  const article = aDocument('article', 'article', { title, language: 'en', publisherId: 'paper' });
  const paper = aSource('paper', { kind: 'news_outlet' });
  return graphOf('article', [article, paper, ...documents], false);
}

/** The graph of the bundled article. */
export function bundledGraph(): Graph {
  const file = new URL('../../src/bundled/moscow-beijing.json', import.meta.url);
  const { parts } = expandArticleGraph(JSON.parse(readFileSync(file, 'utf8')));
  const documents = parts.map(({ type, id, fields }) => aDocument(type, id, fields));
  return graphOf(documents[0]?.id ?? '', documents, false);
}

type Attributes = Record<string, string>;

/** A picture in DOT, read back. */
export interface ReadPicture {
  readonly nodes: Map<string, Attributes>;
  readonly edges: { from: string; to: string; attributes: Attributes }[];
  readonly graph: Attributes;
}

/** A picture of a graph. */
export function draw(graph: Graph, language = 'en'): ReadPicture {
  return readDot(toDot(graph, { language }));
}

/** A picture in DOT. Its texts are without what only keeps their direction and their width. */
export function readDot(dot: string): ReadPicture {
  const nodes = new Map<string, Attributes>();
  const edges: ReadPicture['edges'] = [];
  let whole: Attributes = {};
  const quoted = '"((?:[^"\\\\]|\\\\.)*)"';
  const statement = new RegExp(`^\\s*(?:(graph)|${quoted}(?: -> ${quoted})?) \\[(.*)\\];$`);
  for (const line of dot.split('\n')) {
    const [, isGraph, from = '', to, rest = ''] = statement.exec(line) ?? [];
    const pairs = [...rest.matchAll(new RegExp(`(\\w+)=${quoted}`, 'g'))];
    const attributes = Object.fromEntries(pairs.map(([, name, value]) => [name, shown(value ?? '')]));
    if (isGraph && Object.keys(whole).length === 0) whole = attributes;
    else if (to !== undefined) edges.push({ from, to, attributes });
    else if (from !== '') nodes.set(from, attributes);
  }
  return { nodes, edges, graph: whole };
}

function shown(value: string): string {
  return value
    .replaceAll(/\\[lrn]/g, '\n')
    .replaceAll(/\\(.)/g, '$1')
    .replaceAll('&amp;', '&')
    .replaceAll(/[\u2066-\u2069\u00A0]/g, '')
    .trim();
}

/** One line from a node to another, through the label on its way where it has one. */
export interface ReadLine {
  readonly label: string;
  readonly color: string | undefined;
  readonly style: string | undefined;
  readonly arrowAtStart: string | undefined;
  readonly arrowAtEnd: string | undefined;
}

/** The lines from a node to another. */
export function linesBetween({ nodes, edges }: ReadPicture, from: string, to: string): ReadLine[] {
  return edges
    .filter((edge) => edge.from === from)
    .flatMap((first) => {
      const second = edges.find((edge) => edge.from === first.to && first.to.startsWith('label '));
      if ((second ?? first).to !== to) return [];
      const { color, style, arrowtail: arrowAtStart } = first.attributes;
      const arrowAtEnd = (second ?? first).attributes.arrowhead;
      const label = second ? (nodes.get(first.to)?.label ?? '') : '';
      return [{ label, color, style, arrowAtStart, arrowAtEnd }];
    });
}

/** Reads XML strictly: whatever is not well-formed throws. */
export function readXml(text: string): Document {
  const onError = (level: string, message: string) => {
    if (level !== 'warning') throw new Error(`${level}: ${message}`);
  };
  return new DOMParser({ onError }).parseFromString(text, 'image/svg+xml');
}

/** Every element of a document. */
export function elementsOf(document: Document): Element[] {
  return [...document.getElementsByTagName('*')];
}

/** Strings that break what does not escape them. */
export const hostileTexts = {
  quotes: `"double" 'single' \`back\``,
  markup: '</text><script>alert(1)</script><image href="http://example.com/x.png"/>',
  'end of CDATA': ']]> <![CDATA[ <!-- --> <?xml ?>',
  backslashes: '\\N \\G \\E \\n \\l \\" \\\\ \\',
  entities: '&amp; &lt; &#60; &nonsense; &',
  'line breaks': 'one\ntwo\r\nthree\u2028four\u0085five\tsix',
  'control characters': 'a\u0001b\u001Fc\uFFFEd\uFFFFe\uDFFFf',
  'direction controls': '\u202Eoverride \u2067isolate \u202Aembed',
  emoji: '👩‍👩‍👧‍👦 🏴󠁧󠁢󠁥󠁮󠁧󠁿 e\u0301',
  dot: '"]; evil -> node [URL="javascript:alert(1)"] //',
} as const;
