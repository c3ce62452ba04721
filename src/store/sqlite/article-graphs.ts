import type { ProblemPlace } from '../../errors.ts';
import { articleGraphParts } from '../../model/article-graph.ts';
import type { Command, CommitOptions, CommittedArticleGraph } from '../port.ts';
import type { Committer } from './commit.ts';
import type { KeptProblem } from './receipts.ts';

/** Takes an article graph apart and writes its parts as a committer writes commands, in an open transaction. */
export function commitArticleGraph(
  committer: Committer,
  document: unknown,
  options: CommitOptions,
): CommittedArticleGraph | KeptProblem {
  const errors: ProblemPlace[] = [];
  const { parts, identifiers } = articleGraphParts(document, errors);
  const commands = parts.map((part): Command => ({ action: 'create', namedReferences: true, ...part }));
  const outcome = committer.apply(commands, { ...options, errors });
  if (!('items' in outcome)) return outcome;
  const { items, ...rest } = outcome;
  const [article] = items;
  if (!article) throw new Error('an article graph begins with its article');
  // The parts stand in the order of the request, and so do the documents, also those of an earlier answer.
  const written = new Map(parts.map(({ id }, index) => [id, items[index]?.id ?? id]));
  const told = [...identifiers].map(([ref, id]) => [ref, written.get(id) ?? id] as const);
  return { ...rest, article, identifiers: new Map(told) };
}
