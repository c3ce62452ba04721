import { Piscina } from 'piscina';
import { moduleBeside } from '../module-beside.ts';
import { accessibleSvg } from './picture/accessible-svg.ts';

/** Why there is no picture: too many are being drawn, it is too large or takes too long, or Graphviz cannot draw it. */
export type PictureFailure = 'busy' | 'too_large' | 'too_slow' | 'not_drawable';

/** A picture could not be drawn. */
export class PictureError extends Error {
  readonly reason: PictureFailure;

  constructor(reason: PictureFailure, message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'PictureError';
    this.reason = reason;
  }
}

/** The longest DOT that is drawn, in UTF-16 code units: Graphviz takes hundreds of megabytes for what is longer. */
const maximumLength = 1_500_000;

interface PicturesOptions {
  /** How many pictures are drawn at once, each in a thread that starts when it is needed. */
  readonly threads: number;
  /** How many more may wait. */
  readonly waiting?: number;
  /** How long a picture may take, waiting included, in milliseconds. */
  readonly timeLimit?: number;
}

/** Draws pictures from DOT in threads of its own, which end when they have been idle for a while. */
export class Pictures {
  readonly #pool: Piscina<string, string>;
  readonly #timeLimit: number;
  readonly #limit: number;
  #asked = 0;

  constructor({ threads, waiting = 16, timeLimit = 10_000 }: PicturesOptions) {
    this.#timeLimit = timeLimit;
    this.#limit = threads + waiting;
    this.#pool = new Piscina({
      filename: moduleBeside(import.meta.url, 'svg-worker').href,
      name: 'draw',
      minThreads: 0,
      maxThreads: threads,
      idleTimeout: 30_000,
    });
  }

  /**
   * The picture as SVG that is safe to serve: shapes and texts only, nothing that runs or is loaded. Throws a
   * PictureError.
   */
  async toSvg(dot: string): Promise<string> {
    if (dot.length > maximumLength)
      throw new PictureError('too_large', 'The graph is too large for a picture.');
    if (this.#asked >= this.#limit) throw new PictureError('busy', 'Too many pictures are being drawn.');
    const signal = AbortSignal.timeout(this.#timeLimit);
    this.#asked += 1;
    try {
      return accessibleSvg(await this.#pool.run(dot, { signal }));
    } catch (error) {
      if (signal.aborted) {
        const message = `The picture was not drawn within ${this.#timeLimit / 1000} s.`;
        throw new PictureError('too_slow', message, error);
      }
      throw new PictureError('not_drawable', 'Graphviz could not draw the picture.', error);
    } finally {
      this.#asked -= 1;
    }
  }

  /** Ends the threads; pictures that are still being drawn fail. */
  async close(): Promise<void> {
    await this.#pool.destroy();
  }
}
