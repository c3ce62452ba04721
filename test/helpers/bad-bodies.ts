import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { newIdentifier, type ResourceType, resourceTypes, schemaName } from '../../src/model/identifiers.ts';
import type { Ground } from './ground.ts';

type Json = Record<string, unknown>;
type Steps = readonly (string | number)[];

/** A body that must be refused, and why. */
export interface BadBody {
  readonly name: string;
  readonly body: unknown;
  readonly status: 400 | 422;
  /** The flawed place, a JSON Pointer. */
  readonly pointer: string;
  /** The code of that place in the answer. */
  readonly code?: RegExp;
}

/** A flaw of one place: the value that stands there instead, undefined to leave it out. */
interface Flaw {
  readonly name: string;
  readonly value: unknown;
  readonly below?: string;
  readonly status?: 400;
  readonly code?: RegExp;
}

const wrongTypes = [null, true, 1.5, 'x', [], {}];
const badTags = ['xx_YY', '123', '', 'EN', 'a'.repeat(36), '\ud800'];
const badDates = [
  ...['', '2022-13', '2022-02-30', '2022-03-14T10:00', '2022/2021', '../..', 'yesterday', '2022-3-1'],
  ...['20222', '2022-03-14?~', '2022-03-14T25:00:00Z', ' 2022', '2022-03-14 ', '2'.repeat(65)],
];

/** What is alike wherever it stands, and so is tried in full twice and else in part. */
const alike: ReadonlySet<string> = new Set([
  ...['LanguageMap', 'LanguageMapPatch', 'LanguageTag', 'EdtfDate', 'WebAddress', 'AbsoluteUri', 'Slug'],
  ...['Words', 'WordsPatch', 'Cue', 'CuePatch', 'Locator', 'LocatorPatch', 'Stance'],
  ...['TextPositionSelector', 'TextQuoteSelector'],
]);

/** Derives bad bodies from good ones, by the schema that the OpenAPI document has for them. */
export class BadBodies {
  readonly #schemas: Record<string, Json>;
  readonly #schema: Json;
  readonly #fits: ValidateFunction;
  readonly #ground: Ground;
  readonly #self: { type: ResourceType; id: string } | undefined;
  readonly #done = new Set<string>();
  readonly #times = new Map<string, number>();

  constructor(
    document: { components: { schemas: Record<string, Json> } },
    schema: Json,
    { ground, self }: { ground: Ground; self?: { type: ResourceType; id: string } | undefined },
  ) {
    const ajv = new Ajv2020({ strict: false, logger: false });
    formats.default(ajv);
    this.#schemas = document.components.schemas;
    this.#schema = schema;
    this.#fits = ajv.compile({ ...schema, components: document.components });
    this.#ground = ground;
    this.#self = self;
  }

  /** Whether the document says that this is a body. */
  fits(body: unknown): boolean {
    return this.#fits(body);
  }

  /** The fields that the schema has and none of these bodies. */
  missing(bodies: readonly unknown[]): string[] {
    return this.#missing(bodies, this.#schema, '');
  }

  #missing(values: readonly unknown[], given: Json, pointer: string): string[] {
    if (values.length === 0) return [pointer];
    return this.#options(given).flatMap((schema) => {
      const own = values.filter((value) => describes(schema, value));
      const { properties = {}, items } = schema as { properties?: Record<string, Json>; items?: Json };
      const inside = Object.entries(properties).flatMap(([name, member]) => {
        const held = own.flatMap((value) =>
          Object.hasOwn(value as Json, name) ? [(value as Json)[name]] : [],
        );
        return this.#missing(held, member, `${pointer}/${name}`);
      });
      return items ? this.#missing(own.flat(), items, `${pointer}/-`) : inside;
    });
  }

  /** Every bad body that follows from a good one, but for those that followed from one before. */
  *of(body: unknown): Generator<BadBody> {
    for (const { steps, flaw } of this.#flaws(body, this.#schema, [])) {
      const { name: what, value, below = '', status = 422, code } = flaw;
      const pointer = pointerTo(steps) + below;
      const name = `${what} at ${pointer || 'the root'}`;
      if (this.#done.has(name)) continue;
      this.#done.add(name);
      const changed = withValue(body, steps, value);
      // What the schema allows is no flaw of its kind: null in a merge patch, a text where any text may stand.
      if (flaw.code === undefined && this.fits(changed)) continue;
      yield { name, body: changed, status, pointer, ...(code && { code }) };
    }
  }

  *#flaws(value: unknown, given: Json, steps: Steps): Generator<{ steps: Steps; flaw: Flaw }> {
    const options = this.#options(given);
    const schema = options.find((one) => describes(one, value));
    if (!schema) throw new Error(`no schema describes ${JSON.stringify(value)} at ${pointerTo(steps)}`);
    const name = String(schema.name ?? '');
    const times = this.#times.get(name) ?? 0;
    this.#times.set(name, times + 1);
    const isKnown = alike.has(name) && times > 1;
    for (const wrong of isKnown ? [true, []] : wrongTypes) {
      yield { steps, flaw: { name: JSON.stringify(wrong), value: wrong } };
    }
    if (isKnown) {
      for (const flaw of [...this.#namedFlaws(name, value, steps)].slice(1, 3)) yield { steps, flaw };
      return;
    }
    for (const flaw of this.#ownFlaws(schema, value, steps)) yield { steps, flaw };
    if (Array.isArray(value)) {
      for (const [index, entry] of value.slice(0, 4).entries())
        yield* this.#flaws(entry, schema.items as Json, [...steps, index]);
    } else if (typeof value === 'object' && value !== null) {
      yield* this.#flawsOfMembers(value as Json, schema, steps);
    }
  }

  *#flawsOfMembers(value: Json, schema: Json, steps: Steps): Generator<{ steps: Steps; flaw: Flaw }> {
    const { properties, required = [], additionalProperties } = schema;
    for (const [name, one] of Object.entries(value)) {
      const known = (properties as Json | undefined)?.[name] ?? additionalProperties;
      yield* this.#flaws(one, known as Json, [...steps, name]);
      if (!(required as string[]).includes(name)) continue;
      yield {
        steps: [...steps, name],
        flaw: { name: 'nothing', value: undefined, code: /^required$/ },
      };
    }
  }

  *#ownFlaws(schema: Json, value: unknown, steps: Steps): Generator<Flaw> {
    const { maxLength, minLength, maxItems, maximum, minimum } = schema as Record<string, number | undefined>;
    if (typeof value === 'string') {
      const size = maxLength ?? 0;
      if (maxLength !== undefined) yield { name: 'too long', value: 'x'.repeat(size + 1) };
      if (minLength !== undefined) yield { name: 'too short', value: '' };
      if (schema.pattern !== undefined || schema.enum !== undefined)
        yield { name: 'another text', value: `${value} ` };
      if (schema.enum === undefined && schema.const === undefined) {
        yield { name: 'a lone surrogate', value: `${value}\ud800`, status: 400, code: /^lone_surrogate$/ };
        yield { name: 'NUL', value: `${value}\0`, status: 400, code: /^nul_character$/ };
      }
    }
    if (Array.isArray(value) && maxItems !== undefined) {
      yield {
        name: 'too many',
        value: Array(maxItems + 1).fill(maxItems > 500 ? 0 : value[0]),
        code: /^too_big$/,
      };
    }
    if (typeof value === 'number') {
      if (maximum !== undefined) yield { name: 'too great', value: maximum + 1, code: /^too_big$|^custom$/ };
      if (minimum !== undefined) yield { name: 'too small', value: minimum - 1, code: /^too_small$/ };
    }
    if (schema.additionalProperties === false) yield* unknownMembers(value as Json);
    yield* this.#namedFlaws(String(schema.name ?? ''), value, steps);
  }

  *#namedFlaws(name: string, value: unknown, steps: Steps): Generator<Flaw> {
    if (/^LanguageMap/.test(name)) yield* languageFlaws(value as Json, name === 'LanguageMap');
    if (name === 'LanguageTag') {
      for (const tag of badTags.slice(0, -1)) yield { name: `the tag "${tag}"`, value: tag, code: /./ };
    }
    if (name === 'EdtfDate') {
      for (const date of badDates) yield { name: `the date "${date}"`, value: date, code: /./ };
    }
    const type = resourceTypes.find((one) => name === `${schemaName(one)}Id`);
    if (type && steps.at(-1) !== 'id') yield* this.#referenceFlaws(type);
  }

  *#referenceFlaws(type: ResourceType): Generator<Flaw> {
    const other = type === 'claim' ? 'source' : 'claim';
    yield { name: 'nothing with this id', value: newIdentifier(type), code: /^dangling_reference$|^fixed$/ };
    yield {
      ...{ name: 'a withdrawn one', value: this.#ground.withdrawn[type] },
      code: /^withdrawn_reference$|^fixed$/,
    };
    yield {
      name: 'one of another type',
      value: this.#ground.live[other],
      code: /^invalid_format$|^invalid_union$|^fixed$/,
    };
    if (this.#self?.type === type)
      yield { name: 'itself', value: this.#self.id, code: /^self_reference$|^fixed$/ };
  }

  /** The schemas that a value may have, references resolved; each with the name that it has. */
  #options(schema: Json): Json[] {
    const { $ref, anyOf, oneOf, ...own } = schema;
    if (typeof $ref === 'string') {
      const name = $ref.slice($ref.lastIndexOf('/') + 1);
      return this.#options({ ...this.#schemas[name], ...own, name });
    }
    const options = (anyOf ?? oneOf) as Json[] | undefined;
    return options ? options.flatMap((one) => this.#options(one)) : [schema];
  }
}

function* unknownMembers(value: Json): Generator<Flaw> {
  for (const name of ['unknown', 'constructor', 'type~/', 'revision']) {
    if (Object.hasOwn(value, name)) continue;
    const below = `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
    yield { name: 'an unknown field', value: { ...value, [name]: 1 }, below, code: /^unknown_field$/ };
    yield { name: 'an unknown null', value: { ...value, [name]: null }, below, code: /^unknown_field$/ };
  }
}

function* languageFlaws(value: Json, isWhole: boolean): Generator<Flaw> {
  if (isWhole) yield { name: 'no language', value: {}, code: /./ };
  for (const tag of badTags) {
    const isLone = tag === '\ud800';
    yield {
      ...{ name: `the language "${tag}"`, value: { ...value, [tag]: 'x' } },
      ...(isLone ? { status: 400, code: /^lone_surrogate$/ } : { below: `/${tag}`, code: /^invalid_key$/ }),
    };
  }
  const many = Array.from({ length: 51 }, (_, index) => [`en-x-a${index}`, 'x']);
  yield { name: 'too many languages', value: Object.fromEntries(many), code: /./ };
}

/** Whether a schema is the one of several that is for a value. */
function describes(schema: Json, value: unknown): boolean {
  const types = [schema.type].flat();
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  const type = value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value;
  if (type === 'number' ? !types.includes('number') && !types.includes('integer') : !types.includes(type))
    return false;
  if (type === 'string')
    return schema.pattern === undefined || new RegExp(String(schema.pattern)).test(String(value));
  const { type: kind } = (schema.properties ?? {}) as { type?: { const?: unknown } };
  return !isObject || kind?.const === undefined || kind.const === (value as Json).type;
}

function pointerTo(steps: Steps): string {
  return steps.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

/** A copy with another value at a place; without the place where the value is undefined. */
function withValue(whole: unknown, [step, ...rest]: Steps, value: unknown): unknown {
  if (step === undefined) return value;
  if (Array.isArray(whole))
    return whole.map((one, index) => (index === step ? withValue(one, rest, value) : one));
  const { [step]: old, ...others } = whole as Json;
  const changed = withValue(old, rest, value);
  return changed === undefined ? others : { ...(whole as Json), [step]: changed };
}
