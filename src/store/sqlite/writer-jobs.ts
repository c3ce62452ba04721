import type { CommitOptions } from '../port.ts';
import { commitArticleGraph } from './article-graphs.ts';
import { Committer } from './commit.ts';
import type { Connection } from './connection.ts';
import { type AssessedClaims, type DuePart, type FiguresOptions, FiguresWriter } from './figures.ts';
import { KeyWriter } from './keys.ts';
import { Restorer } from './restorer.ts';

/** All that writes, by name; each runs inside a transaction of the writer's thread. Statements are prepared once. */
export function openJobs(connection: Connection, options?: FiguresOptions) {
  const figures = new FiguresWriter(connection, options);
  const committer = new Committer(connection, figures);
  let restorer: Restorer | undefined;
  const restoring = () => {
    restorer ??= new Restorer(connection, figures);
    return restorer;
  };
  const keys = new KeyWriter(connection);
  return {
    commit: (...given: Parameters<Committer['apply']>) => committer.apply(...given),
    commitArticleGraph: (document: unknown, options: CommitOptions) =>
      commitArticleGraph(committer, document, options),
    createKey: (...given: Parameters<KeyWriter['create']>) => keys.create(...given),
    updateKey: (...given: Parameters<KeyWriter['update']>) => keys.update(...given),
    revokeKey: (...given: Parameters<KeyWriter['revoke']>) => keys.revoke(...given),
    beginRestore: () => restoring().begin(),
    stageRestore: (...given: Parameters<Restorer['stage']>) => restoring().stage(...given),
    finishRestore: (...given: Parameters<Restorer['finish']>) => restoring().finish(...given),
    storeFigures: (assessed: readonly AssessedClaims[]) => {
      for (const one of assessed) figures.store(one);
    },
    takeApart: (parts: readonly DuePart[]) => {
      for (const part of parts) figures.takeApart(part);
    },
    anyDue: () => figures.anyDue(),
  };
}

export type WriterJobs = ReturnType<typeof openJobs>;
export type JobName = keyof WriterJobs;
