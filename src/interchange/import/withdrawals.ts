import { isDeepStrictEqual } from 'node:util';
import type { ResourceDocument } from '../../model/definition.ts';
import type { ResourceType } from '../../model/identifiers.ts';
import type { Fields } from '../../store/documents.ts';
import type { LineIssue } from '../ndjson-reader.ts';
import { inBatches } from './batches.ts';
import type { LineCommand } from './committing.ts';
import type { Entry } from './identities.ts';
import type { Importing } from './importing.ts';
import { Spool, type SpooledLine } from './spool.ts';

/** A withdrawal that waits until all else has been written. */
interface Waiting extends SpooledLine {
  readonly type: ResourceType;
  readonly id: string;
  readonly withdrawal: Fields;
}

/** The withdrawals that an import asks for. */
export class Withdrawals {
  readonly #importing: Importing;
  #spool: Spool;

  private constructor(importing: Importing, spool: Spool) {
    this.#importing = importing;
    this.#spool = spool;
  }

  static async open(importing: Importing): Promise<Withdrawals> {
    return new Withdrawals(importing, await Spool.open());
  }

  async add(entries: readonly Entry[]): Promise<void> {
    const lines = entries.map(({ line: { line, type, withdrawal }, id }) => ({
      line,
      text: JSON.stringify({ type, id, withdrawal }),
    }));
    await this.#spool.add(lines);
  }

  /**
   * Applies them, each before that of its own replacement, which must be live. Where it is not the last time, those
   * whose replacement is not here yet go on waiting.
   */
  async apply({ last }: { last: boolean }): Promise<void> {
    for (let before = Number.POSITIVE_INFINITY; this.#spool.lines < before && this.#spool.lines > 0; ) {
      before = this.#spool.lines;
      await this.#pass(await this.#replacements(), false);
    }
    if (last) await this.#pass(new Set(), true);
  }

  close(): Promise<void> {
    return this.#spool.close();
  }

  /** The ids that replace what waits to be withdrawn. */
  async #replacements(): Promise<Set<string>> {
    const ids = new Set<string>();
    for await (const lines of this.#spool.read()) {
      for (const { type, withdrawal } of lines.map(waiting)) {
        const id = await this.#replacedBy(type, withdrawal);
        if (id !== undefined) ids.add(id);
      }
    }
    return ids;
  }

  async #pass(replacements: ReadonlySet<string>, last: boolean): Promise<void> {
    const { size, signal } = this.#importing;
    const spool = this.#spool;
    this.#spool = await Spool.open();
    try {
      const batches = inBatches(
        waitingOf(spool),
        () => size.lines,
        ({ id }) => [id],
      );
      for await (const batch of batches) {
        if (signal?.aborted) return;
        await this.#spool.add(batch.filter(({ id }) => replacements.has(id)));
        await this.#withdraw(
          batch.filter(({ id }) => !replacements.has(id)),
          last,
        );
      }
    } finally {
      await spool.close();
    }
  }

  async #withdraw(batch: readonly Waiting[], last: boolean): Promise<void> {
    const { committing, summary, reject } = this.#importing;
    let commands = await this.#commands(batch);
    while (commands.length > 0) {
      const outcome = await committing.attempt(commands);
      if (outcome === 'written') {
        summary.withdrawn += commands.length;
        return;
      }
      if (outcome === 'unclear') {
        const lines = new Set(commands.map(({ line }) => line));
        const left = batch.filter(({ line }) => lines.has(line));
        const half = Math.ceil(left.length / 2);
        await this.#withdraw(left.slice(0, half), last);
        return this.#withdraw(left.slice(half), last);
      }
      for (const [line, reasons] of outcome) {
        const refused = batch.find((one) => one.line === line);
        if (refused && !last && reasons.every(isDangling)) await this.#spool.add([refused]);
        else reject(line, reasons);
      }
      commands = commands.filter(({ line }) => !outcome.has(line));
    }
  }

  /** What withdraws those that have not been withdrawn in the same way already. */
  async #commands(batch: readonly Waiting[]): Promise<LineCommand[]> {
    const { store } = this.#importing;
    const found = await store.find(batch.map(({ type, id }) => ({ type, id })));
    const commands: LineCommand[] = [];
    for (const [index, { line, type, id, withdrawal: given }] of batch.entries()) {
      const { at: _, ...told } = given;
      const replacedById = await this.#replacedBy(type, given);
      const withdrawal = { ...told, ...(replacedById !== undefined && { replacedById }) } as Fields;
      const { withdrawal: standing } = JSON.parse(found[index]?.json ?? '{}') as Partial<ResourceDocument>;
      const { at: __, ...same } = standing ?? { at: '' };
      if (isDeepStrictEqual(withdrawal, same)) continue;
      const command = { action: 'withdraw', id, withdrawal: withdrawal as never } as const;
      commands.push({ line, command: { ...command, pointer: '/withdrawal' } });
    }
    return commands;
  }

  async #replacedBy(type: ResourceType, { replacedById }: Fields): Promise<string | undefined> {
    if (typeof replacedById !== 'string') return replacedById as undefined;
    return (await this.#importing.identities.id(type, replacedById)) ?? replacedById;
  }
}

function isDangling({ code }: LineIssue): boolean {
  return code === 'dangling_reference';
}

function waiting({ line, text }: SpooledLine): Waiting {
  return { line, text, ...(JSON.parse(text) as Omit<Waiting, keyof SpooledLine>) };
}

async function* waitingOf(spool: Spool): AsyncGenerator<Waiting[]> {
  for await (const lines of spool.read()) yield lines.map(waiting);
}
