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
 * The chains among a set of documents, in the order of their starts. A start is a live attribution that no other live
 * one names as its via; from it the chain follows `viaId` to the article's publisher.
 */
export function chainsOf(documents: readonly ResourceDocument[]): Chain[] {
  const byId = new Map(documents.map((document) => [document.id, document]));
  const attributions = documents.filter(({ type, withdrawal }) => type === 'attribution' && !withdrawal);
  const carriers = new Set(attributions.map(({ viaId }) => viaId));
  return attributions.filter(({ id }) => !carriers.has(id)).map((start) => chainFrom(start, byId));
}

function chainFrom(start: ResourceDocument, byId: ReadonlyMap<string, ResourceDocument>): Chain {
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
