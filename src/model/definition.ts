import { z } from 'zod';
import { edtfDate } from './edtf.ts';
import { type Collection, collections, identifier, type ResourceType, schemaName } from './identifiers.ts';
import { languageMap, text } from './text.ts';

/** A document of any resource, as it is stored, logged and served. */
export interface ResourceDocument {
  readonly type: ResourceType;
  readonly id: string;
  readonly externalId?: string;
  readonly revision: number;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly createdBy: string;
  readonly withdrawal?: Withdrawal;
  readonly redactions?: readonly Redaction[];
  readonly [field: string]: unknown;
}

/** The names of the fields that no client writes. */
export const setByServer: ReadonlySet<string> = new Set([
  ...['type', 'id', 'revision', 'createdAt', 'updatedAt', 'createdBy'],
  ...['claimRevision', 'withdrawal', 'redactions'],
]);

/** Something wrong at one place of a document; `pointer` is a JSON Pointer (RFC 6901). */
export interface DocumentIssue {
  readonly pointer: string;
  readonly code: string;
  readonly detail: string;
}

/** A reference to another resource: where it stands in the document (`partOf[].sourceId`) and what it refers to. */
export interface Reference {
  readonly path: string;
  readonly to: ResourceType;
}

/**
 * A value of a document that lists are filtered and sorted by; `of` takes it out of the document. A boolean that the
 * document leaves out is false; a date is filtered and sorted by its bounds.
 */
export type ProjectedValue<Document> =
  | {
      readonly type: 'text';
      readonly schema: z.ZodType<string>;
      readonly of: (d: Document) => string | undefined;
    }
  | {
      readonly type: 'texts';
      readonly schema: z.ZodType<string>;
      readonly of: (d: Document) => readonly string[] | undefined;
    }
  | { readonly type: 'boolean'; readonly of: (d: Document) => boolean | undefined }
  | { readonly type: 'date'; readonly of: (d: Document) => string | undefined }
  | {
      /** Texts that code makes of a document for the store's own use; no list is filtered by them. */
      readonly type: 'analysed';
      /** Grows whenever `of` would give something else of the same document; what is stored is then made anew. */
      readonly version: number;
      readonly of: (d: Document) => readonly string[];
    };

/** Filters on one other resource that refers to this one: they hold together of a single such resource. */
export interface Through {
  readonly resource: ResourceType;
  readonly reference: string;
  readonly filters: readonly string[];
}

/** Resources that refer to this one by `reference`. */
export interface Referrers {
  readonly resource: ResourceType;
  readonly reference: string;
}

/**
 * A figure of the newest assessment of a resource, which is no part of its document. Lists are filtered by a flag, which
 * is false until it was found to be true, and by a count; or they are sorted by a count.
 */
export interface Figure {
  readonly type: 'flag' | 'count';
  readonly use: 'filter' | 'sort';
  readonly description: string;
}

/** What a resource is. Routes, storage, the OpenAPI document, import and export are all driven by it. */
// biome-ignore lint/suspicious/noExplicitAny: each definition knows its own document type; their users know only ResourceDocument
export interface ResourceDefinition<Document = any> {
  readonly type: ResourceType;
  readonly collection: Collection;
  readonly description: string;
  /** What a client writes. */
  readonly fields: z.ZodType;
  /** What a client writes to withdraw it. */
  readonly withdrawal: z.ZodType;
  /** What is served: the client's fields and the server's. */
  readonly document: z.ZodObject;
  /** The names of the fields that never change once written. */
  readonly fixed: readonly string[];
  /** Every reference to another resource, by the name of its link; each is a filter, an edge and an `include`. */
  readonly references: Readonly<Record<string, Reference>>;
  /** Every value that is filtered or sorted by, by the name of its filter, and what is analysed. */
  readonly values: Readonly<Record<string, ProjectedValue<Document>>>;
  /** Filters that are satisfied by any of several references. */
  readonly either: Readonly<Record<string, readonly string[]>>;
  readonly through: readonly Through[];
  /** What lists are filtered and sorted by of its newest assessment, by the name of the parameter. */
  readonly figures: Readonly<Record<string, Figure>>;
  /** Filters that ask whether anything refers to this resource. */
  readonly exists: Readonly<Record<string, Referrers>>;
  /** What can be included beside it besides what it refers to. */
  readonly referrers: Readonly<Record<string, Referrers>>;
  /** What is wrong with a document, given the documents that it refers to by id. */
  readonly check: (document: Document, related: ReadonlyMap<string, ResourceDocument>) => DocumentIssue[];
}

const externalId = text(200).meta({
  description: "The client's own stable name for this resource, unique among the resources of its type.",
});

/** A time as the server writes it: RFC 3339 in UTC. */
export const instant = z.iso
  .datetime()
  .max(30)
  .meta({ examples: ['2026-01-31T09:30:00.000Z'] });

/** What a client says of why our record no longer stands. */
function withdrawalFields(type: ResourceType) {
  return {
    kind: z.enum(['entered_in_error', 'duplicate', 'other']),
    reason: languageMap,
    replacedById: identifier[type].optional(),
  };
}

function withdrawalOf(type: ResourceType) {
  return z
    .strictObject({ at: instant, ...withdrawalFields(type) })
    .meta({ description: 'Why this record was withdrawn; nothing is erased, and it still answers by id.' });
}
export type Withdrawal = z.infer<ReturnType<typeof withdrawalOf>>;

/** A JSON Pointer (RFC 6901). */
export const jsonPointer = z
  .string()
  .max(1_000)
  .regex(/^(?:\/(?:[^~/]|~[01])*)*$/, 'must be a JSON Pointer (RFC 6901)');

/** How often parts of one document may be redacted. */
export const mostRedactions = 1_000;

const redaction = z
  .strictObject({
    pointer: jsonPointer.meta({
      description: 'The place whose content was taken out (RFC 6901); empty where all of it was.',
    }),
    at: instant,
    reason: languageMap.optional(),
  })
  .meta({ id: 'Redaction', description: 'Content that was taken out of this record and of its history.' });
export type Redaction = z.infer<typeof redaction>;

type CommonFields = Pick<ResourceDocument, 'externalId' | 'withdrawal'>;

interface Definition<Fields extends z.ZodRawShape, ServerFields extends z.ZodRawShape> {
  type: ResourceType;
  description: string;
  fields: Fields;
  /** Fields that only the server sets. */
  serverFields?: ServerFields;
  /** What is wrong between the fields of one document. */
  rules?: (fields: z.infer<z.ZodObject<Fields>>) => DocumentIssue[];
  fixed?: readonly (keyof Fields & string)[];
  references?: Record<string, Reference>;
  values?: Record<string, ProjectedValue<z.infer<z.ZodObject<Fields>> & CommonFields>>;
  either?: Record<string, readonly string[]>;
  through?: readonly Through[];
  figures?: Record<string, Figure>;
  exists?: Record<string, Referrers>;
  referrers?: Record<string, Referrers>;
  check?: (
    document: z.infer<z.ZodObject<Fields>>,
    related: ReadonlyMap<string, ResourceDocument>,
  ) => DocumentIssue[];
}

/** Completes the definition of a resource with what all seven have alike. */
export function defineResource<Fields extends z.ZodRawShape, ServerFields extends z.ZodRawShape>(
  definition: Definition<Fields, ServerFields>,
): ResourceDefinition<z.infer<z.ZodObject<Fields>> & CommonFields> {
  const { type, rules } = definition;
  const written = z.strictObject({ externalId: externalId.optional(), ...definition.fields });
  const checked = written.superRefine((value, context) => {
    for (const issue of rules?.(value as never) ?? []) {
      context.addIssue({
        code: 'custom',
        message: issue.detail,
        path: fromPointer(issue.pointer),
        params: { code: issue.code },
      });
    }
  });
  const fields = checked.meta({
    id: `${schemaName(type)}Fields`,
    description: `What a client writes of a resource of type ${type}.`,
  });
  const document = z
    .strictObject({
      type: z.literal(type),
      id: identifier[type],
      externalId: externalId.optional(),
      ...definition.fields,
      ...definition.serverFields,
      revision: z.int().min(1).meta({ description: 'Counts the writes of this resource, from 1.' }),
      createdAt: instant,
      updatedAt: instant,
      createdBy: text(100).meta({ description: 'The opaque id of the actor that wrote the first revision.' }),
      withdrawal: withdrawalOf(type).optional(),
      redactions: z.array(redaction).max(mostRedactions).optional(),
    })
    .meta({ id: schemaName(type), description: definition.description });
  return {
    type,
    collection: collections[type],
    description: definition.description,
    fields,
    withdrawal: z.strictObject(withdrawalFields(type)).meta({
      id: `${schemaName(type)}Withdrawal`,
      description: 'Why this record no longer stands, and what replaces it.',
    }),
    document,
    fixed: definition.fixed ?? [],
    references: definition.references ?? {},
    values: definition.values ?? {},
    either: definition.either ?? {},
    through: definition.through ?? [],
    figures: definition.figures ?? {},
    exists: definition.exists ?? {},
    referrers: definition.referrers ?? {},
    check: definition.check ?? (() => []),
  };
}

/** An EDTF date from which and one until which something held. */
export const validity = { from: edtfDate.optional(), to: edtfDate.optional() };

/** The property names and indices that a JSON Pointer (RFC 6901) steps through. */
export function fromPointer(pointer: string): string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** The JSON Pointer (RFC 6901) of the place that `steps` lead to. */
export function toPointer(steps: readonly PropertyKey[]): string {
  return steps.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}
