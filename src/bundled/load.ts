import { Problem } from '../errors.ts';
import { expandArticleGraph } from '../model/article-graph.ts';
import type { Committed, Store } from '../store/port.ts';
import bundledArticle from './moscow-beijing.json' with { type: 'json' };

export { bundledArticle };

/**
 * Writes the bundled article into a store that has never held anything, in one transaction; undefined where it has held
 * something, be it the same article, since edited or withdrawn.
 */
export async function loadBundledArticle(store: Store): Promise<Committed | undefined> {
  if (await hasHeldAnything(store)) return undefined;
  const { parts } = expandArticleGraph(bundledArticle);
  const commands = parts.map((part) => ({ action: 'create' as const, ...part }));
  try {
    return await store.commit(commands, {
      actor: 'hearsay',
      comment: 'The bundled article',
      intoEmptyStore: true,
    });
  } catch (error) {
    // Another process that started at the same moment may have been first.
    if (error instanceof Problem && error.code === 'conflict' && (await hasHeldAnything(store)))
      return undefined;
    throw error;
  }
}

async function hasHeldAnything(store: Store): Promise<boolean> {
  return (await store.check()).position > 0;
}
