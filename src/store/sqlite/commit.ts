import { isDeepStrictEqual } from 'node:util';
import { invalidDocument, mostPlaces, Problem, type ProblemCode, type ProblemPlace } from '../../errors.ts';
import type { DocumentIssue, ResourceDocument } from '../../model/definition.ts';
import { newIdentifier } from '../../model/identifiers.ts';
import { placeAt } from '../../model/redaction.ts';
import { referencesOf } from '../../model/references.ts';
import { symmetricKinds } from '../../model/relation.ts';
import { resources } from '../../model/resources.ts';
import type { Command, CommitOptions, Committed, StoredDocument } from '../port.ts';
import { redactedEarlier } from '../redactions.ts';
import { ChainRules } from './chain-rules.ts';
import { type Connection, isConstraint } from './connection.ts';
import { type Draft, Drafts } from './drafts.ts';
import type { FiguresWriter } from './figures.ts';
import { LogWriter } from './log.ts';
import { LogReader } from './log-reader.ts';
import { type KeptProblem, keptProblem, Receipts } from './receipts.ts';
import { openTables, type ResourceTables } from './rows.ts';

const kinds = [...symmetricKinds].map((kind) => `'${kind}'`).join(', ');
/** Naming the kinds lets the index serve that holds only relations of these. */
export const symmetricTwin = `SELECT id FROM relation
  WHERE kind = ? AND kind IN (${kinds}) AND withdrawn = 0 AND key <> ?
  AND min(from_claim, to_claim) = ? AND max(from_claim, to_claim) = ?`;

/** Problems that belong to a request and are answered again when it is sent again. */
const keptCodes: ReadonlySet<ProblemCode> = new Set(['conflict', 'precondition_failed', 'invalid_document']);

/** Applies commands to an open transaction. Statements are prepared once, so keep it with its connection. */
export class Committer {
  readonly #tables: ResourceTables;
  readonly #log: LogWriter;
  readonly #logged: LogReader;
  readonly #receipts: Receipts;
  readonly #chains: ChainRules;
  readonly #figures: FiguresWriter;
  readonly #symmetricTwin;
  readonly #savepoint;
  readonly #rollback;
  readonly #release;

  constructor(connection: Connection, figures: FiguresWriter) {
    this.#figures = figures;
    this.#tables = openTables(connection);
    this.#log = new LogWriter(connection);
    this.#logged = new LogReader(connection);
    this.#receipts = new Receipts(connection, this.#logged);
    this.#chains = new ChainRules(connection);
    this.#symmetricTwin = connection.prepare<[string, number, number, number], string>(symmetricTwin).pluck();
    this.#savepoint = connection.prepare('SAVEPOINT request');
    this.#rollback = connection.prepare('ROLLBACK TO request');
    this.#release = connection.prepare('RELEASE request');
  }

  /**
   * Writes what the commands say, or gives the refusal that stands in the receipt now. Throws a Problem that leaves no
   * receipt; the caller rolls back.
   */
  apply(commands: readonly Command[], options: CommitOptions): Committed | KeptProblem {
    const { actor, receipt } = options;
    if (!receipt) return this.#write(commands, options);
    const known = this.#receipts.find(actor, receipt);
    if (known) return known;
    const outcome = this.#attempt(commands, options);
    this.#receipts.keep(actor, receipt, outcome);
    return outcome;
  }

  #attempt(commands: readonly Command[], options: CommitOptions): Committed | KeptProblem {
    this.#savepoint.run();
    let outcome: Committed | KeptProblem;
    try {
      outcome = this.#write(commands, options);
    } catch (error) {
      const problem = asProblem(error);
      if (!(problem instanceof Problem) || !keptCodes.has(problem.code)) throw error;
      this.#rollback.run();
      outcome = keptProblem(problem);
    }
    this.#release.run();
    return outcome;
  }

  #write(commands: readonly Command[], options: CommitOptions): Committed {
    const { actor, comment, intoEmptyStore } = options;
    const last = this.#log.last();
    if (intoEmptyStore && last.seq > 0) throw new Problem('conflict', 'The store has held something before.');
    const at = Math.max(Date.now(), last.at);
    const drafts = new Drafts(this.#tables, this.#logged, { actor, now: new Date(at).toISOString() });
    const errors: ProblemPlace[] = [...(options.errors ?? [])];
    const named = commands.map(withId);
    drafts.expect(named);
    for (const command of named) {
      drafts.add(command, errors);
      if (errors.length > mostPlaces) break;
    }
    throwIfAny(errors);
    const finished = drafts.finished();
    const related: Map<string, ResourceDocument>[] = [];
    for (const draft of finished) {
      // What others have become must not keep content from being taken out, and redactions set no references.
      related.push(relatedDocuments(draft, drafts, draft.command.action === 'redact' ? [] : errors));
      if (errors.length > mostPlaces) break;
    }
    throwIfAny(errors);
    const items = finished.map((draft, index): StoredDocument => {
      const { document, command } = draft;
      const { id, revision } = document;
      const seq = last.seq + 1 + index;
      const json = JSON.stringify(document);
      this.#refuseTwins(draft, drafts);
      if (command.action === 'redact') this.#redactHistory(command, document);
      this.#log.append({
        ...{ seq, at, actor, comment, json, document },
        action: command.action,
        related: related[index] ?? new Map(),
      });
      this.#tables[document.type].write(draft, json, seq, (other) => drafts.key(other));
      return { id, revision, json };
    });
    throwIfAny(this.#chains.issues(finished));
    const position = last.seq + items.length;
    this.#figures.renew(finished, (id) => drafts.key(id), { first: last.seq + 1, last: position });
    return { items, position };
  }

  /** Takes out of the log and the receipts what a redaction has taken out of a document. */
  #redactHistory(command: Extract<Command, { action: 'redact' }>, { redactions }: ResourceDocument): void {
    const forgotten = command.comments || !command.pointers;
    for (const { position, json, comment = null } of this.#logged.every(command.id)) {
      const left = redactedEarlier(JSON.parse(json), command, redactions);
      this.#log.rewrite(position, JSON.stringify(left), forgotten ? null : comment);
    }
    this.#receipts.forgetProblems();
  }

  #refuseTwins({ key, pointer, document }: Draft, drafts: Drafts): void {
    const { type, kind, fromClaimId, toClaimId, withdrawal } = document;
    if (type !== 'relation' || withdrawal || !symmetricKinds.has(String(kind))) return;
    const [from, to] = [drafts.key(String(fromClaimId)), drafts.key(String(toClaimId))];
    const twin = this.#symmetricTwin.get(String(kind), key, Math.min(from, to), Math.max(from, to));
    if (twin === undefined) return;
    const detail = `${twin} already says so; ${kind} holds both ways`;
    throw new Problem('conflict', `${detail}.`, { errors: [{ pointer, code: 'taken', detail }] });
  }
}

/** Known before they are drafted, so that others can refer to them. */
function withId(command: Command): Command {
  const known = command.action !== 'create' || command.id !== undefined;
  return known ? command : { ...command, id: newIdentifier(command.type) };
}

/** A constraint of the database that the rules before it did not foresee is a conflict, not a fault of the server. */
export function asProblem(error: unknown): unknown {
  if (!isConstraint(error)) return error;
  return new Problem('conflict', 'It conflicts with something that stands or is written at the same time.', {
    cause: error,
  });
}

/** The documents that a draft refers to, by id; what is wrong with the references goes to `errors`. */
function relatedDocuments(
  { before, document, pointer: base }: Draft,
  drafts: Drafts,
  errors: ProblemPlace[],
): Map<string, ResourceDocument> {
  const definition = resources[document.type];
  const related = new Map<string, ResourceDocument>();
  const held = new Set(before && linksOf(before).map(({ name, id }) => `${name} ${id}`));
  for (const { name, id, pointer } of linksOf(document)) {
    const other = drafts.document(id);
    if (other) related.set(id, other);
    // What was merged since is told by what these rest on.
    if (other && (name === 'target' || name === 'retracts')) addGround(other, drafts, related);
    const wrong = wrongReference(id, other, document.id, held.has(`${name} ${id}`));
    if (wrong) errors.push({ pointer: base + pointer, ...wrong });
  }
  const issues = definition.check(document, related);
  const anew = issues.length > 0 && before ? issues.filter(isNewSince(before, document, related)) : issues;
  errors.push(...anew.map((issue) => ({ ...issue, pointer: base + issue.pointer })));
  return related;
}

/** Adds the claim and the speakers of an attribution, whatever replaced these, and whom these were identified as. */
function addGround(
  attribution: ResourceDocument,
  drafts: Drafts,
  related: Map<string, ResourceDocument>,
): void {
  const { claimId, sourceId, onBehalfOfId } = attribution;
  const ids = new Set<unknown>([claimId, sourceId, onBehalfOfId]);
  for (const id of ids) {
    const document = id === undefined ? undefined : drafts.document(String(id));
    if (!document) continue;
    related.set(document.id, document);
    ids.add(document.withdrawal?.replacedById);
    ids.add((document.identifiedAs as { sourceId?: string } | undefined)?.sourceId);
  }
}

/** Tells what is wrong since a change from what others have become in the meantime, which is no reason to refuse it. */
function isNewSince(
  before: ResourceDocument,
  document: ResourceDocument,
  related: ReadonlyMap<string, ResourceDocument>,
): (issue: DocumentIssue) => boolean {
  const told = ({ pointer, code }: DocumentIssue) => `${code} ${pointer}`;
  const old = new Set(resources[before.type].check(before, related).map(told));
  return (issue) =>
    !old.has(told(issue)) ||
    !isDeepStrictEqual(placeAt(before, issue.pointer), placeAt(document, issue.pointer));
}

/** The references of a document, its replacement among them. */
function linksOf(document: ResourceDocument): { name: string; id: string; pointer: string }[] {
  const references = referencesOf(resources[document.type], document);
  const id = document.withdrawal?.replacedById;
  return id === undefined
    ? references
    : [...references, { ...{ name: 'replacedBy', id }, pointer: '/replacedById' }];
}

function wrongReference(id: string, other: ResourceDocument | undefined, self: string, held: boolean) {
  if (!other) return { code: 'dangling_reference', detail: `nothing is recorded here as ${id}` };
  if (id === self) return { code: 'self_reference', detail: 'must be another resource' };
  if (!other.withdrawal || held) return undefined;
  return { code: 'withdrawn_reference', detail: `${id} has been withdrawn` };
}

function throwIfAny(errors: readonly ProblemPlace[]): void {
  if (errors.length > 0) throw invalidDocument(errors);
}
