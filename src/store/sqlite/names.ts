import type { ResourceType } from '../../model/identifiers.ts';
import { referencesOf, renameReferences } from '../../model/references.ts';
import { resources } from '../../model/resources.ts';

const prefix = 'externalId:';

/**
 * Fields in which each reference of the form `externalId:NAME` is replaced by the id that `find` gives for the name;
 * `place` is where the reference stands, a JSON Pointer.
 */
export function resolveNames<Fields>(
  type: ResourceType,
  fields: Fields,
  find: (type: ResourceType, name: string, place: string) => string,
): Fields {
  const definition = resources[type];
  const named = referencesOf(definition, fields).filter(({ id }) => id.startsWith(prefix));
  if (named.length === 0) return fields;
  const ids = new Map(
    named.map(({ to, id, pointer }) => [pointer, find(to, id.slice(prefix.length), pointer)]),
  );
  return renameReferences(definition, fields, (id, pointer) => ids.get(pointer) ?? id);
}
