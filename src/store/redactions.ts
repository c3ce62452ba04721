import type { ProblemPlace } from '../errors.ts';
import type { ResourceDocument, Withdrawal } from '../model/definition.ts';
import { earlierWithoutPlace, hasPlace, withoutContent, withoutPlace } from '../model/redaction.ts';
import { redactedText } from '../model/text.ts';
import { assemble, type Fields } from './documents.ts';
import type { Change } from './port.ts';

type RedactionCommand = Extract<Change, { action: 'redact' }>;

/**
 * The fields that a redaction leaves of a document; `earlier` are its logged states. What is wrong with the pointers goes to
 * `errors`.
 */
export function redacted(
  before: ResourceDocument,
  earlier: readonly ResourceDocument[],
  { pointers, reason, pointer: base = '' }: RedactionCommand,
  at: string,
  errors: ProblemPlace[],
): Fields {
  const told = (pointer: string) => ({ pointer, at, ...(reason && { reason }) });
  const redactions = [...(before.redactions ?? []), ...(pointers ?? ['']).map(told)];
  if (!pointers) return { ...withoutContent(before), withdrawal: withdrawalOf(before, at), redactions };
  let document = before;
  for (const [index, pointer] of pointers.entries()) {
    const left = hasPlace(document, pointer) ? withoutPlace(document, pointer) : document;
    const refuse = (code: string, detail: string) =>
      errors.push({ pointer: `${base}/pointers/${index}`, code, detail });
    if (!left) {
      refuse('not_redactable', 'without it the record would be none: withdraw it, or redact all of it');
    } else if (left === document && !earlier.some((one) => hasPlace(one, pointer))) {
      refuse('nothing_there', 'leads to nothing, neither now nor in the history');
    } else {
      document = left;
    }
  }
  return { ...document, redactions };
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
