import { z } from 'zod';
import { refusingPrototype } from './members.ts';

/** What stands where a text was that was taken out, and that a document cannot be without. */
export const redactedText = '[redacted]';

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
  .regex(/^[A-Za-z0-9]+(-[A-Za-z0-9]+)*$/, { message: 'must be a BCP 47 language tag', abort: true })
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
  const map = z
    .record(languageTag, text(maximum))
    .refine(nonEmpty, 'must have a text in at least one language')
    .refine((map) => Object.keys(map).length <= 50, 'must have at most 50 languages');
  return refusingPrototype(map);
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
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'must be lower-case letters and digits of ASCII, joined by hyphens')
  .meta({ id: 'Slug', description: 'Lower-case words joined by hyphens.', examples: ['foreign-policy'] });

/** What may stand in a URI (RFC 3986): nothing is stripped or encoded for the client behind its back. */
const inside = '[!#-;=?-[\\]_a-z~]';

function address(start: string, requirement: string) {
  return z
    .string()
    .max(2_048)
    .regex(new RegExp(`^${start}${inside}*$`), { message: requirement, abort: true })
    .refine((value) => URL.canParse(value), requirement);
}

/** An absolute `http` or `https` address. */
export const webAddress = address(
  `[Hh][Tt][Tt][Pp][Ss]?://(?![/?#])${inside}`,
  'must be an absolute http or https address, with all but ASCII percent-encoded',
).meta({ id: 'WebAddress', description: 'An absolute http or https address.', format: 'uri' });

/** URIs of these schemes name nothing that stands somewhere, and some of them run when a reader follows them. */
const notNames = /^(?:about|blob|data|file|javascript|vbscript):/i;

/** An absolute URI of any scheme that names something, such as a Wikidata entity. */
export const absoluteUri = address(
  `[A-Za-z][A-Za-z0-9+.-]*:${inside}`,
  'must be an absolute URI, with all but ASCII percent-encoded',
)
  .refine((value) => !notNames.test(value), 'must have a scheme that names things, such as https or urn')
  .meta({ id: 'AbsoluteUri', description: 'An absolute URI.', format: 'uri' });

/** Words taken from the world as they stood, with renderings beside them that are never set as quotations. */
export const words = z
  .strictObject({ text: text(2_000), language: languageTag, gloss: languageMap.optional() })
  .meta({
    id: 'Words',
    description: 'Words taken from the world as they stood; `gloss` renders them in other languages.',
  });
export type Words = z.infer<typeof words>;
