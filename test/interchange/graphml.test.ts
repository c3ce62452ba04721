import { isDeepStrictEqual } from 'node:util';
import type { Element } from '@xmldom/xmldom';
import fc from 'fast-check';
import { test } from 'tap';
import type { Graph } from '../../src/analysis/graph.ts';
import { toGraphml } from '../../src/interchange/graphml.ts';
import { typed, writeGraphml } from '../../src/interchange/graphml-writer.ts';
import { arbitraryGraph } from '../helpers/arbitrary-graphs.ts';
import {
  aClaim,
  aDocument,
  aGraph,
  anAttribution,
  aSource,
  bundledGraph,
  elementsOf,
  hostileTexts,
  readXml,
} from '../helpers/pictures.ts';

type Attributes = Record<string, string | number | boolean>;

interface ReadGraph {
  readonly attributes: Attributes;
  readonly nodes: Map<string, Attributes>;
  readonly edges: Map<string, { from: string; to: string; attributes: Attributes }>;
}

const readers: Record<string, (text: string) => string | number | boolean> = {
  string: (text) => text,
  boolean: (text) => ['false', 'true'].indexOf(text) === 1,
  int: (text) => (/^-?\d+$/.test(text) ? Number(text) : Number.NaN),
  double: (text) => (text.trim() === '' ? Number.NaN : Number(text)),
};

/** Reads GraphML as its specification has it; throws where something is not declared, misplaced or there twice. */
function read(text: string): ReadGraph {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what XML 1.0 forbids
  if (/[\0-\x08\x0B\x0C\x0E-\x1F\uFFFE\uFFFF]|\p{Cs}/u.test(text)) throw new Error('a forbidden character');
  const document = readXml(text);
  const root = document.documentElement;
  if (root?.namespaceURI !== 'http://graphml.graphdrawing.org/xmlns') throw new Error('another namespace');
  const named = (name: string) => elementsOf(document).filter(({ localName }) => localName === name);
  const keys = new Map(named('key').map((key) => [key.getAttribute('id') ?? '', key]));
  if (keys.size !== named('key').length) throw new Error('two keys of one id');
  const dataOf = (element: Element): Attributes => {
    const data = [...element.childNodes].filter(({ nodeName }) => nodeName === 'data') as Element[];
    return Object.fromEntries(
      data.map((one) => {
        const key = keys.get(one.getAttribute('key') ?? '');
        if (key?.getAttribute('for') !== element.localName) throw new Error(`no key for ${one}`);
        const value = readers[key.getAttribute('attr.type') ?? '']?.(one.textContent ?? '');
        if (value === undefined || Number.isNaN(value)) throw new Error(`${one} is not of its type`);
        return [key.getAttribute('attr.name') ?? '', value];
      }),
    );
  };
  const [graph] = named('graph');
  if (graph?.getAttribute('edgedefault') !== 'directed') throw new Error('the edges have no direction');
  const nodes = new Map(named('node').map((node) => [node.getAttribute('id') ?? '', dataOf(node)]));
  const edges = new Map(
    named('edge').map((edge) => {
      const [from = '', to = ''] = ['source', 'target'].map((end) => edge.getAttribute(end) ?? '');
      if (!nodes.has(from) || !nodes.has(to)) throw new Error(`an edge from ${from} to ${to}`);
      return [edge.getAttribute('id') ?? '', { from, to, attributes: dataOf(edge) }];
    }),
  );
  if (edges.size !== named('edge').length || nodes.size !== named('node').length) {
    throw new Error('two things of one id');
  }
  return { attributes: dataOf(graph), nodes, edges };
}

const graphml = (graph: Graph, language = 'en') => read(toGraphml(graph, { language }));
const withdrawal = { at: '2026-01-01T00:00:00.000Z', kind: 'duplicate', reason: { en: 'x' } };

test('the bundled article, in both languages', async (t) => {
  const graph = bundledGraph();
  const english = graphml(graph);
  t.same([english.nodes.size, english.edges.size], [97, 260]);
  t.same(english.attributes, { root: graph.root, language: 'en', truncated: false });
  const count = (type: string) => [...english.nodes.values()].filter((node) => node.type === type).length;
  t.same(['article', 'source', 'claim', 'attribution'].map(count), [1, 14, 27, 55]);
  const labelled = (read: ReadGraph, externalId: string) =>
    [...read.nodes.values()].find((node) => node.externalId === `moscow-beijing/${externalId}`);
  t.match(labelled(english, 'asked-military.officials'), {
    ...{ type: 'attribution', label: 'informed officials: affirms', stance: 'affirms', certainty: 'certain' },
    ...{ mode: 'indirect', cueForce: 'factive', withdrawn: false, revision: 1 },
  });
  t.match(labelled(english, 'article'), { publishedAt: '2022-03-14?', language: 'en' });
  t.match(labelled(graphml(graph, 'ar'), 'asked-military.officials'), {
    label: 'مسؤولون مطلعون: تأكيد',
    language: 'ar',
  });
  const via = [...english.edges.values()].filter(({ attributes }) => attributes.type === 'via');
  t.equal(via.length, 24);
  t.equal(via[0]?.attributes.label, 'via');
});

test('whatever is valid is written so that it can be read', async (t) => {
  const property = fc.property(
    arbitraryGraph(),
    fc.constantFrom('en', 'ar', 'zh-Hant'),
    (graph, language) => {
      const { attributes, nodes, edges } = graphml(graph, language);
      return (
        isDeepStrictEqual(attributes, { root: graph.root, language, truncated: graph.truncated }) &&
        isDeepStrictEqual(
          [...nodes.keys()],
          [...graph.nodes].map(({ id }) => id),
        ) &&
        isDeepStrictEqual(
          [...edges.values()].map(({ from, to, attributes: { type } }) => [from, to, type]),
          graph.edges.map(({ from, to, type }) => [from, to, type]),
        )
      );
    },
  );
  fc.assert(property, { numRuns: 200 });
  t.pass('200 graphs');
});

test('texts stay as they are, but for what XML 1.0 cannot hold', async (t) => {
  for (const [name, text] of Object.entries(hostileTexts)) {
    const { nodes } = graphml(aGraph(aClaim('claim', { text: { en: text } })));
    const kept = text.replaceAll(/[^\t\n\r -\uD7FF\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, '\uFFFD');
    t.equal(nodes.get('claim')?.label, kept, name);
  }
  t.equal(
    graphml(aGraph(aClaim('claim', { text: { en: 'a\r\n\tb' } }))).nodes.get('claim')?.label,
    'a\r\n\tb',
  );
});

test('labels are in the language asked for, else in the nearest there is', async (t) => {
  const label = (text: Record<string, string>, language: string) => {
    const node = graphml(aGraph(aClaim('claim', { text })), language).nodes.get('claim');
    return [node?.label, node?.language];
  };
  t.same(label({ fr: 'un', en: 'one', 'pt-BR': 'um' }, 'pt-PT'), ['um', 'pt-BR']);
  t.same(label({ fr: 'un', en: 'one' }, 'ar'), ['one', 'en']);
  t.same(label({ fr: 'un', de: 'eins' }, 'ar'), ['un', 'fr']);
});

test('verdicts, evidence, relations and what was withdrawn', async (t) => {
  const rating = { label: { text: 'Faux', language: 'fr' }, value: 1.5, best: 1, worst: 5 };
  const { nodes, edges } = graphml({
    ...aGraph(
      ...[aClaim('claim'), aClaim('old', { withdrawal: { ...withdrawal, replacedById: 'claim' } })],
      aSource('checker'),
      anAttribution('a', 'unseen', 'doubts', { originUnknown: true, saidAt: '2022-03-1X' }),
      aDocument('relation', 'r', {
        kind: 'same_as',
        fromClaimId: 'claim',
        toClaimId: 'old',
        assertedBy: 'editor',
      }),
      aDocument('evidence', 'e', {
        claimId: 'claim',
        bearing: 'refutes',
        primary: true,
        title: { en: 'Log' },
      }),
      aDocument('review', 'v', { claimId: 'claim', reviewerId: 'checker', verdict: 'false', rating }),
    ),
    truncated: true,
  });
  t.match(nodes.get('v'), {
    ...{ label: 'Faux', ratingLabel: 'Faux', ratingValue: 1.5, ratingBest: 1, ratingWorst: 5 },
    verdict: 'false',
  });
  t.match(nodes.get('e'), { label: 'Log', bearing: 'refutes', primary: true, withdrawn: false });
  t.match(nodes.get('a'), { label: 'doubts', saidAt: '2022-03-1X', originUnknown: true });
  t.equal(nodes.get('old')?.withdrawn, true);
  t.match(edges.get('r'), {
    from: 'claim',
    attributes: { type: 'same_as', label: 'same as', relation: 'r', assertedBy: 'editor', withdrawn: false },
  });
  t.match(edges.get('old.replacedBy.claim'), { from: 'old', to: 'claim' });
});

test('two references of one name between the same things are two edges', async (t) => {
  const partOf = [
    { sourceId: 'paper', to: '2001' },
    { sourceId: 'paper', from: '2010' },
  ];
  const { edges } = graphml(aGraph(aSource('desk', { partOf })));
  t.same(
    [...edges.keys()].filter((id) => id.startsWith('desk')),
    ['desk.partOf.paper', 'desk.partOf.paper.2'],
  );
});

test('any graph with typed attributes can be written', async (t) => {
  const { attributes, nodes, edges } = read(
    writeGraphml({
      types: {
        graph: typed('boolean', ['truncated']),
        node: typed('string', ['label']),
        edge: { ...typed('int', ['articles']), ...typed('double', ['weight']) },
      },
      attributes: { truncated: true },
      nodes: [
        { id: '"one" & <two>', attributes: { label: '' } },
        { id: 'b', attributes: { label: undefined } },
      ],
      edges: [{ id: 'e', from: 'b', to: '"one" & <two>', attributes: { articles: 3, weight: 0.75 } }],
    }),
  );
  t.same(attributes, { truncated: true });
  t.same(
    [...nodes],
    [
      ['"one" & <two>', { label: '' }],
      ['b', {}],
    ],
  );
  t.same(
    [...edges.values()],
    [{ from: 'b', to: '"one" & <two>', attributes: { articles: 3, weight: 0.75 } }],
  );
});
