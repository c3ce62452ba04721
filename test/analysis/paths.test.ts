import { deepEqual, ok } from 'node:assert/strict';
import fc from 'fast-check';
import { test } from 'tap';
import { type NeighboursOf, type PathSearch, shortestPaths, type Thing } from '../../src/analysis/paths.ts';

type Links = readonly (readonly [Thing, Thing])[];

/** Every walk from one thing to another of up to so many links that meets nothing twice: the shortest of them, in order. */
function obviousPaths({ from, to, maxLength }: PathSearch, links: Links): Thing[][] {
  const walks = (walk: Thing[]): Thing[][] => {
    const last = walk.at(-1);
    if (last === to) return [walk];
    if (walk.length > maxLength) return [];
    const next = links.flatMap(([one, other]) => (one === last ? [other] : other === last ? [one] : []));
    return [...new Set(next)]
      .filter((thing) => !walk.includes(thing))
      .flatMap((thing) => walks([...walk, thing]));
  };
  const all = walks([from]);
  const shortest = Math.min(...all.map(({ length }) => length));
  const inOrder = (one: Thing[], other: Thing[]) => {
    const at = one.findIndex((thing, index) => thing !== other[index]);
    return at < 0 ? 0 : (one[at] ?? 0) - (other[at] ?? 0);
  };
  return all.filter(({ length }) => length === shortest).sort(inOrder);
}

/** The neighbours along links; of each thing only the first so many. */
function along(links: Links, mostOfOne = Number.POSITIVE_INFINITY, asked: Thing[] = []): NeighboursOf {
  return (thing, most) => {
    asked.push(thing);
    const all = new Set(
      links.flatMap(([one, other]) => (one === thing ? [other] : other === thing ? [one] : [])),
    );
    const things = [...all].slice(0, Math.min(most, mostOfOne));
    return { things, whole: things.length === all.size };
  };
}

const wide = { limit: 1_000, maxLength: 12, mostRead: 20_000 };

const graphs = fc.integer({ min: 2, max: 8 }).chain((size) => {
  const thing = fc.integer({ min: 1, max: size });
  const links = fc.array(fc.tuple(thing, thing), { maxLength: 14 });
  return fc.record({ links, from: thing, to: thing });
});

test('the shortest paths are those that going every way finds', async () => {
  fc.assert(
    fc.property(graphs, fc.integer({ min: 1, max: 8 }), ({ links, ...ends }, maxLength) => {
      const search = { ...wide, ...ends, maxLength };
      const { paths, truncated } = shortestPaths(search, along(links));
      deepEqual(paths, obviousPaths(search, links));
      deepEqual(truncated, false);
    }),
    { numRuns: 500 },
  );
});

test('paths beyond the limit are left out, and that is said', async () => {
  fc.assert(
    fc.property(graphs, fc.integer({ min: 1, max: 3 }), ({ links, ...ends }, limit) => {
      const search = { ...wide, ...ends, limit };
      const all = obviousPaths(search, links);
      const { paths, truncated } = shortestPaths(search, along(links));
      deepEqual(paths, all.slice(0, limit));
      deepEqual(truncated, all.length > limit);
    }),
  );
});

test('what the caps may have hidden is truncated, and nothing else is left out or made up', async (t) => {
  let cut = 0;
  const caps = fc.record({
    mostOfOne: fc.integer({ min: 1, max: 4 }),
    mostRead: fc.integer({ min: 1, max: 40 }),
  });
  fc.assert(
    fc.property(graphs, caps, ({ links, ...ends }, { mostOfOne, mostRead }) => {
      const search = { ...wide, ...ends, mostRead };
      const { paths, truncated } = shortestPaths(search, along(links, mostOfOne));
      if (!truncated) return deepEqual(paths, obviousPaths(search, links));
      cut += 1;
      const linked = (one: Thing | undefined, other: Thing | undefined) =>
        links.some((link) => link.includes(one as Thing) && link.includes(other as Thing));
      for (const path of paths) {
        deepEqual([path[0], path.at(-1)], [ends.from, ends.to]);
        ok(path.slice(1).every((thing, index) => linked(path[index], thing)));
      }
    }),
    { numRuns: 1_000 },
  );
  t.ok(cut > 50, `${cut} were truncated`);
});

test('from a thing to itself there is one path without a link', async (t) => {
  const asked: Thing[] = [];
  const found = shortestPaths({ ...wide, from: 7, to: 7 }, along([[7, 8]], 10, asked));
  t.strictSame(found, { paths: [[7]], truncated: false });
  t.strictSame(asked, [], 'nothing is read');
});

test('the side with less to look at goes first, and one that is cut is left', async (t) => {
  // 1 has a thousand neighbours, of which 2 is the last; 2 leads to 3, and 3 to 4.
  const many = Array.from({ length: 999 }, (_, index): [Thing, Thing] => [1, 1_000 + index]);
  const links: Links = [...many, [1, 2], [2, 3], [3, 4]];
  const asked: Thing[] = [];
  const found = shortestPaths({ ...wide, from: 1, to: 4 }, along(links, 10, asked));
  t.strictSame(found, { paths: [[1, 2, 3, 4]], truncated: false });
  t.strictSame(asked, [1, 4, 3, 2]);
});

test('between two of whose neighbours a cap hides some, a path may be found and is not sure', async (t) => {
  const rays = (hub: Thing, first: Thing) =>
    Array.from({ length: 20 }, (_, index): [Thing, Thing] => [hub, first + index]);
  const links: Links = [[1, 50], [50, 51], [51, 2], ...rays(1, 100), ...rays(2, 200)];
  t.strictSame(shortestPaths({ ...wide, from: 1, to: 2 }, along(links, 10)), {
    paths: [[1, 50, 51, 2]],
    truncated: true,
  });
  const hidden: Links = [...rays(1, 100), ...rays(2, 200), [1, 50], [50, 51], [51, 2]];
  t.strictSame(shortestPaths({ ...wide, from: 1, to: 2 }, along(hidden, 10)), { paths: [], truncated: true });
});
