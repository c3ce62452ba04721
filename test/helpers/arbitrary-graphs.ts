import fc from 'fast-check';
import { type Graph, graphOf } from '../../src/analysis/graph.ts';
import type { ResourceDocument } from '../../src/model/definition.ts';
import { newIdentifier, type ResourceType, resourceTypes } from '../../src/model/identifiers.ts';
import { arbitraryDocuments } from './arbitrary-documents.ts';
import type { Ground } from './ground.ts';
import type { Fields } from './making.ts';
import { aDocument } from './pictures.ts';

/** Ids that documents can refer to, without a store that holds them. */
export function newGround(): Ground {
  const ids = () =>
    Object.fromEntries(resourceTypes.map((type) => [type, newIdentifier(type)])) as Record<
      ResourceType,
      string
    >;
  return { live: ids(), other: ids(), withdrawn: ids() };
}

/** A document with these fields that stands under the id of its type in `live`. */
export function standing(
  { live }: Ground,
  type: ResourceType,
  fields: Fields,
  id = live[type],
): ResourceDocument {
  const claimRevision = ['attribution', 'evidence', 'review'].includes(type) ? { claimRevision: 1 } : {};
  return aDocument(type, id, { ...fields, ...claimRevision });
}

/** Graphs of two valid documents of each type that refer to one another, some withdrawn or merged, some truncated. */
export function arbitraryGraph(ground = newGround()): fc.Arbitrary<Graph> {
  const kinds = arbitraryDocuments(ground);
  const withdrawal = (type: ResourceType) =>
    fc.option(
      fc.constant({
        ...{ at: '2026-01-01T00:00:00.000Z', kind: 'duplicate', reason: { en: 'The same' } },
        replacedById: ground.live[type],
      }),
      { nil: undefined },
    );
  const pair = (type: ResourceType) =>
    fc
      .tuple(kinds[type], kinds[type], withdrawal(type))
      .map(([one, other, withdrawn]) => [
        standing(ground, type, one),
        standing(ground, type, { ...other, ...(withdrawn && { withdrawal: withdrawn }) }, ground.other[type]),
      ]);
  return fc
    .tuple(fc.constantFrom('article', 'source', 'claim'), fc.boolean(), ...resourceTypes.map(pair))
    .map(([root, truncated, ...documents]) =>
      graphOf(ground.live[root as ResourceType], documents.flat(), truncated),
    );
}
