import { Committer } from './commit.ts';
import type { Connection } from './connection.ts';

/** All that writes, by name; each runs inside a transaction of the writer's thread. Statements are prepared once. */
export function openJobs(connection: Connection) {
  const committer = new Committer(connection);
  return {
    commit: (...given: Parameters<Committer['apply']>) => committer.apply(...given),
  };
}

export type WriterJobs = ReturnType<typeof openJobs>;
export type JobName = keyof WriterJobs;
