import { z } from 'zod';
import { type RuleName, ruleVersions } from '../analysis/rules.ts';
import { identifier } from '../model/identifiers.ts';

/** A member of an answer with a sentence that says what it is. */
export function told<Schema extends z.ZodType>(schema: Schema, description: string): Schema {
  return schema.meta({ description });
}

/** An object of an answer by the name that generated clients give it. */
export function named<Shape extends z.ZodRawShape>(id: string, description: string, shape: Shape) {
  return z.strictObject(shape).meta({ id, description });
}

/** The schema of a figure: its own members after the rule that it was computed by and what it rests on. */
export function figureOf<Shape extends z.ZodRawShape>(name: RuleName, description: string, shape: Shape) {
  const rule = z.strictObject({
    name: told(z.literal(name), `The name of the rule; \`/rules/${name}\` explains it with an example.`),
    version: told(
      z.literal(ruleVersions[name]),
      'The version of the rule, which grows when the same record gives another figure.',
    ),
  });
  return named(`${name.charAt(0).toUpperCase()}${name.slice(1)}Figure`, description, {
    rule: told(rule, 'The rule by which the figure was computed.'),
    basis: told(
      z.array(z.string()),
      'The ids of the attributions, relations, evidence and reviews that it rests on, in that order.',
    ),
    ...shape,
  });
}

export function listOf(item: z.ZodType, description: string) {
  return told(z.array(item), description);
}

export function attributionIds(description: string) {
  return listOf(identifier.attribution, description);
}

export function count(description: string) {
  return told(z.int().min(0), description);
}

export function yes(description: string) {
  return told(z.literal(true).optional(), description);
}

/** Since when or from when to when something may have been. */
export const period = {
  earliest: told(
    z.iso.datetime().nullable(),
    'The earliest instant that it may have been, in UTC; null where that is not known.',
  ),
  latest: told(
    z.iso.datetime().nullable(),
    'The latest instant that it may have been, in UTC; null where that is not known.',
  ),
};

export const yesNoUnknown = z.enum(['yes', 'no', 'unknown']);
