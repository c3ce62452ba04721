import type { ResourceDocument } from '../../model/definition.ts';
import { referencesOf } from '../../model/references.ts';
import { resources } from '../../model/resources.ts';
import type { StoredDocument, SubgraphRoot } from '../port.ts';
import type { DocumentReader, DocumentRow } from './document-reader.ts';

/** Gathers the documents around a root until all are found or the limit is reached. */
export class SubgraphWalk {
  readonly #reader: DocumentReader;
  readonly #limit: number;
  readonly #rows = new Map<string, DocumentRow>();
  readonly #documents = new Map<string, ResourceDocument>();
  #truncated = false;

  constructor(reader: DocumentReader, limit: number) {
    this.#reader = reader;
    this.#limit = limit;
  }

  /** The documents around a root in the order in which they were found; undefined where the root does not exist. */
  run({ type, id, depth }: SubgraphRoot): { documents: StoredDocument[]; truncated: boolean } | undefined {
    const root = this.#reader.get(type, id);
    if (!root) return undefined;
    this.#add(root);
    let claims = this.#around(type, root);
    for (let step = type === 'claim' ? 1 : 2; step <= depth && !this.#truncated; step++) {
      claims = claims.flatMap((claim) => this.#expandClaim(claim));
    }
    this.#followReferences();
    const documents = [...this.#rows.values()].map(({ id, revision, json }) => ({ id, revision, json }));
    return { documents, truncated: this.#truncated };
  }

  /** Adds what belongs to the root itself, and returns the claims from which further steps go on. */
  #around(type: SubgraphRoot['type'], root: DocumentRow): DocumentRow[] {
    if (type === 'claim') return [root];
    if (type === 'article') {
      const attributions = this.#referrers('attribution', 'article', root);
      for (const attribution of attributions) this.#linked('attribution', attribution);
      this.#referrers('relation', 'article', root);
      const claims = this.#claimsOf(attributions);
      for (const claim of claims) this.#linked('claim', claim);
      return claims;
    }
    const attributions = [
      ...this.#referrers('attribution', 'source', root),
      ...this.#referrers('attribution', 'onBehalfOf', root),
    ];
    for (const attribution of attributions) this.#referrers('attribution', 'via', attribution);
    return this.#claimsOf(attributions);
  }

  /** Adds all that is said of a claim, and returns the claims that relations newly lead to. */
  #expandClaim(claim: DocumentRow): DocumentRow[] {
    for (const attribution of this.#referrers('attribution', 'claim', claim)) {
      this.#linked('attribution', attribution);
    }
    this.#linked('claim', claim);
    const relations = [
      ...this.#referrers('relation', 'fromClaim', claim),
      ...this.#referrers('relation', 'toClaim', claim),
    ];
    return relations.flatMap(({ id }) => {
      const { fromClaimId, toClaimId } = this.#document(id);
      const other = String(fromClaimId === claim.id ? toClaimId : fromClaimId);
      const known = this.#rows.has(other);
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
    const ids = new Set(attributions.map(({ id }) => String(this.#document(id).claimId)));
    return [...ids].flatMap((id) => {
      const row = this.#reader.get('claim', id);
      return row && this.#add(row) ? [row] : [];
    });
  }

  /** Adds whatever the documents refer to, and what that refers to in turn. */
  #followReferences(): void {
    // A Map is walked in the order of insertion, what is added meanwhile included.
    for (const id of this.#rows.keys()) {
      const document = this.#document(id);
      for (const reference of referencesOf(resources[document.type], document)) {
        if (this.#rows.has(reference.id)) continue;
        const row = this.#reader.get(reference.to, reference.id);
        if (row && !this.#add(row)) return;
      }
    }
  }

  #referrers(type: 'attribution' | 'relation' | 'evidence' | 'review', reference: string, to: DocumentRow) {
    if (this.#truncated) return [];
    // One more than all that may be there: what was found already takes no place of another.
    const most = this.#limit + 1;
    return this.#reader.referrers(type, reference, to.key, most).filter((row) => this.#add(row));
  }

  #add(row: DocumentRow): boolean {
    if (this.#rows.has(row.id)) return true;
    if (this.#rows.size >= this.#limit) {
      this.#truncated = true;
      return false;
    }
    this.#rows.set(row.id, row);
    return true;
  }

  #document(id: string): ResourceDocument {
    const known = this.#documents.get(id);
    if (known) return known;
    const document = JSON.parse(this.#rows.get(id)?.json ?? '{}') as ResourceDocument;
    this.#documents.set(id, document);
    return document;
  }
}
