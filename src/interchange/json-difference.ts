import { isDeepStrictEqual } from 'node:util';
import { createPatch, type Operation } from 'rfc6902';

/**
 * A JSON Patch (RFC 6902) that turns one JSON value into another. Of two lists, what stands between their like beginnings
 * and ends is compared place by place: looking for the shortest patch takes time and memory by the product of their lengths.
 */
export function jsonDifference(before: unknown, after: unknown): Operation[] {
  return createPatch(before, after, (one, other, place) =>
    Array.isArray(one) && Array.isArray(other) ? listDifference(one, other, place.toString()) : undefined,
  );
}

function listDifference(before: unknown[], after: unknown[], place: string): Operation[] {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && isDeepStrictEqual(before[start], after[start])) start++;
  let end = 0;
  while (end < shorter - start && isDeepStrictEqual(before.at(-1 - end), after.at(-1 - end))) end++;
  const operations: Operation[] = [];
  const common = shorter - end;
  for (let index = start; index < common; index++) {
    const changes = jsonDifference(before[index], after[index]);
    operations.push(...changes.map((one) => ({ ...one, path: `${place}/${index}${one.path}` })));
  }
  for (let index = before.length - end - 1; index >= common; index--) {
    operations.push({ op: 'remove', path: `${place}/${index}` });
  }
  for (let index = common; index < after.length - end; index++) {
    operations.push({ op: 'add', path: `${place}/${index}`, value: after[index] });
  }
  return operations;
}
