import type { ResourceDocument } from '../model/definition.ts';
import { isRedactedWhole } from '../model/redaction.ts';
import { lookUp } from './chains.ts';
import { type ClaimGroup, claimGroup } from './claim-group.ts';
import type { ClaimGround, Wording } from './ground.ts';
import { type DocumentById, standingId } from './merging.ts';
import { Sources } from './sources.ts';
import { byIdentifier, type Retraction, type Stand, standsAmong } from './stands.ts';
import { type Clock, hadHappened, type Period, periodOf } from './time.ts';

/** How one stand reached the readers of one article: its start, then its carriers, the publisher last. */
export interface StandChain {
  readonly start: Stand;
  readonly carriers: readonly Stand[];
  /** Somebody stands before the start whom the article does not name. */
  readonly originUnknown: boolean;
}

/** What a ground says by one clock. Whatever the analysis asks of a claim, it asks of this. */
export interface View {
  readonly clock: Clock;
  readonly claims: ClaimGroup;
  readonly sources: Sources;
  readonly document: DocumentById;
  /** All live stands on the claims assessed as one, whatever the clock. */
  readonly live: readonly Stand[];
  /** Those of them that count by the clock. */
  readonly stands: readonly Stand[];
  /** Those that counted until their sources took them back. */
  readonly takenBack: readonly Stand[];
  /** Those that counted until their papers retracted them. */
  readonly retracted: readonly Stand[];
  /** Whether a retraction keeps a stand from counting. */
  readonly holds: (retraction: Retraction) => boolean;
  /** The chains of those that count. */
  readonly chains: readonly StandChain[];
  /** The starts that count on claims that bear on these. */
  readonly tied: readonly Stand[];
  readonly evidence: readonly ResourceDocument[];
  readonly reviews: readonly ResourceDocument[];
  readonly wordings: readonly Wording[];
}

/** A ground made ready for being looked at by any clock. */
export interface PreparedGround {
  readonly documents: readonly ResourceDocument[];
  readonly byId: DocumentById;
  readonly claims: ClaimGroup;
  readonly stands: readonly Stand[];
  readonly wordings: readonly Wording[];
}

export function prepare({ claimId, documents: given, wordings }: ClaimGround): PreparedGround {
  // What was redacted whole is out of the record; its earlier revisions do not say so.
  const documents = given.map((one) => (isRedactedWhole(one) ? { ...one, withdrawal: withdrawn } : one));
  const byId = lookUp<ResourceDocument>(documents);
  return {
    ...{ documents, byId, wordings },
    claims: claimGroup(claimId, documents, byId),
    stands: standsAmong(documents, byId),
  };
}

const withdrawn = { at: '', kind: 'other', reason: {} } as const;

/** What a ground says by a clock. */
export function viewOf({ documents, byId, claims, stands, wordings }: PreparedGround, clock: Clock): View {
  const had = (period: Period) => hadHappened(period, clock);
  const contrary = contraryOf(clock);
  // What a report of taking back tells stands only until its paper retracts that report.
  const holds = ({ at, by }: Retraction) => hadHappened(at, contrary) && !(by && isRetractedByPaper(by, had));
  const isBy = retractionsBy(holds);
  const seen = stands.filter(({ since }) => had(since));
  const counting = seen.filter((stand) => isBy(stand) === undefined);
  const own = counting.filter(({ claimId }) => claims.has(claimId));
  const gone = seen.filter(({ claimId }) => claims.has(claimId));
  const shown = documents.filter((one) => !one.withdrawal && had(periodOf(one.publishedAt)));
  const attributions = new Set(stands.filter(({ claimId }) => claims.has(claimId)).map(({ id }) => id));
  const isAbout = ({ claimId, attributionId }: ResourceDocument) =>
    claims.has(String(claimId)) || attributions.has(standingId(attributionId, byId));
  return {
    ...{ clock, claims, wordings, holds, document: byId },
    sources: new Sources(byId, clock),
    live: stands.filter(({ claimId }) => claims.has(claimId)),
    stands: own,
    takenBack: gone.filter((stand) => isBy(stand) === 'source'),
    retracted: gone.filter((stand) => isBy(stand) === 'notice'),
    chains: own.filter(isStart).map(chainFrom),
    tied: counting.filter((stand) => isStart(stand) && claims.tiesOf(stand.claimId).length > 0),
    evidence: shown.filter((one) => one.type === 'evidence' && isAbout(one)).toSorted(byIdentifier),
    reviews: shown.filter((one) => one.type === 'review' && isAbout(one)).toSorted(byIdentifier),
  };
}

/** What may have been retracted does not certainly count, and what was not certainly retracted possibly counts. */
function contraryOf(clock: Clock): Clock {
  if (clock.reading === 'recorded') return clock;
  return { ...clock, reading: clock.reading === 'certain' ? 'possible' : 'certain' };
}

/** Whether a notice had retracted a stand, or one that carries it. */
function isRetractedByPaper(stand: Stand, had: (period: Period) => boolean): boolean {
  for (let next: Stand | undefined = stand; next; next = next.via) {
    if (next.retractions.some(({ kind, at }) => kind === 'notice' && had(at))) return true;
  }
  return false;
}

/** By what a stand, or one that carries it, was retracted: a notice says more than its source. */
function retractionsBy(holds: (retraction: Retraction) => boolean) {
  const known = new Map<Stand, 'notice' | 'source' | undefined>();
  return (stand: Stand): 'notice' | 'source' | undefined => {
    const path: Stand[] = [];
    for (let next: Stand | undefined = stand; next && !known.has(next); next = next.via) path.push(next);
    for (const one of path.reverse()) {
      let by = one.via && known.get(one.via);
      for (const retraction of one.retractions)
        if (by !== 'notice' && holds(retraction)) by = retraction.kind;
      known.set(one, by);
    }
    return known.get(stand);
  };
}

/** One that only relays is a start where its origin is unknown; else whoever stands behind it is not in the record. */
function isStart({ carries, given }: Stand): boolean {
  return !carries && (given.stance !== 'relays' || given.originUnknown === true);
}

function chainFrom(start: Stand): StandChain {
  const carriers: Stand[] = [];
  for (let next = start.via; next; next = next.via) carriers.push(next);
  return { start, carriers, originUnknown: start.given.originUnknown === true };
}
