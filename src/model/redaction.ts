import { z } from 'zod';
import { fromPointer, type ResourceDefinition, type ResourceDocument, setByServer } from './definition.ts';
import { referencesOf } from './references.ts';
import { resources } from './resources.ts';
import { redactedText } from './text.ts';

type Fields = Record<string, unknown>;
type Redactable = Pick<ResourceDocument, 'type'> & Readonly<Fields>;

/**
 * What is left of a document's fields once its content is gone: its references to others, what kind of thing it is, and
 * a placeholder for each text that its schema requires.
 */
export function withoutContent(document: Redactable): Fields {
  const definition = resources[document.type];
  return skeletonOf(definition.document.shape, document, '', definition) as Fields;
}

/**
 * A document without what stands at a JSON Pointer (RFC 6901): removed where the document can be without it, else with a
 * placeholder for each text; undefined where neither leaves a valid document with the same references.
 */
export function withoutPlace<Document extends Redactable>(
  document: Document,
  pointer: string,
): Document | undefined {
  const [step, ...rest] = fromPointer(pointer);
  if (step === undefined || (setByServer.has(step) && (step !== 'withdrawal' || rest[0] !== 'reason')))
    return undefined;
  const removed = edited(document, pointer, remove);
  if (isStillSound(removed, document)) return removed;
  const blanked = edited(document, pointer, (holder, last) => {
    holder[last] = blank(holder[last]);
  });
  return isStillSound(blanked, document) ? blanked : undefined;
}

/**
 * An earlier state of a document without what stands at a pointer. Where the pointer leads into a list, every entry of the
 * list loses it: what is now the first may have been the second.
 */
export function earlierWithoutPlace<Document extends Redactable>(
  document: Document,
  pointer: string,
): Document {
  return placesOf(document, fromPointer(pointer)).reduceRight(
    (left, place) => withoutPlace(left, place) ?? edited(left, place, remove),
    document,
  );
}

/** Whether anything stands at a pointer, or in another entry of a list that it leads into. */
export function hasPlace(document: Redactable, pointer: string): boolean {
  return placesOf(document, fromPointer(pointer)).length > 0;
}

function isStillSound(document: Redactable, before: Redactable): boolean {
  const definition = resources[document.type];
  const same = (one: Redactable) => JSON.stringify(referencesOf(definition, one).map(({ id }) => id));
  if (same(document) !== same(before)) return false;
  const own = Object.entries(document).filter(([name]) => !setByServer.has(name));
  if (!definition.fields.safeParse(Object.fromEntries(own)).success) return false;
  return definition.document.pick({ withdrawal: true }).safeParse({ withdrawal: document.withdrawal })
    .success;
}

/** A copy in which `edit` has changed the holder of the value that a pointer leads to. */
function edited<Document extends Redactable>(
  document: Document,
  pointer: string,
  edit: (holder: Fields, last: string) => void,
): Document {
  const copy = structuredClone(document);
  const steps = fromPointer(pointer);
  const last = steps.pop() ?? '';
  let holder: unknown = copy;
  for (const step of steps)
    holder = isHolder(holder) && Object.hasOwn(holder, step) ? holder[step] : undefined;
  if (isHolder(holder) && Object.hasOwn(holder, last)) edit(holder, last);
  return copy;
}

function remove(holder: Fields, last: string): void {
  if (Array.isArray(holder)) holder.splice(Number(last), 1);
  else delete holder[last];
}

function blank(value: unknown): unknown {
  if (typeof value === 'string') return redactedText;
  if (Array.isArray(value)) return value.map(blank);
  if (!isHolder(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, blank(one)]));
}

/** Every place that the steps of a pointer lead to when the entries of a list are taken for one another. */
function placesOf(value: unknown, [step, ...rest]: readonly string[], at = ''): string[] {
  if (step === undefined) return [at];
  if (!isHolder(value)) return [];
  const names = Array.isArray(value) && /^\d+$/.test(step) ? Object.keys(value) : [step];
  return names
    .filter((name) => Object.hasOwn(value, name))
    .flatMap((name) =>
      placesOf(value[name], rest, `${at}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`),
    );
}

function isHolder(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null;
}

function skeletonOf(
  shape: Readonly<Record<string, z.ZodType>>,
  value: Readonly<Fields>,
  path: string,
  definition: ResourceDefinition,
): Fields {
  const kept: Fields = {};
  for (const [name, schema] of Object.entries(shape)) {
    if (!Object.hasOwn(value, name)) continue;
    const place = path === '' ? name : `${path}.${name}`;
    const held = path === '' && (setByServer.has(name) || name === 'originUnknown');
    const refers = Object.values(definition.references).some((reference) =>
      `${reference.path}.`.replaceAll('[]', '').startsWith(`${place}.`),
    );
    if (held) kept[name] = value[name];
    else if (refers || !schema.safeParse(undefined).success)
      kept[name] = skeletonOfValue(schema, value[name], place, definition);
  }
  return kept;
}

function skeletonOfValue(
  schema: z.ZodType,
  value: unknown,
  path: string,
  definition: ResourceDefinition,
): unknown {
  const inner = schema instanceof z.ZodOptional ? (schema.unwrap() as z.ZodType) : schema;
  if (inner instanceof z.ZodArray && Array.isArray(value)) {
    const entry = inner.element as z.ZodType;
    return value
      .map((one) => skeletonOfValue(entry, one, path, definition))
      .filter((one) => !isHolder(one) || refersToAny(one));
  }
  if (inner instanceof z.ZodObject && isHolder(value))
    return skeletonOf(inner.shape, value, path, definition);
  if (inner.safeParse(redactedText).success || isHolder(value)) return blank(value);
  return value;
}

function refersToAny(value: Fields): boolean {
  return Object.keys(value).some((name) => /Ids?$/.test(name));
}

/** Whether all content of a document has been taken out. */
export function isRedactedWhole({ redactions = [] }: ResourceDocument): boolean {
  return redactions.some(({ pointer }) => pointer === '');
}
