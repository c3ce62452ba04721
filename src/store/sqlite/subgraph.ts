import type { ResourceDocument } from '../../model/definition.ts';
import type { ResourceType } from '../../model/identifiers.ts';
import { referencesOf } from '../../model/references.ts';
import { resources } from '../../model/resources.ts';
import type { StoredDocument, SubgraphRoot } from '../port.ts';
import { type DocumentReader, type DocumentRow, stored } from './document-reader.ts';
import type { Merging } from './merging.ts';

/** Gathers the documents around a root until all are found or the limit is reached. */
export class SubgraphWalk {
  readonly #reader: DocumentReader;
  readonly #merging: Merging;
  readonly #limit: number;
  readonly #rows = new Map<string, DocumentRow>();
  readonly #documents = new Map<string, ResourceDocument>();
  #truncated = false;

  constructor(reader: DocumentReader, merging: Merging, limit: number) {
    this.#reader = reader;
    this.#merging = merging;
    this.#limit = limit;
  }

  /** The documents around a root in the order in which they were found; undefined where the root does not exist. */
  run({ type, id, depth }: SubgraphRoot): { documents: StoredDocument[]; truncated: boolean } | undefined {
    const root = this.#reader.get(type, id);
    if (!root) return undefined;
    this.#put(root);
    const replacement = this.#replacementOf(root);
    if (replacement) this.#add(replacement);
    let claims = this.#around(type, root);
    for (let step = type === 'claim' ? 1 : 2; step <= depth && !this.#truncated; step++) {
      claims = claims.flatMap((claim) => this.#expandClaim(claim));
    }
    this.#followReferences();
    return { documents: [...this.#rows.values()].map(stored), truncated: this.#truncated };
  }

  /** Adds what belongs to the root itself, and returns the claims from which further steps go on. */
  #around(type: SubgraphRoot['type'], root: DocumentRow): DocumentRow[] {
    if (type === 'claim') return [root];
    if (type === 'article') {
      const attributions = this.#attributions('article', root);
      for (const attribution of attributions) this.#linked('attribution', attribution);
      this.#referrers('relation', 'article', root);
      const claims = this.#claimsOf(attributions);
      for (const claim of claims) this.#linked('claim', claim);
      return claims;
    }
    const attributions = [...this.#attributions('source', root), ...this.#attributions('onBehalfOf', root)];
    for (const attribution of attributions) this.#attributions('via', attribution);
    return this.#claimsOf(attributions);
  }

  /** Adds all that is said of a claim, and returns the claims that relations newly lead to. */
  #expandClaim(claim: DocumentRow): DocumentRow[] {
    for (const attribution of this.#attributions('claim', claim)) this.#linked('attribution', attribution);
    this.#linked('claim', claim);
    const relations = [
      ...this.#referrers('relation', 'fromClaim', claim),
      ...this.#referrers('relation', 'toClaim', claim),
    ];
    const own = new Set<unknown>(this.#merging.idsOf('claim', claim.id));
    return relations.flatMap((relation) => {
      const { fromClaimId, toClaimId } = this.#document(relation);
      const other = String(own.has(fromClaimId) ? toClaimId : fromClaimId);
      const known = this.#rows.has(other) || own.has(other);
      const row = this.#reader.get('claim', other);
      return row && this.#add(row) && !known ? [row] : [];
    });
  }

  /** Adds the evidence and the reviews that were linked to a claim or an attribution. */
  #linked(subject: 'claim' | 'attribution', row: DocumentRow): void {
    this.#referrers('evidence', subject, row);
    this.#referrers('review', subject, row);
  }

  #claimsOf(attributions: readonly DocumentRow[]): DocumentRow[] {
    const ids = new Set(attributions.map((row) => String(this.#document(row).claimId)));
    return [...ids].flatMap((id) => {
      const row = this.#reader.get('claim', id);
      return row && this.#add(row) ? [row] : [];
    });
  }

  /** Adds whatever the documents refer to, and what that refers to in turn. */
  #followReferences(): void {
    // A Map is walked in the order of insertion, what is added meanwhile included.
    for (const row of this.#rows.values()) {
      const document = this.#document(row);
      for (const { name, to, id } of referencesOf(resources[document.type], document)) {
        // It would bring in a stray part of what is said of a claim that a relation leads to.
        if (document.type === 'relation' && name === 'attribution') continue;
        if (!this.#addById(to, id)) return;
      }
    }
  }

  /** Adds the attributions that refer to a row, each whole before the next. */
  #attributions(reference: 'article' | 'claim' | 'source' | 'onBehalfOf' | 'via', to: DocumentRow) {
    return this.#referrers('attribution', reference, to);
  }

  #referrers(type: ResourceType, reference: string, to: DocumentRow): DocumentRow[] {
    if (this.#truncated) return [];
    const whole = this.#merging.keysOf(this.#document(to).type, to.key);
    // One more than all that may be there: what was found already takes no place of another.
    const candidates = this.#reader.referrers(type, reference, whole, this.#limit + 1);
    return candidates.filter((row) => this.#add(row));
  }

  #addById(type: ResourceType, id: string): boolean {
    if (this.#rows.has(id)) return true;
    const row = this.#reader.get(type, id);
    return !row || this.#add(row);
  }

  /**
   * Adds a row after what replaced it, and an attribution after its carriers, and each of them after its claim, source
   * and article: wherever the limit cuts, what is there has what it rests on.
   */
  #add(row: DocumentRow): boolean {
    if (this.#rows.has(row.id)) return true;
    if (this.#truncated) return false;
    return this.#pathFrom(row)
      .reverse()
      .every((one) => this.#addGround(one) && this.#put(one));
  }

  #addGround(row: DocumentRow): boolean {
    const { type, claimId, sourceId, articleId } = this.#document(row);
    return (
      type !== 'attribution' ||
      (this.#addById('claim', String(claimId)) &&
        this.#addById('source', String(sourceId)) &&
        this.#addById('article', String(articleId)))
    );
  }

  /**
   * A row and those that are not there yet of what replaced it, or else carries it, and so on; of an endless path, as
   * many as there may be.
   */
  #pathFrom(row: DocumentRow): DocumentRow[] {
    const path = new Map<string, DocumentRow>();
    let next: DocumentRow | undefined = row;
    while (next && !path.has(next.id) && !this.#rows.has(next.id) && path.size <= this.#limit) {
      path.set(next.id, next);
      next = this.#replacementOf(next) ?? this.#viaOf(next);
    }
    return [...path.values()];
  }

  #viaOf(row: DocumentRow): DocumentRow | undefined {
    const { viaId } = this.#document(row);
    return viaId === undefined ? undefined : this.#reader.get('attribution', String(viaId));
  }

  #replacementOf(row: DocumentRow): DocumentRow | undefined {
    const { type, withdrawal } = this.#document(row);
    return withdrawal?.replacedById === undefined
      ? undefined
      : this.#reader.get(type, withdrawal.replacedById);
  }

  #put(row: DocumentRow): boolean {
    if (this.#rows.has(row.id)) return true;
    if (this.#rows.size >= this.#limit) {
      this.#truncated = true;
      return false;
    }
    this.#rows.set(row.id, row);
    return true;
  }

  #document(row: DocumentRow): ResourceDocument {
    const known = this.#documents.get(row.id);
    if (known) return known;
    const document = JSON.parse(row.json) as ResourceDocument;
    this.#documents.set(row.id, document);
    return document;
  }
}
