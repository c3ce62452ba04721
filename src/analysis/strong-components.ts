/**
 * The strongly connected components of a directed graph, given as the nodes that each node leads to: nodes that lead to one
 * another are in one. A component comes after all that it leads to. (Tarjan 1972, without recursion.)
 */
export function strongComponents(graph: readonly (readonly number[])[]): number[][] {
  const components: number[][] = [];
  const order = new Int32Array(graph.length).fill(unseen);
  const lowest = new Int32Array(graph.length);
  const next = new Int32Array(graph.length);
  const isOpen = new Uint8Array(graph.length);
  const open: number[] = [];
  let seen = 0;
  for (let root = 0; root < graph.length; root += 1) {
    const path = order[root] === unseen ? [root] : [];
    for (let node = path.at(-1); node !== undefined; node = path.at(-1)) {
      if (order[node] === unseen) {
        order[node] = lowest[node] = seen;
        seen += 1;
        open.push(node);
        isOpen[node] = 1;
      }
      const to = graph[node]?.[at(next, node)];
      if (to !== undefined && order[to] === unseen) {
        path.push(to);
      } else if (to !== undefined) {
        // Where the path comes back from it, what it reaches is known.
        if (isOpen[to]) lowest[node] = Math.min(at(lowest, node), at(lowest, to));
        next[node] = at(next, node) + 1;
      } else {
        path.pop();
        if (lowest[node] === order[node]) components.push(closed(open, isOpen, node));
      }
    }
  }
  return components;
}

const unseen = -1;

function at(numbers: Int32Array, index: number): number {
  return numbers[index] as number;
}

/** Takes a component off the open nodes, down to the first of it that was seen. */
function closed(open: number[], isOpen: Uint8Array, first: number): number[] {
  const component = open.at(-1) === first ? [open.pop() as number] : open.splice(open.lastIndexOf(first));
  for (const node of component) isOpen[node] = 0;
  return component;
}
