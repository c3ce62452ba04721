import type { ResourceDocument } from '../model/definition.ts';
import type { ResourceType } from '../model/identifiers.ts';
import { type DocumentById, isStanding, type Replaceable, standingFor, standingId } from './merging.ts';

/** What of a document chains are told by: its references, and of an attribution the stance. */
export interface LinkedDocument extends Replaceable {
  readonly type: ResourceType;
  readonly [field: string]: unknown;
}

/** One attribution as a link of a chain, with the source that takes the stand. */
export interface ChainLink<Document = ResourceDocument> {
  readonly role: 'start' | 'carrier';
  readonly attribution: Document;
  readonly source: Document | undefined;
}

/** How one stand on a claim reached the readers of one article: its start first, the publisher last. */
export interface Chain<Document = ResourceDocument> {
  readonly articleId: string;
  readonly claimId: string;
  /** Somebody stands before the start whom the article does not name. */
  readonly originUnknown: boolean;
  readonly links: readonly ChainLink<Document>[];
}

/**
 * The chains among a set of documents, in the order of their starts. A start is an attribution that counts and that no
 * other one that counts names as its via; from it the chain follows `viaId` to the article's publisher. One that only
 * relays is a start where its origin is unknown; else whoever stands behind it was withdrawn or is not in the set.
 */
export function chainsOf<Document extends LinkedDocument>(documents: readonly Document[]): Chain<Document>[] {
  const byId = lookUp(documents);
  const counting = documents.filter(countsAmong(documents, byId));
  const carriers = new Set(counting.map((attribution) => carrierOf(attribution, byId)?.id));
  return counting
    .filter(({ id, stance, originUnknown }) => !carriers.has(id) && (stance !== 'relays' || originUnknown))
    .map((start) => chainFrom(start, byId));
}

/** The chains of the stands on a claim, and on whatever is one thing with it among the documents. */
export function chainsOfClaim(id: string, documents: readonly ResourceDocument[]): Chain[] {
  const byId = lookUp(documents);
  const wanted = standingId(id, byId);
  return chainsOf(documents).filter(({ claimId }) => standingId(claimId, byId) === wanted);
}

/** Gives each of these documents by its id. */
export function lookUp<Document extends Replaceable>(documents: readonly Document[]): DocumentById<Document> {
  const byId = new Map<string, Document>();
  for (const document of documents) byId.set(document.id, document);
  return (id) => byId.get(id);
}

/** The attribution that carries another one: its via, or what replaced that. */
export function carrierOf<Document extends LinkedDocument>(
  { viaId }: LinkedDocument,
  byId: DocumentById<Document>,
): Document | undefined {
  if (viaId === undefined) return undefined;
  const via = byId(String(viaId));
  return via && standingFor(via, byId);
}

/**
 * Tells which documents are attributions that count: they are live, their claims, articles and sources are live or were
 * replaced by what is, and so is everything along their via, which must be among the documents to its end.
 */
export function countsAmong<Document extends LinkedDocument>(
  documents: readonly Document[],
  byId: DocumentById<Document>,
) {
  const counts = new Map<string, boolean>();
  for (const document of documents) {
    const path: Document[] = [];
    let next: Document | undefined = document;
    while (next?.type === 'attribution' && !counts.has(next.id)) {
      // What leads back to itself reaches no publisher.
      counts.set(next.id, false);
      path.push(next);
      next = carrierOf(next, byId);
    }
    for (const attribution of path.reverse()) {
      const carrier = carrierOf(attribution, byId);
      const carried = carrier ? counts.get(carrier.id) === true : attribution.viaId === undefined;
      counts.set(attribution.id, carried && isLive(attribution, byId));
    }
  }
  return ({ id }: Replaceable) => counts.get(id) === true;
}

function isLive<Document extends LinkedDocument>(
  attribution: Document,
  byId: DocumentById<Document>,
): boolean {
  const { claimId, articleId, sourceId, withdrawal } = attribution;
  return !withdrawal && mayRestOn(claimId, byId) && mayRestOn(articleId, byId) && mayRestOn(sourceId, byId);
}

/** What is not at hand is taken to be live. */
function mayRestOn<Document extends LinkedDocument>(id: unknown, byId: DocumentById<Document>): boolean {
  const document = byId(String(id));
  return !document || isStanding(document, byId);
}

function chainFrom<Document extends LinkedDocument>(
  start: Document,
  byId: DocumentById<Document>,
): Chain<Document> {
  const links: ChainLink<Document>[] = [];
  let attribution: Document | undefined = start;
  while (attribution) {
    const role = attribution === start ? 'start' : 'carrier';
    links.push({ role, attribution, source: byId(String(attribution.sourceId)) });
    attribution = carrierOf(attribution, byId);
  }
  const { articleId, claimId, originUnknown } = start;
  return {
    articleId: String(articleId),
    claimId: String(claimId),
    originUnknown: originUnknown === true,
    links,
  };
}
