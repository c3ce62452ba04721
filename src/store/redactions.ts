import type { ProblemPlace } from '../errors.ts';
import {
  jsonPointer,
  mostRedactions,
  type Redaction,
  type ResourceDocument,
  type Withdrawal,
} from '../model/definition.ts';
import { earlierWithoutPlace, placeAt, withoutContent, withoutPlace } from '../model/redaction.ts';
import { languageMap, redactedText } from '../model/text.ts';
import { issuesOf } from '../model/validation.ts';
import { assemble, type Fields } from './documents.ts';
import type { Change } from './port.ts';

type RedactionCommand = Extract<Change, { action: 'redact' }>;

/** `/quotes/10` stands after `/quotes/9`, and `/quotes/9/gloss` after both that and `/quotes/9`. */
const inOrder = new Intl.Collator('en', { numeric: true });

/**
 * The fields that a redaction leaves of a document; `earlier` gives its logged states. What is wrong with the command goes
 * to `errors`.
 */
export function redacted(
  before: ResourceDocument,
  earlier: () => Iterable<ResourceDocument>,
  { pointers, reason, pointer: base = '' }: RedactionCommand,
  at: string,
  errors: ProblemPlace[],
): Fields {
  const worded = reason === undefined ? undefined : languageMap.safeParse(reason);
  if (worded?.error) errors.push(...issuesOf(worded.error, `${base}/reason`, reason));
  const told = (pointer: string): Redaction => ({ pointer, at, ...(reason && { reason }) });
  // Whatever was taken out before is among what is taken out now.
  if (!pointers)
    return { ...withoutContent(before), withdrawal: withdrawalOf(before, at), redactions: [told('')] };

  const refuse = (place: string, code: string, detail: string) =>
    errors.push({ pointer: `${base}/pointers${place}`, code, detail });
  const places = [...new Set(pointers)];
  const redactions = [...(before.redactions ?? []), ...places.map(told)];
  if (pointers.length === 0) refuse('', 'required', 'must name a place, or be left out');
  if (redactions.length > mostRedactions) refuse('', 'too_big', 'are too many by now: redact all of it');
  let document = before;
  // The last first: what is removed from a list moves those after it.
  for (const pointer of places.sort(inOrder.compare).reverse()) {
    const place = `/${pointers.indexOf(pointer)}`;
    if (!jsonPointer.safeParse(pointer).success) {
      refuse(place, 'invalid_format', 'must be a JSON Pointer (RFC 6901)');
      continue;
    }
    const left = withoutPlace(document, pointer);
    if (left) document = left;
    else if (!anyState(before, earlier, (one) => placeAt(one, pointer) !== undefined))
      refuse(place, 'nothing_there', 'leads to nothing, neither now nor in the history');
    else if (!anyState(before, earlier, (one) => withoutPlace(one, pointer) !== undefined))
      refuse(
        place,
        'not_redactable',
        'the record cannot be without it: name what it stands in, or redact all',
      );
  }
  return { ...document, redactions };
}

function anyState(
  before: ResourceDocument,
  earlier: () => Iterable<ResourceDocument>,
  is: (document: ResourceDocument) => boolean,
): boolean {
  if (is(before)) return true;
  for (const one of earlier()) if (is(one)) return true;
  return false;
}

/** What has no content any more stands no longer, and says no more of why. */
function withdrawalOf({ withdrawal }: ResourceDocument, at: string): Withdrawal {
  return { at, kind: 'other', ...withdrawal, reason: { en: redactedText } };
}

/** A logged document of a resource after the same redaction. */
export function redactedEarlier(
  earlier: ResourceDocument,
  { pointers }: RedactionCommand,
  redactions: ResourceDocument['redactions'],
): ResourceDocument {
  if (pointers) {
    const left = pointers.reduce(earlierWithoutPlace<ResourceDocument>, earlier);
    return assemble(left.type, { ...left, redactions }, left);
  }
  const { withdrawal } = earlier;
  const fields = {
    ...withoutContent(earlier),
    ...(withdrawal && { withdrawal: withdrawalOf(earlier, withdrawal.at) }),
  };
  return assemble(earlier.type, { ...fields, redactions }, earlier);
}
