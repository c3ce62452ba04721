import { test } from 'tap';
import { resourceTypes, schemaName } from '../../src/model/identifiers.ts';
import { startService } from '../helpers/service.ts';

interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly enum?: unknown;
  readonly const?: unknown;
  readonly pattern?: string;
  readonly maxLength?: number;
  readonly maxItems?: number;
  readonly maxProperties?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | boolean;
  readonly propertyNames?: Schema;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
}

interface Document {
  readonly paths: Record<string, Record<string, Operation>>;
  readonly components: { readonly schemas: Record<string, Schema> };
}

interface Operation {
  readonly operationId: string;
  readonly parameters?: readonly { readonly name: string; readonly schema: Schema }[];
  readonly requestBody?: { readonly content: Record<string, { readonly schema: Schema }> };
}

/** What a schema sets no limit to, by its place; each named schema is looked at once. */
class Unlimited {
  readonly found: string[] = [];
  readonly #schemas: Record<string, Schema>;
  readonly #seen = new Set<string>();

  constructor({ components }: Document) {
    this.#schemas = components.schemas;
  }

  look(schema: Schema, place: string): void {
    const { $ref, properties = {}, additionalProperties, propertyNames, items } = schema;
    if ($ref !== undefined) this.name($ref.slice($ref.lastIndexOf('/') + 1));
    const lacks = lackingIn(schema);
    if (lacks !== undefined) this.found.push(`${place}: ${lacks}`);
    for (const [name, one] of Object.entries(properties)) this.look(one, `${place}.${name}`);
    const inside = [
      ...(schema.anyOf ?? []),
      ...(schema.oneOf ?? []),
      ...(schema.allOf ?? []),
      propertyNames,
      items,
    ];
    for (const one of inside) if (one) this.look(one, place);
    if (typeof additionalProperties === 'object') this.look(additionalProperties, `${place}.*`);
  }

  name(name: string): void {
    if (this.#seen.has(name)) return;
    this.#seen.add(name);
    this.look(this.#schemas[name] ?? {}, name);
  }
}

function lackingIn(schema: Schema): string | undefined {
  const types = [schema.type].flat();
  const isFixed = schema.enum !== undefined || schema.const !== undefined;
  if (types.includes('string') && !isFixed && schema.maxLength === undefined && !isBounded(schema.pattern)) {
    return 'a text of any length';
  }
  if (types.includes('array') && schema.maxItems === undefined) return 'a list of any length';
  if (types.includes('object')) {
    if (typeof schema.additionalProperties === 'object' && schema.maxProperties === undefined)
      return 'a map of any size';
    if (schema.properties && schema.additionalProperties !== false) return 'any other fields';
  }
  if ((types.includes('number') || types.includes('integer')) && !isFixed) {
    if (schema.minimum === undefined || schema.maximum === undefined) return 'any number';
  }
  return undefined;
}

/** Whether all that a pattern fits is shorter than some length. */
function isBounded(pattern: string | undefined): boolean {
  return pattern !== undefined && /^\^.*\$$/.test(pattern) && !/(?<!\\)[*+]|\{\d+,\}/.test(pattern);
}

test('whatever is sent has a limit that the OpenAPI document tells', async (t) => {
  const { app } = await startService(t, { BUNDLED_ARTICLE: 'never' });
  const document = app.swagger() as unknown as Document;
  const unlimited = new Unlimited(document);
  let bodies = 0;
  for (const methods of Object.values(document.paths)) {
    for (const { operationId, parameters = [], requestBody } of Object.values(methods)) {
      for (const { name, schema } of parameters) unlimited.look(schema, `${operationId} ${name}`);
      for (const { schema } of Object.values(requestBody?.content ?? {})) {
        bodies++;
        unlimited.look(schema, operationId);
      }
    }
  }
  t.ok(bodies > 50);
  for (const type of resourceTypes) unlimited.name(schemaName(type));
  t.strictSame(unlimited.found, []);
});

test('what has no limit is noticed', async (t) => {
  const lacking: [schema: Schema, lacks: string][] = [
    [{ type: 'string' }, 'a text of any length'],
    [{ type: ['string', 'null'], pattern: '^a+$' }, 'a text of any length'],
    [{ type: 'string', pattern: '^a{2,}$' }, 'a text of any length'],
    [{ type: 'string', pattern: 'a' }, 'a text of any length'],
    [{ type: 'array', items: { type: 'boolean' } }, 'a list of any length'],
    [{ type: 'object', additionalProperties: { type: 'boolean' } }, 'a map of any size'],
    [{ type: 'object', properties: {} }, 'any other fields'],
    [{ type: 'number', minimum: 0 }, 'any number'],
  ];
  for (const [schema, lacks] of lacking) {
    const unlimited = new Unlimited({ paths: {}, components: { schemas: { Named: schema } } });
    unlimited.look({ anyOf: [{ $ref: '#/components/schemas/Named' }] }, 'body');
    t.strictSame(unlimited.found, [`Named: ${lacks}`]);
  }
});
