import { setByServer } from '../../src/model/definition.ts';
import type { Fields } from './making.ts';

/** The fields that a client wrote of a document. */
export function writtenFields(document: Fields): Fields {
  return Object.fromEntries(Object.entries(document).filter(([name]) => !setByServer.has(name)));
}

/** Whether two values are the same JSON, in whatever order their members stand. */
export function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(sorted(one)) === JSON.stringify(sorted(other));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : 1));
  return Object.fromEntries(entries.map(([name, one]) => [name, sorted(one)]));
}
