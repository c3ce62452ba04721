import { z } from 'zod';

/** Well-formed Unicode without U+0000: what both JSON and SQLite can hold without changing it. */
export function isStorableText(value: string): boolean {
  return value.isWellFormed() && !value.includes('\0');
}

/** A schema for a text of at most `maximum` UTF-16 code units that JSON and SQLite hold unchanged. */
export function text(maximum: number, minimum = 1) {
  return z
    .string()
    .min(minimum)
    .max(maximum)
    .refine(isStorableText, 'must be well-formed Unicode without U+0000');
}

/** The canonical form of a BCP 47 language tag (RFC 5646), or undefined where it is not one. */
export function canonicalLanguageTag(tag: string): string | undefined {
  try {
    return Intl.getCanonicalLocales(tag)[0];
  } catch {
    return undefined;
  }
}

/** A BCP 47 language tag (RFC 5646) in its canonical form: `ar`, `pt-BR`, `zh-Hant`. */
export const languageTag = z
  .string()
  .max(35)
  .regex(/^[A-Za-z0-9]+(-[A-Za-z0-9]+)*$/)
  .superRefine((tag, context) => {
    const canonical = canonicalLanguageTag(tag);
    if (canonical === undefined) context.addIssue('must be a BCP 47 language tag');
    else if (canonical !== tag) context.addIssue(`must be in canonical form: ${canonical}`);
  })
  .meta({
    id: 'LanguageTag',
    description: 'A BCP 47 language tag in canonical form.',
    examples: ['ar', 'en'],
  });

function nonEmpty(map: Record<string, unknown>): boolean {
  return Object.keys(map).length > 0;
}

/** A text in one or more languages, keyed by BCP 47 tag; each text at most `maximum` code units. */
function languageMapOf(maximum: number) {
  return z
    .record(languageTag, text(maximum))
    .refine(nonEmpty, 'must have a text in at least one language')
    .refine((map) => Object.keys(map).length <= 50, 'must have at most 50 languages');
}

const sizes = { minProperties: 1, maxProperties: 50 };

/** Text about a thing in one or more languages. */
export const languageMap = languageMapOf(5_000).meta({
  id: 'LanguageMap',
  description: 'Text about a thing, keyed by BCP 47 language tag.',
  examples: [{ ar: 'السفارة الصينية', en: 'Chinese embassy' }],
  ...sizes,
});
export type LanguageMap = z.infer<typeof languageMap>;

/** Lower-case words joined by hyphens, such as a topic. */
export const slug = z
  .string()
  .max(64)
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/)
  .meta({ id: 'Slug', description: 'Lower-case words joined by hyphens.', examples: ['foreign-policy'] });

/** An absolute `http` or `https` address. */
export const webAddress = z
  .url({ protocol: /^https?$/ })
  .max(2_048)
  .refine(isStorableText, 'must be well-formed Unicode without U+0000')
  .meta({ id: 'WebAddress', description: 'An absolute http or https address.' });

/** An absolute URI of any scheme, such as a Wikidata entity. */
export const absoluteUri = z
  .url()
  .max(2_048)
  .refine(isStorableText, 'must be well-formed Unicode without U+0000')
  .meta({ id: 'AbsoluteUri', description: 'An absolute URI.' });

/** Words taken from the world as they stood, with renderings beside them that are never set as quotations. */
export const words = z
  .strictObject({ text: text(2_000), language: languageTag, gloss: languageMap.optional() })
  .meta({
    id: 'Words',
    description: 'Words taken from the world as they stood; `gloss` renders them in other languages.',
  });
export type Words = z.infer<typeof words>;
