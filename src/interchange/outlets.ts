import type { OutletDependencies, OutletEdge, OutletShare } from '../analysis/outlets.ts';
import { chooseText } from './chosen-text.ts';
import { typed, writeGraphml } from './graphml-writer.ts';
import { boxWidth } from './picture/nodes.ts';
import { carriageStyle, fontsOf, sourceFills } from './picture/styles.ts';
import { defaults, edge, Label, node } from './picture/syntax.ts';
import { isolate, isRightToLeft, padded, textIn, wrap } from './picture/text.ts';
import { pictureWords } from './picture/words.ts';

interface Options {
  readonly language: string;
}

const size = 12;

/**
 * Which outlet relays which as a picture in DOT (Graphviz): an arrow from whoever is relayed to whoever relays, the
 * wider the more chains run along it.
 */
export function outletsToDot(dependencies: OutletDependencies, { language }: Options): string {
  const { outlets, edges, truncated } = dependencies;
  const words = pictureWords(language);
  const rightToLeft = isRightToLeft(language);
  const own = (line: string) => isolate(line, rightToLeft);
  const caption = [words.outlets, ...(truncated ? [words.truncated] : [])].map(own);
  const fontname = fontsOf(rightToLeft);
  const most = Math.max(1, ...edges.map(({ chains }) => chains));
  const names = new Map(outlets.map((outlet) => [outlet.id, nameOf(outlet, language)]));
  const drawEdge = ({ from, to, chains, claims }: OutletEdge) =>
    edge(to, from, {
      penwidth: (0.8 + 5.2 * Math.sqrt(chains / most)).toFixed(2),
      label: new Label([padded(String(chains))], 'n'),
      tooltip: `${names.get(from)} – ${words.relays} – ${names.get(to)}: ${own(`${chains} ${words.chains}, ${claims} ${words.claims}`)}`,
    });
  const statements = [
    defaults('graph', {
      rankdir: rightToLeft ? 'RL' : 'LR',
      class: `language-${language}`,
      label: new Label(caption.map(padded), 'n'),
      labelloc: 't',
      tooltip: words.outlets,
      ...{ fontname, fontsize: 18, bgcolor: 'white', pad: 0.3, nodesep: 0.2, ranksep: 0.8 },
    }),
    defaults('node', { shape: 'box', style: 'rounded,filled', fontname, fontsize: size, color: '#555555' }),
    defaults('edge', {
      color: carriageStyle.color,
      fontcolor: '#555555',
      fontname,
      fontsize: 9.5,
      arrowsize: 0.7,
    }),
    ...outlets.map((outlet) => drawOutlet(outlet, language)),
    ...edges.map(drawEdge),
  ];
  return `digraph hearsay {\n${statements.map((statement) => `  ${statement}\n`).join('')}}\n`;
}

function drawOutlet(outlet: OutletShare, language: string): string {
  const { id, name, original, relayed } = outlet;
  const words = pictureWords(language);
  const shown = textIn(name, language);
  const counts = `${words.original} ${original}, ${words.relayed} ${relayed}`;
  const lines = [
    ...wrap(shown.text, 26, 80).map((line) => isolate(line, shown.rightToLeft)),
    isolate(counts, isRightToLeft(language)),
  ];
  return node(id, {
    label: new Label(lines, 'n'),
    width: boxWidth(lines, size),
    fillcolor: sourceFills.news_outlet,
    tooltip: `${nameOf(outlet, language)}: ${counts}`,
  });
}

function nameOf({ name }: OutletShare, language: string): string {
  const { text, rightToLeft } = textIn(name, language);
  return isolate(text, rightToLeft);
}

const types = {
  graph: { ...typed('string', ['rule', 'language']), ...typed('boolean', ['truncated']) },
  node: {
    ...typed('string', ['label', 'language']),
    ...typed('int', ['chains', 'original', 'relayed', 'relayedByOthers']),
    ...typed('double', ['relayedShare']),
  },
  edge: {
    ...typed('string', ['label']),
    ...typed('double', ['weight']),
    ...typed('int', ['chains', 'claims']),
  },
};

/** Which outlet relays which in GraphML: edges from whoever relays to whoever is relayed, weighted by chains. */
export function outletsToGraphml(dependencies: OutletDependencies, { language }: Options): string {
  const { rule, outlets, edges, truncated } = dependencies;
  return writeGraphml({
    types,
    attributes: { rule: `${rule.name} ${rule.version}`, truncated, language },
    nodes: outlets.map(({ id, name, chains, original, relayed, relayedByOthers, relayedShare }) => {
      const label = chooseText(name, language);
      const share = relayedShare ?? undefined;
      const counts = { chains, original, relayed, relayedByOthers, relayedShare: share };
      return { id, attributes: { label: label?.text ?? id, language: label?.language, ...counts } };
    }),
    edges: edges.map(({ from, to, chains, claims }) => {
      const label = pictureWords(language).relays;
      return { id: `${from}.${to}`, from, to, attributes: { label, weight: chains, chains, claims } };
    }),
  });
}
