import type { ResourceDocument } from '../model/definition.ts';
import type { Store, Subgraph, SubgraphRoot } from '../store/port.ts';
import { unknownResource } from './resources.ts';

/** How many resources a graph has at most. */
export const largestGraph = 1_000;

/** What the OpenAPI document says of graphs whose things were merged. */
export const merged =
  'What was merged, by a withdrawal with `replacedById`, is one thing, whichever id is asked for.';

/** The documents around a resource. Throws a Problem where it is unknown. */
export async function readSubgraph(store: Store, root: SubgraphRoot): Promise<Subgraph> {
  const found = await store.subgraph(root);
  if (!found) throw unknownResource(root.type, root.id);
  return found;
}

/** The documents of a subgraph, read. */
export function documentsOf({ documents }: Subgraph): ResourceDocument[] {
  return documents.map(({ json: text }) => JSON.parse(text) as ResourceDocument);
}
