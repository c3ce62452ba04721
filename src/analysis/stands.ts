import type { Stance } from '../model/attribution.ts';
import type { ResourceDocument } from '../model/definition.ts';
import { isRedactedWhole } from '../model/redaction.ts';
import { haveOneSpeaker } from '../model/speakers.ts';
import { carrierOf, countsAmong } from './chains.ts';
import { type DocumentById, standingId } from './merging.ts';
import { anyTime, type Period, periodOf, sayingOf } from './time.ts';

/** The fields of an attribution that the analysis reads. */
interface AttributionFields {
  readonly stance: Stance;
  readonly certainty: 'certain' | 'probable' | 'possible' | 'unspecified';
  readonly mode?: 'direct_quote' | 'indirect' | 'mixed' | 'own_voice';
  readonly medium?: string;
  readonly saidAt?: string;
  readonly statementKey?: string;
  readonly targetId?: string;
  readonly retractsId?: string;
  readonly originUnknown?: true;
  readonly citedUrl?: string;
  readonly citedArticleId?: string;
  readonly presents?: readonly { readonly stance: Stance }[];
  readonly quotes?: readonly unknown[];
  readonly locators?: readonly { readonly part?: string }[];
}

/** One attribution whose record is live. Its ids are those of what stands in the place of what it refers to. */
export interface Stand {
  readonly id: string;
  readonly claimId: string;
  readonly articleId: string;
  /** Who publishes the article. */
  readonly publisherId: string;
  readonly sourceId: string;
  readonly onBehalfOfId: string | undefined;
  /** The stand that carries this one. */
  readonly via: Stand | undefined;
  /** Whether another one that is live names it as its via. */
  readonly carries: boolean;
  readonly given: AttributionFields;
  /** Since when it was public. */
  readonly since: Period;
  /** When it was said, or else since when it was public. */
  readonly said: Period;
  /** When its paper retracted it, or its source took it back, each time it was. */
  readonly retractions: readonly Retraction[];
}

/** That a stand was retracted: by a notice of its article, or by a later stand of its own source. */
export interface Retraction {
  readonly kind: 'notice' | 'source';
  /** The article whose notice it is, or the attribution that takes it back. */
  readonly byId: string;
  /** That attribution as a stand. */
  readonly by?: Stand;
  readonly at: Period;
}

/** Media in which whatever is said is public at once. */
const publicMedia: ReadonlySet<string> = new Set([
  ...['statement', 'press_release', 'press_conference', 'speech', 'television', 'radio', 'print'],
  ...['website', 'social_media'],
]);

interface Draft extends Omit<Stand, 'via' | 'carries' | 'retractions'> {
  via: Stand | undefined;
  carries: boolean;
  retractions: Retraction[];
}

/** The live attributions among documents, in the order of their ids. */
export function standsAmong(documents: readonly ResourceDocument[], byId: DocumentById): Stand[] {
  const attributions = documents.filter(({ type }) => type === 'attribution').toSorted(byIdentifier);
  const counts = countsAmong(attributions, byId);
  const drafts = new Map<string, Draft>();
  for (const attribution of attributions) {
    if (counts(attribution) && !isRedactedWhole(attribution)) readStand(attribution, byId, drafts);
  }
  const stands = attributions.flatMap(({ id }) => drafts.get(id) ?? []);
  for (const { via } of stands) if (via) (via as Draft).carries = true;
  for (const stand of stands) for (const notice of noticesAbout(stand, byId)) stand.retractions.push(notice);
  for (const stand of stands) {
    const taken = stand.given.retractsId && standingId(stand.given.retractsId, byId);
    const draft = taken === undefined ? undefined : drafts.get(taken);
    // Whose words they are may have been put right since.
    if (stand.given.stance === 'retracts' && draft && haveOneSpeaker(stand, draft, byId)) {
      draft.retractions.push({ kind: 'source', byId: stand.id, by: stand, at: stand.since });
    }
  }
  return stands;
}

export function byIdentifier(one: { readonly id: string }, other: { readonly id: string }): number {
  return one.id < other.id ? -1 : one.id > other.id ? 1 : 0;
}

/** Reads an attribution after those that carry it. */
function readStand(
  attribution: ResourceDocument,
  byId: DocumentById,
  drafts: Map<string, Draft>,
): Draft | undefined {
  const path: ResourceDocument[] = [];
  for (let next: ResourceDocument | undefined = attribution; next && !drafts.has(next.id); ) {
    path.push(next);
    next = carrierOf(next, byId);
  }
  for (const document of path.reverse()) {
    const via = drafts.get(carrierOf(document, byId)?.id ?? '');
    drafts.set(document.id, draftOf(document, via, byId));
  }
  return drafts.get(attribution.id);
}

function draftOf(document: ResourceDocument, via: Draft | undefined, byId: DocumentById): Draft {
  const articleId = standingId(document.articleId, byId);
  const given = document as unknown as AttributionFields;
  const since = publicSince(given, via, byId(articleId));
  const onBehalfOfId = document.onBehalfOfId as string | undefined;
  return {
    id: document.id,
    claimId: standingId(document.claimId, byId),
    articleId,
    publisherId: standingId(byId(articleId)?.publisherId, byId),
    sourceId: standingId(document.sourceId, byId),
    onBehalfOfId: onBehalfOfId === undefined ? undefined : standingId(onBehalfOfId, byId),
    via,
    given,
    since,
    carries: false,
    retractions: [],
    said: given.saidAt === undefined ? since : sayingOf(given.saidAt),
  };
}

function publicSince(
  { saidAt, medium }: AttributionFields,
  via: Draft | undefined,
  article: ResourceDocument | undefined,
): Period {
  if (saidAt !== undefined && medium !== undefined && publicMedia.has(medium)) return periodOf(saidAt);
  return via ? via.since : periodOf(article?.publishedAt);
}

interface Notice {
  readonly kind: string;
  readonly at?: string;
  readonly attributionIds?: readonly string[];
}

function noticesAbout({ id, articleId }: Stand, byId: DocumentById): Retraction[] {
  const article = byId(articleId);
  if (article?.notices === undefined) return [];
  return (article.notices as readonly Notice[])
    .filter(({ kind }) => kind === 'retraction')
    .filter(({ attributionIds }) => attributionIds?.some((one) => standingId(one, byId) === id) ?? true)
    .map(({ at }) => ({ kind: 'notice', byId: articleId, at: noticedAt(at, article) }));
}

/** An article is not retracted before it is published. */
function noticedAt(at: string | undefined, article: ResourceDocument | undefined): Period {
  if (at !== undefined) return periodOf(at);
  return article ? { ...anyTime, earliest: periodOf(article.publishedAt).earliest } : anyTime;
}
