import type { ResourceDocument } from '../model/definition.ts';
import { referencesOf } from '../model/references.ts';
import { resources } from '../model/resources.ts';
import { countsAmong, lookUp } from './chains.ts';
import { isDrawn } from './claim-group.ts';
import { type DocumentById, standingId } from './merging.ts';
import { restsOn } from './rests-on.ts';
import type { ClaimSupport } from './support.ts';

/** What rests on something, and what there would be without it. */
export interface Dependents {
  /** What was asked about, or what it was merged into. */
  readonly id: string;
  readonly items: readonly Dependent[];
  readonly claims: readonly ClaimSupport[];
  readonly reviews: readonly ReviewConcerned[];
  /** Whether a cap left something out. */
  readonly truncated: boolean;
}

/** A document that rests on it, by itself or by way of others. */
export interface Dependent {
  readonly document: ResourceDocument;
  /** The references by which it does. */
  readonly restsOn: readonly Reference[];
  /** It is an attribution or a relation that counts, and would not. */
  readonly countsNoMore: boolean;
}

/**
 * Why a review is concerned: the attribution that it is on, evidence that it names or its reviewer rests on what is taken
 * back, or the claim that it is on loses its last origin.
 */
export interface ReviewConcerned {
  readonly review: ResourceDocument;
  readonly reasons: readonly ('attribution' | 'evidence' | 'reviewer' | 'claim')[];
}

/**
 * The live documents among some that rest on one of them, each after something by which it does. Copies of an article that
 * does are among them, and what stands in these is not: a copy says it itself.
 */
export function dependentsAmong(rootId: string, documents: readonly ResourceDocument[]): Dependent[] {
  const byId = lookUp(documents);
  const resting = restingAmong(documents, byId);
  const found = new Map<string, Reference[]>([[rootId, []]]);
  spread(found, (id) => (resting.get(id) ?? []).filter(({ reference }) => reference !== copied));
  spread(found, (id) => (resting.get(id) ?? []).filter(({ reference }) => reference === copied));
  const isLost = lossAmong(documents, byId, rootId);
  return [...found].slice(1).flatMap(([id, references]) => {
    const document = byId(id);
    return document ? [{ document, restsOn: references, countsNoMore: isLost(document) }] : [];
  });
}

/** The reference by which one article is a copy of another. */
export const copied = 'derivedFrom';

interface Reference {
  readonly reference: string;
  readonly id: string;
}

interface Resting {
  readonly id: string;
  readonly reference: string;
}

/** By the id of each document what rests on it by a reference, claims left out: what is said of a claim is no support of it. */
function restingAmong(documents: readonly ResourceDocument[], byId: DocumentById): Map<string, Resting[]> {
  const resting = new Map<string, Resting[]>();
  for (const document of documents) {
    if (document.withdrawal) continue;
    for (const { name, to, id } of referencesOf(resources[document.type], document)) {
      if (to === 'claim' || !restsOn[document.type].has(name)) continue;
      const standing = standingId(id, byId);
      const known = resting.get(standing) ?? [];
      if (known.length === 0) resting.set(standing, known);
      known.push({ id: document.id, reference: name });
    }
  }
  return resting;
}

/** Finds what rests on what was found, and on that in turn. */
function spread(found: Map<string, Reference[]>, restingOn: (id: string) => readonly Resting[]): void {
  // A Map is walked in the order of insertion, what is added meanwhile included.
  for (const id of found.keys()) {
    for (const { id: one, reference } of restingOn(id)) {
      const known = found.get(one) ?? [];
      if (known.length === 0 && !found.has(one)) found.set(one, known);
      known.push({ reference, id });
    }
  }
}

/** Tells which attributions and relations count, and would not if one of the documents were withdrawn. */
function lossAmong(documents: readonly ResourceDocument[], byId: DocumentById, rootId: string) {
  const without = withoutOne(documents, rootId);
  const byIdWithout = lookUp(without);
  const attributions = (all: readonly ResourceDocument[]) => all.filter(({ type }) => type === 'attribution');
  const counts = countsAmong(attributions(documents), byId);
  const wouldCount = countsAmong(attributions(without), byIdWithout);
  return (document: ResourceDocument): boolean => {
    if (document.type === 'relation') return isDrawn(document, byId) && !isDrawn(document, byIdWithout);
    return document.type === 'attribution' && counts(document) && !wouldCount(document);
  };
}

/** The documents as they would be if one of them were withdrawn. */
export function withoutOne(documents: readonly ResourceDocument[], id: string): ResourceDocument[] {
  const withdrawal = { at: '', kind: 'other', reason: {} } as const;
  return documents.map((one) => (one.id === id && !one.withdrawal ? { ...one, withdrawal } : one));
}

/** The reviews that rest on something, and those on claims that lose support by it, each with all reasons. */
export function reviewsConcerned(
  dependents: readonly Dependent[],
  onLostClaims: readonly ResourceDocument[],
): ReviewConcerned[] {
  const reasons = new Map<ResourceDocument['id'], Set<ReviewConcerned['reasons'][number]>>();
  const reviews = new Map<string, ResourceDocument>();
  const add = (review: ResourceDocument, reason: string) => {
    reviews.set(review.id, review);
    const known = reasons.get(review.id) ?? new Set();
    reasons.set(review.id, known.add(reason as ReviewConcerned['reasons'][number]));
  };
  for (const { document, restsOn: references } of dependents) {
    if (document.type === 'review') for (const { reference } of references) add(document, reference);
  }
  for (const review of onLostClaims) add(review, 'claim');
  return [...reviews.values()].map((review) => ({
    review,
    reasons: [...(reasons.get(review.id) ?? [])].sort(),
  }));
}
