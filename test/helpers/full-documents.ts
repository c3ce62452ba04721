import { createHash } from 'node:crypto';
import { newIdentifier, type ResourceType } from '../../src/model/identifiers.ts';
import type { Creation } from '../../src/store/port.ts';
import type { Fields } from './making.ts';

/**
 * Creations of all seven types which between them have every field that a client may write. Every text says `mark` (a
 * lower-case word), but for languages, dates, digests, a country and what is one of a list.
 */
export function fullCreations(mark: string): Creation[] {
  const made: Creation[] = [];
  const create = (type: ResourceType, fields: Fields, id = newIdentifier(type)): string => {
    made.push({ action: 'create', type, id, fields: { externalId: `${mark} ${id}`, ...fields } });
    return id;
  };
  const texts = { en: `A ${mark} text`, ar: `نص ${mark}` };
  const words = { text: `${mark} words`, language: 'en', gloss: texts };
  const url = `https://example.org/${mark}`;
  const archivedUrl = `https://archive.example/${mark}`;
  const sameAs = [`urn:${mark}:1`, `https://wikidata.example/${mark}`];
  const digest = (text: string) => `sha256:${createHash('sha256').update(text).digest('hex')}`;
  const text = `It begins. A ${mark} passage of some length, and the end.`;
  const locator = {
    part: 'body',
    paragraph: 2,
    selectors: [
      { type: 'TextPositionSelector', start: 0, end: 10 },
      { type: 'TextQuoteSelector', exact: `A ${mark} passage`, prefix: 'begins. ', suffix: ' of some' },
    ],
  };
  const validity = { from: '2019-01', to: '2021-12~' };
  const [carrier, evidenceId] = [newIdentifier('attribution'), newIdentifier('evidence')];

  const parent = create('source', {
    ...{ kind: 'government', name: texts, country: 'CN', notes: texts, sameAs, description: texts },
    aliases: [words, { ...words, text: `another ${mark}` }],
  });
  const outlet = create('source', {
    ...{ kind: 'news_outlet', name: texts },
    partOf: [{ sourceId: parent, ...validity }, { sourceId: parent }],
  });
  const person = create('source', {
    ...{ kind: 'person', name: texts },
    affiliations: [
      { sourceId: parent, title: texts, ...validity },
      { sourceId: outlet, title: texts },
    ],
  });
  const officials = create('source', {
    ...{ kind: 'anonymous', name: texts, citedById: outlet },
    identifiedAs: { sourceId: person, at: '2022-04', evidenceId },
  });
  const wire = create('article', { title: texts, language: 'en', publisherId: outlet });
  const article = create('article', {
    ...{ url, archivedUrl, title: texts, byline: words, language: 'en', publisherId: outlet, notes: texts },
    ...{ publishedAt: '2022-03-14?', topics: [`${mark}-topic`, mark], derivedFromArticleId: wire, text },
    ...{ textDigest: digest(text), textLength: [...text].length },
    media: [
      { kind: 'image', caption: texts, credit: `${mark} agency`, archive: true, locator },
      { kind: 'video', credit: `${mark} agency` },
    ],
    notices: [
      { kind: 'correction', at: '2022-03-15', url, text: texts, attributionIds: [carrier] },
      { kind: 'update', text: texts },
    ],
  });
  const claim = create('claim', {
    ...{ text: texts, kind: 'factual', tense: 'past', topics: [`${mark}-topic`], notes: texts },
    occurredAt: '2022-03-12/2022-03-13',
    about: [
      { name: texts, sameAs },
      { name: texts, sourceId: parent, sameAs },
      { name: texts, sourceId: outlet },
    ],
  });
  const other = create('claim', { text: texts, kind: 'normative', tense: 'future' });
  const common = { claimId: claim, articleId: article, certainty: 'probable' };
  const quote = { text: `${mark} quote`, language: 'ar', verbatim: 'yes', translated: 'no' };
  create('attribution', { ...common, sourceId: outlet, stance: 'relays', originUnknown: true }, carrier);
  const start = create('attribution', {
    ...{ ...common, sourceId: officials, stance: 'denies', viaId: carrier, targetId: carrier },
    ...{ onBehalfOfId: parent, statementKey: `${mark} statement`, mode: 'mixed', cueForce: 'distancing' },
    ...{
      cue: { ...words, locator },
      citedUrl: url,
      citedArticleId: wire,
      saidAt: '2022-03',
      medium: 'radio',
    },
    ...{ inferred: true, note: texts, locators: [locator, { part: 'lead' }] },
    presents: [{ stance: 'denies', locator }, { stance: 'affirms' }],
    quotes: [
      { ...quote, gloss: texts, locator },
      { ...quote, text: `a second ${mark} quote` },
    ],
  });
  create('attribution', {
    ...{ ...common, sourceId: officials, stance: 'retracts', viaId: carrier, retractsId: start },
  });
  create('relation', {
    ...{ kind: 'undercuts', fromClaimId: claim, toClaimId: other, assertedBy: 'article', note: texts },
    ...{ articleId: article, attributionId: start, locators: [locator] },
  });
  const linked = {
    ...{ bearing: 'refutes', kind: 'statement', primary: true, url, title: texts, publisher: texts },
    ...{ producedById: person, articleId: article, language: 'ar', excerpt: words, locator, archivedUrl },
    ...{ publishedAt: '2021', accessedAt: '2022-05-01', contentDigest: digest(mark), note: texts },
    rationale: texts,
  };
  create('evidence', { ...linked, claimId: claim }, evidenceId);
  const onStand = create('evidence', { ...linked, attributionId: start });
  const review = {
    ...{ reviewerId: parent, url, title: texts, claimReviewed: words, verdict: 'mostly_false' },
    ...{ publishedAt: '2022-06', modifiedAt: '2022-07', verdictBasis: 'table', archivedUrl, note: texts },
    rating: { label: words, value: 2, best: 1, worst: 5, explanation: words },
    appearances: [{ url }, { url, articleId: article }, { articleId: wire }],
    evidenceIds: [evidenceId, onStand],
  };
  create('review', { ...review, claimId: claim });
  create('review', { ...review, attributionId: start });
  return made;
}
