import { isDeepStrictEqual } from 'node:util';
import jsonld from 'jsonld';
import { type Graph, graphOf } from '../../src/analysis/graph.ts';
import { toJsonLd } from '../../src/interchange/json-ld.ts';
import type { ResourceDocument, Withdrawal } from '../../src/model/definition.ts';
import { newIdentifier, type ResourceType, resourceTypes } from '../../src/model/identifiers.ts';
import { resources } from '../../src/model/resources.ts';
import { aDocument } from './pictures.ts';

export const publicUrl = 'https://hearsay.example';
export const schema = 'http://schema.org/';
export const prov = 'http://www.w3.org/ns/prov#';
export const oa = 'http://www.w3.org/ns/oa#';
export const rdfType = 'http://www.w3.org/1999/02/22-rdf-syntax-ns#type';

/** Nothing is fetched, and what would be dropped is an error. */
const strict = {
  safe: true,
  documentLoader: async (url: string) => {
    throw new Error(`wants ${url}`);
  },
};

export type Thing = Record<string, unknown>;

/** JSON-LD as it is written. */
export interface Written {
  '@context': Thing;
  '@graph': Thing[];
}

/** A graph in JSON-LD, read as JSON. */
export const write = (graph: Graph, options: { publicUrl?: string } = { publicUrl }): Written =>
  JSON.parse(toJsonLd(graph, options));

/** The triples that a strict processor makes of it, in N-Quads. */
export async function triplesOf(document: Written, options = {}): Promise<string[]> {
  const all = { ...strict, ...options, format: 'application/n-quads' as const };
  const quads = String(await jsonld.toRDF(document as unknown as jsonld.JsonLdDocument, all));
  return quads.trim().split('\n');
}

/** The IRI of a resource. */
export const iri = (id: string) =>
  `${publicUrl}/v1/${resources[id.split('_')[0] as ResourceType].collection}/${id}`;
/** How the resource of this id is described. */
export const described = (graph: Graph, id: string) =>
  write(graph)['@graph'].find((thing) => thing.id === iri(id)) ?? {};

/** JSON-LD without what means nothing: brackets around what is alone, and the case of language tags. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.length === 1 ? plain(value[0]) : value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name.toLowerCase(), plain(one)]));
}

/** Whether a processor understands all of it: expanded and compacted again, it is what it was. */
export async function isUnderstood(document: Written): Promise<boolean> {
  const expanded = await jsonld.expand(document as unknown as jsonld.JsonLdDocument, strict);
  const again = await jsonld.compact(expanded, document['@context'] as jsonld.ContextDefinition, strict);
  return isDeepStrictEqual(plain({ ...again, '@context': {} }), plain({ ...document, '@context': {} }));
}

/** One id of each type. */
export const ids = Object.fromEntries(resourceTypes.map((type) => [type, newIdentifier(type)])) as Record<
  ResourceType,
  string
>;
const at = '2026-01-01T00:00:00.000Z';
export const withdrawal: Withdrawal = { at, kind: 'duplicate', reason: { en: 'x' } };

export const anArticle = (fields: Thing = {}, id = ids.article) =>
  aDocument('article', id, { title: { en: 'x' }, language: 'en', publisherId: ids.source, ...fields });
export const aClaim = (fields: Thing = {}, id = ids.claim) =>
  aDocument('claim', id, { text: { en: 'It rained.' }, kind: 'factual', tense: 'past', ...fields });
export const aSource = (fields: Thing = {}, id = ids.source) =>
  aDocument('source', id, { kind: 'news_outlet', name: { en: 'Paper' }, ...fields });
export const aStand = (fields: Thing = {}, id = newIdentifier('attribution')) =>
  aDocument('attribution', id, {
    ...{ claimId: ids.claim, sourceId: ids.source, articleId: ids.article },
    ...{ stance: 'affirms', certainty: 'certain', ...fields },
  });
export const aReview = (fields: Thing = {}, id = ids.review) =>
  aDocument('review', id, {
    ...{ claimId: ids.claim, reviewerId: ids.source, verdict: 'false', verdictBasis: 'editor', ...fields },
  });
/** The graph of the claim of `ids`. */
export const claimGraph = (...documents: ResourceDocument[]) => graphOf(ids.claim, documents, false);
