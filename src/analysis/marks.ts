import type { ResourceDocument } from '../model/definition.ts';
import { referencesOf } from '../model/references.ts';
import { resources } from '../model/resources.ts';
import { type DocumentById, isStanding, standingFor } from './merging.ts';
import { restsOn, restsOnAll } from './rests-on.ts';

/** What the reader of a document should know of others that it rests on. */
export interface Mark {
  /** The ids of what it rests on that was withdrawn, and not replaced by anything live. */
  readonly dependsOnWithdrawn?: readonly string[];
  /** The revisions of the claim that it was linked to and of today, where a text that it had then reads otherwise now. */
  readonly wordingChanged?: { readonly from: number; readonly to: number };
}

/** The marks of documents, by id; those without a mark are left out. */
export type Marks = Readonly<Record<string, Mark>>;

/** Where marks are read from. */
export interface MarkSources {
  readonly document: DocumentById;
  /** The texts that a claim had at a revision, by language; undefined where they are not known. */
  readonly wording: (claimId: string, revision: number) => Readonly<Record<string, string>> | undefined;
}

/** So many attributions along a via are looked at; what lies beyond is not marked. */
const longestVia = 100;

/** What a document itself rests on: what of it was withdrawn, and whose own ground is its ground, too. */
interface Ground {
  readonly withdrawn: readonly string[];
  readonly next: ResourceDocument | undefined;
}

/** Tells the marks of one document after the other; what several rest on is looked at once. */
export class Marking {
  readonly #sources: MarkSources;
  readonly #grounds = new Map<string, Ground>();

  constructor(sources: MarkSources) {
    this.#sources = sources;
  }

  /** The mark of a document; undefined where it has none. */
  of(document: ResourceDocument): Mark | undefined {
    const dependsOnWithdrawn = this.#withdrawnUnder(document);
    const wordingChanged = this.#changeOfWording(document);
    if (dependsOnWithdrawn.length === 0 && !wordingChanged) return undefined;
    return {
      ...(dependsOnWithdrawn.length > 0 && { dependsOnWithdrawn }),
      ...(wordingChanged && { wordingChanged }),
    };
  }

  #withdrawnUnder(document: ResourceDocument): string[] {
    const withdrawn = new Set<string>();
    const passed = new Set<string>();
    let next: ResourceDocument | undefined = document;
    while (next && !passed.has(next.id) && passed.size <= longestVia) {
      passed.add(next.id);
      const ground = this.#groundOf(next);
      for (const id of ground.withdrawn) withdrawn.add(id);
      next = ground.next;
    }
    return [...withdrawn];
  }

  #groundOf(document: ResourceDocument): Ground {
    const known = this.#grounds.get(document.id);
    if (known) return known;
    const { type } = document;
    const byId = this.#sources.document;
    const withdrawn: string[] = [];
    let next: ResourceDocument | undefined;
    for (const { name, id } of referencesOf(resources[type], document)) {
      const other = restsOn[type].has(name) ? byId(id) : undefined;
      if (!other) continue;
      if (!isStanding(other, byId)) withdrawn.push(id);
      if (name === restsOnAll[type]) next = standingFor(other, byId) ?? other;
    }
    const ground = { withdrawn, next };
    this.#grounds.set(document.id, ground);
    return ground;
  }

  #changeOfWording({ claimRevision, claimId, attributionId }: ResourceDocument): Mark['wordingChanged'] {
    if (typeof claimRevision !== 'number') return undefined;
    const { document, wording } = this.#sources;
    const claim = document(String(claimId ?? document(String(attributionId))?.claimId));
    if (!claim || claimRevision >= claim.revision) return undefined;
    const now = claim.text as Readonly<Record<string, string>>;
    const then = Object.entries(wording(claim.id, claimRevision) ?? {});
    const changed = then.some(([language, text]) => now[language] !== text);
    return changed ? { from: claimRevision, to: claim.revision } : undefined;
  }
}
