import { typeid } from 'typeid-js';
import { z } from 'zod';

/** The seven kinds of things that Hearsay keeps, in the order in which they may refer to one another. */
export const resourceTypes = [
  'article',
  'source',
  'claim',
  'attribution',
  'relation',
  'evidence',
  'review',
] as const;
export type ResourceType = (typeof resourceTypes)[number];

/** The collection that holds each type of resource, as the API names it. */
export const collections = {
  article: 'articles',
  source: 'sources',
  claim: 'claims',
  attribution: 'attributions',
  relation: 'relations',
  evidence: 'evidence',
  review: 'reviews',
} as const satisfies Record<ResourceType, string>;
export type Collection = (typeof collections)[ResourceType];

const suffix = '[0-7][0-9a-hjkmnp-tv-z]{25}';
const anyIdentifier = new RegExp(`^(${resourceTypes.join('|')})_${suffix}$`);

/** A new identifier (TypeID 0.3: type prefix and UUIDv7, so later ones sort after earlier ones). */
export function newIdentifier(type: ResourceType): string {
  return typeid(type).toString();
}

/** The type that an identifier names, or undefined where `value` is not an identifier. */
export function identifierType(value: string): ResourceType | undefined {
  return anyIdentifier.exec(value)?.[1] as ResourceType | undefined;
}

/** The name of a type or a collection in names of several words: `Claim`, as in `ClaimId` and `listClaims`. */
export function schemaName(name: ResourceType | Collection): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}

/** What a TypeID with this prefix looks like. */
export function identifierPattern(prefix: string): RegExp {
  return new RegExp(`^${prefix}_${suffix}$`);
}

function identifierOf(type: ResourceType) {
  return z
    .string()
    .regex(identifierPattern(type))
    .meta({
      id: `${schemaName(type)}Id`,
      description: `The identifier of a resource of type ${type} (TypeID).`,
    });
}

/** The schema of an identifier, by the type of resource that it names. */
export const identifier = {
  article: identifierOf('article'),
  source: identifierOf('source'),
  claim: identifierOf('claim'),
  attribution: identifierOf('attribution'),
  relation: identifierOf('relation'),
  evidence: identifierOf('evidence'),
  review: identifierOf('review'),
} as const satisfies Record<ResourceType, z.ZodType<string>>;
