import fc from 'fast-check';
import { test } from 'tap';
import { graphOf } from '../../src/analysis/graph.ts';
import type { ResourceType } from '../../src/model/identifiers.ts';
import { arbitraryGraph, newGround, standing } from '../helpers/arbitrary-graphs.ts';
import { fullDocuments } from '../helpers/ground.ts';
import { aClaim, isUnderstood, type Thing, write } from '../helpers/json-ld.ts';

/** The places of all that a document holds, without the renderings for which schema.org has no room. */
function placesIn(value: unknown, place: string[] = []): string[][] {
  if (typeof value !== 'object' || value === null) return [place];
  const noRoom = /^(aliases\/\d+|claimReviewed|rating\/\w+)\/gloss\//;
  return Object.entries(value)
    .flatMap(([name, one]) => placesIn(one, [...place, name]))
    .filter((found) => !noRoom.test(found.join('/')));
}

function without(value: unknown, [name = '', ...rest]: string[]): unknown {
  if (Array.isArray(value)) {
    return value.flatMap((one, index) =>
      String(index) !== name ? [one] : rest.length === 0 ? [] : [without(one, rest)],
    );
  }
  const { [name]: inner, ...others } = value as Thing;
  return rest.length === 0 ? others : { ...others, [name]: without(inner, rest) };
}

test('all that a document holds is written, and understood', async (t) => {
  const ground = newGround();
  const claims = [ground.live.claim, ground.other.claim].map((id) => aClaim({}, id));
  for (const [type, all] of Object.entries(fullDocuments(ground)) as [ResourceType, Thing[]][]) {
    for (const [index, fields] of all.entries()) {
      const related = type === 'relation' ? claims : [];
      const written = (some: Thing) => write(graphOf('', [...related, standing(ground, type, some)], false));
      const document = written(fields);
      t.ok(await isUnderstood(document), `${type} ${index}`);
      const places = placesIn(fields);
      t.ok(places.length > 5);
      for (const place of places) {
        const fewer = written(without(fields, place) as Thing);
        t.notSame(fewer['@graph'], document['@graph'], `${type} ${index}: ${place.join('/')}`);
      }
    }
  }
});

test('whatever is valid is understood', async (t) => {
  const property = fc.asyncProperty(arbitraryGraph(), async (graph) => isUnderstood(write(graph)));
  await fc.assert(property, { numRuns: 60 });
  t.pass('60 graphs');
});
