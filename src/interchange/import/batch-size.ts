/** How long one commit may hold the lock, in milliseconds, so that other processes get their turn. */
const longestCommit = 50;
const fewestLines = 100;

/** How many lines a commit takes: as many as can be written in the time that it may last. */
export class BatchSize {
  readonly #most: number;
  #lines: number;

  constructor(most: number) {
    this.#most = most;
    this.#lines = Math.min(100, most);
  }

  get lines(): number {
    return this.#lines;
  }

  /** Learns from a commit that took so many milliseconds. */
  learn(took: number): void {
    if (took > longestCommit) this.#set((this.#lines * longestCommit) / took);
    else if (took < longestCommit / 2) this.#set(this.#lines * 1.5);
  }

  #set(lines: number): void {
    this.#lines = Math.min(this.#most, Math.max(fewestLines, Math.round(lines)));
  }
}
