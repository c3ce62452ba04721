import { type Reference, type ResourceDefinition, toPointer } from './definition.ts';

/** One reference as it stands in a document. */
export interface FoundReference extends Reference {
  /** The name of its link in the definition. */
  readonly name: string;
  readonly id: string;
  /** Its place in the document, a JSON Pointer. */
  readonly pointer: string;
}

/** Every reference in a document to another resource, in the order of the definition. */
export function referencesOf(definition: ResourceDefinition, document: unknown): FoundReference[] {
  return Object.entries(definition.references).flatMap(([name, reference]) =>
    valuesAt(document, parsePath(reference.path)).flatMap(({ value, steps }) =>
      typeof value === 'string' ? [{ ...reference, name, id: value, pointer: toPointer(steps) }] : [],
    ),
  );
}

/** Whether a document can hold more than one reference of this kind. */
export function isMany(reference: Reference): boolean {
  return reference.path.includes('[]');
}

/** A copy of a document in which each reference's id has been replaced by what `rename` makes of it. */
export function renameReferences<Document>(
  definition: ResourceDefinition,
  document: Document,
  rename: (id: string, pointer: string) => string,
): Document {
  const copy = structuredClone(document);
  for (const { path } of Object.values(definition.references)) {
    for (const { value, steps, holder } of valuesAt(copy, parsePath(path))) {
      const last = steps.at(-1);
      if (typeof value === 'string' && last !== undefined) holder[last] = rename(value, toPointer(steps));
    }
  }
  return copy;
}

interface Place {
  value: unknown;
  steps: (string | number)[];
  holder: Record<string | number, unknown>;
}

function parsePath(path: string): string[] {
  return path.replaceAll('[]', '.[]').split('.');
}

function valuesAt(root: unknown, path: readonly string[]): Place[] {
  let places: Place[] = [{ value: root, steps: [], holder: {} }];
  for (const step of path) places = places.flatMap((place) => descend(place, step));
  return places;
}

function descend({ value, steps }: Place, step: string): Place[] {
  if (typeof value !== 'object' || value === null) return [];
  const holder = value as Record<string | number, unknown>;
  if (step !== '[]') {
    return Object.hasOwn(holder, step) ? [{ value: holder[step], steps: [...steps, step], holder }] : [];
  }
  return Array.isArray(value)
    ? value.map((item, index) => ({ value: item, steps: [...steps, index], holder }))
    : [];
}
