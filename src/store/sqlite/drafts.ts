import { Problem, type ProblemPlace } from '../../errors.ts';
import type { ResourceDocument } from '../../model/definition.ts';
import { identifierType, newIdentifier, type ResourceType } from '../../model/identifiers.ts';
import { hasClaimRevision } from '../../model/resources.ts';
import { assemble, changedFields, isIdOf, parseFields } from '../documents.ts';
import type { Command } from '../port.ts';
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
  readonly #actor: string;
  readonly #now: string;
  readonly #drafts = new Map<string, Draft>();
  readonly #rows = new Map<string, Row | undefined>();
  /** Who holds which externalId once the commit is written, by type and name. */
  readonly #names = new Map<string, string | undefined>();
  readonly #keys = new Map<ResourceType, number>();

  /** `now`: RFC 3339, UTC. */
  constructor(tables: ResourceTables, { actor, now }: { actor: string; now: string }) {
    this.#tables = tables;
    this.#actor = actor;
    this.#now = now;
  }

  /** Drafts what a command writes. Throws a Problem; what is wrong with its fields goes to `errors`. */
  add(command: Command, errors: ProblemPlace[]): void {
    if (command.id !== undefined && this.#drafts.has(command.id)) {
      throw new Problem('conflict', `${command.id} is written twice in one request.`);
    }
    const draft =
      command.action === 'create' ? this.#created(command, errors) : this.#changed(command, errors);
    if (!draft) return;
    this.#claimName(draft);
    this.#drafts.set(draft.document.id, draft);
  }

  /** All drafts in the order of their commands, each with the wording of the claim that it is linked to. */
  finished(): readonly Draft[] {
    for (const draft of this.#drafts.values()) {
      const { type, id, claimId, attributionId } = draft.document;
      if (draft.before || !hasClaimRevision(type)) continue;
      const claim = this.document(String(claimId ?? this.document(String(attributionId))?.claimId));
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

  #created(command: Extract<Command, { action: 'create' }>, errors: ProblemPlace[]): Draft | undefined {
    const { type, id = newIdentifier(type), pointer = '' } = command;
    const fields = parseFields(type, command.fields, pointer, errors);
    if (!isIdOf(type, id, pointer, errors) || !fields) return undefined;
    if (this.#stored(id)) throw new Problem('conflict', `${id} already exists.`);
    const now = this.#now;
    const envelope = { id, revision: 1, createdAt: now, updatedAt: now, createdBy: this.#actor };
    const document = assemble(type, fields, envelope);
    return { key: this.#nextKey(type), command, pointer, before: undefined, document };
  }

  #changed(command: Exclude<Command, { action: 'create' }>, errors: ProblemPlace[]): Draft | undefined {
    const { id, ifRevision, pointer = '' } = command;
    const row = this.#stored(id);
    if (!row) throw new Problem('resource_not_found', `Nothing is recorded here as ${id}.`);
    const { key, document: before } = row;
    if (ifRevision !== undefined && ifRevision !== before.revision) {
      throw new Problem(
        'precondition_failed',
        `${id} is at revision ${before.revision}, not ${ifRevision}.`,
        {
          headers: { etag: `"${before.revision}"` },
        },
      );
    }
    const fields = changedFields(before, command, this.#now, pointer, errors);
    if (!fields) return undefined;
    const envelope = { ...before, revision: before.revision + 1, updatedAt: this.#now };
    return { key, command, pointer, before, document: assemble(before.type, fields, envelope) };
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
    const name = `${type} ${externalId}`;
    const holder = this.#names.has(name)
      ? this.#names.get(name)
      : this.#tables[type].idByExternalId(externalId);
    if (holder !== undefined) {
      const detail = `${holder} already has this externalId`;
      throw new Problem('conflict', `${detail}.`, {
        errors: [{ pointer: `${pointer}/externalId`, code: 'taken', detail }],
      });
    }
    this.#names.set(name, id);
  }
}
