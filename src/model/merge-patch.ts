import { isDeepStrictEqual } from 'node:util';

type JsonObject = Record<string, unknown>;

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What `target` becomes by a JSON Merge Patch (RFC 7396): null removes a member, all else replaces or merges. */
export function mergePatch(target: unknown, patch: unknown): unknown {
  if (!isObject(patch)) return patch;
  const merged = new Map(Object.entries(isObject(target) ? target : {}));
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) merged.delete(name);
    else merged.set(name, mergePatch(merged.get(name), value));
  }
  return Object.fromEntries(merged);
}

/** The JSON Merge Patch (RFC 7396) that makes `after` of `before`. No member of either may be null. */
export function mergePatchBetween(before: JsonObject, after: JsonObject): JsonObject {
  const removed = Object.keys(before).filter((name) => !Object.hasOwn(after, name));
  const changed = Object.entries(after).flatMap(([name, value]): [string, unknown][] => {
    const old = Object.hasOwn(before, name) ? before[name] : undefined;
    if (isDeepStrictEqual(old, value)) return [];
    return [[name, isObject(old) && isObject(value) ? mergePatchBetween(old, value) : value]];
  });
  return Object.fromEntries([...removed.map((name): [string, unknown] => [name, null]), ...changed]);
}
