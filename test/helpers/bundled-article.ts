import { readFileSync } from 'node:fs';
import type { Locator } from '../../src/model/locator.ts';

export interface Passage {
  text?: string;
  locator?: Locator;
}

export interface Attribution {
  ref: string;
  claimId: string;
  sourceId: string;
  stance: string;
  certainty: string;
  mode?: string;
  viaId?: string;
  targetId?: string;
  onBehalfOfId?: string;
  originUnknown?: true;
  saidAt?: string;
  cue?: Passage;
  presents?: { stance: string }[];
  quotes?: Passage[];
}

function readJson(path: string) {
  return JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8'));
}

export const graph = readJson('../../src/bundled/moscow-beijing.json');
export const paragraphs: { paragraph: number; start: number; end: number; part: string }[] = readJson(
  '../fixtures/moscow-beijing-paragraphs.json',
);
export const attributions: Attribution[] = graph.attributions;
/** The attributions through which others reached the article, by local name. */
export const carriers = new Set(attributions.map(({ viaId }) => viaId));
/** A local name without its prefix. */
export const keyOf = (ref: string) => ref.slice('_:'.length);

/** The attribution with that local name. */
export function find(ref: string | undefined) {
  return attributions.find((attribution) => attribution.ref === ref);
}

function link(attribution: Attribution): string {
  const { sourceId, onBehalfOfId, stance, mode, certainty, originUnknown, presents = [] } = attribution;
  const target = find(attribution.targetId);
  return [
    keyOf(sourceId),
    onBehalfOfId ? ` for ${keyOf(onBehalfOfId)}` : '',
    ` ${stance}`,
    target ? ` of ${keyOf(target.sourceId)}` : '',
    mode === 'own_voice' ? ' in its own voice' : '',
    stance === 'affirms' && certainty !== 'certain' ? `, ${certainty}` : '',
    originUnknown ? ', origin unknown' : '',
    ...presents.map((presented) => `, as ${presented.stance}`),
  ].join('');
}

function chain(start: Attribution): string {
  const via = find(start.viaId);
  return via ? `${link(start)} ← ${chain(via)}` : link(start);
}

/** The chains of a claim in words, each from its start through its carriers. */
export function chainsOf(claimRef: string): string[] {
  return attributions.filter(({ claimId, ref }) => claimId === claimRef && !carriers.has(ref)).map(chain);
}

/** Every object inside `value`, itself included. */
export function objectsIn(value: unknown): Record<string, unknown>[] {
  if (typeof value !== 'object' || value === null) return [];
  const inside = Object.values(value).flatMap(objectsIn);
  return Array.isArray(value) ? inside : [value as Record<string, unknown>, ...inside];
}

/** The code points that a locator points at. */
export function rangeOf(locator: Locator | undefined): { start: number; end: number } {
  const selector = locator?.selectors?.[0];
  if (selector?.type !== 'TextPositionSelector') throw new Error('a locator without a range');
  return selector;
}
