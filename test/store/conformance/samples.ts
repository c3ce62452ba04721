import type { ResourceDocument } from '../../../src/model/definition.ts';
import type { ResourceType } from '../../../src/model/identifiers.ts';
import { referencesOf } from '../../../src/model/references.ts';
import { resources } from '../../../src/model/resources.ts';
import type { Desk, Fields } from '../../helpers/making.ts';

/** Fields of two resources that a filter tells apart. */
type Pair = readonly [one: Fields, other: Fields];
type Sample = Pair | ((desk: Desk) => Promise<Pair>);

const note = { en: 'A reason' };

/** Two resources of `type`, each set as one reference. */
function referring(type: ResourceType, fields: (id: string) => Fields): Sample {
  return async (desk) => {
    const [one, other] = [await desk.create(type), await desk.create(type)];
    return [fields(one.id), fields(other.id)];
  };
}

/** Attributions of the same claim, article and source as one that they refer to. */
function linking(fields: (id: string) => Fields): Sample {
  const one = async (desk: Desk) => {
    const { id, claimId, articleId, sourceId } = await desk.create('attribution');
    return { claimId, articleId, sourceId, ...fields(id) };
  };
  return async (desk) => [await one(desk), await one(desk)];
}

const subject = {
  claim: referring('claim', (claimId) => ({ claimId })),
  attribution: referring('attribution', (attributionId) => ({ attributionId })),
};

/** For every filter of a resource's own values and references: what two resources differ by. */
export const samples: Record<ResourceType, Record<string, Sample>> = {
  source: {
    kind: [{ kind: 'government' }, { kind: 'news_outlet' }],
    country: [{ country: 'CN' }, { country: 'US' }],
    language: [{ name: { ar: 'مصدر' } }, { name: { pt: 'Fonte' } }],
    sameAs: [{ sameAs: ['urn:example:one', 'urn:example:two'] }, { sameAs: ['urn:example:three'] }],
    partOf: referring('source', (sourceId) => ({ partOf: [{ sourceId }] })),
    affiliation: referring('source', (sourceId) => ({ kind: 'person', affiliations: [{ sourceId }] })),
    citedBy: referring('source', (citedById) => ({ kind: 'anonymous', citedById })),
    identifiedAs: async (desk) => {
      const citedById = (await desk.create('source')).id;
      const [one, other] = [await desk.create('source'), await desk.create('source')];
      const fields = (sourceId: string) => ({ kind: 'anonymous', citedById, identifiedAs: { sourceId } });
      return [fields(one.id), fields(other.id)];
    },
    identifyingEvidence: async (desk) => {
      const { id } = await desk.create('source');
      const [one, other] = [await desk.create('evidence'), await desk.create('evidence')];
      const fields = (evidenceId: string) => ({
        kind: 'anonymous',
        citedById: id,
        identifiedAs: { sourceId: id, evidenceId },
      });
      return [fields(one.id), fields(other.id)];
    },
  },
  article: {
    url: [{ url: 'https://example.org/one' }, { url: 'https://example.org/other' }],
    language: [
      { language: 'ar', title: { ar: 'عنوان' } },
      { language: 'en', title: { en: 'A headline' } },
    ],
    topic: [{ topics: ['war', 'sanctions'] }, { topics: ['weather'] }],
    notice: [
      { notices: [{ kind: 'correction' }, { kind: 'correction' }, { kind: 'update' }] },
      { notices: [{ kind: 'retraction' }] },
    ],
    publisher: referring('source', (publisherId) => ({ publisherId })),
    derivedFrom: referring('article', (derivedFromArticleId) => ({ derivedFromArticleId })),
    noticeAttribution: referring('attribution', (id) => ({
      notices: [
        { kind: 'update', attributionIds: [id] },
        { kind: 'correction', attributionIds: [id] },
      ],
    })),
  },
  claim: {
    kind: [{ kind: 'normative' }, { kind: 'evaluative' }],
    tense: [{ tense: 'future' }, { tense: 'present' }],
    language: [{ text: { ar: 'أمطرت' } }, { text: { pt: 'Choveu.' } }],
    topic: [{ topics: ['war', 'sanctions'] }, { topics: ['weather'] }],
    about: referring('source', (sourceId) => ({ about: [{ name: { en: 'A party' }, sourceId }] })),
  },
  attribution: {
    stance: [{ stance: 'denies' }, { stance: 'doubts' }],
    mode: [{ mode: 'mixed' }, { mode: 'indirect' }],
    certainty: [{ certainty: 'possible' }, { certainty: 'probable' }],
    cueForce: [{ cueForce: 'factive' }, { cueForce: 'neutral' }],
    medium: [{ medium: 'radio' }, { medium: 'letter' }],
    statementKey: [{ statementKey: 'one statement' }, { statementKey: "another's" }],
    originUnknown: [{ stance: 'relays', originUnknown: true }, {}],
    inferred: [{ inferred: true, note }, {}],
    claim: referring('claim', (claimId) => ({ claimId })),
    source: referring('source', (sourceId) => ({ sourceId })),
    article: referring('article', (articleId) => ({ articleId })),
    via: linking((viaId) => ({ viaId })),
    target: linking((targetId) => ({ targetId })),
    retracts: linking((retractsId) => ({ retractsId, stance: 'retracts' })),
    onBehalfOf: referring('source', (onBehalfOfId) => ({ onBehalfOfId })),
    citedArticle: referring('article', (citedArticleId) => ({ citedArticleId })),
  },
  relation: {
    kind: [{ kind: 'undercuts' }, { kind: 'elaborates' }],
    assertedBy: async (desk) => [
      { assertedBy: 'article', articleId: (await desk.create('article')).id },
      { assertedBy: 'editor' },
    ],
    fromClaim: referring('claim', (fromClaimId) => ({ fromClaimId })),
    toClaim: referring('claim', (toClaimId) => ({ toClaimId })),
    article: referring('article', (articleId) => ({ articleId })),
    attribution: async (desk) => {
      const one = await desk.create('attribution');
      const other = await desk.create('attribution');
      return [
        { attributionId: one.id, articleId: one.articleId },
        { attributionId: other.id, articleId: other.articleId },
      ];
    },
  },
  evidence: {
    ...subject,
    bearing: [{ bearing: 'refutes' }, { bearing: 'context' }],
    kind: [{ kind: 'dataset' }, { kind: 'study' }],
    language: [{ language: 'ar' }, { language: 'pt-BR' }],
    url: [{ url: 'https://example.org/one' }, { url: 'https://example.org/other' }],
    primary: [{ primary: true }, {}],
    producedBy: referring('source', (producedById) => ({ producedById })),
    article: referring('article', (articleId) => ({ articleId })),
  },
  review: {
    ...subject,
    verdict: [{ verdict: 'satire' }, { verdict: 'mixed' }],
    verdictBasis: [{ verdictBasis: 'table' }, { verdictBasis: 'publisher' }],
    url: [{ url: 'https://example.org/one' }, { url: 'https://example.org/other' }],
    reviewer: referring('source', (reviewerId) => ({ reviewerId })),
    evidence: referring('evidence', (id) => ({ evidenceIds: [id, id] })),
    appearance: referring('article', (articleId) => ({ appearances: [{ articleId }] })),
  },
};

/** The fields of two resources that the filter `name` tells apart. */
export async function sample(desk: Desk, type: ResourceType, name: string): Promise<Pair> {
  const found = samples[type][name];
  if (!found) throw new Error(`add a sample for the filter ${name} of ${type}`);
  return typeof found === 'function' ? found(desk) : found;
}

/** The values by which the filter `name` finds a document. */
export function filterValues(document: ResourceDocument, name: string): (string | boolean)[] {
  const definition = resources[document.type];
  const value = definition.values[name];
  if (!value) {
    const found = referencesOf(definition, document).filter((reference) => reference.name === name);
    return found.map(({ id }) => id);
  }
  const taken = value.of(document);
  if (value.type === 'boolean') return [taken === true];
  if (taken === undefined) return [];
  return Array.isArray(taken) ? [...taken] : [taken as string];
}
