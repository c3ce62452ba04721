import type { Graph } from '../../analysis/graph.ts';
import type { Stance } from '../../model/attribution.ts';
import type { ResourceDocument } from '../../model/definition.ts';

/** A line from a source to a claim: one attribution, or several that would look alike. */
export interface StandLine {
  /** The first of its attributions. */
  readonly id: string;
  readonly sourceId: string;
  readonly claimId: string;
  readonly stance: Stance;
  readonly certainty: string;
  readonly onBehalfOfId: string | undefined;
  /** What its carriers present it as, where that is another stance. */
  readonly presentedAs: readonly Stance[];
  readonly originUnknown: boolean;
  readonly withdrawn: boolean;
  /** The attribution that it is a stand on, or takes back. */
  readonly aimedAt: string | undefined;
  /** Whether other lines or marks point at it, so that it needs a point of its own. */
  readonly pointedAt: boolean;
  count: number;
}

/** A line from a carrier to somebody whose words it carries, with the number of attributions that went that way. */
export interface CarriageLine {
  readonly carrierId: string;
  readonly carriedId: string;
  count: number;
  withdrawn: boolean;
}

/** The lines between sources and claims that a picture of a graph shows. */
export interface PictureLines {
  readonly stands: readonly StandLine[];
  readonly carriages: readonly CarriageLine[];
}

/** The lines that a picture of a graph shows for its attributions. A carrier that only relays has none to the claim. */
export function linesOf(graph: Graph): PictureLines {
  const nodes = new Map(graph.nodes.map((node) => [node.id, node]));
  const attributions = graph.nodes.filter(
    ({ type, sourceId, claimId }) =>
      type === 'attribution' && nodes.has(String(sourceId)) && nodes.has(String(claimId)),
  );
  const pointedAt = pointedAtIn(graph.nodes);
  const carriers = new Set(attributions.map(({ viaId }) => viaId));
  const carriages = new Map<string, CarriageLine>();
  const stands = new Map<string, StandLine>();
  for (const attribution of attributions) {
    const via = nodes.get(String(attribution.viaId));
    if (via && nodes.has(String(via.sourceId))) addCarriage(carriages, via, attribution);
    const onlyRelays = attribution.stance === 'relays' && attribution.originUnknown !== true;
    if (onlyRelays && carriers.has(attribution.id) && !pointedAt.has(attribution.id)) continue;
    const line = standOf(attribution, nodes, pointedAt);
    const { id, count, ...look } = line;
    const key = JSON.stringify(line.pointedAt || line.originUnknown ? [id] : look);
    const known = stands.get(key);
    if (known) known.count += 1;
    else stands.set(key, line);
  }
  return { stands: [...stands.values()], carriages: [...carriages.values()] };
}

/** The ids of all attributions that a stand, a retraction, evidence or a review is about. */
function pointedAtIn(nodes: readonly ResourceDocument[]): Set<unknown> {
  return new Set(
    nodes.flatMap((node) =>
      node.type === 'attribution' ? [node.targetId ?? node.retractsId] : [node.attributionId],
    ),
  );
}

function addCarriage(
  carriages: Map<string, CarriageLine>,
  via: ResourceDocument,
  carried: ResourceDocument,
): void {
  const withdrawn = isWithdrawn(via) || isWithdrawn(carried);
  const key = `${via.sourceId} ${carried.sourceId}`;
  const known = carriages.get(key);
  if (known) {
    known.count += 1;
    known.withdrawn &&= withdrawn;
  } else {
    const ends = { carrierId: String(via.sourceId), carriedId: String(carried.sourceId) };
    carriages.set(key, { ...ends, count: 1, withdrawn });
  }
}

function standOf(
  attribution: ResourceDocument,
  nodes: ReadonlyMap<string, ResourceDocument>,
  pointedAt: ReadonlySet<unknown>,
): StandLine {
  const aim = attribution.targetId ?? attribution.retractsId;
  const onBehalfOf = attribution.onBehalfOfId;
  return {
    id: attribution.id,
    sourceId: String(attribution.sourceId),
    claimId: String(attribution.claimId),
    stance: attribution.stance as Stance,
    certainty: String(attribution.certainty),
    onBehalfOfId: nodes.has(String(onBehalfOf)) ? String(onBehalfOf) : undefined,
    presentedAs: presentationsOf(attribution, nodes),
    originUnknown: attribution.originUnknown === true,
    withdrawn: isWithdrawn(attribution),
    aimedAt: nodes.has(String(aim)) ? String(aim) : undefined,
    pointedAt: pointedAt.has(attribution.id),
    count: 1,
  };
}

/** The stances that the carriers of an attribution present it as, other than its own. */
function presentationsOf(
  attribution: ResourceDocument,
  nodes: ReadonlyMap<string, ResourceDocument>,
): Stance[] {
  const presented = new Set<Stance>();
  const seen = new Set<string>();
  let carrier = nodes.get(String(attribution.viaId));
  while (carrier && !seen.has(carrier.id)) {
    seen.add(carrier.id);
    for (const { stance } of (carrier.presents ?? []) as readonly { stance: Stance }[]) presented.add(stance);
    carrier = nodes.get(String(carrier.viaId));
  }
  presented.delete(attribution.stance as Stance);
  return [...presented];
}

/** Whether our record of a thing was withdrawn. */
export function isWithdrawn(document: ResourceDocument): boolean {
  return document.withdrawal !== undefined;
}
