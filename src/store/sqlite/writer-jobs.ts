import type { CommitOptions } from '../port.ts';
import { articleGraphJob } from './article-graphs.ts';
import { Committer } from './commit.ts';
import type { Connection } from './connection.ts';
import { KeyWriter } from './keys.ts';

/**
 * All that writes, by name; each gives what then runs inside a transaction of the writer's thread. Statements are prepared
 * once.
 */
export function openJobs(connection: Connection) {
  const committer = new Committer(connection);
  const keys = new KeyWriter(connection);
  return {
    commit:
      (...given: Parameters<Committer['apply']>) =>
      () =>
        committer.apply(...given),
    commitArticleGraph: (document: unknown, options: CommitOptions) =>
      articleGraphJob(committer, document, options),
    createKey:
      (...given: Parameters<KeyWriter['create']>) =>
      () =>
        keys.create(...given),
    updateKey:
      (...given: Parameters<KeyWriter['update']>) =>
      () =>
        keys.update(...given),
    revokeKey:
      (...given: Parameters<KeyWriter['revoke']>) =>
      () =>
        keys.revoke(...given),
  };
}

export type WriterJobs = ReturnType<typeof openJobs>;
export type JobName = keyof WriterJobs;
