import type { ClaimGround, Wording } from '../../analysis/ground.ts';
import type { ResourceDocument } from '../../model/definition.ts';
import { identifierType, type ResourceType } from '../../model/identifiers.ts';
import { isRedactedWhole } from '../../model/redaction.ts';
import { resources } from '../../model/resources.ts';
import type { GroundRow, GroundView } from './ground-view.ts';

/** How many documents a ground holds at most. */
export const largestGround = 60_000;
/** How many claims are assessed as one or tied to these at most. */
const mostClaims = 200;
/** How many earlier texts of claims there are at most. */
const mostWordings = 1_000;
/** So many documents are put here before what they rest on. */
const handful = 500;

/** The kind of relation that makes claims one, and those that tie others to them. */
const joining = ['same_as'];
const tying = ['negation_of', 'contradicts', 'undercuts'];

/** The references that bring in what they lead to. */
const followed: Readonly<Record<ResourceType, readonly string[]>> = {
  claim: ['about'],
  source: ['partOf', 'affiliation', 'citedBy', 'identifiedAs'],
  article: ['publisher', 'derivedFrom'],
  attribution: ['claim', 'article', 'source', 'onBehalfOf', 'via', 'target', 'retracts', 'citedArticle'],
  relation: ['article'],
  evidence: ['producedBy', 'article'],
  review: [],
};

/** Gathers what an assessment of a claim rests on, until all is found or the limit is reached. */
export class GroundWalk {
  readonly #view: GroundView;
  readonly #limit: number;
  readonly #rows = new Map<string, GroundRow>();
  #claims = 0;
  #full = false;
  #truncated = false;

  constructor(view: GroundView, limit = largestGround) {
    this.#view = view;
    this.#limit = limit;
  }

  /** The ground of a claim, the claim first; undefined where there is no such claim. */
  run(claimId: string): ClaimGround | undefined {
    const root = this.#view.byIds('claim', [claimId]);
    if (root.length === 0) return undefined;
    const assessed = this.#asOne(root, [...joining, ...tying]);
    const tied = this.#asOne(this.#otherEnds([...this.#rows.values()], tying), joining);
    this.#follow([...this.#rows.values()]);
    this.#putLinked('claim', assessed);
    for (const some of this.#attributions(assessed)) {
      this.#putLinked('attribution', this.#withMerged('attribution', some));
    }
    for (const some of this.#attributions(tied)) this.#putWithGround(some);
    const wordings = this.#wordings(assessed);
    const documents = Array.from(this.#rows.values(), ({ document }) => document);
    return { claimId, documents, wordings, truncated: this.#truncated };
  }

  /** Puts claims here with all that are one with them and their relations of some kinds; gives the claims that are new. */
  #asOne(claims: readonly GroundRow[], kinds: readonly string[]): GroundRow[] {
    const whole: GroundRow[] = [];
    let next = this.#putClaims(claims);
    while (next.length > 0) {
      whole.push(...next);
      const all = ['fromClaim', 'toClaim'].flatMap((end) => this.#referrers('relation', end, next));
      const relations = all.filter(({ document }) => kinds.includes(String(document.kind)));
      this.#put(relations);
      next = this.#putClaims([
        ...this.#view.byIds('claim', this.#missing(next.map(replacementOf))),
        ...this.#view.replacedBy('claim', next, this.#limit + 1),
        ...this.#otherEnds(relations, joining),
      ]);
    }
    return whole;
  }

  /** The claims that are not here yet at those ends of live relations of some kinds that bear on the other end. */
  #otherEnds(rows: readonly GroundRow[], kinds: readonly string[]): GroundRow[] {
    const ends = rows.flatMap(({ document }) => {
      const { type, kind, fromClaimId, toClaimId, withdrawal } = document;
      if (type !== 'relation' || !kinds.includes(String(kind))) return [];
      if (withdrawal || isRedactedWhole(document)) return [];
      return kind === 'undercuts' ? [fromClaimId] : [fromClaimId, toClaimId];
    });
    return this.#view.byIds('claim', this.#missing(ends));
  }

  /** The attributions on claims, a handful at a time while there is room. */
  *#attributions(claims: readonly GroundRow[]): Generator<readonly GroundRow[]> {
    for (const some of handfuls(this.#referrers('attribution', 'claim', claims))) {
      if (this.#full) return;
      yield some;
    }
  }

  /** Puts rows here with those that they replaced, and what all of these rest on; gives all of these. */
  #withMerged(type: ResourceType, rows: readonly GroundRow[]): readonly GroundRow[] {
    const whole = [...rows];
    let next = rows;
    while (next.length > 0 && !this.#full) {
      this.#putWithGround(next);
      const replaced = this.#view.replacedBy(type, next, this.#limit + 1);
      next = replaced.filter(({ document }) => !this.#rows.has(document.id));
      whole.push(...next);
    }
    return whole;
  }

  /** Puts the evidence and the reviews of claims or attributions here, with what they rest on. */
  #putLinked(subject: 'claim' | 'attribution', rows: readonly GroundRow[]): void {
    // A review may name what was merged into the evidence from elsewhere.
    this.#withMerged('evidence', this.#referrers('evidence', subject, rows));
    this.#putWithGround(this.#referrers('review', subject, rows));
  }

  #putWithGround(rows: readonly GroundRow[]): void {
    this.#follow(this.#put(rows));
  }

  /** Puts here what replaced rows and what they bring in, and so on. */
  #follow(rows: readonly GroundRow[]): void {
    let next = rows;
    while (next.length > 0 && !this.#full) {
      const missing = new Set<string>();
      for (const { document } of next) this.#addMissing(document, missing);
      const added: GroundRow[] = [];
      for (const [type, some] of Map.groupBy(missing, (id) => identifierType(id))) {
        if (!type) continue;
        for (const few of handfuls(some)) added.push(...this.#put(this.#view.byIds(type, few)));
      }
      next = added;
    }
  }

  /** The texts that claims have had since their oldest review was linked, where that was not to today's revision. */
  #wordings(claims: readonly GroundRow[]): Wording[] {
    const oldest = new Map<unknown, number>();
    for (const { document } of this.#rows.values()) {
      const { type, claimId, attributionId, claimRevision } = document;
      if (type !== 'review') continue;
      const claim = claimId ?? this.#rows.get(String(attributionId))?.document.claimId;
      oldest.set(claim, Math.min(oldest.get(claim) ?? Number.POSITIVE_INFINITY, Number(claimRevision)));
    }
    const wordings = claims.flatMap(({ document: { id, revision } }) => {
      const from = oldest.get(id) ?? revision;
      return from < revision ? this.#view.wordings(id, from, mostWordings + 1) : [];
    });
    if (wordings.length > mostWordings) this.#truncated = true;
    return wordings.slice(0, mostWordings);
  }

  #referrers(type: ResourceType, reference: string, rows: readonly GroundRow[]): GroundRow[] {
    if (this.#full) return [];
    // One more than all that may be here: what is here already takes no place of another.
    const found = this.#view.referrers(type, reference, rows, this.#limit + 1);
    if (found.length > this.#limit) this.#truncated = true;
    return found;
  }

  /** Puts claims here while there may be more of them, and gives those that are new. */
  #putClaims(claims: readonly GroundRow[]): GroundRow[] {
    const added = new Map(
      claims.filter(({ document }) => !this.#rows.has(document.id)).map((row) => [row.document.id, row]),
    );
    const room = mostClaims - this.#claims;
    if (added.size > room) this.#truncated = true;
    const fitting = this.#put([...added.values()].slice(0, room));
    this.#claims += fitting.length;
    return fitting;
  }

  /** Puts rows here while there is room, and gives those that are new. */
  #put(rows: readonly GroundRow[]): GroundRow[] {
    const added: GroundRow[] = [];
    for (const row of rows) {
      if (this.#rows.has(row.document.id)) continue;
      if (this.#rows.size >= this.#limit) {
        this.#full = true;
        this.#truncated = true;
        break;
      }
      this.#rows.set(row.document.id, row);
      added.push(row);
    }
    return added;
  }

  /** Adds the ids of what replaced a document and of what it brings in, where nothing of these is here. */
  #addMissing(document: ResourceDocument, missing: Set<string>): void {
    const add = (id: unknown) => {
      if (typeof id === 'string' && !this.#rows.has(id)) missing.add(id);
    };
    add(document.withdrawal?.replacedById);
    for (const [outer, inner] of places.get(document.type) ?? []) {
      const value = document[outer];
      if (value === undefined) continue;
      if (inner === undefined) add(value);
      else for (const one of [value].flat()) add((one as Record<string, unknown>)[inner]);
    }
  }

  /** The ids of which nothing is here, each once. */
  #missing(ids: readonly unknown[]): string[] {
    const missing = new Set<string>();
    for (const id of ids) if (typeof id === 'string' && !this.#rows.has(id)) missing.add(id);
    return [...missing];
  }
}

function replacementOf({ document }: GroundRow): string | undefined {
  return document.withdrawal?.replacedById;
}

function* handfuls<Item>(items: readonly Item[]): Generator<readonly Item[]> {
  for (let at = 0; at < items.length; at += handful) yield items.slice(at, at + handful);
}

/** Where the references that are followed stand: a field, or a field of each thing in another. */
const places = new Map(
  Object.entries(followed).map(([type, names]) => {
    const paths = names.map((name) => resources[type as ResourceType].references[name]?.path ?? '');
    return [type, paths.map((path) => path.split(/(?:\[\])?\./) as [outer: string, inner?: string])];
  }),
);
