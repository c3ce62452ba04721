/** Names that belong together, joined two at a time. */
export class Components {
  readonly #parents = new Map<string, string>();

  join(one: string, other: string): void {
    const [first, second] = [this.of(one), this.of(other)];
    // The smaller stands for both, so that the order of joining does not matter.
    if (first < second) this.#parents.set(second, first);
    else if (second < first) this.#parents.set(first, second);
  }

  /** The name that stands for all that a name was joined with; itself where that is nothing. */
  of(name: string): string {
    let root = name;
    for (let next = this.#parents.get(root); next !== undefined; next = this.#parents.get(root)) root = next;
    for (let one = name; one !== root; ) {
      const next = this.#parents.get(one) ?? root;
      this.#parents.set(one, root);
      one = next;
    }
    return root;
  }
}
