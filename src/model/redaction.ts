import { z } from 'zod';
import { fromPointer, type ResourceDefinition, type ResourceDocument, setByServer } from './definition.ts';
import { referencesOf } from './references.ts';
import { resources } from './resources.ts';
import { redactedText } from './text.ts';

type Fields = Record<string, unknown>;
type Redactable = Pick<ResourceDocument, 'type'> & Readonly<Fields>;
type Steps = readonly string[];

/**
 * What is left of a document's fields once its content is gone: its references to others, what kind of thing it is, and
 * a placeholder for each text that its schema requires.
 */
export function withoutContent(document: Redactable): Fields {
  const definition = resources[document.type];
  return skeletonOf(definition.document, document, [], definition) as Fields;
}

/** What stands at a JSON Pointer (RFC 6901); undefined where nothing does. */
export function placeAt(document: Redactable, pointer: string): unknown {
  return valueAt(document, fromPointer(pointer));
}

/**
 * A document without what stands at a JSON Pointer: removed where the document can be without it, else reduced to its
 * references and a placeholder for each text. Undefined where nothing stands there, and where neither takes anything out
 * or leaves a valid document with the same references.
 */
export function withoutPlace<Document extends Redactable>(
  document: Document,
  pointer: string,
): Document | undefined {
  return without(document, fromPointer(pointer));
}

/**
 * An earlier state of a document without what stands at a pointer. Where the pointer leads into a list, every entry of the
 * list loses it: what is now the first may have been the second. What the state cannot be without is taken out with what
 * it stands in.
 */
export function earlierWithoutPlace<Document extends Redactable>(
  document: Document,
  pointer: string,
): Document {
  const places = placesOf(document, fromPointer(pointer));
  if (places.length === 0) return document;
  // The last first: what is removed from a list moves those after it. There may be hundreds in each of hundreds of states,
  // so they are removed at once where that leaves a sound document, and else one by one.
  const removed = places.reduceRight((left, steps) => edited(left, steps, remove), document);
  if (!places.some(isHeld) && isStillSound(removed, document)) return removed;
  return places.reduceRight(withoutAround, document);
}

function without<Document extends Redactable>(document: Document, steps: Steps): Document | undefined {
  const value = valueAt(document, steps);
  if (value === undefined || isHeld(steps)) return undefined;
  const removed = edited(document, steps, remove);
  if (isStillSound(removed, document)) return removed;
  const definition = resources[document.type];
  const left = skeletonOf(schemaAt(definition.document, document, steps), value, steps, definition);
  const told = JSON.stringify(left);
  // What holds a placeholder has been redacted already, which is as good.
  if (told === JSON.stringify(value) && !told.includes(redactedText)) return undefined;
  const reduced = edited(document, steps, (holder, last) => {
    holder[last] = left;
  });
  return isStillSound(reduced, document) ? reduced : undefined;
}

function withoutAround<Document extends Redactable>(document: Document, place: Steps): Document {
  if (valueAt(document, place) === undefined) return document;
  for (let steps = place; steps.length > 0; steps = steps.slice(0, -1)) {
    const left = without(document, steps);
    if (left) return left;
  }
  return document;
}

/** Whether a place says what the record is, not what it tells. */
function isHeld([field = '', inside]: Steps): boolean {
  if (field === 'withdrawal') return inside !== 'reason';
  return field === '' || field === 'originUnknown' || setByServer.has(field);
}

/** Whether a document is valid, and refers to the same as before. */
function isStillSound(document: Redactable, before: Redactable): boolean {
  const definition = resources[document.type];
  const references = (one: Redactable) => JSON.stringify(referencesOf(definition, one).map(({ id }) => id));
  if (references(document) !== references(before)) return false;
  const own = Object.entries(document).filter(([name]) => !setByServer.has(name));
  if (!definition.fields.safeParse(Object.fromEntries(own)).success) return false;
  const { withdrawal } = document;
  return definition.document.pick({ withdrawal: true }).safeParse({ withdrawal }).success;
}

function valueAt(value: unknown, steps: Steps): unknown {
  let found = value;
  for (const step of steps) found = isHolder(found) && holds(found, step) ? found[step] : undefined;
  return found;
}

/** A copy in which `edit` has changed the holder of the value that `steps` lead to. */
function edited<Value>(
  value: Value,
  [step = '', ...rest]: Steps,
  edit: (holder: Fields, last: string) => void,
): Value {
  const copy = (Array.isArray(value) ? [...value] : { ...value }) as Value & Fields;
  if (rest.length === 0) edit(copy, step);
  else (copy as Fields)[step] = edited(copy[step], rest, edit);
  return copy;
}

function remove(holder: Fields, last: string): void {
  if (Array.isArray(holder)) holder.splice(Number(last), 1);
  else delete holder[last];
}

/** Every place that `steps` lead to when the entries of a list are taken for one another. */
function placesOf(value: unknown, [step, ...rest]: Steps, at: Steps = []): Steps[] {
  if (step === undefined) return [at];
  if (!isHolder(value)) return [];
  const names = Array.isArray(value) ? Object.keys(value) : [step];
  return names
    .filter((name) => holds(value, name))
    .flatMap((name) => placesOf(value[name], rest, [...at, name]));
}

/** Whether it is a member or an entry, unlike the length of a list. */
function holds(holder: Fields, name: string): boolean {
  return Object.prototype.propertyIsEnumerable.call(holder, name);
}

function isHolder(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null;
}

/** The schema that a value of `schema` is read by: what is optional, that of its variant. */
function unwrapped(schema: unknown, value: unknown): unknown {
  if (schema instanceof z.ZodOptional) return unwrapped(schema.unwrap(), value);
  if (!(schema instanceof z.ZodUnion)) return schema;
  return schema.options.find((one) => one instanceof z.ZodType && one.safeParse(value).success);
}

/** The schema of the place that `steps` lead to; undefined where it stands inside of something with free names. */
function schemaAt(schema: unknown, value: unknown, [step, ...rest]: Steps): unknown {
  if (step === undefined) return schema;
  const outer = unwrapped(schema, value);
  const inside = valueAt(value, [step]);
  if (outer instanceof z.ZodObject) return schemaAt(outer.shape[step], inside, rest);
  return outer instanceof z.ZodArray ? schemaAt(outer.element, inside, rest) : undefined;
}

/** What is left of the value at a place: what its schema requires, and what leads to references. */
function skeletonOf(schema: unknown, value: unknown, steps: Steps, definition: ResourceDefinition): unknown {
  const inner = unwrapped(schema, value);
  if (inner instanceof z.ZodArray && Array.isArray(value)) {
    const entries = value.map((one, index) =>
      skeletonOf(inner.element, one, [...steps, String(index)], definition),
    );
    return leadsToReference(steps, definition) ? entries.filter(refers) : entries;
  }
  if (inner instanceof z.ZodObject && isHolder(value)) {
    const kept: Fields = {};
    for (const [name, part] of Object.entries(inner.shape as Record<string, z.ZodType>)) {
      const place = [...steps, name];
      if (!Object.hasOwn(value, name)) continue;
      if (isHeld(place)) kept[name] = value[name];
      else if (leadsToReference(place, definition) || !part.safeParse(undefined).success)
        kept[name] = skeletonOf(part, value[name], place, definition);
    }
    return kept;
  }
  const takesAnyText = !(inner instanceof z.ZodType) || inner.safeParse(redactedText).success;
  return takesAnyText || isHolder(value) ? blank(value) : value;
}

function leadsToReference(steps: Steps, { references }: ResourceDefinition): boolean {
  const path = steps.filter((step) => !/^\d+$/.test(step)).join('.');
  return Object.values(references).some((reference) =>
    `${reference.path}.`.replaceAll('[]', '').startsWith(`${path}.`),
  );
}

function refers(value: unknown): boolean {
  return !isHolder(value) || Object.keys(value).some((name) => /Ids?$/.test(name));
}

function blank(value: unknown): unknown {
  if (typeof value === 'string') return redactedText;
  if (Array.isArray(value)) return value.map(blank);
  if (!isHolder(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, blank(one)]));
}

/** Whether all content of a document has been taken out. */
export function isRedactedWhole({ redactions = [] }: ResourceDocument): boolean {
  return redactions.some(({ pointer }) => pointer === '');
}
