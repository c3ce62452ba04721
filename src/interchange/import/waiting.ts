import type { Entry } from './identities.ts';

/**
 * The entries that cannot be written yet: what they refer to is missing, or is itself created by one that waits. So does
 * an attribution that relays and has nobody behind it among them.
 */
export function entriesThatWait(entries: readonly Entry[], missing: ReadonlySet<string>): Set<Entry> {
  const created = new Map(entries.flatMap((entry) => (entry.current ? [] : [[entry.id, entry] as const])));
  const dependents = new Map<Entry, Entry[]>();
  const carried = new Map<string, number>();
  const waiting = new Set<Entry>();
  const begin: Entry[] = [];
  for (const entry of entries) {
    const { viaId } = entry.fields;
    if (typeof viaId === 'string') carried.set(viaId, (carried.get(viaId) ?? 0) + 1);
    if (entry.unknownNames.length > 0) begin.push(entry);
    for (const id of entry.references) {
      const other = created.get(id);
      if (!other) {
        if (missing.has(id)) begin.push(entry);
        continue;
      }
      const some = dependents.get(other);
      if (some) some.push(entry);
      else dependents.set(other, [entry]);
    }
  }
  for (const entry of entries) if (isEmptyCarrier(entry, carried)) begin.push(entry);
  for (let entry = begin.pop(); entry; entry = begin.pop()) {
    if (waiting.has(entry)) continue;
    waiting.add(entry);
    for (const dependent of dependents.get(entry) ?? []) begin.push(dependent);
    const { viaId } = entry.fields;
    if (typeof viaId !== 'string') continue;
    carried.set(viaId, (carried.get(viaId) ?? 0) - 1);
    const carrier = created.get(viaId);
    if (carrier && isEmptyCarrier(carrier, carried)) begin.push(carrier);
  }
  return waiting;
}

function isEmptyCarrier({ line, current, id, fields }: Entry, carried: ReadonlyMap<string, number>): boolean {
  if (line.type !== 'attribution' || current || fields.stance !== 'relays' || fields.originUnknown)
    return false;
  return (carried.get(id) ?? 0) === 0;
}
