import { assessForLists } from '../../analysis/assessment.ts';
import type { ListedFigures } from '../../analysis/listed.ts';
import type { Connection } from './connection.ts';
import { GroundWalk } from './ground.ts';
import { GroundReader } from './ground-view.ts';

/** What an assessment found of claims that are one, by their ids. */
export interface FoundFigures {
  readonly figures: ListedFigures;
  readonly claimIds: readonly string[];
}

/** Assesses a claim as it stands; undefined where there is none. */
export type FiguresOf = (claimId: string) => FoundFigures | undefined;

/** Assesses claims by what a connection reads. */
export function openFigures(connection: Connection): FiguresOf {
  const record = new GroundReader(connection).now();
  return (claimId) => {
    const ground = new GroundWalk(record).run(claimId);
    return ground && assessForLists(ground);
  };
}
