/** What a bar counts. */
type Unit = 'bytes' | 'lines';

const width = 24;
const leastPause = 100;

/** A bar on a terminal: how much is done, how fast, and how long it will still take. Elsewhere nothing is shown. */
export class Progress {
  readonly #terminal: NodeJS.WriteStream;
  readonly #unit: Unit;
  readonly #began = performance.now();
  #shown = performance.now();
  #total: number | undefined;
  #done = 0;

  /** `total`: how much there is, where it is known. */
  constructor(unit: Unit, total?: number, terminal: NodeJS.WriteStream = process.stderr) {
    this.#unit = unit;
    this.#total = total;
    this.#terminal = terminal;
  }

  set total(total: number) {
    this.#total = total;
  }

  /** So much more is done. */
  add(count: number): void {
    this.#done += count;
    const now = performance.now();
    if (now - this.#shown < leastPause) return;
    this.#shown = now;
    this.say(this.#line((now - this.#began) / 1_000));
  }

  /** Shows a line in the place of the bar. */
  say(line: string): void {
    if (this.#terminal.isTTY) this.#terminal.write(`\r\x1b[K${line.slice(0, this.#terminal.columns - 1)}`);
  }

  /** Takes the bar away. */
  end(): void {
    this.say('');
  }

  #line(seconds: number): string {
    const rate = this.#done / Math.max(seconds, 0.001);
    const speed = `${this.#amount(rate)} ${this.#name}/s`;
    if (!this.#total) return `${this.#amount(this.#done)} ${this.#name}  ${speed}`;
    const share = Math.min(1, this.#done / this.#total);
    const bar = '#'.repeat(Math.round(share * width)).padEnd(width, '-');
    const left = Math.ceil((this.#total - this.#done) / rate);
    const percent = `${Math.floor(share * 100)}%`.padStart(4);
    const done = `${this.#amount(this.#done)} of ${this.#amount(this.#total)} ${this.#name}`;
    return `${percent} [${bar}] ${done}  ${speed}  ${left} s left`;
  }

  get #name(): string {
    return this.#unit === 'lines' ? 'lines' : 'MB';
  }

  #amount(count: number): string {
    return this.#unit === 'lines' ? Math.round(count).toLocaleString('en') : (count / 1_000_000).toFixed(1);
  }
}
