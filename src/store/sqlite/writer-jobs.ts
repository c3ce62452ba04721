import { Committer } from './commit.ts';
import type { Connection } from './connection.ts';
import { Restorer } from './restorer.ts';

/** All that writes, by name; each runs inside a transaction of the writer's thread. Statements are prepared once. */
export function openJobs(connection: Connection) {
  const committer = new Committer(connection);
  let restorer: Restorer | undefined;
  const restoring = () => {
    restorer ??= new Restorer(connection);
    return restorer;
  };
  return {
    commit: (...given: Parameters<Committer['apply']>) => committer.apply(...given),
    beginRestore: () => restoring().begin(),
    stageRestore: (...given: Parameters<Restorer['stage']>) => restoring().stage(...given),
    finishRestore: (...given: Parameters<Restorer['finish']>) => restoring().finish(...given),
  };
}

export type WriterJobs = ReturnType<typeof openJobs>;
export type JobName = keyof WriterJobs;
