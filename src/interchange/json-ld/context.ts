/** The vocabulary of what no other has a term for; its terms are named as the fields of the documents. */
export const ownVocabulary = 'https://w3id.org/hearsay#';

const xsd = 'http://www.w3.org/2001/XMLSchema#';

interface Vocabulary {
  readonly iri: string;
  readonly classes?: string;
  /** Properties whose values are things, given by their IRIs or described. */
  readonly links?: string;
  /** Properties whose values are texts by language. */
  readonly texts?: string;
  /** Properties whose values are texts without a language, numbers, booleans and dates. */
  readonly values?: string;
}

const vocabularies: readonly Vocabulary[] = [
  {
    iri: 'http://schema.org/',
    classes: `
      Article AudioObject Claim ClaimReview CorrectionComment CreativeWork Dataset
      GovernmentOrganization ImageObject MediaObject NewsArticle NewsMediaOrganization Organization
      OrganizationRole Person Quotation Rating ScholarlyArticle Thing VideoObject
    `,
    links: `
      about affiliation appearance archivedAt associatedMedia author citation correction creator
      firstAppearance isBasedOn itemReviewed mainEntity memberOf parentOrganization publisher
      reviewRating sameAs url
    `,
    texts: `
      alternateName articleBody caption claimReviewed description headline name ratingExplanation
      roleName text
    `,
    values: `
      bestRating creditText dateModified datePublished endDate identifier inLanguage keywords
      ratingValue startDate worstRating
    `,
  },
  {
    iri: 'http://www.w3.org/ns/prov#',
    classes: 'Agent Entity',
    links: 'hadPrimarySource wasAttributedTo wasDerivedFrom wasQuotedFrom',
  },
  {
    iri: 'http://www.w3.org/ns/oa#',
    classes: 'Annotation SpecificResource TextPositionSelector TextQuoteSelector',
    links: 'hasBody hasSelector hasSource hasTarget motivatedBy',
    values: 'exact prefix suffix',
  },
  { iri: 'http://purl.org/dc/terms/', links: 'isReplacedBy references', values: 'issued modified' },
  {
    iri: ownVocabulary,
    classes: 'Attribution Notice Redaction Relation Withdrawal',
    links: `
      article attribution byline citedBy claim cue evidence excerpt fromClaim identifiedAs locator
      notice onBehalfOf presents quote redaction retracts source target toClaim via withdrawal
    `,
    texts: 'gloss note notes rationale reason',
    values: `
      accessedAt archive assertedBy at bearing certainty claimRevision contentDigest country
      cueForce from inferred kind medium mode occurredAt originUnknown paragraph part pointer
      primary revision saidAt stance statementKey tense textDigest textLength to translated
      truncated verbatim verdict verdictBasis
    `,
  },
];

/**
 * The context of what we write, in itself: nothing has to be fetched. Each term has its whole IRI, so that no address in
 * the data (`schema:x`) is taken for a term with a prefix.
 */
export const context: Readonly<Record<string, unknown>> = {
  '@version': 1.1,
  id: '@id',
  type: '@type',
  ...Object.fromEntries(vocabularies.flatMap(termsOf)),
  recordedAt: { '@id': `${ownVocabulary}recordedAt`, '@type': `${xsd}dateTime` },
  revisedAt: { '@id': `${ownVocabulary}revisedAt`, '@type': `${xsd}dateTime` },
  start: { '@id': 'http://www.w3.org/ns/oa#start', '@type': `${xsd}nonNegativeInteger` },
  end: { '@id': 'http://www.w3.org/ns/oa#end', '@type': `${xsd}nonNegativeInteger` },
  date: `${xsd}date`,
  dateTime: `${xsd}dateTime`,
  EDTF: 'http://id.loc.gov/datatypes/edtf/EDTF',
};

function termsOf({
  iri,
  classes = '',
  links = '',
  texts = '',
  values = '',
}: Vocabulary): [string, unknown][] {
  return [
    ...named(classes).map((name): [string, unknown] => [name, iri + name]),
    ...named(links).map((name): [string, unknown] => [name, { '@id': iri + name, '@type': '@id' }]),
    ...named(texts).map((name): [string, unknown] => [
      name,
      { '@id': iri + name, '@container': '@language' },
    ]),
    ...named(values).map((name): [string, unknown] => [name, iri + name]),
  ];
}

function named(names: string): string[] {
  return names.split(/\s+/).filter(Boolean);
}
