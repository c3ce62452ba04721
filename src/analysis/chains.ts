import type { ResourceDocument } from '../model/definition.ts';

/** One attribution as a link of a chain, with the source that takes the stand. */
export interface ChainLink {
  readonly role: 'start' | 'carrier';
  readonly attribution: ResourceDocument;
  readonly source: ResourceDocument | undefined;
}

/** How one stand on a claim reached the readers of one article: its start first, the publisher last. */
export interface Chain {
  readonly articleId: string;
  readonly claimId: string;
  /** Somebody stands before the start whom the article does not name. */
  readonly originUnknown: boolean;
  readonly links: readonly ChainLink[];
}

/**
 * The chains among a set of documents, in the order of their starts. A start is an attribution that counts and that no
 * other one that counts names as its via; from it the chain follows `viaId` to the article's publisher. One that only
 * relays is a start where its origin is unknown; else whoever stands behind it was withdrawn or is not in the set.
 */
export function chainsOf(documents: readonly ResourceDocument[]): Chain[] {
  const byId = new Map(documents.map((document) => [document.id, document]));
  const counting = documents.filter(countsAmong(documents, byId));
  const carriers = new Set(counting.map(({ viaId }) => viaId));
  return counting
    .filter(({ id, stance, originUnknown }) => !carriers.has(id) && (stance !== 'relays' || originUnknown))
    .map((start) => chainFrom(start, byId));
}

type Documents = ReadonlyMap<string, ResourceDocument>;

/**
 * Tells which documents are attributions that count: they, their claims, articles and sources are live, and so is
 * everything along their via, which must be among the documents to its end.
 */
function countsAmong(documents: readonly ResourceDocument[], byId: Documents) {
  const counts = new Map<string, boolean>();
  for (const document of documents) {
    const path: ResourceDocument[] = [];
    let next: ResourceDocument | undefined = document;
    while (next?.type === 'attribution' && !counts.has(next.id)) {
      // What leads back to itself reaches no publisher.
      counts.set(next.id, false);
      path.push(next);
      next = byId.get(String(next.viaId));
    }
    for (const attribution of path.reverse()) {
      const { id, viaId } = attribution;
      const carried = viaId === undefined || counts.get(String(viaId)) === true;
      counts.set(id, carried && isLive(attribution, byId));
    }
  }
  return ({ id }: ResourceDocument) => counts.get(id) === true;
}

function isLive(attribution: ResourceDocument, byId: Documents): boolean {
  const { claimId, articleId, sourceId } = attribution;
  const restsOn = [claimId, articleId, sourceId].map((id) => byId.get(String(id)));
  return [attribution, ...restsOn].every((document) => !document?.withdrawal);
}

function chainFrom(start: ResourceDocument, byId: Documents): Chain {
  const links: ChainLink[] = [];
  let attribution: ResourceDocument | undefined = start;
  while (attribution) {
    const role = attribution === start ? 'start' : 'carrier';
    links.push({ role, attribution, source: byId.get(String(attribution.sourceId)) });
    attribution = byId.get(String(attribution.viaId));
  }
  const { articleId, claimId, originUnknown } = start;
  return {
    articleId: String(articleId),
    claimId: String(claimId),
    originUnknown: originUnknown === true,
    links,
  };
}
