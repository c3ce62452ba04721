import { z } from 'zod';
import { text } from './text.ts';

/** W3C Web Annotation: a passage by its offsets, here in Unicode code points, `end` exclusive. */
export const textPositionSelector = z
  .strictObject({
    type: z.literal('TextPositionSelector'),
    start: z.int().min(0),
    end: z.int().min(1),
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

const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' });

/** A text addressed by Unicode code points, as locators address it. */
export class AddressedText {
  readonly #text: string;
  /** Where each code point begins in UTF-16 code units, then where the last one ends. */
  readonly #units: readonly number[];
  readonly #segments: Intl.Segments;

  constructor(content: string) {
    this.#text = content;
    this.#units = unitsOf(content);
    this.#segments = graphemes.segment(content);
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
    const unit = this.#units[offset];
    return this.#segments.containing(unit)?.index !== unit;
  }

  /** Whether the words of a quotation stand in it, between the given prefix and suffix. */
  holds(exact: string, prefix = '', suffix = ''): boolean {
    return this.#text.includes(prefix + exact + suffix);
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
