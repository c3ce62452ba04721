import { bundledArticle } from '../bundled/load.ts';
import { expandArticleGraph } from '../model/article-graph.ts';
import { schemaName } from '../model/identifiers.ts';
import { hasClaimRevision } from '../model/resources.ts';

const written = '2026-01-31T09:30:00.000Z';

/** An example of each named schema that the bundled article has one of, by the name of the schema. */
export function componentExamples(): Readonly<Record<string, unknown>> {
  const examples: Record<string, unknown> = {};
  for (const { type, id, fields } of expandArticleGraph(bundledArticle).parts) {
    const name = schemaName(type);
    const claimRevision = hasClaimRevision(type) ? { claimRevision: 1 } : {};
    const envelope = { revision: 1, createdAt: written, updatedAt: written, createdBy: 'hearsay' };
    examples[name] ??= { type, id, ...fields, ...claimRevision, ...envelope };
  }
  return examples;
}
