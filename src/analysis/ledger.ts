import type { Stance } from '../model/attribution.ts';
import { speakerOf } from './accounts.ts';
import { keyOf, type Origins } from './origins.ts';
import { type Figure, figure } from './rules.ts';
import { byIdentifier, type Stand } from './stands.ts';
import { anyIsBefore, latestOf, type Period, written } from './time.ts';
import type { View } from './view.ts';

/**
 * What a stand means for the claim that is assessed: its own stance on this claim; on the negation, that it denies this
 * one or rejects its denial; on a contradicting claim, that it affirms the contrary.
 */
export type Meaning = Stance | 'rejects_denial' | 'affirms_contrary';

/** One stand of a key. */
export interface LedgerStand {
  readonly attributionId: string;
  readonly claimId: string;
  readonly stance: Stance;
  readonly means: Meaning;
  /** `endorsement`: of a carrier; `restatement`: a publisher's own voice on what it also attributes. */
  readonly role: 'start' | 'endorsement' | 'restatement';
  /** When it was said, or else since when it was public, in UTC (RFC 3339); null where that is not known. */
  readonly earliest: string | null;
  readonly latest: string | null;
  readonly relationId?: string;
  /** The report that it is on; it is no stand on the claim then. */
  readonly targetId?: string;
  /** The direct quotation of the same statement that says otherwise, and governs. */
  readonly beliedById?: string;
  /** Its source took it back later. */
  readonly takenBack?: true;
}

/** What one source, or the signatories of one statement, said over time; what may be the latest is its position. */
export interface LedgerKey {
  readonly key: string;
  readonly sourceIds: readonly string[];
  readonly stands: readonly LedgerStand[];
  /** Several where the dates do not tell which is the latest; none where all it said was on reports. */
  readonly position: readonly Meaning[];
  /**
   * Whether it affirmed and then denied or retracted, or the reverse; unknown where the dates do not tell. Where one source
   * is behind the key, all that it said counts, in whatever statements.
   */
  readonly reversed: 'yes' | 'no' | 'unknown';
}

export interface Ledger extends Figure {
  readonly items: readonly LedgerKey[];
}

/** What a stand means, and in what role it says so. */
interface Meaningful extends LedgerStand {
  readonly stand: Stand;
  readonly said: Period;
}

/** A stand with what it means, while the ledger is being made. */
export interface Meant extends Meaningful {
  readonly key: string;
  /** Who speaks, whatever statement it is part of. */
  readonly speakerId: string;
}

/** Every stand on the claim by key, in order of time. */
export type Stances = ReadonlyMap<string, readonly Meant[]>;

/** What everybody said of the claim, by key: at the start of chains, and carriers that do more than relay. */
export function stancesOf(view: View, { restated, belied }: Origins): Stances {
  const counting = new Set(view.stands);
  const carriers = new Set(view.chains.flatMap((chain) => chain.carriers));
  const roleOf = (stand: Stand) => (restated.has(stand) ? 'restatement' : 'start');
  const taken = view.takenBack.filter(({ carries }) => !carries);
  const starts = [...view.chains.map(({ start }) => start), ...taken];
  const meant = [
    ...starts.map((stand) => ownMeaning(stand, roleOf(stand))),
    ...[...carriers].filter((one) => counting.has(one)).map((stand) => ownMeaning(stand, 'endorsement')),
    ...view.tied.flatMap((stand) => tiedMeanings(stand, roleOf(stand), view)),
  ].filter(({ means }) => means !== 'relays');
  const takenBack = new Set(taken);
  const complete = meant.map((one): Meant => {
    const beliedById = belied.get(one.stand)?.id;
    return {
      ...one,
      ...{ key: keyOf(one.stand, view), speakerId: speakerOf(one.stand, view) },
      ...(beliedById !== undefined && { beliedById }),
      ...(takenBack.has(one.stand) && { takenBack: true }),
    };
  });
  const byKey = Map.groupBy(complete, ({ key }) => key);
  return new Map(
    [...byKey]
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([key, stands]) => [key, stands.toSorted(inOrderOfTime)]),
  );
}

export function ledgerOf(stances: Stances, view: View): Ledger {
  const all = [...stances.values()].flat();
  const bySpeaker = Map.groupBy(all.filter(isOnClaim), ({ speakerId }) => speakerId);
  const items = [...stances].map(([key, stands]): LedgerKey => {
    const own = stands.filter(isOnClaim);
    const [speakerId, ...others] = new Set(own.map((one) => one.speakerId));
    const alone = speakerId !== undefined && others.length === 0;
    return {
      key,
      sourceIds: [
        ...new Set(stands.map(({ stand }) => view.sources.identity(stand.onBehalfOfId ?? stand.sourceId))),
      ].sort(),
      stands: stands.map(({ stand, said, key, speakerId, ...told }) => told),
      position: [...new Set(latestOf(own, ({ said }) => said).map(({ means }) => means))].sort(),
      reversed: isReversed(alone ? (bySpeaker.get(speakerId) ?? own) : own),
    };
  });
  return { ...figure('ledger', basisOf(all)), items };
}

/** Whether a stand speaks for its key on the claim itself. */
export function isOnClaim({ targetId, beliedById }: Meant): boolean {
  return targetId === undefined && beliedById === undefined;
}

/** Whether what a stand means counts against the claim. */
export function isAgainst(means: Meaning): boolean {
  return means === 'denies' || means === 'affirms_contrary';
}

function isReversed(stands: readonly Meant[]): LedgerKey['reversed'] {
  const affirming = stands.filter(({ means }) => means === 'affirms');
  const turned = stands.filter(({ means }) => isAgainst(means) || means === 'retracts');
  if (affirming.length === 0 || turned.length === 0) return 'no';
  const [one = [], other = []] = [affirming, turned].map((some) => some.map(({ said }) => said));
  return anyIsBefore(one, other) || anyIsBefore(other, one) ? 'yes' : 'unknown';
}

function ownMeaning(stand: Stand, role: LedgerStand['role']): Meaningful {
  const { id: attributionId, claimId, said, given } = stand;
  const { stance, targetId } = given;
  const { earliest, latest } = written(said);
  const meant = { stand, said, attributionId, claimId, stance, means: stance, role, earliest, latest };
  return targetId ? { ...meant, targetId } : meant;
}

/** What a stand on a claim that bears on this one means for it; nothing where it says nothing of it. */
function tiedMeanings(stand: Stand, role: LedgerStand['role'], { claims }: View): Meaningful[] {
  if (stand.given.targetId) return [];
  return claims.tiesOf(stand.claimId).flatMap(({ kind, relationId }): Meaningful[] => {
    const means = meaningOf(kind, stand.given.stance);
    return means ? [{ ...ownMeaning(stand, role), means, relationId }] : [];
  });
}

function meaningOf(kind: string, stance: Stance): Meaning | undefined {
  if (kind === 'contradicts') return stance === 'affirms' ? 'affirms_contrary' : undefined;
  if (kind !== 'negation_of') return undefined;
  if (stance === 'affirms') return 'denies';
  return stance === 'denies' ? 'rejects_denial' : undefined;
}

/** The attributions of stands, and the relations by which they bear on the claim. */
export function basisOf(stands: readonly Meant[]): string[] {
  return stands.flatMap(({ attributionId, relationId }) =>
    relationId ? [attributionId, relationId] : [attributionId],
  );
}

/** By when stands were said; what is not known stands last. */
export function inOrderOfTime(one: Meant, other: Meant): number {
  return (
    bound(one.said.earliest) - bound(other.said.earliest) ||
    bound(one.said.latest) - bound(other.said.latest) ||
    byIdentifier(one.stand, other.stand)
  );
}

/** What is not known stands last. */
function bound(instant: number | null): number {
  return instant ?? Number.MAX_SAFE_INTEGER;
}

/** Whether a claim that undercuts this one is affirmed. */
export interface Undercut extends Figure {
  readonly value: boolean;
  readonly items: readonly {
    readonly claimId: string;
    readonly relationId: string;
    readonly attributionIds: readonly string[];
  }[];
}

export function undercutOf(view: View): Undercut {
  const affirming = view.tied.filter(({ given }) => given.stance === 'affirms' && !given.targetId);
  const items = [...Map.groupBy(affirming, ({ claimId }) => claimId)].flatMap(([claimId, stands]) =>
    view.claims
      .tiesOf(claimId)
      .filter(({ kind }) => kind === 'undercuts')
      .map(({ relationId }) => ({ claimId, relationId, attributionIds: stands.map(({ id }) => id) })),
  );
  const basis = items.flatMap(({ relationId, attributionIds }) => [...attributionIds, relationId]);
  return { ...figure('undercut', basis), value: items.length > 0, items };
}
