import { z } from 'zod';
import { endOfPassage } from './passage-search.ts';
import { text } from './text.ts';

/** The longest text that an article may have, in Unicode code points, even where it is not published here. */
export const longestText = 2_000_000;

/** W3C Web Annotation: a passage by its offsets, here in Unicode code points, `end` exclusive. */
export const textPositionSelector = z
  .strictObject({
    type: z.literal('TextPositionSelector'),
    start: z.int().min(0).max(longestText),
    end: z.int().min(1).max(longestText),
  })
  .refine((selector) => selector.start < selector.end, { message: 'must end after it starts', path: ['end'] })
  .meta({
    id: 'TextPositionSelector',
    description: 'A passage by its offsets in Unicode code points, `end` exclusive (W3C Web Annotation).',
    examples: [{ type: 'TextPositionSelector', start: 258, end: 261 }],
  });

/** W3C Web Annotation: a passage by its words and what stands before and after them. */
export const textQuoteSelector = z
  .strictObject({
    type: z.literal('TextQuoteSelector'),
    exact: text(2_000),
    prefix: text(500, 0).optional(),
    suffix: text(500, 0).optional(),
  })
  .meta({
    id: 'TextQuoteSelector',
    description: 'A passage by its words and what stands before and after them (W3C Web Annotation).',
  });

export const articlePart = z
  .enum(['headline', 'subheading', 'lead', 'body', 'caption'])
  .meta({ id: 'ArticlePart', description: 'The part of an article in which a passage stands.' });

/** Where in an article a passage stands. */
export const locator = z
  .strictObject({
    part: articlePart.optional(),
    paragraph: z.int().min(1).max(100_000).optional(),
    selectors: z
      .array(z.discriminatedUnion('type', [textPositionSelector, textQuoteSelector]))
      .min(1)
      .max(4)
      .optional(),
  })
  .refine((place) => Object.keys(place).length > 0, 'must say a part, a paragraph or a selector')
  .meta({
    id: 'Locator',
    description:
      'Where a passage stands: the part, the paragraph (counted from 1) and Web Annotation selectors.',
    minProperties: 1,
    examples: [
      { part: 'body', paragraph: 4, selectors: [{ type: 'TextPositionSelector', start: 258, end: 481 }] },
    ],
  });
export type Locator = z.infer<typeof locator>;

/** So many code units of a text are searched for quotations at most, which takes about half a second. */
const longestSearch = 100_000_000;

/** So many code units are looked at on either side of a place; no character that is read as one is nearly as long. */
const widestView = 1_000;

const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' });

/** A text addressed by Unicode code points, as locators address it. */
export class AddressedText {
  readonly #text: string;
  /** Where each code point begins in UTF-16 code units, then where the last one ends. */
  readonly #units: readonly number[];
  #searched = 0;

  constructor(content: string) {
    this.#text = content;
    this.#units = unitsOf(content);
  }

  /** Its length in Unicode code points. */
  get length(): number {
    return this.#units.length - 1;
  }

  /** The passage from `start` to `end`, in code points, `end` exclusive. */
  passage(start: number, end: number): string {
    return this.#text.slice(this.#units[start] ?? this.#text.length, this.#units[end]);
  }

  /** Whether a passage that begins or ends at `offset` (code points) would split what a reader sees as one character. */
  splitsGrapheme(offset: number): boolean {
    if (offset <= 0 || offset >= this.length) return false;
    const unit = this.#units[offset] ?? 0;
    const from = Math.max(0, unit - widestView);
    const around = graphemes.segment(this.#text.slice(from, unit + widestView));
    return around.containing(unit - from)?.index !== unit - from;
  }

  /**
   * Whether the words of a quotation stand in it, between the given prefix and suffix; undefined where so much has been
   * looked for in a long text that no more is.
   */
  holds(exact: string, prefix = '', suffix = ''): boolean | undefined {
    if (this.#searched > longestSearch) return undefined;
    const end = endOfPassage(this.#text, prefix + exact + suffix);
    this.#searched += end ?? this.#text.length;
    return end !== undefined;
  }
}

function unitsOf(content: string): number[] {
  const units = [0];
  let unit = 0;
  for (const codePoint of content) {
    unit += codePoint.length;
    units.push(unit);
  }
  return units;
}
