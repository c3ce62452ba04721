import { z } from 'zod';
import { type ResourceType, resourceTypes, schemaName } from '../model/identifiers.ts';

/** Schemas of what clients send that follow from those of the documents; they are written out by `derivedSchemas`. */
function derived(id: string, description: string): z.ZodType {
  return z.unknown().meta({ id, description });
}

function ofEach(make: (type: ResourceType) => z.ZodType): Readonly<Record<ResourceType, z.ZodType>> {
  return Object.fromEntries(resourceTypes.map((type) => [type, make(type)])) as Record<
    ResourceType,
    z.ZodType
  >;
}

/** A JSON Merge Patch (RFC 7396) of each resource: any of its fields, null to remove it. */
export const patchOf = ofEach((type) =>
  derived(`${schemaName(type)}Patch`, `A JSON Merge Patch (RFC 7396) of a resource of type ${type}.`),
);

/** Each resource as a part of an article graph. */
const parts = ofEach((type) => derived(`ArticleGraph${schemaName(type)}`, `A ${type} of an article graph.`));

/** A whole article in one document. */
export const articleGraphBody = z
  .strictObject({
    article: parts.article,
    sources: z.array(parts.source).max(1_000).optional(),
    claims: z.array(parts.claim).max(1_000).optional(),
    attributions: z.array(parts.attribution).max(5_000).optional(),
    relations: z.array(parts.relation).max(5_000).optional(),
  })
  .meta({
    id: 'ArticleGraph',
    description:
      'An article with its sources, claims, attributions and relations. They refer to one another, and to what is recorded already, by `_:name`, by id or by `externalId:NAME`.',
  });

/** Evidence or a review as it is linked to the claim or attribution that the path names. */
export const linkedBody = {
  evidence: derived('LinkedEvidence', 'Evidence for the claim or attribution that the path names.'),
  review: derived(
    'LinkedReview',
    'A review of the claim or attribution that the path names, its reviewer by id, as `externalId:NAME`, or given here.',
  ),
};

type JsonSchema = Readonly<Record<string, unknown>>;
type Properties = Readonly<Record<string, JsonSchema>>;

const local = { type: 'string', pattern: '^_:[A-Za-z0-9][A-Za-z0-9_.-]*$', maxLength: 100 };
const external = { type: 'string', pattern: '^externalId:', maxLength: 211 };

/** Writes out the derived schemas among the named schemas of the OpenAPI document. */
export function derivedSchemas(named: Readonly<Record<string, JsonSchema>>): Record<string, JsonSchema> {
  const made: Record<string, JsonSchema> = { ...named };
  const describe = (id: string, schema: JsonSchema) => {
    made[id] = { ...schema, description: named[id]?.description };
  };
  const fieldsOf = (type: ResourceType) => named[`${schemaName(type)}Fields`] ?? {};
  for (const type of resourceTypes) {
    const { properties, required, ...rest } = fieldsOf(type);
    const references = mapValues(properties as Properties, (schema) => withNames(schema, [local, external]));
    const own = { ref: local, id: { $ref: `#/components/schemas/${schemaName(type)}Id` } };
    describe(`${schemaName(type)}Patch`, nullable({ properties, ...rest }));
    describe(`ArticleGraph${schemaName(type)}`, {
      ...{ ...rest, required },
      properties: { ...own, ...references },
    });
  }
  for (const type of ['evidence', 'review'] as const) {
    const { properties, required = [], ...rest } = fieldsOf(type);
    const { claimId, attributionId, ...own } = properties as Properties;
    const inline = type === 'review' ? { reviewer: { $ref: '#/components/schemas/SourceFields' } } : {};
    describe(`Linked${schemaName(type)}`, {
      ...rest,
      required: (required as string[]).filter((name) => name !== 'reviewerId'),
      properties: { ...mapValues(own, (schema) => withNames(schema, [external])), ...inline },
    });
  }
  made.LanguageMapPatch = {
    type: 'object',
    additionalProperties: { type: ['string', 'null'], minLength: 1, maxLength: 5_000 },
    propertyNames: { $ref: '#/components/schemas/LanguageTag' },
    description: 'Texts to set by language; null removes one.',
  };
  return made;
}

function mapValues(properties: Properties, change: (schema: JsonSchema) => JsonSchema): Properties {
  return Object.fromEntries(Object.entries(properties).map(([name, schema]) => [name, change(schema)]));
}

/** The schema of what a merge patch may hold for a value: parts of an object, null to remove it. */
function nullable(schema: JsonSchema): JsonSchema {
  if (schema.$ref === '#/components/schemas/LanguageMap')
    return { $ref: '#/components/schemas/LanguageMapPatch' };
  const { properties, required, ...rest } = schema;
  if (!properties) return schema;
  const changed = mapValues(properties as Properties, (one) => ({
    anyOf: [nullable(one), { type: 'null' }],
  }));
  return { ...rest, properties: changed };
}

/** A schema in which an id may also be one of these. */
function withNames(schema: JsonSchema, names: readonly JsonSchema[]): JsonSchema {
  if (/Id$/.test(String(schema.$ref ?? ''))) return { anyOf: [schema, ...names] };
  const { properties, items, allOf, ...rest } = schema;
  if (properties)
    return { ...rest, properties: mapValues(properties as Properties, (one) => withNames(one, names)) };
  if (items) return { ...rest, items: withNames(items as JsonSchema, names) };
  if (allOf) return { ...rest, anyOf: [{ allOf }, ...names] };
  return schema;
}
