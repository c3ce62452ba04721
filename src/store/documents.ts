import { Problem, type ProblemPlace } from '../errors.ts';
import { type ResourceDocument, setByServer } from '../model/definition.ts';
import type { ResourceType } from '../model/identifiers.ts';
import { mergePatch } from '../model/merge-patch.ts';
import { removalIssues } from '../model/patches.ts';
import { resources } from '../model/resources.ts';
import { issuesOf } from '../model/validation.ts';
import type { Change } from './port.ts';

/** The fields of a document. */
export type Fields = Readonly<Record<string, unknown>>;

/** What the server adds to the fields of every resource. */
export type Envelope = Pick<ResourceDocument, 'id' | 'revision' | 'createdAt' | 'updatedAt' | 'createdBy'>;

/** A document with its fields in the order of its schema, which makes equal documents equal texts. */
export function assemble(type: ResourceType, fields: Fields, envelope: Envelope): ResourceDocument {
  const { id, revision, createdAt, updatedAt, createdBy } = envelope;
  const all: Fields = { ...fields, type, id, revision, createdAt, updatedAt, createdBy };
  const names = Object.keys(resources[type].document.shape).filter((name) => all[name] !== undefined);
  return Object.fromEntries(names.map((name) => [name, all[name]])) as ResourceDocument;
}

/** A client's fields as their schema reads them; what is wrong with them goes to `errors`. */
export function parseFields(
  type: ResourceType,
  fields: unknown,
  pointer: string,
  errors: ProblemPlace[],
): Fields | undefined {
  const parsed = resources[type].fields.safeParse(fields);
  if (parsed.success) return parsed.data as Fields;
  errors.push(...issuesOf(parsed.error, pointer, fields));
  return undefined;
}

/** Whether an id is one of this type; what is wrong with it goes to `errors`. */
export function isIdOf(type: ResourceType, id: string, pointer: string, errors: ProblemPlace[]): boolean {
  const parsed = resources[type].document.pick({ id: true }).safeParse({ id });
  if (!parsed.success) errors.push(...issuesOf(parsed.error, pointer, { id }));
  return parsed.success;
}

/** The fields that a change leaves of a document; what is wrong with it goes to `errors`. */
export function changedFields(
  before: ResourceDocument,
  command: Exclude<Change, { action: 'revert' | 'confirm' | 'redact' }>,
  now: string,
  pointer: string,
  errors: ProblemPlace[],
): Fields | undefined {
  const { withdrawal, ...standing } = before;
  switch (command.action) {
    case 'update': {
      const removals = removalIssues(before.type, command.patch);
      errors.push(...removals.map((issue) => ({ ...issue, pointer: pointer + issue.pointer })));
      const patched = mergePatch(clientFields(before), command.patch);
      refuseMoves(before, patched, pointer, errors);
      const fields = parseFields(before.type, patched, pointer, errors);
      return fields && { ...serverFields(before), ...fields };
    }
    case 'withdraw':
      if (withdrawal) throw new Problem('conflict', `${before.id} has been withdrawn already.`);
      return withdrawn(standing, command.withdrawal, now, pointer, errors);
    case 'restore':
      if (!withdrawal) throw new Problem('conflict', `${before.id} has not been withdrawn.`);
      return standing;
  }
}

/** The fields that going back to an earlier revision leaves; what is wrong with them goes to `errors`. */
export function revertedFields(
  before: ResourceDocument,
  earlier: ResourceDocument,
  pointer: string,
  errors: ProblemPlace[],
): Fields | undefined {
  const fields = parseFields(before.type, clientFields(earlier), pointer, errors);
  return fields && { ...serverFields(before), ...fields };
}

function withdrawn(
  standing: Fields & Pick<ResourceDocument, 'type'>,
  given: unknown,
  now: string,
  pointer: string,
  errors: ProblemPlace[],
): Fields | undefined {
  const parsed = resources[standing.type].withdrawal.safeParse(given);
  if (parsed.success) return { ...standing, withdrawal: { at: now, ...(parsed.data as object) } };
  errors.push(...issuesOf(parsed.error, pointer, given));
  return undefined;
}

function refuseMoves(
  before: ResourceDocument,
  patched: unknown,
  pointer: string,
  errors: ProblemPlace[],
): void {
  if (typeof patched !== 'object' || patched === null || Array.isArray(patched)) return;
  for (const field of resources[before.type].fixed) {
    if (before[field] === (patched as Fields)[field]) continue;
    const detail = 'never changes; withdraw this and write anew';
    errors.push({ pointer: `${pointer}/${field}`, code: 'fixed', detail });
  }
}

/** The fields of a document that clients write. */
export function clientFields(document: ResourceDocument): Fields {
  return Object.fromEntries(Object.entries(document).filter(([name]) => !setByServer.has(name)));
}

/** The fields that stand whatever a client writes. */
function serverFields({ claimRevision, withdrawal, redactions }: ResourceDocument): Fields {
  return {
    ...(claimRevision !== undefined && { claimRevision }),
    ...(withdrawal && { withdrawal }),
    ...(redactions && { redactions }),
  };
}
