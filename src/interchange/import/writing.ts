import type { ResourceDocument } from '../../model/definition.ts';
import { mergePatchBetween } from '../../model/merge-patch.ts';
import { clientFields } from '../../store/documents.ts';
import type { Command } from '../../store/port.ts';
import type { LineIssue } from '../ndjson-reader.ts';
import type { LineCommand } from './committing.ts';
import type { Entry, ImportLine } from './identities.ts';
import type { Importing } from './importing.ts';
import { entriesThatWait } from './waiting.ts';

/** What is to be written of a line. */
interface Change extends LineCommand {
  readonly entry: Entry;
}

/** Where lines go that are not done with once they have been tried. */
export interface Further {
  wait(lines: readonly ImportLine[]): Promise<void>;
  withdraw(entries: readonly Entry[]): Promise<void>;
}

/** What the store refuses for the sake of other documents, or of what was written meanwhile: it may pass later. */
const passing = new Set([
  ...['dangling_reference', 'taken', 'empty_carrier', 'wrong_kind', 'wrong_source'],
  ...['conflict', 'precondition_failed'],
]);

/** How a batch is tried; all lines that wait may be in it `together`. */
interface Trial {
  readonly together: boolean;
}

/** Writes lines: what is known here is replaced where it differs, all else is created. */
export class Writing {
  readonly #importing: Importing;
  readonly #further: Further;

  constructor(importing: Importing, further: Further) {
    this.#importing = importing;
    this.#further = further;
  }

  /** Writes what can be written of a batch in one commit; the rest waits or is rejected. */
  async write(batch: readonly ImportLine[], trial: Trial): Promise<void> {
    const { changes, unchanged, waiting } = await this.#plan(batch);
    await this.#further.wait(waiting);
    await this.#settle(unchanged, 'unchanged');
    const outcome = await this.#importing.committing.attempt(changes);
    if (outcome === 'written') return this.#settleAll(changes);
    if (outcome === 'unclear') {
      const half = Math.ceil(changes.length / 2);
      await this.write(linesOf(changes.slice(0, half)), trial);
      return this.write(linesOf(changes.slice(half)), trial);
    }
    const left: ImportLine[] = [];
    for (const { line, entry } of changes) {
      const reasons = outcome.get(line);
      if (!reasons) left.push(entry.line);
      else if (reasons.every((reason) => mayPass(reason, trial))) await this.#further.wait([entry.line]);
      else this.#importing.reject(line, reasons);
    }
    if (left.length > 0) await this.write(left, trial);
  }

  /** Writes each line in a commit of its own, whatever it waits for, or rejects it for the reasons of the store. */
  async writeEach(batch: readonly ImportLine[]): Promise<void> {
    const entries = await this.#importing.identities.entries(batch);
    await Promise.all(entries.map((entry) => this.#writeOne(entry)));
  }

  async #writeOne(entry: Entry): Promise<void> {
    const { committing, reject } = this.#importing;
    const { line } = entry.line;
    if (entry.unknownNames.length > 0) return reject(line, entry.unknownNames.map(unknownName));
    const command = commandOf(entry);
    if (!command) return this.#settle([entry], 'unchanged');
    if (this.#isRefused(entry)) return;
    const outcome = await committing.attempt([{ line, command }]);
    if (outcome === 'written') return this.#settleAll([{ line, command, entry }]);
    reject(line, outcome === 'unclear' ? [] : (outcome.get(line) ?? []));
  }

  /** A file from before a redaction must not bring back what was taken out. */
  #isRefused({ line: { line }, id, current }: Entry): boolean {
    const { redactions } = JSON.parse(current?.json ?? '{}') as Partial<ResourceDocument>;
    if (!redactions) return false;
    const detail = `content of ${id} was redacted here, so it is not replaced by an import`;
    this.#importing.reject(line, [{ pointer: '', code: 'redacted', detail }]);
    return true;
  }

  async #plan(batch: readonly ImportLine[]) {
    const { identities } = this.#importing;
    const entries = await identities.entries(batch);
    const unchanged: Entry[] = [];
    const changes: Change[] = [];
    for (const entry of entries) {
      const command = commandOf(entry);
      if (!command) unchanged.push(entry);
      else if (!this.#isRefused(entry)) changes.push({ line: entry.line.line, command, entry });
    }
    const changed = changes.map(({ entry }) => entry);
    const created = new Set(changed.map(({ id }) => id));
    const references = new Set(changed.flatMap((entry) => entry.references).filter((id) => !created.has(id)));
    const waiting = entriesThatWait(changed, await identities.missing(references));
    return {
      unchanged,
      changes: changes.filter(({ entry }) => !waiting.has(entry)),
      waiting: [...waiting].map(({ line }) => line),
    };
  }

  async #settleAll(changes: readonly Change[]): Promise<void> {
    const isNew = ({ entry }: Change) => !entry.current;
    const entriesOf = (some: readonly Change[]) => some.map(({ entry }) => entry);
    await this.#settle(entriesOf(changes.filter(isNew)), 'created');
    await this.#settle(entriesOf(changes.filter((change) => !isNew(change))), 'updated');
  }

  async #settle(entries: readonly Entry[], as: 'created' | 'updated' | 'unchanged'): Promise<void> {
    this.#importing.summary[as] += entries.length;
    await this.#further.withdraw(entries.filter(({ line }) => line.withdrawal));
  }
}

/** What makes the resource here be as the line says; undefined where it is so already. */
function commandOf({ line, current, id, fields }: Entry): Command | undefined {
  if (!current) return { action: 'create', type: line.type, id, fields };
  const before = clientFields(JSON.parse(current.json) as ResourceDocument);
  const patch = mergePatchBetween(before, fields);
  if (Object.keys(patch).length === 0) return undefined;
  return { action: 'update', id, patch, ifRevision: [current.revision] };
}

function linesOf(changes: readonly Change[]): ImportLine[] {
  return changes.map(({ entry }) => entry.line);
}

function mayPass({ pointer, code }: LineIssue, { together }: Trial): boolean {
  if (code === 'cycle') return !together;
  return passing.has(code) || (code === 'required' && pointer === '/originUnknown');
}

function unknownName({ pointer, name, type }: Entry['unknownNames'][number]): LineIssue {
  const detail = `no ${type} is recorded here under the externalId ${name}`;
  return { pointer, code: 'dangling_reference', detail };
}
