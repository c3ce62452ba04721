import type { ResourceDocument } from './definition.ts';

/** Gives a document by its id; undefined where it is not at hand. */
type Find = (id: string) => ResourceDocument | undefined;

/** Who speaks in an attribution: its source, and the one that this speaks for. */
interface Spoken {
  readonly sourceId?: unknown;
  readonly onBehalfOfId?: unknown;
}

/**
 * Whether two attributions are words of one: of the same source or on behalf of the same, with what replaced these and whom
 * they were identified as, as far as that is at hand.
 */
export function haveOneSpeaker(one: Spoken, other: Spoken, find: Find): boolean {
  return haveAny(speakersOf(one, find), speakersOf(other, find));
}

/** Whether two ids are of one thing: the same, or what replaced either is. */
export function areOne(one: unknown, other: unknown, find: Find): boolean {
  const replacement = (id: string) => [find(id)?.withdrawal?.replacedById];
  return haveAny(reached([one], replacement), reached([other], replacement));
}

function speakersOf({ sourceId, onBehalfOfId }: Spoken, find: Find): ReadonlySet<string> {
  return reached([sourceId, onBehalfOfId], (id) => {
    const source = find(id);
    const identified = source?.identifiedAs as { readonly sourceId?: string } | undefined;
    return [source?.withdrawal?.replacedById, identified?.sourceId];
  });
}

/** Some ids, and those that each of them leads to. */
function reached(first: readonly unknown[], next: (id: string) => readonly unknown[]): ReadonlySet<string> {
  const ids = new Set<string>();
  const add = (some: readonly unknown[]) => {
    for (const id of some) if (typeof id === 'string') ids.add(id);
  };
  add(first);
  // A Set is walked in the order of insertion, what is added meanwhile included.
  for (const id of ids) add(next(id));
  return ids;
}

function haveAny(these: ReadonlySet<string>, those: ReadonlySet<string>): boolean {
  return [...these].some((id) => those.has(id));
}
