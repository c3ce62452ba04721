import { copied, type Dependents, dependentsAmong, reviewsConcerned } from '../../analysis/dependents.ts';
import { restsOn } from '../../analysis/rests-on.ts';
import { type ClaimSupport, differs, supportWithout } from '../../analysis/support.ts';
import type { ResourceDocument } from '../../model/definition.ts';
import { resourceTypes } from '../../model/identifiers.ts';
import { resources } from '../../model/resources.ts';
import type { DependentsQuery } from '../port.ts';
import type { DocumentReader } from './document-reader.ts';
import { type Gathered, Gathering } from './gathering.ts';
import { GroundWalk } from './ground.ts';
import type { GroundView } from './ground-view.ts';
import type { Merging } from './merging.ts';

/** How many documents there may be beside the dependents, for telling which of them count. */
const mostBeside = 20_000;
/** How many documents the support of one claim is told from, and that of all. */
const largestGround = 10_000;
const mostGround = 30_000;

/** What references there are by which documents of which type rest on others, those of attributions first. */
const restingBy = (
  ['attribution', ...resourceTypes.filter((type) => type !== 'attribution')] as const
).flatMap((type) =>
  [...restsOn[type]].map((reference) => ({ type, reference, to: resources[type].references[reference]?.to })),
);

/** Finds what rests on something, and what claims would have left without it. */
export class DependentsWalk {
  readonly #grounds: GroundView;
  readonly #limit: number;
  readonly #listed: Gathering;
  #truncated = false;

  constructor(reader: DocumentReader, merging: Merging, grounds: GroundView, limit: number) {
    this.#grounds = grounds;
    this.#limit = limit;
    this.#listed = new Gathering(reader, merging, limit + mostBeside);
  }

  run({ id: given }: DependentsQuery): Dependents | undefined {
    const root = this.#standing(given);
    if (!root) return undefined;
    const { id } = root.document;
    this.#gather(root);
    this.#listed.follow();
    const items = dependentsAmong(id, this.#listed.documents).slice(0, this.#limit);
    const lost = items.filter(({ countsNoMore }) => countsNoMore).map(({ document }) => document);
    const { claims, reviews } = this.#supportOf(id, this.#touchedBy([root.document, ...lost]));
    const truncated = this.#truncated || this.#listed.truncated;
    return { id, items, claims, reviews: reviewsConcerned(items, reviews), truncated };
  }

  /** What stands for an id: the last of those that it was replaced by, one after the other. */
  #standing(id: string): Gathered | undefined {
    const passed = new Set<string>();
    let last = this.#listed.addById(id);
    for (let next = last; next && !passed.has(next.document.id); ) {
      passed.add(next.document.id);
      last = next;
      next = this.#listed.addById(next.document.withdrawal?.replacedById ?? '');
    }
    return last;
  }

  /** Adds what rests on a document, and so on; then the copies of the articles among that. */
  #gather(root: Gathered): void {
    const found = new Map([[root.document.id, root]]);
    for (const isCopying of [false, true]) {
      // A Map is walked in the order of insertion, what is added meanwhile included.
      for (const one of found.values()) {
        for (const { type, reference, to } of restingBy) {
          if (to !== one.document.type || (reference === copied) !== isCopying) continue;
          for (const resting of this.#listed.addReferrers(type, reference, one, this.#limit)) {
            if (found.size <= this.#limit) found.set(resting.document.id, resting);
            else if (!found.has(resting.document.id)) this.#truncated = true;
          }
          if (this.#truncated) return;
        }
      }
    }
  }

  /** The claims that attributions and relations are on, and those of what is retracted by these. */
  #touchedBy(documents: readonly ResourceDocument[]): Set<string> {
    const ids = documents.flatMap(({ type, claimId, fromClaimId, toClaimId, retractsId }) => {
      if (type !== 'attribution' && type !== 'relation') return [];
      const retracted = retractsId === undefined ? undefined : this.#listed.addById(String(retractsId));
      return [claimId, fromClaimId, toClaimId, retracted?.document.claimId];
    });
    return new Set(ids.filter((id) => typeof id === 'string'));
  }

  /** The support of claims of which something counts no more, or that these are tied to; and the reviews on those that lose it. */
  #supportOf(rootId: string, touched: ReadonlySet<string>) {
    const claims: ClaimSupport[] = [];
    const reviews = new Map<string, ResourceDocument>();
    const waiting = new Map([...touched].map((id) => [id, true]));
    const done = new Set<string>();
    let size = 0;
    // A Map is walked in the order of insertion, what is added meanwhile included.
    for (const [claimId, isTouched] of waiting) {
      if (done.has(claimId)) continue;
      if (size >= mostGround) {
        this.#truncated = true;
        break;
      }
      const ground = new GroundWalk(this.#grounds, largestGround).run(claimId);
      if (!ground) continue;
      size += ground.documents.length;
      if (ground.truncated) {
        this.#truncated = true;
        continue;
      }
      const { support, tiedClaimIds, reviews: own } = supportWithout(rootId, ground);
      // Claims that would be one no more are told of one by one.
      for (const id of support.after.claimIds) done.add(id);
      if (!isTouched && !differs(support)) continue;
      claims.push(support);
      if (support.lostSupport) for (const review of own) reviews.set(review.id, review);
      if (isTouched) for (const id of tiedClaimIds) if (!waiting.has(id)) waiting.set(id, false);
    }
    return { claims, reviews: [...reviews.values()] };
  }
}
