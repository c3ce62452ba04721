import { Problem, type ProblemPlace } from '../../errors.ts';
import type { ResourceDocument } from '../../model/definition.ts';
import type { ResourceType } from '../../model/identifiers.ts';
import { referencesOf } from '../../model/references.ts';
import { resources } from '../../model/resources.ts';
import { issuesOf } from '../../model/validation.ts';
import type { ExportedLine } from '../port.ts';
import { type Connection, isConstraint } from './connection.ts';
import type { FiguresWriter } from './figures.ts';
import { LogWriter } from './log.ts';
import { openTables, type ResourceTables } from './rows.ts';
import { type StagedChange, Staging } from './staging.ts';

/**
 * Rebuilds an empty database from the lines of an export. They are checked and staged as they come; then all is written
 * in one transaction. Each method runs in a transaction of its own.
 */
export class Restorer {
  readonly #connection: Connection;
  readonly #log: LogWriter;
  readonly #tables: ResourceTables;
  readonly #figures: FiguresWriter;
  readonly #hasRevision;
  #staging: Staging | undefined;

  constructor(connection: Connection, figures: FiguresWriter) {
    this.#connection = connection;
    this.#figures = figures;
    this.#log = new LogWriter(connection);
    this.#tables = openTables(connection);
    this.#hasRevision = connection
      .prepare<[string, number], number>('SELECT 1 FROM log WHERE id = ? AND revision = ?')
      .pluck();
  }

  /** Throws a Problem `conflict` where the database has held something. */
  begin(): void {
    if (this.#log.last().seq > 0) throw new Problem('conflict', 'The store has held something before.');
    this.#staging = new Staging(this.#connection);
  }

  /** Throws a Problem `invalid_document` where a document breaks its schema, or something is there twice. */
  stage(lines: readonly ExportedLine[]): void {
    const errors: ProblemPlace[] = [];
    for (const line of lines) {
      const document = readDocument(line, errors);
      if (errors.length === 0) this.#add(line, document);
    }
    throwIfAny(errors);
  }

  /** Writes what was staged. Throws a Problem `invalid_document` where it does not fit together. */
  finish(position: number): void {
    if (this.#log.last().seq > 0) throw new Problem('conflict', 'The store has held something before.');
    const { documents, newest } = this.#staged.counts();
    if (newest > position) throw unfit(`it has a change ${newest}, and says that ${position} is the last`);
    let standing = 0;
    let time = 0;
    for (let seq = 1; seq <= position; seq++) {
      const change = this.#staged.change(seq);
      if (!change) throw unfit(`change ${seq} of ${position} is missing`);
      throwIfAny(this.#issues(change, time));
      this.#write(change);
      if (change.json === null) standing++;
      time = change.at;
    }
    if (standing < documents)
      throw unfit(`it has no changes that led to ${documents - standing} of its documents`);
    const broken = this.#connection.pragma('foreign_key_check') as unknown[];
    if (broken.length > 0) throw unfit(`${broken.length} references lead to nothing`);
    this.#figures.restored(position);
    this.#staged.clear();
  }

  get #staged(): Staging {
    if (!this.#staging) throw new Error('nothing was begun');
    return this.#staging;
  }

  #add(line: ExportedLine, document: { id: string; revision: number }): void {
    try {
      this.#staged.add(line, document);
    } catch (error) {
      if (!isConstraint(error)) throw error;
      throwIfAny([{ pointer: line.pointer, code: 'duplicate', detail: 'stands in the export already' }]);
    }
  }

  /** Revisions of a document count from 1, times never go back, and only the newest revision stands. */
  #issues(change: StagedChange, time: number): ProblemPlace[] {
    const { pointer, id, revision, at, json, standingRevision } = change;
    if (standingRevision === null) {
      return [{ pointer: `${pointer}/id`, code: 'dangling_reference', detail: `the export has no ${id}` }];
    }
    if (at < time) {
      return [{ pointer: `${pointer}/at`, code: 'wrong_order', detail: 'is before the change before it' }];
    }
    const follows = revision === 1 || this.#hasRevision.get(id, revision - 1) !== undefined;
    const fits = json === null ? revision === standingRevision : revision < standingRevision;
    if (follows && fits) return [];
    const detail = `does not lead to revision ${standingRevision} of ${id}, which stands in the export`;
    return [{ pointer: `${pointer}/revision`, code: 'wrong_revision', detail }];
  }

  #write({ pointer, key, standing, ...change }: StagedChange): void {
    const { seq, id, comment, concerns, json } = change;
    const text = json ?? String(standing);
    try {
      const row = { ...change, json: text, comment: comment ?? undefined };
      this.#log.write(row, new Set(JSON.parse(concerns) as string[]));
      if (json !== null) return;
      const document = JSON.parse(text) as ResourceDocument;
      throwIfAny(this.#danglingReferences(document, pointer));
      const keyOf = (other: string) => this.#staged.key(other) as number;
      this.#tables[document.type].write({ key: Number(key), document }, text, seq, keyOf);
    } catch (error) {
      if (!isConstraint(error)) throw error;
      const detail = `${id} conflicts with another part of the export`;
      throw new Problem('invalid_document', `${detail}.`, {
        errors: [{ pointer, code: 'conflict', detail }],
        cause: error,
      });
    }
  }

  #danglingReferences(document: ResourceDocument, pointer: string): ProblemPlace[] {
    const referred = referencesOf(resources[document.type], document).map(({ id }) => id);
    const ids = [...referred, document.withdrawal?.replacedById ?? document.id];
    const missing = ids.find((id) => this.#staged.key(id) === undefined);
    if (missing === undefined) return [];
    const detail = `${document.id} refers to ${missing}, which the export does not have`;
    return [{ pointer, code: 'dangling_reference', detail }];
  }
}

/** The id and the revision of the document that a line is, or tells of; what is wrong with it goes to `errors`. */
function readDocument(line: ExportedLine, errors: ProblemPlace[]): { id: string; revision: number } {
  if (line.part === 'document') {
    const document = JSON.parse(line.json) as ResourceDocument;
    errors.push(...documentIssues(line.type, document, line.pointer));
    return document;
  }
  const { id, revision, type, json } = line;
  if (json === undefined) return { id, revision };
  const pointer = `${line.pointer}/document`;
  const document = JSON.parse(json) as ResourceDocument;
  // A redaction takes content out of earlier revisions, be it that they are not valid without it.
  if (!document.redactions) errors.push(...documentIssues(type, document, pointer));
  if (document.id !== id || document.revision !== revision) {
    errors.push({ pointer, code: 'wrong_document', detail: `is not revision ${revision} of ${id}` });
  }
  return document;
}

function documentIssues(type: ResourceType, document: ResourceDocument, pointer: string): ProblemPlace[] {
  const parsed = resources[type].document.safeParse(document);
  return parsed.success ? [] : issuesOf(parsed.error, pointer, document);
}

function unfit(why: string): Problem {
  return new Problem('invalid_document', `The export does not fit together: ${why}.`);
}

function throwIfAny(errors: readonly ProblemPlace[]): void {
  if (errors.length === 0) return;
  const some = errors.length === 1 ? 'One thing is' : `${errors.length} things are`;
  throw new Problem('invalid_document', `${some} wrong with the export.`, { errors });
}
