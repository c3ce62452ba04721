import { accountsAmong, beliedBy, speakerOf } from './accounts.ts';
import { Components } from './components.ts';
import { type Figure, figure } from './rules.ts';
import { byIdentifier, type Stand } from './stands.ts';
import type { StandChain, View } from './view.ts';

/** `own_voice`: an outlet that says so itself, with nobody behind it. */
export type OriginKind = 'named' | 'unnamed' | 'own_voice';

/** Somebody with whom a claim begins, in however many articles. */
export interface Origin {
  /** The key of a joint statement, or the id of whoever is spoken for, or of the source. */
  readonly key: string;
  readonly kind: OriginKind;
  readonly sourceIds: readonly string[];
  /** The topmost organisations that these may have belonged to. */
  readonly organizationIds: readonly string[];
  readonly stands: readonly Stand[];
}

/** Where a claim begins, and what looks like it and is not. */
export interface Origins {
  readonly origins: readonly Origin[];
  /** The chains of unknown origin. */
  readonly unknown: readonly StandChain[];
  /** Carriers that affirm what they carry. */
  readonly endorsements: readonly Stand[];
  /** What a publisher says in its own voice and also attributes, or has from an article that its own is derived from. */
  readonly restatements: readonly Stand[];
  /** These, and what a publisher denies in its own voice in such articles, or says so of claims that bear on these. */
  readonly restated: ReadonlySet<Stand>;
  /** The accounts of one statement, where there are several. */
  readonly statements: readonly (readonly Stand[])[];
  /** The accounts that the direct quotation of the same statement belies, each with that. */
  readonly belied: ReadonlyMap<Stand, Stand>;
}

/** The origins of the claims that a view is of. */
export function originsOf(view: View): Origins {
  const affirming = view.chains.filter(
    ({ start: { given } }) => given.stance === 'affirms' && !given.targetId,
  );
  const all = [...view.chains.map(({ start }) => start), ...view.tied];
  const statements = accountsAmong(all, view);
  const belied = beliedBy(statements);
  const restated = restatedAmong(all, view);
  const starts = affirming.map(({ start }) => start);
  const beginning = starts.filter((stand) => !restated.has(stand) && !belied.has(stand));
  const carriers = new Set(view.chains.flatMap((chain) => chain.carriers));
  const counting = new Set(view.stands);
  return {
    origins: [...Map.groupBy(beginning, (stand) => keyOf(stand, view))]
      .map(([key, stands]) => originOf(key, stands, view))
      .sort((one, other) => (one.key < other.key ? -1 : 1)),
    unknown: view.chains.filter(({ originUnknown, start }) => originUnknown && !start.given.targetId),
    endorsements: [...carriers]
      .filter((one) => one.given.stance === 'affirms' && counting.has(one))
      .sort(byIdentifier),
    restatements: starts.filter((stand) => restated.has(stand)),
    ...{ restated, statements, belied },
  };
}

/** What tells one origin from another. */
export function keyOf(stand: Stand, view: View): string {
  return stand.given.statementKey ?? speakerOf(stand, view);
}

/**
 * What publishers affirm or deny in their own voice, in an article that says so of somebody else as well, or that is derived
 * from another.
 */
function restatedAmong(starts: readonly Stand[], { live, tied, claims, document }: View): ReadonlySet<Stand> {
  const nameOf = ({ articleId, claimId, given: { stance } }: Stand) =>
    `${articleId} ${claims.has(claimId) ? 'own' : claimId} ${stance === 'relays' ? 'affirms' : stance}`;
  const isSaid = ({ carries, given: { stance, targetId, originUnknown } }: Stand) =>
    !carries && !targetId && (stance === 'affirms' || stance === 'denies' || originUnknown === true);
  const attributed = new Set(
    [...live, ...tied].filter((one) => isAttributed(one) && isSaid(one)).map(nameOf),
  );
  const isOwnVoice = ({ sourceId, publisherId, via, onBehalfOfId, given }: Stand) =>
    sourceId === publisherId && !via && !onBehalfOfId && !given.originUnknown;
  const isDerived = ({ articleId }: Stand) => document(articleId)?.derivedFromArticleId !== undefined;
  return new Set(
    starts.filter((one) => isSaid(one) && isOwnVoice(one) && (attributed.has(nameOf(one)) || isDerived(one))),
  );
}

/** Whether a publisher gives somebody else as the one who says so, be it only as "reports". */
export function isAttributed({ sourceId, publisherId, given }: Stand): boolean {
  return sourceId !== publisherId || given.originUnknown === true;
}

function originOf(key: string, stands: readonly Stand[], view: View): Origin {
  const speakers = [...new Set(stands.map((stand) => speakerOf(stand, view)))].sort();
  const organizations = stands.flatMap((stand) => [
    ...view.sources.topmost(speakerOf(stand, view), stand.said),
  ]);
  return {
    ...{ key, stands, kind: kindOf(speakers, view) },
    sourceIds: speakers,
    organizationIds: [...new Set(organizations)].sort(),
  };
}

function kindOf(speakers: readonly string[], { sources }: View): OriginKind {
  const named = speakers.filter((id) => sources.isNamed(id));
  if (named.length === 0) return 'unnamed';
  return named.every((id) => sources.isOutlet(id)) ? 'own_voice' : 'named';
}

/** How many independent origins there are at least and at most. */
export interface OriginCount extends Figure {
  readonly min: number;
  readonly max: number;
}

export function originCountOf({ origins, unknown }: Origins): OriginCount {
  const apart = organizationsBehind(origins.filter(({ kind }) => kind === 'named'));
  const min = apart > 0 ? apart : Math.min(origins.length, 1);
  return { ...figure('originCount', basisOf(origins, unknown)), min, max: origins.length + unknown.length };
}

/**
 * How many organisations there are at least behind origins: each that is the only one of some origin, and of the origins
 * that belong to none of these, one for all that may share one.
 */
function organizationsBehind(origins: readonly Origin[]): number {
  const certain = new Set(
    origins.flatMap(({ organizationIds }) => (organizationIds.length === 1 ? organizationIds : [])),
  );
  const others = origins.filter(({ organizationIds }) => !organizationIds.some((id) => certain.has(id)));
  const shared = new Components();
  for (const { key, organizationIds } of others) {
    for (const id of organizationIds) shared.join(`key ${key}`, id);
  }
  return certain.size + new Set(others.map(({ key }) => shared.of(`key ${key}`))).size;
}

/** `lineage_unknown`: there may be one origin, and there may be several. */
export interface Independence extends Figure {
  readonly value: 'none' | 'shared_origin' | 'no_shared_origin_recorded' | 'lineage_unknown';
}

export function independenceOf({ min, max, basis }: OriginCount): Independence {
  return { ...figure('independence', basis), value: independence(min, max) };
}

function independence(min: number, max: number): Independence['value'] {
  if (max === 0) return 'none';
  if (max === 1) return 'shared_origin';
  return min === max ? 'no_shared_origin_recorded' : 'lineage_unknown';
}

/** How many of the origins are of which kind. */
export interface Anonymity extends Figure {
  readonly named: number;
  readonly unnamed: number;
  readonly ownVoice: number;
  readonly unknown: number;
  /** Whether there are origins, and each of them is an unnamed source. */
  readonly anonymousOnly: boolean;
}

export function anonymityOf({ origins, unknown }: Origins): Anonymity {
  const count = (wanted: OriginKind) => origins.filter(({ kind }) => kind === wanted).length;
  const [named, unnamed, ownVoice] = [count('named'), count('unnamed'), count('own_voice')];
  const anonymousOnly = unnamed > 0 && named + ownVoice + unknown.length === 0;
  return {
    ...figure('anonymity', basisOf(origins, unknown)),
    ...{ named, unnamed, ownVoice, unknown: unknown.length, anonymousOnly },
  };
}

/** Whether every origin is, or belongs to, a party that the claim speaks of. */
export interface OriginsAreParties extends Figure {
  readonly value: 'yes' | 'no' | 'unknown';
}

export function originsArePartiesOf({ origins, unknown }: Origins, view: View): OriginsAreParties {
  const parties = partiesOf(view);
  const identified =
    origins.length > 0 && unknown.length === 0 && origins.every(({ kind }) => kind !== 'unnamed');
  const isParty = (stand: Stand) => {
    const belongings = view.sources.belongings(speakerOf(stand, view), stand.said);
    return [...belongings].some((id) => parties.has(id));
  };
  const value = !identified ? 'unknown' : origins.every(({ stands }) => stands.every(isParty)) ? 'yes' : 'no';
  return { ...figure('originsAreParties', basisOf(origins, unknown)), value };
}

function partiesOf({ claims, document, sources }: View): ReadonlySet<string> {
  const about = claims.claimIds.flatMap((id) => {
    const claim = document(id);
    return claim && !claim.withdrawal ? ((claim.about ?? []) as { sourceId?: string }[]) : [];
  });
  return new Set(
    about.flatMap(({ sourceId }) => (sourceId === undefined ? [] : [sources.identity(sourceId)])),
  );
}

/** The attributions with which origins begin, and those of unknown origin. */
export function basisOf(origins: readonly Origin[], unknown: readonly StandChain[]): string[] {
  return [...origins.flatMap(({ stands }) => stands), ...unknown.map(({ start }) => start)].map(
    ({ id }) => id,
  );
}
