import type { ArticleDocument, ClaimDocument, SourceDocument } from './documents.ts';
import { describeRecord } from './documents.ts';
import {
  type Description,
  dateOf,
  type Names,
  placeOf,
  plainDate,
  some,
  textsOf,
  wordsOf,
} from './values.ts';

const mediaTypes = {
  image: 'ImageObject',
  video: 'VideoObject',
  audio: 'AudioObject',
  document: 'MediaObject',
} as const;

/** An article: schema.org's NewsArticle, and what its publisher said of it later. */
export function describeArticle(article: ArticleDocument, names: Names): Description {
  const iri = names.of('article', article.id);
  const publisher = names.of('source', article.publisherId);
  const original = names.of('article', article.derivedFromArticleId);
  const notices = (correction: boolean) =>
    article.notices
      ?.filter(({ kind }) => (kind === 'correction') === correction)
      .map((notice) => describeNotice(notice, names));
  return {
    type: ['NewsArticle', 'Entity'],
    ...describeRecord(article, names),
    url: article.url,
    headline: article.title,
    byline: wordsOf(article.byline, undefined),
    inLanguage: article.language,
    publisher,
    wasAttributedTo: publisher,
    issued: dateOf(article.publishedAt),
    datePublished: plainDate(article.publishedAt),
    archivedAt: article.archivedUrl,
    keywords: some(article.topics),
    isBasedOn: original,
    wasDerivedFrom: original,
    associatedMedia: some(
      article.media?.map(({ kind, caption, credit, archive, locator }) => ({
        type: mediaTypes[kind],
        [kind === 'document' ? 'description' : 'caption']: caption,
        ...{ creditText: credit, archive, locator: placeOf(locator, iri) },
      })),
    ),
    correction: some(notices(true)),
    notice: some(notices(false)),
    notes: article.notes,
    textDigest: article.textDigest,
    textLength: article.textLength,
    articleBody: article.text === undefined ? undefined : { [article.language]: article.text },
  };
}

type NoticeFields = NonNullable<ArticleDocument['notices']>[number];

function describeNotice({ kind, at, url, text, attributionIds }: NoticeFields, names: Names): Description {
  return {
    type: [kind === 'correction' ? 'CorrectionComment' : 'CreativeWork', 'Notice'],
    ...{ kind, at: dateOf(at), url, text },
    about: some(attributionIds?.map((id) => names.of('attribution', id))),
  };
}

const sourceTypes = {
  person: ['Person', 'Agent'],
  organization: ['Organization', 'Agent'],
  government: ['GovernmentOrganization', 'Agent'],
  news_outlet: ['NewsMediaOrganization', 'Agent'],
  collective: ['Agent'],
  anonymous: ['Agent'],
} as const;

/** A source: an agent, and where it is known what it is, the person or organisation of schema.org. */
export function describeSource(source: SourceDocument, names: Names): Description {
  const { kind, identifiedAs } = source;
  const parent = ['organization', 'government', 'news_outlet'].includes(kind)
    ? 'parentOrganization'
    : 'memberOf';
  return {
    type: sourceTypes[kind],
    ...describeRecord(source, names),
    ...{ kind, name: source.name, alternateName: textsOf(source.aliases), description: source.description },
    [parent]: some(source.partOf?.map((part) => belonging(parent, part, names))),
    affiliation: some(source.affiliations?.map((part) => belonging('affiliation', part, names))),
    sameAs: some(source.sameAs),
    country: source.country,
    citedBy: names.of('source', source.citedById),
    identifiedAs: identifiedAs && {
      source: names.of('source', identifiedAs.sourceId),
      at: dateOf(identifiedAs.at),
      evidence: names.of('evidence', identifiedAs.evidenceId),
    },
    notes: source.notes,
  };
}

type Belonging = NonNullable<SourceDocument['partOf' | 'affiliations']>[number];

/** What a source belongs to; where that is bounded or has a title, by a role of schema.org, which stands between. */
function belonging(property: string, part: Belonging, names: Names): unknown {
  const { sourceId, from, to } = part;
  const title = 'title' in part ? part.title : undefined;
  const organization = names.of('source', sourceId);
  if (from === undefined && to === undefined && title === undefined) return organization;
  return {
    type: 'OrganizationRole',
    [property]: organization,
    roleName: title,
    ...{ from: dateOf(from), to: dateOf(to), startDate: plainDate(from), endDate: plainDate(to) },
  };
}

/** A claim, with the articles known to hold it. */
export function describeClaim(
  claim: ClaimDocument,
  names: Names,
  { articleIds, firstArticleId }: { articleIds: readonly string[]; firstArticleId: string | undefined },
): Description {
  return {
    type: 'Claim',
    ...describeRecord(claim, names),
    ...{ text: claim.text, kind: claim.kind, tense: claim.tense, keywords: some(claim.topics) },
    about: some(
      claim.about?.map(({ name, sourceId, sameAs }) => ({
        ...{ type: 'Thing', name, sameAs: some(sameAs), source: names.of('source', sourceId) },
      })),
    ),
    occurredAt: dateOf(claim.occurredAt),
    appearance: some(articleIds.map((id) => names.of('article', id))),
    firstAppearance: names.of('article', firstArticleId),
    notes: claim.notes,
  };
}
