import { basisOf, isAgainst, isOnClaim, type Meaning, type Meant, type Stances } from './ledger.ts';
import type { Origins } from './origins.ts';
import { type Figure, figure } from './rules.ts';
import { latestOf } from './time.ts';

/** Whether somebody denies the claim, and somebody else, or a chain of unknown origin, affirms it. */
export interface Contested extends Figure {
  readonly value: boolean;
  readonly affirming: readonly Side[];
  readonly denying: readonly Side[];
}

/** A key with the attributions by which it affirms, or denies. */
export interface Side {
  readonly key: string;
  readonly attributionIds: readonly string[];
}

export function contestedOf(stances: Stances, { unknown }: Origins): Contested {
  const bySpeaker = Map.groupBy([...stances.values()].flat(), ({ speakerId }) => speakerId);
  const committal = [...bySpeaker.values()].flatMap(lastCommittal);
  const affirming = committal.filter(({ means }) => means === 'affirms');
  const against = committal.filter(({ means }) => isAgainst(means));
  const unknownIds = unknown.map(({ start }) => start.id);
  const value = against.length > 0 && (unknownIds.length > 0 || areApart(affirming, against));
  const shown = value ? [...affirming, ...against] : [];
  return {
    ...figure('contested', [...basisOf(shown), ...(value ? unknownIds : [])]),
    ...{ value, affirming: sidesOf(affirming), denying: sidesOf(against) },
  };
}

/** Whether one that affirms is another origin, and another source, than one that is against. */
function areApart(affirming: readonly Meant[], against: readonly Meant[]): boolean {
  const kinds = (stands: readonly Meant[]) => [
    ...new Map(stands.map((one) => [`${one.key} ${one.speakerId}`, one])).values(),
  ];
  const [those, these] = [kinds(affirming), kinds(against)];
  return these.some(({ key, speakerId }) =>
    those.some((other) => other.key !== key && other.speakerId !== speakerId),
  );
}

function sidesOf(stands: readonly Meant[]): Side[] {
  return [...Map.groupBy(stands, ({ key }) => key)]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([key, some]) => ({
      key,
      attributionIds: [...new Set(some.map(({ attributionId }) => attributionId))].sort(),
    }));
}

/** Those at the start of chains that may be the latest by which a source commits itself for or against the claim. */
function lastCommittal(stands: readonly Meant[]): Meant[] {
  const commits = (means: Meaning) => means === 'affirms' || isAgainst(means) || means === 'retracts';
  const committal = stands.filter(
    (one) => isOnClaim(one) && one.role === 'start' && !one.takenBack && commits(one.means),
  );
  return latestOf(committal, ({ said }) => said);
}
