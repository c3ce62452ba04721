import { Problem, type ProblemPlace } from '../../errors.ts';
import type { ResourceDocument } from '../../model/definition.ts';
import { identifierType, newIdentifier, type ResourceType } from '../../model/identifiers.ts';
import { isRedactedWhole } from '../../model/redaction.ts';
import { hasClaimRevision } from '../../model/resources.ts';
import { assemble, changedFields, type Fields, isIdOf, parseFields, revertedFields } from '../documents.ts';
import type { Change, Command, Creation } from '../port.ts';
import { redacted } from '../redactions.ts';
import type { LogReader } from './log-reader.ts';
import { resolveNames } from './names.ts';
import type { ResourceTables, Row } from './rows.ts';

/** A document that a commit is about to write. */
export interface Draft extends Row {
  readonly command: Command;
  /** Where the command stands in the request, a JSON Pointer. */
  readonly pointer: string;
  readonly before: ResourceDocument | undefined;
}

/** What a commit is about to write, over what stands in the database: each sees the other's new documents. */
export class Drafts {
  readonly #tables: ResourceTables;
  readonly #log: LogReader;
  readonly #actor: string;
  readonly #now: string;
  readonly #drafts = new Map<string, Draft>();
  readonly #rows = new Map<string, Row | undefined>();
  /** Who holds which externalId once the commit is written, by type and name. */
  readonly #names = new Map<string, string | undefined>();
  /** The ids of what the commands create under an externalId, by type and name. */
  readonly #created = new Map<string, string>();
  readonly #keys = new Map<ResourceType, number>();

  /** `now`: RFC 3339, UTC. */
  constructor(tables: ResourceTables, log: LogReader, { actor, now }: { actor: string; now: string }) {
    this.#tables = tables;
    this.#log = log;
    this.#actor = actor;
    this.#now = now;
  }

  /** Lets the commands that are to come refer to what they create by its externalId, whatever their order. */
  expect(commands: readonly Command[]): void {
    for (const command of commands) {
      if (command.action !== 'create' || command.id === undefined) continue;
      const { type, id, fields } = command;
      if (typeof fields?.externalId === 'string') this.#created.set(`${type} ${fields.externalId}`, id);
    }
  }

  /** Drafts what a command writes. Throws a Problem; what is wrong with its fields goes to `errors`. */
  add(command: Command, errors: ProblemPlace[]): void {
    if (command.id !== undefined && this.#drafts.has(command.id)) {
      throw conflict(`${command.id} is written twice in one request`, command.pointer);
    }
    const draft =
      command.action === 'create' ? this.#creation(command, errors) : this.#changed(command, errors);
    if (!draft) return;
    this.#claimName(draft);
    this.#drafts.set(draft.document.id, draft);
  }

  /** All drafts in the order of their commands, each with the wording of the claim that it is linked to. */
  finished(): readonly Draft[] {
    for (const draft of this.#drafts.values()) {
      const { type, id } = draft.document;
      if (draft.before || !hasClaimRevision(type)) continue;
      const claim = this.#claimOf(draft.document);
      const fields = { ...draft.document, claimRevision: claim?.revision ?? 1 };
      this.#drafts.set(id, { ...draft, document: assemble(type, fields, draft.document) });
    }
    return [...this.#drafts.values()];
  }

  /** The document with this id as it will stand. */
  document(id: string): ResourceDocument | undefined {
    return this.#drafts.get(id)?.document ?? this.#stored(id)?.document;
  }

  /** The key of the row with this id. */
  key(id: string): number {
    const key = this.#drafts.get(id)?.key ?? this.#stored(id)?.key;
    if (key === undefined) throw new Error(`${id} has no row`);
    return key;
  }

  /** Read once: a thousand attributions of one article would parse it a thousand times. */
  #stored(id: string): Row | undefined {
    if (this.#rows.has(id)) return this.#rows.get(id);
    const type = identifierType(id);
    const row = type && this.#tables[type].find(id);
    this.#rows.set(id, row);
    return row;
  }

  #creation(command: Creation, errors: ProblemPlace[]): Draft | undefined {
    const { type, id = newIdentifier(type), pointer = '' } = command;
    const given = command.namedReferences ? this.#resolved(command, errors) : command.fields;
    const fields = parseFields(type, given, pointer, errors);
    if (!isIdOf(type, id, pointer, errors) || !fields) return undefined;
    if (this.#stored(id)) throw conflict(`${id} already exists`, pointer);
    const now = this.#now;
    const envelope = { id, revision: 1, createdAt: now, updatedAt: now, createdBy: this.#actor };
    const document = assemble(type, fields, envelope);
    return { key: this.#nextKey(type), command, pointer, before: undefined, document };
  }

  #changed(command: Change, errors: ProblemPlace[]): Draft | undefined {
    const { id, ifRevision, pointer = '' } = command;
    const row = this.#stored(id);
    if (!row) throw new Problem('resource_not_found', `Nothing is recorded here as ${id}.`);
    const { key, document: before } = row;
    if (isRedactedWhole(before)) throw new Problem('redacted', `The content of ${id} was redacted.`);
    if (ifRevision !== undefined && !ifRevision.includes(before.revision)) {
      const based = ifRevision.length > 0 ? `, not ${ifRevision.join(' or ')}` : '';
      const headers = { etag: `"${before.revision}"` };
      throw new Problem('precondition_failed', `${id} is at revision ${before.revision}${based}.`, {
        headers,
      });
    }
    const fields = this.#changedFields(before, command, pointer, errors);
    if (!fields) return undefined;
    const envelope = { ...before, revision: before.revision + 1, updatedAt: this.#now };
    return { key, command, pointer, before, document: assemble(before.type, fields, envelope) };
  }

  #changedFields(
    before: ResourceDocument,
    command: Change,
    pointer: string,
    errors: ProblemPlace[],
  ): Fields | undefined {
    switch (command.action) {
      case 'confirm':
        return this.#confirmed(before, command.claimRevision, pointer);
      case 'revert':
        return this.#reverted(before, command.toRevision, pointer, errors);
      case 'redact':
        return redacted(before, () => this.#logged(before.id), command, this.#now, errors);
      default:
        return changedFields(before, command, this.#now, pointer, errors);
    }
  }

  #reverted(
    before: ResourceDocument,
    toRevision: number,
    pointer: string,
    errors: ProblemPlace[],
  ): Fields | undefined {
    const { id } = before;
    const entry = this.#log.revision(id, toRevision);
    if (!entry) {
      const detail = `${id} has no revision ${toRevision}`;
      errors.push({ pointer: `${pointer}/toRevision`, code: 'unknown_revision', detail });
      return undefined;
    }
    if (toRevision < this.#log.lastRedaction(id)) {
      throw new Problem('conflict', `Revision ${toRevision} of ${id} is from before a redaction.`);
    }
    return revertedFields(before, JSON.parse(entry.json), pointer, errors);
  }

  *#logged(id: string): Generator<ResourceDocument> {
    for (const { json } of this.#log.every(id)) yield JSON.parse(json);
  }

  #confirmed(before: ResourceDocument, claimRevision: number, pointer: string): Fields {
    if (!hasClaimRevision(before.type)) {
      throw new Problem('conflict', `${before.id} is not linked to the wording of a claim.`);
    }
    const { id, revision } = this.#claimOf(before) ?? {};
    if (claimRevision === revision) return { ...before, claimRevision };
    const detail = `${id} is at revision ${revision}, not ${claimRevision}`;
    throw new Problem('conflict', `${detail}.`, {
      errors: [{ pointer: `${pointer}/claimRevision`, code: 'stale', detail }],
    });
  }

  /** The claim that an attribution, a piece of evidence or a review is about, if only by way of an attribution. */
  #claimOf({ claimId, attributionId }: ResourceDocument): ResourceDocument | undefined {
    return this.document(String(claimId ?? this.document(String(attributionId))?.claimId));
  }

  /** The fields of a creation, the ids of those that it names by their externalId in place. */
  #resolved({ type, fields, pointer = '' }: Creation, errors: ProblemPlace[]): Fields {
    return resolveNames(type, fields, (to, name, place) => {
      const id = this.#created.get(`${to} ${name}`) ?? this.#holder(to, name);
      if (id !== undefined) return id;
      const detail = `no ${to} is recorded here with the externalId ${name}`;
      errors.push({ pointer: pointer + place, code: 'dangling_reference', detail });
      // Nothing is written any more; this place has been told of.
      return newIdentifier(to);
    });
  }

  #nextKey(type: ResourceType): number {
    const key = (this.#keys.get(type) ?? this.#tables[type].lastKey()) + 1;
    this.#keys.set(type, key);
    return key;
  }

  /** A client's name for a resource is unique among those of its type. */
  #claimName({ before, document: { type, id, externalId }, pointer }: Draft): void {
    if (before?.externalId === externalId) return;
    if (before?.externalId !== undefined) this.#names.set(`${type} ${before.externalId}`, undefined);
    if (externalId === undefined) return;
    const holder = this.#holder(type, externalId);
    if (holder !== undefined) {
      throw conflict(`${holder} already has this externalId`, `${pointer}/externalId`);
    }
    this.#names.set(`${type} ${externalId}`, id);
  }

  #holder(type: ResourceType, externalId: string): string | undefined {
    const name = `${type} ${externalId}`;
    return this.#names.has(name) ? this.#names.get(name) : this.#tables[type].idByExternalId(externalId);
  }
}

function conflict(detail: string, pointer = ''): Problem {
  return new Problem('conflict', `${detail}.`, { errors: [{ pointer, code: 'taken', detail }] });
}
