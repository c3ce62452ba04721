/** A text of a language map, and the tag that it stands under. */
export interface ChosenText {
  readonly text: string;
  readonly language: string;
}

/**
 * The text of a language map in a language; else in the same primary language, in English, or the first there is.
 * Undefined where there is none.
 */
export function chooseText(map: unknown, language: string): ChosenText | undefined {
  if (typeof map !== 'object' || map === null) return undefined;
  const texts = Object.entries(map as Record<string, string>);
  const [tag, text] =
    texts.find(([tag]) => tag === language) ??
    texts.find(([tag]) => primaryOf(tag) === primaryOf(language)) ??
    texts.find(([tag]) => primaryOf(tag) === 'en') ??
    texts[0] ??
    [];
  return tag === undefined || text === undefined ? undefined : { text, language: tag };
}

/** The language of a tag, without its script, region and the like: `pt` of `pt-BR`. */
export function primaryOf(tag: string): string {
  return tag.split('-')[0]?.toLowerCase() ?? '';
}
