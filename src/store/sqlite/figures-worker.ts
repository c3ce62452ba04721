import { Problem } from '../../errors.ts';
import type { AssessedClaims, DuePart } from './figures.ts';
import type { FiguresWork } from './figures-reader.ts';

/** How what is due is read, in a thread where that slows nobody, and how what was found is written. */
export interface FiguresHands {
  readonly next: () => Promise<FiguresWork | undefined>;
  readonly store: (assessed: readonly AssessedClaims[]) => Promise<unknown>;
  /** In one transaction; what another process has done, or a write has made due again, is left as it is. */
  readonly takeApart: (parts: readonly DuePart[]) => Promise<unknown>;
}

/** How many claims become due in one transaction, but for the last part of what is taken apart in it. */
const mostClaims = 1_000;

/** How long nothing is tried after something has failed that is no Problem, in milliseconds. */
const pause = 60_000;

/** Assesses what is due, bit by bit, until nothing is. */
export class FiguresWorker {
  readonly #hands: FiguresHands;
  #working: Promise<void> | undefined;
  #again = false;
  #stopped = false;
  #notBefore = 0;

  constructor(hands: FiguresHands) {
    this.#hands = hands;
  }

  /** Says that something is due. */
  wake(): void {
    this.#again = true;
    if (this.#stopped || Date.now() < this.#notBefore) return;
    this.#working ??= this.#work().finally(() => {
      this.#working = undefined;
    });
  }

  /** Resolves once nothing is read or written any more; what is left is done by whoever comes next. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#working;
  }

  async #work(): Promise<void> {
    try {
      while (this.#again && !this.#stopped) {
        this.#again = false;
        while (!this.#stopped && (await this.#one()));
      }
    } catch (error) {
      // Whoever holds the lock or the threads lets go of them; there is another try within a second.
      if (this.#stopped || error instanceof Problem) return;
      this.#notBefore = Date.now() + pause;
      const why = error instanceof Error ? error.message : String(error);
      process.emitWarning(`Lists are filtered by older assessments, for now: ${why}.`);
    }
  }

  /** Does the first of what is due; false where nothing is. */
  async #one(): Promise<boolean> {
    const work = await this.#hands.next();
    if (!work) return false;
    if (work.assessed.length > 0) await this.#hands.store(work.assessed);
    for (const parts of together(work.parts)) {
      if (this.#stopped) return false;
      await this.#hands.takeApart(parts);
    }
    return true;
  }
}

function* together(parts: readonly DuePart[]): Generator<readonly DuePart[]> {
  let some: DuePart[] = [];
  let size = 0;
  for (const part of parts) {
    some.push(part);
    size += part.claims.length + part.around.length;
    if (size < mostClaims) continue;
    yield some;
    [some, size] = [[], 0];
  }
  if (some.length > 0) yield some;
}
