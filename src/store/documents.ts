import { Problem, type ProblemPlace } from '../errors.ts';
import type { ResourceDocument } from '../model/definition.ts';
import type { ResourceType } from '../model/identifiers.ts';
import { mergePatch } from '../model/merge-patch.ts';
import { resources } from '../model/resources.ts';
import { issuesOf } from '../model/validation.ts';
import type { Command } from './port.ts';

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

/** The fields that a command leaves of a document; what is wrong with them goes to `errors`. */
export function changedFields(
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
      return withdrawn(standing, { ...command.withdrawal, at: now }, pointer, errors);
    case 'restore':
      if (!withdrawal) throw new Problem('conflict', `${before.id} has not been withdrawn.`);
      return standing;
  }
}

function withdrawn(
  standing: Fields & Pick<ResourceDocument, 'type'>,
  withdrawal: Fields,
  pointer: string,
  errors: ProblemPlace[],
): Fields | undefined {
  const parsed = resources[standing.type].document.pick({ withdrawal: true }).safeParse({ withdrawal });
  if (parsed.success) return { ...standing, ...parsed.data };
  const issues = issuesOf(parsed.error, '', { withdrawal });
  errors.push(
    ...issues.map((issue) => ({ ...issue, pointer: pointer + issue.pointer.replace('/withdrawal', '') })),
  );
  return undefined;
}

function refuseMoves(
  before: ResourceDocument,
  patched: Fields,
  pointer: string,
  errors: ProblemPlace[],
): void {
  for (const field of resources[before.type].fixed) {
    if (before[field] === patched?.[field]) continue;
    const detail = 'never changes; withdraw this and write anew';
    errors.push({ pointer: `${pointer}/${field}`, code: 'fixed', detail });
  }
}

const envelopeFields = new Set([
  'type',
  'id',
  'revision',
  'createdAt',
  'updatedAt',
  'createdBy',
  'withdrawal',
]);

/** The fields of a document that a client writes. */
export function clientFields(document: ResourceDocument): Fields {
  const own = serverFields(document);
  const names = Object.keys(document).filter((name) => !envelopeFields.has(name) && !(name in own));
  return Object.fromEntries(names.map((name) => [name, document[name]]));
}

function serverFields({ claimRevision }: ResourceDocument): Fields {
  return claimRevision === undefined ? {} : { claimRevision };
}
