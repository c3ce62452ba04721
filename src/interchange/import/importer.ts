import type { Store } from '../../store/port.ts';
import { readLines } from '../ndjson-lines.ts';
import type { LineIssue } from '../ndjson-reader.ts';
import { BatchSize } from './batch-size.ts';
import { inBatches } from './batches.ts';
import { Committing } from './committing.ts';
import { Identities, type ImportLine } from './identities.ts';
import type { Importing, ImportSummary } from './importing.ts';
import { keysOf, readImportLines } from './lines.ts';
import { Spool } from './spool.ts';
import { Withdrawals } from './withdrawals.ts';
import { Writing } from './writing.ts';

export interface ImportOptions {
  readonly store: Store;
  /** The opaque id of who writes. */
  readonly actor: string;
  /** Why, in the writer's words. */
  readonly comment?: string | undefined;
  /** How many lines one commit writes at most. */
  readonly batch: number;
  /** Is told each line that is rejected, and why. */
  readonly report: (line: number, reasons: readonly LineIssue[]) => void;
  /** Is told how many lines wait for others when they are tried again. */
  readonly retrying?: (lines: number) => void;
  /** Ends the import after the batch under way. */
  readonly signal?: AbortSignal;
}

/** How many bytes a line may have. */
const longestLine = 4_000_000;
/** How many lines that wait for one another one commit writes at most. */
const mostTogether = 20_000;
/** How many lines are tried at once, each in a commit of its own. */
const mostAlone = 200;

/**
 * Writes the resources in the lines of a file, which may refer to one another in any order. What is known here, by its
 * id or else by its externalId, is replaced where it differs; all else is created. Memory does not grow with the file.
 */
export async function importLines(
  chunks: AsyncIterable<Uint8Array>,
  { store, actor, comment, batch, report, retrying = () => {}, signal }: ImportOptions,
): Promise<ImportSummary> {
  const summary: ImportSummary = { created: 0, updated: 0, unchanged: 0, withdrawn: 0, rejected: 0 };
  const size = new BatchSize(batch);
  const importing: Importing = {
    ...{ store, size, summary, signal },
    identities: new Identities(store),
    committing: new Committing(store, { actor, comment }, size),
    reject: (line, reasons) => {
      summary.rejected++;
      report(line, reasons);
    },
  };
  const importer = await Importer.open(importing, retrying);
  try {
    await importer.run(chunks);
    return summary;
  } finally {
    await importer.close();
  }
}

class Importer {
  readonly #importing: Importing;
  readonly #retrying: (lines: number) => void;
  readonly #writing: Writing;
  readonly #relations: Withdrawals;
  readonly #others: Withdrawals;
  #waiting: Spool;

  private constructor(
    importing: Importing,
    retrying: (lines: number) => void,
    [relations, others, waiting]: readonly [Withdrawals, Withdrawals, Spool],
  ) {
    this.#importing = importing;
    this.#retrying = retrying;
    this.#relations = relations;
    this.#others = others;
    this.#waiting = waiting;
    this.#writing = new Writing(importing, {
      wait: (lines) => this.#waiting.add(lines),
      withdraw: async (entries) => {
        await relations.add(entries.filter(({ line }) => line.type === 'relation'));
        await others.add(entries.filter(({ line }) => line.type !== 'relation'));
      },
    });
  }

  static async open(importing: Importing, retrying: (lines: number) => void): Promise<Importer> {
    const withdrawals = [await Withdrawals.open(importing), await Withdrawals.open(importing)] as const;
    return new Importer(importing, retrying, [...withdrawals, await Spool.open()]);
  }

  async close(): Promise<void> {
    await this.#waiting.close();
    await this.#relations.close();
    await this.#others.close();
  }

  async run(chunks: AsyncIterable<Uint8Array>): Promise<void> {
    const { summary } = this.#importing;
    await this.#write(readImportLines(readLines(chunks, longestLine), this.#importing), false);
    await this.#writeWaiting();
    // A relation is in the way of its twin until it is withdrawn. Nothing refers to relations.
    for (let before = -1; this.#waiting.lines > 0 && summary.withdrawn > before; ) {
      before = summary.withdrawn;
      await this.#relations.apply({ last: false });
      await this.#writeWaiting();
    }
    await this.#writeEach();
    await this.#relations.apply({ last: true });
    await this.#others.apply({ last: true });
  }

  get #ended(): boolean {
    return this.#importing.signal?.aborted ?? false;
  }

  /** Tries what waits again and again, and where that leads no further, as much of it as possible together. */
  async #writeWaiting(): Promise<void> {
    let together = false;
    // What came in the worst order the one way comes in the best the other way.
    for (let backwards = true; this.#waiting.lines > 0 && !this.#ended; backwards = !backwards) {
      const before = this.#waiting.lines;
      await this.#withWaiting(backwards, (lines) => this.#write(lines, together));
      const noFurther = this.#waiting.lines === before;
      if (noFurther && together) return;
      together = noFurther;
    }
  }

  /** Tries what waits for the last time, each line by itself, so that the store says why it is refused. */
  async #writeEach(): Promise<void> {
    if (this.#waiting.lines === 0 || this.#ended) return;
    await this.#withWaiting(false, async (lines) => {
      for await (const batch of inBatches(lines, () => mostAlone, keysOf)) {
        if (this.#ended) return;
        await this.#writing.writeEach(batch);
      }
    });
  }

  async #withWaiting(
    backwards: boolean,
    work: (lines: AsyncIterable<readonly ImportLine[]>) => Promise<void>,
  ): Promise<void> {
    const spool = this.#waiting;
    this.#waiting = await Spool.open();
    this.#retrying(spool.lines);
    try {
      await work(readImportLines(spool.read({ backwards }), this.#importing));
    } finally {
      await spool.close();
    }
  }

  async #write(lines: AsyncIterable<readonly ImportLine[]>, together: boolean): Promise<void> {
    const most = () => (together ? mostTogether : this.#importing.size.lines);
    for await (const batch of inBatches(lines, most, keysOf)) {
      if (this.#ended) return;
      await this.#writing.write(batch, { together });
    }
  }
}
