import { type Mark, Marking, type Marks } from '../../analysis/marks.ts';
import type { ResourceDocument } from '../../model/definition.ts';
import { identifierType, type ResourceType } from '../../model/identifiers.ts';
import { referencesOf } from '../../model/references.ts';
import { resources } from '../../model/resources.ts';
import type { Included } from '../port.ts';
import { type DocumentReader, type DocumentRow, stored } from './document-reader.ts';
import type { Merging } from './merging.ts';

/** How many documents may stand beside those that were asked for. */
const includedLimit = 1_000;

export const nothingBeside: Included = { items: [], truncated: false, marks: {} };

/** Gathers what stands beside one answer, and the marks of all that is in it. Each document is read once. */
export class Beside {
  readonly #reader: DocumentReader;
  readonly #merging: Merging;
  readonly #mostReads: number;
  readonly #rows = new Map<string, DocumentRow | undefined>();
  readonly #documents = new Map<string, ResourceDocument>();
  readonly #wordings = new Map<string, Readonly<Record<string, string>> | undefined>();
  readonly #shown = new Set<string>();
  readonly #included = new Map<string, DocumentRow>();
  #reads = 0;
  #truncated = false;

  constructor(reader: DocumentReader, merging: Merging, mostReads: number) {
    this.#reader = reader;
    this.#merging = merging;
    this.#mostReads = mostReads;
  }

  /** What stands beside rows of one type; undefined where more would have to be read than may be. */
  of(type: ResourceType, rows: readonly DocumentRow[], include: readonly string[]): Included | undefined {
    for (const row of rows) this.#shown.add(this.#have(row).id);
    const wanted = new Set(include);
    for (const row of rows) {
      if (this.#truncated || this.#isTooMuch) break;
      for (const beside of this.#besideOne(type, row, wanted)) this.#include(beside);
    }
    const items = [...this.#included.values()];
    const marks = this.#marksOf([...rows, ...items]);
    return this.#isTooMuch ? undefined : { items: items.map(stored), truncated: this.#truncated, marks };
  }

  get #isTooMuch(): boolean {
    return this.#reads > this.#mostReads;
  }

  *#besideOne(
    type: ResourceType,
    row: DocumentRow,
    wanted: ReadonlySet<string>,
  ): Iterable<DocumentRow | undefined> {
    const document = this.#document(row);
    for (const { name, id } of referencesOf(resources[type], document)) {
      if (wanted.has(name)) yield this.#row(id);
    }
    if (wanted.has('replacedBy')) yield this.#replacementOf(document);
    for (const [name, { resource, reference }] of Object.entries(resources[type].referrers)) {
      if (!wanted.has(name)) continue;
      // One more than all that may stand there: what stands there already takes no place of another.
      const most = Math.min(includedLimit, this.#mostReads) + 1;
      const whole = this.#merging.keysOf(type, row.key);
      for (const referrer of this.#reader.referrers(resource, reference, whole, most)) {
        yield this.#have(referrer);
      }
    }
  }

  /** Puts a row beside the others, and after it what replaced it. */
  #include(row: DocumentRow | undefined): void {
    if (!row || this.#shown.has(row.id) || this.#included.has(row.id)) return;
    if (this.#included.size >= includedLimit) {
      this.#truncated = true;
      return;
    }
    this.#included.set(row.id, row);
    this.#include(this.#replacementOf(this.#document(row)));
  }

  #replacementOf({ withdrawal }: ResourceDocument): DocumentRow | undefined {
    return withdrawal?.replacedById === undefined ? undefined : this.#row(withdrawal.replacedById);
  }

  #marksOf(rows: readonly DocumentRow[]): Marks {
    const marking = new Marking({
      document: (id) => {
        const row = this.#row(id);
        return row && this.#document(row);
      },
      wording: (claimId, revision) => this.#wording(claimId, revision),
    });
    const marks: Record<string, Mark> = {};
    for (const row of rows) {
      if (this.#isTooMuch) break;
      const mark = marking.of(this.#document(row));
      if (mark) marks[row.id] = mark;
    }
    return marks;
  }

  #row(id: string): DocumentRow | undefined {
    if (this.#rows.has(id)) return this.#rows.get(id);
    const type = identifierType(id);
    const row = type && this.#reader.get(type, id);
    this.#reads += 1;
    this.#rows.set(id, row);
    return row;
  }

  /** Notes a row that was read with others. */
  #have(row: DocumentRow): DocumentRow {
    if (!this.#rows.has(row.id)) this.#reads += 1;
    this.#rows.set(row.id, row);
    return row;
  }

  #document(row: DocumentRow): ResourceDocument {
    const known = this.#documents.get(row.id);
    if (known) return known;
    const document = JSON.parse(row.json) as ResourceDocument;
    this.#documents.set(row.id, document);
    return document;
  }

  #wording(claimId: string, revision: number) {
    const name = `${claimId} ${revision}`;
    if (this.#wordings.has(name)) return this.#wordings.get(name);
    const wording = this.#reader.wording(claimId, revision);
    this.#reads += 1;
    this.#wordings.set(name, wording);
    return wording;
  }
}
