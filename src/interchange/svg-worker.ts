import { instance, type Viz } from '@viz-js/viz';

let graphviz: Promise<Viz> | undefined;

/** Lays out a graph given in DOT and draws it as SVG, as Graphviz writes it. */
export async function draw(dot: string): Promise<string> {
  graphviz ??= instance();
  try {
    return (await graphviz).renderString(dot, { format: 'svg', engine: 'dot' });
  } catch (error) {
    // After a crash inside WebAssembly, its memory is not to be trusted.
    graphviz = undefined;
    throw error;
  }
}
