import { z } from 'zod';
import type { ProblemPlace } from '../errors.ts';
import { edtfDate } from '../model/edtf.ts';
import { isStorableText } from '../model/text.ts';

/** How one query parameter is read, and what the OpenAPI document says of it. */
export interface Parameter<Value = unknown> {
  readonly description: string;
  /** What the OpenAPI document says of its value; of each value where there may be several. */
  readonly schema: z.ZodType;
  /** How many values there may be, separated by commas; one where it is left out. */
  readonly most?: number;
  readonly default?: Value;
  /** Whether it must be given. */
  readonly required?: boolean;
  /** Its value, or what is wrong with it. */
  readonly read: (given: string) => { readonly value: Value } | { readonly wrong: string };
}

type ValueOf<Known> = Known extends Parameter<infer Value> ? Value : never;

/** What a query string gave, by the names of the parameters. */
export type ParameterValues<Known extends Record<string, Parameter>> = {
  [Name in keyof Known as Known[Name] extends Required ? never : Name]?: ValueOf<Known[Name]>;
} & {
  [Name in keyof Known as Known[Name] extends Required ? Name : never]: ValueOf<Known[Name]>;
};

interface Required {
  readonly required: true;
}

/** A parameter that must be given. */
export function required<Value>(parameter: Parameter<Value>): Parameter<Value> & Required {
  return { ...parameter, required: true };
}

function readBy<Value>(schema: z.ZodType<Value>, value: unknown): { value: Value } | { wrong: string } {
  const parsed = schema.safeParse(value);
  if (parsed.success) return { value: parsed.data };
  if (schema instanceof z.ZodEnum) return { wrong: `must be one of ${schema.options.join(', ')}` };
  return { wrong: parsed.error.issues.map(({ message }) => message).join('; ') };
}

/** Any number of values of a schema; the condition holds where any of them does. */
export function anyOf<Text extends string>(
  schema: z.ZodType<Text>,
  description: string,
  most = 50,
): Parameter<Text[]> {
  const read = (given: string): { value: Text[] } | { wrong: string } => {
    const values = new Set<Text>();
    const all = given.split(',');
    if (all.length > most) return { wrong: `must have at most ${most} values` };
    for (const value of all) {
      const one = readBy(schema, value);
      if ('wrong' in one) return { wrong: `${JSON.stringify(value)} ${one.wrong}` };
      values.add(one.value);
    }
    return { value: [...values] };
  };
  return { description, schema, most, read };
}

/** One value of a schema, commas and all. */
export function single(schema: z.ZodType<string>, description: string): Parameter<string> {
  return { description, schema, read: (given) => readBy(schema, given) };
}

export function yesOrNo(description: string): Parameter<boolean> {
  const read = (given: string) =>
    given === 'true' || given === 'false' ? { value: given === 'true' } : { wrong: 'must be true or false' };
  return { description, schema: z.boolean(), read };
}

/** A whole number from `least` to `most`. */
export function wholeNumber(
  least: number,
  most: number,
  preset: number | undefined,
  description: string,
): Parameter<number> {
  const schema = z.int().min(least).max(most);
  const read = (given: string) => {
    const { success, data } = schema.safeParse(/^\d{1,15}$/.test(given) ? Number(given) : undefined);
    return success ? { value: data } : { wrong: `must be a whole number from ${least} to ${most}` };
  };
  return { description, schema, read, ...(preset !== undefined && { default: preset }) };
}

/** Any number of whole numbers up to `greatest`; the condition holds where any of them does. */
export function anyNumberOf(greatest: number, description: string, most = 50): Parameter<number[]> {
  const one = wholeNumber(0, greatest, undefined, description);
  const read = (given: string): { value: number[] } | { wrong: string } => {
    const values = new Set<number>();
    const all = given.split(',');
    if (all.length > most) return { wrong: `must have at most ${most} values` };
    for (const value of all) {
      const result = one.read(value);
      if ('wrong' in result) return { wrong: `${JSON.stringify(value)} ${result.wrong}` };
      values.add(result.value);
    }
    return { value: [...values] };
  };
  return { description, schema: one.schema, most, read };
}

/** One of a closed set of texts. */
export function choice<Text extends string>(
  texts: readonly Text[],
  description: string,
  preset?: Text,
): Parameter<Text> {
  const schema = z.enum(texts as readonly [Text, ...Text[]]);
  const read = (given: string) => readBy(schema as unknown as z.ZodType<Text>, given);
  return { description, schema, read, ...(preset !== undefined && { default: preset }) };
}

/** An EDTF date (see model/edtf.ts). */
export function dateParameter(description: string): Parameter<string> {
  return single(edtfDate, description);
}

/** The query parameters of a route. */
export class Parameters<Known extends Record<string, Parameter> = Record<string, Parameter>> {
  readonly known: Known;

  constructor(known: Known) {
    this.known = known;
  }

  /** These parameters but for some. */
  without(...names: string[]): Parameters {
    const kept = Object.entries(this.known).filter(([name]) => !names.includes(name));
    return new Parameters(Object.fromEntries(kept));
  }

  /** What a parsed query string gives, defaults filled in, or everything that is wrong with it. */
  read(query: Record<string, unknown>): { values: ParameterValues<Known> } | { errors: ProblemPlace[] } {
    const values: Record<string, unknown> = {};
    const errors: ProblemPlace[] = [];
    for (const name in query) {
      const parameter = Object.hasOwn(this.known, name) ? this.known[name] : undefined;
      const given = query[name];
      if (!parameter) {
        errors.push({ parameter: name, code: 'unknown', detail: `is not known here; ${this.#allowed()}` });
      } else if (typeof given !== 'string') {
        const detail = 'stands more than once; separate several values by commas';
        errors.push({ parameter: name, code: 'repeated', detail });
      } else {
        const result = isStorableText(given)
          ? parameter.read(given)
          : { wrong: 'must be well-formed Unicode' };
        if ('wrong' in result) errors.push({ parameter: name, code: 'invalid', detail: result.wrong });
        else values[name] = result.value;
      }
    }
    for (const name in this.known) {
      if (!this.known[name]?.required || Object.hasOwn(query, name)) continue;
      errors.push({ parameter: name, code: 'required', detail: 'must be given' });
    }
    if (errors.length > 0) return { errors };
    for (const name in this.known) {
      const preset = this.known[name]?.default;
      if (preset !== undefined && !(name in values)) values[name] = preset;
    }
    return { values: values as ParameterValues<Known> };
  }

  #allowed(): string {
    const names = Object.keys(this.known);
    return names.length > 0 ? `allowed are ${names.join(', ')}` : 'this route has no query parameters';
  }
}
