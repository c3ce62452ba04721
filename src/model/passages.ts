import type { DocumentIssue } from './definition.ts';
import { AddressedText, type Locator } from './locator.ts';
import { redactedText } from './text.ts';

/** What locators are checked against: an article's `text` where it is published, else its `textLength`. */
type TextHolder = Readonly<Record<string, unknown>>;

const addressed = new WeakMap<TextHolder, AddressedText>();

function addressedText(holder: TextHolder): AddressedText | undefined {
  if (typeof holder.text !== 'string') return undefined;
  const known = addressed.get(holder);
  if (known) return known;
  const made = new AddressedText(holder.text);
  addressed.set(holder, made);
  return made;
}

/** What is wrong with a locator at `pointer` in the article that it points into: beyond its end, or inside a character. */
export function locatorIssues(
  pointer: string,
  locator: Locator | undefined,
  holder: TextHolder | undefined,
): DocumentIssue[] {
  if (!locator?.selectors || !holder) return [];
  const content = addressedText(holder);
  const length = content?.length ?? (typeof holder.textLength === 'number' ? holder.textLength : undefined);
  const issues: DocumentIssue[] = [];
  for (const [index, selector] of locator.selectors.entries()) {
    const at = `${pointer}/selectors/${index}`;
    if (selector.type === 'TextQuoteSelector') {
      if (selector.exact === redactedText) continue;
      const holds = content?.holds(selector.exact, selector.prefix, selector.suffix);
      if (holds === false) {
        issues.push({ pointer: at, code: 'not_in_text', detail: "does not stand in the article's text" });
      } else if (content && holds === undefined) {
        const detail = 'is one quotation too many to look for in so long a text: write it in another request';
        issues.push({ pointer: at, code: 'too_many_quotations', detail });
      }
      continue;
    }
    if (length !== undefined && selector.end > length) {
      const detail = `must end inside the article, which has ${length} code points`;
      issues.push({ pointer: `${at}/end`, code: 'outside_text', detail });
    }
    for (const edge of ['start', 'end'] as const) {
      if (!content?.splitsGrapheme(selector[edge])) continue;
      const detail = 'must not split what a reader sees as one character';
      issues.push({ pointer: `${at}/${edge}`, code: 'splits_grapheme', detail });
    }
  }
  return issues;
}
