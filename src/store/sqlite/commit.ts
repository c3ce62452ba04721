import { Problem, type ProblemPlace } from '../../errors.ts';
import type { ResourceDocument } from '../../model/definition.ts';
import { identifierType, newIdentifier, type ResourceType } from '../../model/identifiers.ts';
import { mergePatch } from '../../model/merge-patch.ts';
import { referencesOf } from '../../model/references.ts';
import { symmetricKinds } from '../../model/relation.ts';
import { resources } from '../../model/resources.ts';
import { issuesOf } from '../../model/validation.ts';
import type { Command, CommitOptions, Committed, StoredDocument } from '../port.ts';
import { ChainRules } from './chain-rules.ts';
import type { Connection } from './connection.ts';
import { LogWriter } from './log.ts';
import { openTables, type ResourceTables, type Row } from './rows.ts';

/** A document that a commit is about to write. */
interface Draft extends Row {
  readonly command: Command;
  readonly pointer: string;
  readonly before: ResourceDocument | undefined;
  readonly document: ResourceDocument;
}

type Fields = Readonly<Record<string, unknown>>;

/** Applies commands to an open transaction. Statements are prepared once, so keep it with its connection. */
export class Committer {
  readonly #tables: ResourceTables;
  readonly #log: LogWriter;
  readonly #chains: ChainRules;
  readonly #symmetricTwin;

  constructor(connection: Connection) {
    this.#tables = openTables(connection);
    this.#log = new LogWriter(connection);
    this.#chains = new ChainRules(connection);
    this.#symmetricTwin = connection
      .prepare<[string, number, number, number], string>(
        `SELECT id FROM relation WHERE kind = ? AND withdrawn = 0 AND key <> ?
         AND min(from_claim, to_claim) = ? AND max(from_claim, to_claim) = ?`,
      )
      .pluck();
  }

  /** Writes what the commands say, or throws a Problem; the caller rolls back. */
  apply(commands: readonly Command[], options: CommitOptions): Committed {
    const last = this.#log.last();
    if (options.intoEmptyStore && last.seq > 0) {
      throw new Problem('conflict', 'The store has held something before.');
    }
    const at = Math.max(Date.now(), last.at);
    const drafts = this.#draft(commands, options.actor, new Date(at).toISOString());
    const items: StoredDocument[] = [];
    const errors: ProblemPlace[] = [];
    for (const [index, draft] of [...drafts.values()].entries()) {
      const related = this.#related(draft, drafts, errors);
      if (errors.length > 0) continue;
      const seq = last.seq + 1 + index;
      const json = JSON.stringify(draft.document);
      this.#refuseTwins(draft, drafts);
      this.#tables[draft.document.type].write(draft, json, seq, (id) => this.#keyOf(id, drafts));
      this.#log.append({
        seq,
        at,
        actor: options.actor,
        action: draft.command.action,
        document: draft.document,
        json,
        comment: options.comment,
        related,
      });
      items.push({ id: draft.document.id, revision: draft.document.revision, json });
    }
    if (errors.length === 0) for (const draft of drafts.values()) errors.push(...this.#chains.issues(draft));
    if (errors.length > 0) throw invalid(errors);
    return { items, position: last.seq + drafts.size };
  }

  #draft(commands: readonly Command[], actor: string, now: string): Map<string, Draft> {
    const drafts = new Map<string, Draft>();
    const errors: ProblemPlace[] = [];
    const keys = new Map<ResourceType, number>();
    for (const command of commands) {
      const pointer = command.pointer ?? '';
      const made = this.#draftOne(command, pointer, actor, now, errors, (type) => {
        const key = (keys.get(type) ?? this.#tables[type].lastKey()) + 1;
        keys.set(type, key);
        return key;
      });
      if (!made) continue;
      if (drafts.has(made.document.id)) {
        throw new Problem('conflict', `${made.document.id} is written twice in one request.`);
      }
      drafts.set(made.document.id, made);
    }
    if (errors.length > 0) throw invalid(errors);
    this.#stampClaimRevisions(drafts);
    return drafts;
  }

  #draftOne(
    command: Command,
    pointer: string,
    actor: string,
    now: string,
    errors: ProblemPlace[],
    nextKey: (type: ResourceType) => number,
  ): Draft | undefined {
    if (command.action === 'create') {
      const { type, id = newIdentifier(type) } = command;
      if (this.#tables[type].find(id)) throw new Problem('conflict', `${id} already exists.`);
      const fields = parseFields(type, command.fields, pointer, errors);
      if (!fields) return undefined;
      this.#refuseTakenName(type, id, fields.externalId, pointer);
      const document = assemble(type, fields, {
        id,
        revision: 1,
        createdAt: now,
        updatedAt: now,
        createdBy: actor,
      });
      return { key: nextKey(type), command, pointer, before: undefined, document };
    }
    const { key, document: before } = this.#existing(command.id, command.ifRevision);
    const fields = changedFields(before, command, now, pointer, errors);
    if (!fields) return undefined;
    this.#refuseTakenName(before.type, before.id, fields.externalId, pointer);
    const document = assemble(before.type, fields, {
      ...before,
      revision: before.revision + 1,
      updatedAt: now,
    });
    return { key, command, pointer, before, document };
  }

  #existing(id: string, ifRevision: number | undefined): Row {
    const type = identifierType(id);
    const row = type && this.#tables[type].find(id);
    if (!row) throw new Problem('resource_not_found', `Nothing is recorded here as ${id}.`);
    if (ifRevision !== undefined && ifRevision !== row.document.revision) {
      const { revision } = row.document;
      throw new Problem('precondition_failed', `${id} is at revision ${revision}, not ${ifRevision}.`, {
        headers: { etag: `"${revision}"` },
      });
    }
    return row;
  }

  #refuseTakenName(type: ResourceType, id: string, externalId: unknown, pointer: string): void {
    const holder = typeof externalId === 'string' ? this.#tables[type].idByExternalId(externalId) : undefined;
    if (holder === undefined || holder === id) return;
    const detail = `${holder} already has this externalId`;
    throw new Problem('conflict', `${detail}.`, {
      errors: [{ pointer: `${pointer}/externalId`, code: 'taken', detail }],
    });
  }

  #refuseTwins(draft: Draft, drafts: ReadonlyMap<string, Draft>): void {
    const { type, kind, fromClaimId, toClaimId, withdrawal } = draft.document;
    if (type !== 'relation' || withdrawal || !symmetricKinds.has(String(kind))) return;
    const [from, to] = [this.#keyOf(String(fromClaimId), drafts), this.#keyOf(String(toClaimId), drafts)];
    const twin = this.#symmetricTwin.get(String(kind), draft.key, Math.min(from, to), Math.max(from, to));
    if (twin === undefined) return;
    const detail = `${twin} already says so; ${kind} holds both ways`;
    throw new Problem('conflict', `${detail}.`, {
      errors: [{ pointer: draft.pointer, code: 'taken', detail }],
    });
  }

  /** The server's own field: the revision of the claim at whose wording something is linked. */
  #stampClaimRevisions(drafts: Map<string, Draft>): void {
    for (const [id, draft] of drafts) {
      if (draft.before || !('claimRevision' in resources[draft.document.type].document.shape)) continue;
      const { claimId, attributionId } = draft.document;
      const attribution = this.#documentOf(String(attributionId), drafts);
      const claim = this.#documentOf(String(claimId ?? attribution?.claimId), drafts);
      const { type, ...fields } = draft.document;
      const document = assemble(type, { ...fields, claimRevision: claim?.revision ?? 1 }, draft.document);
      drafts.set(id, { ...draft, document });
    }
  }

  /** The documents that a draft refers to, by id; what is wrong with the references goes to `errors`. */
  #related(
    draft: Draft,
    drafts: ReadonlyMap<string, Draft>,
    errors: ProblemPlace[],
  ): Map<string, ResourceDocument> {
    const definition = resources[draft.document.type];
    const related = new Map<string, ResourceDocument>();
    const held = new Set(draft.before && referencesOf(definition, draft.before).map(({ id }) => id));
    const references = referencesOf(definition, draft.document).map(({ id, pointer }) => ({ id, pointer }));
    const replacement = draft.document.withdrawal?.replacedById;
    if (replacement !== undefined) references.push({ id: replacement, pointer: '/replacedById' });
    for (const { id, pointer } of references) {
      const place = { pointer: draft.pointer + pointer };
      const other = this.#documentOf(id, drafts);
      if (!other) {
        errors.push({ ...place, code: 'dangling_reference', detail: `nothing is recorded here as ${id}` });
      } else if (id === draft.document.id) {
        errors.push({ ...place, code: 'self_reference', detail: 'must be another resource' });
      } else if (other.withdrawal && !held.has(id)) {
        errors.push({ ...place, code: 'withdrawn_reference', detail: `${id} has been withdrawn` });
      } else {
        related.set(id, other);
      }
    }
    const issues = definition.check(draft.document, related);
    errors.push(...issues.map((issue) => ({ ...issue, pointer: draft.pointer + issue.pointer })));
    return related;
  }

  #documentOf(id: string, drafts: ReadonlyMap<string, Draft>): ResourceDocument | undefined {
    const type = identifierType(id);
    return drafts.get(id)?.document ?? (type && this.#tables[type].find(id)?.document);
  }

  #keyOf(id: string, drafts: ReadonlyMap<string, Draft>): number {
    const type = identifierType(id);
    const key = drafts.get(id)?.key ?? (type && this.#tables[type].find(id)?.key);
    if (key === undefined) throw new Error(`${id} has no row`);
    return key;
  }
}

function changedFields(
  before: ResourceDocument,
  command: Exclude<Command, { action: 'create' }>,
  now: string,
  pointer: string,
  errors: ProblemPlace[],
): Fields | undefined {
  const { withdrawal, ...standing } = before;
  switch (command.action) {
    case 'update': {
      const patched = mergePatch(clientFields(before), command.patch) as Fields;
      refuseMoves(before, patched, pointer, errors);
      const fields = parseFields(before.type, patched, pointer, errors);
      return fields && { ...serverFields(before), ...fields, ...(withdrawal && { withdrawal }) };
    }
    case 'withdraw':
      if (withdrawal) throw new Problem('conflict', `${before.id} has been withdrawn already.`);
      return { ...standing, withdrawal: { at: now, ...command.withdrawal } };
    case 'restore':
      if (!withdrawal) throw new Problem('conflict', `${before.id} has not been withdrawn.`);
      return standing;
  }
}

function refuseMoves(
  before: ResourceDocument,
  patched: Fields,
  pointer: string,
  errors: ProblemPlace[],
): void {
  for (const field of resources[before.type].fixed) {
    if (before[field] === patched[field]) continue;
    const detail = 'never changes; withdraw this and write anew';
    errors.push({ pointer: `${pointer}/${field}`, code: 'fixed', detail });
  }
}

function parseFields(
  type: ResourceType,
  fields: unknown,
  pointer: string,
  errors: ProblemPlace[],
): Fields | undefined {
  const parsed = resources[type].fields.safeParse(fields);
  if (parsed.success) return parsed.data as Fields;
  errors.push(...issuesOf(parsed.error, pointer));
  return undefined;
}

const serverSet = new Set(['type', 'id', 'revision', 'createdAt', 'updatedAt', 'createdBy', 'withdrawal']);

function clientFields(document: ResourceDocument): Fields {
  const own = serverFields(document);
  return Object.fromEntries(
    Object.entries(document).filter(([name]) => !serverSet.has(name) && !(name in own)),
  );
}

function serverFields({ claimRevision }: ResourceDocument): Fields {
  return claimRevision === undefined ? {} : { claimRevision };
}

/** A document with its fields in the order of its schema, which makes equal documents equal texts. */
function assemble(
  type: ResourceType,
  fields: Fields,
  envelope: Pick<ResourceDocument, 'id' | 'revision' | 'createdAt' | 'updatedAt' | 'createdBy'>,
): ResourceDocument {
  const { id, revision, createdAt, updatedAt, createdBy } = envelope;
  const all: Fields = { ...fields, type, id, revision, createdAt, updatedAt, createdBy };
  const names = Object.keys(resources[type].document.shape).filter((name) => all[name] !== undefined);
  return Object.fromEntries(names.map((name) => [name, all[name]])) as ResourceDocument;
}

function invalid(errors: ProblemPlace[]): Problem {
  const some = errors.length === 1 ? 'One thing is' : `${errors.length} things are`;
  return new Problem('invalid_document', `${some} wrong with the document.`, { errors });
}
