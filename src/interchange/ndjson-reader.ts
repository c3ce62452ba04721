import { z } from 'zod';
import { Problem, type ProblemPlace } from '../errors.ts';
import { toPointer } from '../model/definition.ts';
import { identifierType, type ResourceType, resourceTypes } from '../model/identifiers.ts';
import { issuesOf } from '../model/validation.ts';
import { clientFields, type Fields } from '../store/documents.ts';
import type { ExportedLine, LogEntry } from '../store/port.ts';
import { happened } from './change.ts';
import { readJson } from './json-text.ts';
import { exportFormat } from './ndjson-writer.ts';

/** A resource as a line of an import gives it. */
export interface GivenResource {
  readonly type: ResourceType;
  readonly id?: string;
  readonly externalId?: string;
  /** What a client writes; references may be ids or `externalId:NAME`. */
  readonly fields: Fields;
  readonly withdrawal?: Fields;
}

/** The resource in a line of an import; undefined where the line is passed over. Throws a Problem with `errors`. */
export function readResource(text: string): GivenResource | undefined {
  const value = readObject(text);
  const { type, id, externalId, withdrawal } = value;
  if (type === 'export' || type === 'change') return undefined;
  if (!isResourceType(type))
    throw refusal('/type', 'invalid_value', `must be one of ${resourceTypes.join(', ')}`);
  if (id !== undefined && (typeof id !== 'string' || identifierType(id) !== type)) {
    throw refusal('/id', 'invalid_format', `must be an identifier of type ${type}`);
  }
  if (withdrawal !== undefined && !isObject(withdrawal)) {
    throw refusal('/withdrawal', 'invalid_type', 'must be an object');
  }
  const fields = clientFields(value as never);
  refuseNull(fields, []);
  return {
    ...{ type, fields },
    ...(id !== undefined && { id }),
    ...(typeof externalId === 'string' && { externalId }),
    ...(withdrawal && { withdrawal }),
  };
}

/** What the first line of an export says. */
export interface ExportHead {
  readonly position: number;
  /** Whether it has the log. */
  readonly history: boolean;
}

const head = z.object({
  type: z.literal('export'),
  format: z.int().min(1),
  position: z.int().min(0),
  history: z.boolean().default(true),
});

/** Reads the first line of an export. Throws a Problem where it is none, or of a later format. */
export function readHead(text: string | undefined): ExportHead {
  const parsed = head.safeParse(text === undefined ? undefined : readObject(text));
  if (!parsed.success) {
    throw new Problem('invalid_document', 'The first line does not begin an export of Hearsay.');
  }
  const { format, position, history } = parsed.data;
  if (format <= exportFormat) return { position, history };
  const detail = `The export is of format ${format}; this version reads ${exportFormat}.`;
  throw new Problem('invalid_document', detail);
}

const concern = z.string().refine((id) => {
  const type = identifierType(id);
  return type === 'claim' || type === 'article' || type === 'source';
}, 'must be the id of a claim, an article or a source');

/** The actions of the log by what they are told as. */
const actions = new Map(
  Object.entries(happened).map(([action, told]) => [told, action as LogEntry['action']]),
);

const change = z
  .strictObject({
    type: z.literal('change'),
    seq: z.int().min(1),
    at: z.iso.datetime({ precision: 3 }),
    actor: z.string().min(1).max(100),
    action: z.enum(Object.values(happened)),
    resource: z.enum(resourceTypes),
    id: z.string(),
    revision: z.int().min(1),
    comment: z.string().optional(),
    concerns: z.array(concern),
    document: z.looseObject({}).optional(),
  })
  .refine(({ id, resource }) => identifierType(id) === resource, {
    path: ['id'],
    message: 'must be an identifier of the type of the resource',
  });

/** Reads a later line of an export, which stands at `pointer`. Throws a Problem with `errors`, pointing into the line. */
export function readExported(text: string, pointer: string): ExportedLine {
  const value = readObject(text);
  const { type } = value;
  if (isResourceType(type)) return { part: 'document', pointer, type, json: JSON.stringify(value) };
  if (type !== 'change') throw refusal('/type', 'invalid_value', 'must be a resource or a change');
  const parsed = change.safeParse(value);
  if (!parsed.success) {
    const errors = issuesOf(parsed.error, '', value);
    throw new Problem('invalid_document', 'The change is invalid.', { errors });
  }
  const { seq, at, action, resource, comment, document, actor, id, revision, concerns } = parsed.data;
  return {
    ...{ part: 'change', pointer, position: seq, at: Date.parse(at), actor },
    action: actions.get(action) as LogEntry['action'],
    ...{ type: resource, id, revision, comment, concerns },
    json: document && JSON.stringify(value.document),
  };
}

/** What a problem says of a line: `pointer` is a JSON Pointer (RFC 6901) into it. */
export interface LineIssue {
  readonly pointer: string;
  readonly code: string;
  readonly detail: string;
}

export function issuesIn({ errors, code, message }: Problem): LineIssue[] {
  if (errors.length === 0) return [{ pointer: '', code, detail: message }];
  return errors.map(({ pointer = '', code, detail }) => ({ pointer, code, detail }));
}

function readObject(text: string): Record<string, unknown> {
  const value = readJson(text);
  if (!isObject(value)) throw refusal('', 'invalid_type', 'must be a JSON object');
  return value;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isResourceType(value: unknown): value is ResourceType {
  return resourceTypes.includes(value as ResourceType);
}

/** A merge patch would take null for a member that is to be removed. */
function refuseNull(value: unknown, steps: readonly string[]): void {
  if (value === null) throw refusal(toPointer(steps), 'invalid_type', 'must not be null; leave it out');
  if (!isObject(value)) return;
  for (const [name, member] of Object.entries(value)) refuseNull(member, [...steps, name]);
}

function refusal(pointer: string, code: string, detail: string): Problem {
  const errors: ProblemPlace[] = [{ pointer, code, detail }];
  return new Problem('invalid_document', `${pointer || 'The line'} ${detail}.`, { errors });
}
