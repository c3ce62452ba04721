import type { Graph } from '../../analysis/graph.ts';
import type { ResourceDocument } from '../../model/definition.ts';
import type { PictureLines } from './lines.ts';

/** The sources of a picture: which are drawn, in which organisation, and what stands under their names. */
export interface PictureSources {
  /** The sources that are drawn, by the id of the topmost organisation around them; '' holds those with none. */
  readonly groups: ReadonlyMap<string, readonly ResourceDocument[]>;
  /** The organisation that a source is directly part of or with, where the picture would not show it otherwise. */
  readonly organisations: ReadonlyMap<string, ResourceDocument>;
  /** For whom a source speaks, where it always speaks for the same. */
  readonly principals: ReadonlyMap<string, ResourceDocument>;
}

type Sources = ReadonlyMap<string, ResourceDocument>;

/**
 * Arranges the sources of a graph. One without a line of its own is not drawn where it is shown otherwise: around or under
 * the names of others, at a line or a verdict, or in the text of a claim that is about it.
 */
export function arrangeSources(graph: Graph, lines: PictureLines): PictureSources {
  const sources = new Map(graph.nodes.filter(({ type }) => type === 'source').map((node) => [node.id, node]));
  const principals = principalsIn(sources, lines);
  const withLines = new Set([
    graph.root,
    ...lines.stands.map(({ sourceId }) => sourceId),
    ...lines.carriages.flatMap(({ carrierId, carriedId }) => [carrierId, carriedId]),
  ]);
  const shownOtherwise = new Set([
    ...[...withLines].flatMap((id) => pathUp(id, sources)),
    ...graph.edges.filter(({ type }) => mentions.has(type)).map(({ to }) => to),
  ]);
  const drawn = [...sources.values()].filter(({ id }) => withLines.has(id) || !shownOtherwise.has(id));

  const tops = new Map(drawn.map(({ id }) => [id, pathUp(id, sources).at(-1) ?? '']));
  const allTops = new Set(tops.values());
  const groups = new Map<string, ResourceDocument[]>();
  const organisations = new Map<string, ResourceDocument>();
  for (const source of drawn) {
    const top = allTops.has(source.id) ? source.id : (tops.get(source.id) ?? '');
    groups.set(top, [...(groups.get(top) ?? []), source]);
    const direct = sources.get(pathUp(source.id, sources)[0] ?? '');
    if (direct && direct.id !== top && direct !== principals.get(source.id)) {
      organisations.set(source.id, direct);
    }
  }
  return { groups, organisations, principals };
}

/** The links by which a source is named somewhere in the picture. */
const mentions = new Set(['onBehalfOf', 'citedBy', 'identifiedAs', 'reviewer', 'about']);

/** The ids of the organisations around a source, from the nearest to the topmost. */
function pathUp(id: string, sources: Sources): string[] {
  const path: string[] = [];
  let source = sources.get(id);
  while (source) {
    const links = (source.partOf ?? source.affiliations ?? []) as readonly { sourceId: string }[];
    const next = links.find(({ sourceId }) => sources.has(sourceId))?.sourceId;
    if (next === undefined || next === id || path.includes(next)) break;
    path.push(next);
    source = sources.get(next);
  }
  return path;
}

function principalsIn(sources: Sources, { stands }: PictureLines): Map<string, ResourceDocument> {
  const all = new Map<string, Set<string | undefined>>();
  for (const { sourceId, onBehalfOfId } of stands) {
    all.set(sourceId, (all.get(sourceId) ?? new Set()).add(onBehalfOfId));
  }
  return new Map(
    [...all].flatMap(([sourceId, ids]): [string, ResourceDocument][] => {
      const principal = ids.size === 1 ? sources.get([...ids][0] ?? '') : undefined;
      return principal ? [[sourceId, principal]] : [];
    }),
  );
}
