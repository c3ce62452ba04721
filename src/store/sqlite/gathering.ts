import { lookUp } from '../../analysis/chains.ts';
import { claimGroup } from '../../analysis/claim-group.ts';
import { restsOn } from '../../analysis/rests-on.ts';
import type { ResourceDocument } from '../../model/definition.ts';
import { identifierType, type ResourceType } from '../../model/identifiers.ts';
import { referencesOf } from '../../model/references.ts';
import { resources } from '../../model/resources.ts';
import type { DocumentReader, DocumentRow } from './document-reader.ts';
import type { Merging } from './merging.ts';

/** A document with the key of its row. */
export interface Gathered {
  readonly key: number;
  readonly document: ResourceDocument;
}

/** How many claims may be taken as one. */
const mostClaims = 200;

/** The references that bring in what they lead to, beside those by which a document rests on others. */
const followed: Partial<Record<ResourceType, ReadonlySet<string>>> = {
  source: new Set(['partOf', 'affiliation', 'identifiedAs']),
  article: new Set(['noticeAttribution']),
  attribution: new Set(['retracts', 'citedArticle']),
};

/** Gathers documents, each once, up to a limit. */
export class Gathering {
  readonly #reader: DocumentReader;
  readonly #merging: Merging;
  readonly #limit: number;
  readonly #gathered = new Map<string, Gathered>();
  readonly #followed = new Set<string>();
  #truncated = false;

  constructor(reader: DocumentReader, merging: Merging, limit: number) {
    this.#reader = reader;
    this.#merging = merging;
    this.#limit = limit;
  }

  get documents(): ResourceDocument[] {
    return Array.from(this.#gathered.values(), ({ document }) => document);
  }

  /** How many documents there are. */
  get size(): number {
    return this.#gathered.size;
  }

  /** Whether something was left out. */
  get truncated(): boolean {
    return this.#truncated;
  }

  has(id: string): boolean {
    return this.#gathered.has(id);
  }

  /** Adds a row; undefined where there is no room. */
  add(row: DocumentRow): Gathered | undefined {
    const known = this.#gathered.get(row.id);
    if (known) return known;
    if (this.#gathered.size >= this.#limit) {
      this.#truncated = true;
      return undefined;
    }
    const gathered = { key: row.key, document: JSON.parse(row.json) as ResourceDocument };
    this.#gathered.set(row.id, gathered);
    return gathered;
  }

  /** Adds the first rows of some, and notes that there were more. */
  addFirst(rows: readonly DocumentRow[], most: number): Gathered[] {
    if (rows.length > most) this.#truncated = true;
    return rows.slice(0, most).flatMap((row) => this.add(row) ?? []);
  }

  addById(id: string): Gathered | undefined {
    const known = this.#gathered.get(id);
    if (known) return known;
    const type = identifierType(id);
    const row = type && this.#reader.getShort(type, id);
    return row && this.add(row);
  }

  /** Adds the first live resources of a type that refer to a document, or to what is one thing with it. */
  addReferrers(
    type: ResourceType,
    reference: string,
    { key, document }: Gathered,
    most = this.#limit,
  ): Gathered[] {
    const keys = this.#merging.keysOf(document.type, key);
    return this.addFirst(this.#reader.referrers(type, reference, keys, most + 1, true), most);
  }

  /** Adds whatever the documents lead to, and what that leads to in turn. */
  follow(): void {
    // A Map is walked in the order of insertion, what is added meanwhile included.
    for (const { document } of this.#gathered.values()) {
      if (this.#followed.has(document.id)) continue;
      this.#followed.add(document.id);
      if (document.withdrawal?.replacedById !== undefined) this.addById(document.withdrawal.replacedById);
      for (const { name, id } of referencesOf(resources[document.type], document)) {
        if (restsOn[document.type].has(name) || followed[document.type]?.has(name)) this.addById(id);
      }
    }
  }

  /** Adds the claims that are assessed as one with a claim, and gives all of these. */
  addGroup(claim: Gathered): Gathered[] {
    const claims = this.addAsOne([claim]);
    if (claims.length === 1) return claims;
    this.follow();
    const { documents } = this;
    const group = claimGroup(claim.document.id, documents, lookUp(documents));
    return claims.filter(({ document }) => group.has(document.id));
  }

  /** Adds the claims that may be one with some, and the relations that tie others to them; gives all these claims. */
  addAsOne(claims: readonly Gathered[]): Gathered[] {
    const whole = new Map(claims.map((claim) => [claim.key, claim]));
    // A Map is walked in the order of insertion, what is added meanwhile included.
    for (const { document } of whole.values()) {
      const others = this.#merging.idsOf('claim', document.id).map((id) => this.addById(id));
      for (const relation of this.#relationsOf(document)) {
        const { kind, fromClaimId, toClaimId } = relation.document;
        if (kind === 'same_as')
          others.push(...[fromClaimId, toClaimId].map((id) => this.addById(String(id))));
      }
      for (const other of others) {
        if (!other || whole.has(other.key)) continue;
        if (whole.size < mostClaims) whole.set(other.key, other);
        else this.#truncated = true;
      }
    }
    return [...whole.values()];
  }

  /** Adds the claims that relations tie to some, with all that are one with these; gives those that were not among them. */
  addTied(claims: readonly Gathered[]): Gathered[] {
    const own = new Set(claims.map(({ document }) => document.id));
    const ends = claims
      .flatMap(({ document }) => this.#relationsOf(document))
      .flatMap(({ document: { fromClaimId, toClaimId } }) => [String(fromClaimId), String(toClaimId)])
      .filter((id) => !own.has(id));
    const tied = [...new Set(ends)].flatMap((id) => this.addById(id) ?? []);
    return this.addAsOne(tied).filter(({ document }) => !own.has(document.id));
  }

  #relationsOf({ id }: ResourceDocument): Gathered[] {
    const claim = this.#gathered.get(id);
    if (!claim) return [];
    const rows = this.#reader.tyingRelations(claim.key, this.#limit + 1);
    return this.addFirst(rows, this.#limit);
  }
}
