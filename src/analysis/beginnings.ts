type Graph = readonly (readonly number[])[];

/** So many names are told apart behind a component; where there are more, it is looked at again when asked about. */
const mostToldApart = 32;

export const nowhere: ReadonlySet<string> = new Set();
/** Something that is among no names. */
export const elsewhere: ReadonlySet<string> = new Set(['']);

/** What the nodes of a graph, and all that these lead to, begin with; of nodes that lead to one another, all the same. */
export class Beginnings {
  readonly #graph: Graph;
  readonly #components: Graph;
  readonly #componentOf: Int32Array;
  readonly #own: readonly ReadonlySet<string>[];
  readonly #behind: ReadonlySet<string>[] = [];

  /** `components` has each after all that it leads to; `own` tells what the first nodes begin with themselves. */
  constructor(graph: Graph, components: Graph, own: readonly ReadonlySet<string>[]) {
    this.#graph = graph;
    this.#components = components;
    this.#own = own;
    this.#componentOf = new Int32Array(graph.length);
    for (const [component, nodes] of components.entries()) {
      for (const node of nodes) this.#componentOf[node] = component;
    }
    for (const component of components.keys()) this.#behind.push(this.#toldBehind(component));
  }

  /** Whether all that a component and what it leads to begin with is among these. */
  areAmong(names: readonly string[], component: number): boolean {
    const known = new Set(names);
    const told = this.#behind[component] ?? nowhere;
    if (told === elsewhere) return false;
    if (told.size < mostToldApart || !isAmong(told, known)) return isAmong(told, known);
    // A Set is walked in the order of insertion, what is added meanwhile included.
    const reached = new Set([component]);
    for (const one of reached) {
      for (const node of this.#components[one] ?? []) {
        if (!isAmong(this.#own[node] ?? nowhere, known)) return false;
        for (const next of this.#next(node)) reached.add(next);
      }
    }
    return true;
  }

  #toldBehind(component: number): ReadonlySet<string> {
    let told = nowhere;
    for (const node of this.#components[component] ?? []) {
      told = joined(told, this.#own[node] ?? nowhere);
      if (told === elsewhere) return told;
      for (const next of this.#next(node)) told = joined(told, this.#behind[next] ?? nowhere);
    }
    return told;
  }

  /** The components that a node leads to. */
  #next(node: number): number[] {
    return (this.#graph[node] ?? []).map((to) => this.#componentOf[to] as number);
  }
}

/** The names of both, or as many as are told apart; most of the time one of them has all. */
function joined(some: ReadonlySet<string>, others: ReadonlySet<string>): ReadonlySet<string> {
  if (some === others || some === elsewhere || some.size >= mostToldApart) return some;
  if (others === elsewhere || others.size >= mostToldApart || isAmong(some, others)) return others;
  if (isAmong(others, some)) return some;
  return new Set([...some, ...others]);
}

function isAmong(names: ReadonlySet<string>, known: ReadonlySet<string>): boolean {
  if (names.size > known.size) return false;
  for (const name of names) if (!known.has(name)) return false;
  return true;
}
