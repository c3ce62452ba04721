import { collections, type ResourceType } from '../../model/identifiers.ts';
import type { Locator } from '../../model/locator.ts';
import type { LanguageMap, Words } from '../../model/text.ts';

/** A thing or a value as JSON-LD describes it; what is undefined is not written. */
export type Description = Readonly<Record<string, unknown>>;

/** Gives each resource its IRI. */
export class Names {
  readonly #base: string;

  /** `base` is the address of the API, to which the IRIs are relative where it is empty. */
  constructor(base: string) {
    this.#base = base;
  }

  of(type: ResourceType, id: string): string;
  of(type: ResourceType, id: string | undefined): string | undefined;
  of(type: ResourceType, id: string | undefined): string | undefined {
    return id === undefined ? undefined : `${this.#base}${collections[type]}/${id}`;
  }
}

/** All that there are, or nothing. */
export function some<Value>(values: readonly Value[] | undefined): readonly Value[] | undefined {
  return values?.length ? values : undefined;
}

const day = /^\d{4}-\d\d-\d\d$/;
const zone = '(?:Z|[+-](?:0\\d|1[0-3]):\\d\\d|[+-]14:00)';
const instant = new RegExp(`^\\d{4}-\\d\\d-\\d\\dT[\\d:.]+${zone}$`);

/** A date as it was given: a day or an instant as XML Schema has them, anything else as EDTF. */
export function dateOf(value: string | undefined): Description | undefined {
  return value === undefined ? undefined : (plainDate(value) ?? { '@value': value, type: 'EDTF' });
}

/** A date where it is a day or an instant, for the terms of schema.org. */
export function plainDate(value: string | undefined): Description | undefined {
  if (value === undefined) return undefined;
  if (day.test(value)) return { '@value': value, type: 'date' };
  const written = value.toUpperCase();
  return instant.test(written) ? { '@value': written, type: 'dateTime' } : undefined;
}

/** Words as they stood, by their language. */
export function textOf(words: Words | undefined): LanguageMap | undefined {
  return words && { [words.language]: words.text };
}

/** Texts in several languages, of which several may be in one. */
export function textsOf(all: readonly Words[] | undefined): Record<string, string[]> | undefined {
  if (!all?.length) return undefined;
  const byLanguage: Record<string, string[]> = {};
  for (const { text, language } of all) {
    byLanguage[language] = [...(byLanguage[language] ?? []), text];
  }
  return byLanguage;
}

/** Words as they stood, with their renderings and their place. */
export function wordsOf(
  words: (Words & { locator?: Locator | undefined }) | undefined,
  source: string | undefined,
): Description | undefined {
  if (!words) return undefined;
  return { text: textOf(words), gloss: words.gloss, locator: placeOf(words.locator, source) };
}

/** A place in what `source` names (Web Annotation: a specific resource). */
export function placeOf(locator: Locator | undefined, source: string | undefined): Description | undefined {
  if (!locator) return undefined;
  const { part, paragraph, selectors } = locator;
  return { type: 'SpecificResource', hasSource: source, hasSelector: selectors, part, paragraph };
}
