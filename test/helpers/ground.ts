import { createHash } from 'node:crypto';
import { newIdentifier, type ResourceType, resourceTypes } from '../../src/model/identifiers.ts';
import type { Command } from '../../src/store/port.ts';
import { creation, type Fields } from './making.ts';
import type { Service } from './service.ts';

type Ids = Readonly<Record<ResourceType, string>>;

/** Documents that others can refer to, by type. */
export interface Ground {
  /** Live ones: the attribution is what the source says of the claim in the article. */
  readonly live: Ids;
  /** Other live ones, which have nothing to do with these. */
  readonly other: Ids;
  readonly withdrawn: Ids;
}

/** The text of the live article. */
const text = 'It rained in Cairo, they said. أمطرت 🌧️.';

/** Writes the documents that others refer to. */
export async function layGround(service: Service): Promise<Ground> {
  const live = newIds();
  const made: Record<ResourceType, Fields> = {
    source: {},
    article: { publisherId: live.source, text },
    claim: {},
    attribution: { claimId: live.claim, sourceId: live.source, articleId: live.article },
    relation: { fromClaimId: live.claim },
    evidence: { claimId: live.claim },
    review: { claimId: live.claim },
  };
  const [other, withdrawn] = [newIds(), newIds()];
  const kind = 'entered_in_error';
  const commands: Command[] = resourceTypes.flatMap((type) => [
    ...creation(type, made[type], live[type]),
    ...creation(type, {}, other[type]),
    ...creation(type, {}, withdrawn[type]),
  ]);
  await service.write(...commands);
  await service.write(
    ...resourceTypes.map(
      (type): Command => ({
        ...{ action: 'withdraw', id: withdrawn[type] },
        withdrawal: { kind, reason: { en: 'A slip' } },
      }),
    ),
  );
  return { live, other, withdrawn };
}

function newIds(): Ids {
  return Object.fromEntries(resourceTypes.map((type) => [type, newIdentifier(type)])) as Ids;
}

const note = { en: 'A note', ar: 'ملاحظة', 'zh-Hant': '筆記' };
const words = { text: 'They say', language: 'en', gloss: note };
const address = 'https://example.org/1?a=b#c';
const locator = {
  part: 'body',
  paragraph: 1,
  selectors: [
    { type: 'TextPositionSelector', start: 3, end: 9 },
    { type: 'TextQuoteSelector', exact: 'rained', prefix: 'It ', suffix: ' in' },
  ],
};
const digest = `sha256:${createHash('sha256').update(text).digest('hex')}`;
const validity = { from: '2019', to: '2022-03~' };

/** Valid documents of each type that hold every field between them, so that each kind of thing is in the first that can. */
export function fullDocuments({ live, other }: Ground): Readonly<Record<ResourceType, readonly Fields[]>> {
  const claimId = live.claim;
  const attribution = {
    ...{ claimId, sourceId: live.source, articleId: live.article, externalId: 'full' },
    ...{ viaId: live.attribution, targetId: live.attribution, onBehalfOfId: other.source },
    ...{ statementKey: 'joint', mode: 'mixed', certainty: 'probable', cueForce: 'factive' },
    cue: { ...words, locator },
    presents: [{ stance: 'denies', locator }],
    ...{ citedUrl: address, citedArticleId: other.article, saidAt: '2022-03-13T18:30:00+01:00' },
    ...{ medium: 'television', inferred: true, note },
    quotes: [{ text: 'x', language: 'ar', verbatim: 'yes', translated: 'no', gloss: note, locator }],
    locators: [locator],
  };
  const evidence = {
    ...{ externalId: 'full', bearing: 'refutes', kind: 'study', primary: true, url: address, title: note },
    ...{ publisher: note, producedById: other.source, articleId: live.article, language: 'en' },
    ...{ excerpt: words, locator, publishedAt: '2022', accessedAt: '2022-03-1X', archivedUrl: address },
    ...{ contentDigest: digest, rationale: note, note },
  };
  const review = {
    ...{ externalId: 'full', reviewerId: other.source, url: address, title: note, claimReviewed: words },
    ...{ publishedAt: '2022-03', modifiedAt: '2022-04', verdict: 'mixed', verdictBasis: 'table' },
    rating: { label: words, value: 3, best: 5, worst: 1, explanation: words },
    appearances: [{ url: address, articleId: live.article }],
    ...{ evidenceIds: [live.evidence], archivedUrl: address, note },
  };
  return {
    article: [
      {
        ...{ externalId: 'full', url: address, title: note, byline: words, language: 'zh-Hant' },
        ...{ publisherId: live.source, publishedAt: '2022-03-14?', archivedUrl: address },
        ...{ topics: ['war', 'foreign-policy'], derivedFromArticleId: other.article, notes: note },
        media: [{ kind: 'image', caption: note, credit: 'Reuters', archive: false, locator }],
        notices: [
          {
            ...{ kind: 'correction', at: '../2022', url: address, text: note },
            attributionIds: [live.attribution],
          },
        ],
        ...{ textDigest: digest, textLength: [...text].length, text },
      },
    ],
    source: [
      {
        ...{ externalId: 'full', kind: 'anonymous', name: note, aliases: [words], description: note },
        partOf: [{ sourceId: other.source, ...validity }],
        ...{ sameAs: ['urn:isni:1', address], country: 'CN', citedById: live.source, notes: note },
        identifiedAs: { sourceId: other.source, at: '2023', evidenceId: live.evidence },
      },
      {
        ...{ kind: 'person', name: note },
        affiliations: [{ sourceId: other.source, title: note, ...validity }],
      },
    ],
    claim: [
      {
        ...{ externalId: 'full', text: note, kind: 'evaluative', tense: 'future', topics: ['war'] },
        about: [{ name: note, sourceId: live.source, sameAs: [address] }],
        ...{ occurredAt: '2022-03-12/2022-03-13', notes: note },
      },
    ],
    attribution: [
      { ...attribution, stance: 'retracts', retractsId: live.attribution },
      { ...attribution, externalId: 'second', stance: 'relays', originUnknown: true },
    ],
    relation: [
      {
        ...{ externalId: 'full', kind: 'elaborates', fromClaimId: live.claim, toClaimId: other.claim },
        ...{ assertedBy: 'article', articleId: live.article, attributionId: live.attribution },
        ...{ locators: [locator], note },
      },
    ],
    evidence: [
      { claimId, ...evidence },
      { ...evidence, externalId: 'second', attributionId: live.attribution },
    ],
    review: [
      { claimId, ...review },
      { ...review, externalId: 'second', attributionId: live.attribution },
    ],
  };
}
