import fc from 'fast-check';
import type { ResourceType } from '../../src/model/identifiers.ts';
import type { Ground } from './ground.ts';
import type { Fields } from './making.ts';

type Documents = Readonly<Record<ResourceType, fc.Arbitrary<Fields>>>;

/** Texts as people write them, and as nobody should: bidi marks, joiners, emoji, combining marks, up to the limit. */
function text(most: number): fc.Arbitrary<string> {
  const odd = [
    ...[
      'أمطرت في القاهرة 🌧️',
      '\u202bשלום\u202c',
      '\u200f\u200e',
      'e\u0301',
      '👩‍👩‍👧',
      '\u2028\u2029',
      '"\\/\b',
    ],
    ...['<script>', "'; DROP TABLE claim; --", '%00', '\ufeff', '\ufffd', '__proto__', 'null', '\u0001', ' '],
  ];
  return fc
    .oneof(
      { weight: 6, arbitrary: fc.string({ unit: 'grapheme', minLength: 1, maxLength: Math.min(30, most) }) },
      { weight: 2, arbitrary: fc.string({ unit: 'binary', minLength: 1, maxLength: Math.min(30, most) }) },
      { weight: 2, arbitrary: fc.constantFrom(...odd) },
      { weight: 1, arbitrary: fc.constantFrom('x', 'ض', '😀').map((one) => one.repeat(most)) },
    )
    .filter((value) => !value.includes('\0') && [...value].length <= most);
}

const tag = fc.constantFrom('en', 'ar', 'pt-BR', 'zh-Hant', 'de-x-dialect', 'und');
const languageMap = fc.dictionary(tag, text(5_000), { minKeys: 1, maxKeys: 3, noNullPrototype: true });
const words = fc.record(
  { text: text(2_000), language: tag, gloss: languageMap },
  { requiredKeys: ['text', 'language'], noNullPrototype: true },
);
const slug = fc.stringMatching(/^[a-z0-9]{1,12}(-[a-z0-9]{1,12}){0,3}$/);
const address = fc.tuple(
  fc.constantFrom('https://example.org/', 'HTTP://user@xn--mgbaa.example:8080/a?', 'https://[::1]/#'),
  fc.stringMatching(/^[A-Za-z0-9._~!$&'()*+,;=:@%]{0,20}$/).map((path) => path.replaceAll('%', '%D8%A7')),
);
const webAddress = address.map(([start, path]) => start + path);
const absoluteUri = fc.oneof(
  webAddress,
  fc.constantFrom('urn:isbn:0', 'tag:example.org,2022:a', 'mailto:a@b.c'),
);
const year = fc.integer({ min: 0, max: 9_999 }).map((value) => String(value).padStart(4, '0'));
const day = fc
  .date({ min: new Date('0000-01-01'), max: new Date('9999-12-31'), noInvalidDate: true })
  .map((value) => value.toISOString().slice(0, 10));
const edtfDate = fc.oneof(
  year,
  day,
  fc.tuple(day, fc.constantFrom('?', '~', '%')).map((parts) => parts.join('')),
  fc.tuple(day, day).map((days) => days.toSorted().join('/')),
  day.map((value) => `${value}T23:59:59.123456789+14:00`),
  fc.constantFrom('XXXX', '20XX-02', '202X-02-29', '../2022', '2022-03-1X/..', '2022-03-14t10:00:00z'),
);
const digest = fc.stringMatching(/^sha256:[0-9a-f]{64}$/);
const position = fc.tuple(fc.nat(1_999_999), fc.nat(1_999_999)).map(([one, other]) => ({
  ...{ type: 'TextPositionSelector', start: Math.min(one, other), end: Math.max(one, other) + 1 },
}));
const quotation = fc.record(
  { type: fc.constant('TextQuoteSelector'), exact: text(2_000), prefix: text(500), suffix: fc.constant('') },
  { requiredKeys: ['type', 'exact'], noNullPrototype: true },
);
const part = fc.constantFrom('headline', 'subheading', 'lead', 'body', 'caption');
const locator = fc
  .record(
    {
      ...{ part, paragraph: fc.integer({ min: 1, max: 100_000 }) },
      selectors: fc.array(fc.oneof(position, quotation), { minLength: 1, maxLength: 4 }),
    },
    { requiredKeys: [], noNullPrototype: true },
  )
  .filter((value) => Object.keys(value).length > 0);
const stance = fc.constantFrom('affirms', 'denies', 'doubts', 'asks', 'disclaims_knowledge', 'does_not_say');
const validity = { from: edtfDate, to: edtfDate };

/** Objects with these fields, some of which may be missing. */
function some(
  required: Record<string, fc.Arbitrary<unknown>>,
  optional: Record<string, fc.Arbitrary<unknown>>,
) {
  const fields = { ...required, ...optional };
  return fc.record(fields, {
    requiredKeys: Object.keys(required),
    noNullPrototype: true,
  }) as fc.Arbitrary<Fields>;
}

function listOf(entry: fc.Arbitrary<unknown>): fc.Arbitrary<unknown[]> {
  return fc.array(entry, { maxLength: 3 });
}

/** Valid fields of each type, without `externalId`; they refer to what is on the ground. */
export function arbitraryDocuments({ live, other }: Ground): Documents {
  const source = fc.constantFrom(live.source, other.source);
  const claim = fc.constantFrom(live.claim, other.claim);
  const subject = fc.oneof(
    claim.map((claimId) => ({ claimId })),
    fc.constantFrom(live.attribution, other.attribution).map((attributionId) => ({ attributionId })),
  );
  const about = (arbitrary: fc.Arbitrary<Fields>) =>
    fc.tuple(subject, arbitrary).map(([first, rest]): Fields => ({ ...first, ...rest }));
  const number = fc.integer({ min: -1_000_000, max: 1_000_000 });
  return {
    article: article(live, source),
    source: fc.oneof(...sources(live, source)),
    claim: some(
      {
        ...{ text: languageMap, kind: fc.constantFrom('factual', 'evaluative', 'normative') },
        tense: fc.constantFrom('past', 'present', 'future'),
      },
      {
        ...{ topics: listOf(slug), occurredAt: edtfDate, notes: languageMap },
        about: listOf(some({ name: languageMap }, { sourceId: source, sameAs: listOf(absoluteUri) })),
      },
    ),
    attribution: some(
      {
        ...{ claimId: claim, sourceId: source, articleId: fc.constant(other.article), stance },
        certainty: fc.constantFrom('certain', 'probable', 'possible', 'unspecified'),
      },
      {
        ...{ onBehalfOfId: source, statementKey: text(200), citedUrl: webAddress, saidAt: edtfDate },
        mode: fc.constantFrom('direct_quote', 'indirect', 'mixed', 'own_voice'),
        cueForce: fc.constantFrom('factive', 'neutral', 'distancing'),
        cue: some({ text: text(2_000), language: tag }, { gloss: languageMap, locator }),
        presents: listOf(some({ stance }, { locator })),
        citedArticleId: fc.constant(live.article),
        medium: fc.constantFrom('statement', 'radio', 'other'),
        quotes: listOf(
          some(
            {
              ...{ text: text(5_000), language: tag, verbatim: fc.constantFrom('yes', 'adapted', 'unknown') },
              translated: fc.constantFrom('yes', 'no', 'unknown'),
            },
            { gloss: languageMap, locator },
          ),
        ),
        ...{ locators: listOf(locator), note: languageMap },
      },
    ),
    relation: some(
      {
        kind: fc.constantFrom('supports', 'undercuts', 'elaborates', 'conditional_on', 'supersedes'),
        ...{ fromClaimId: fc.constant(live.claim), toClaimId: fc.constant(other.claim) },
        ...{ assertedBy: fc.constantFrom('article', 'editor'), articleId: fc.constant(other.article) },
      },
      { locators: listOf(locator), note: languageMap },
    ),
    evidence: about(
      some(
        {
          ...{ bearing: fc.constantFrom('supports', 'refutes', 'context'), title: languageMap },
          kind: fc.constantFrom('document', 'dataset', 'other'),
        },
        {
          ...{ primary: fc.constant(true), url: webAddress, publisher: languageMap, producedById: source },
          ...{ articleId: fc.constant(other.article), language: tag, excerpt: words, locator },
          ...{ publishedAt: edtfDate, accessedAt: edtfDate, archivedUrl: webAddress, contentDigest: digest },
          ...{ rationale: languageMap, note: languageMap },
        },
      ),
    ),
    review: about(
      some(
        {
          ...{ reviewerId: source, verdict: fc.constantFrom('true', 'mixed', 'false', 'other') },
          verdictBasis: fc.constantFrom('publisher', 'table', 'editor'),
        },
        {
          ...{ url: webAddress, title: languageMap, claimReviewed: words },
          ...{ publishedAt: edtfDate, modifiedAt: edtfDate, archivedUrl: webAddress, note: languageMap },
          rating: some(
            {},
            { label: words, value: fc.double({ min: 1, max: 5, noNaN: true }), explanation: words },
          ).chain((rating) =>
            fc.oneof(
              fc.constant({ ...rating, best: 5, worst: 1 }),
              fc.constant({ ...rating, best: 1, worst: 5 }),
              number.map((end) => ({ ...rating, best: end, worst: end })),
              fc.constant(rating),
            ),
          ),
          appearances: listOf(some({ url: webAddress }, { articleId: fc.constant(live.article) })),
          evidenceIds: listOf(fc.constantFrom(live.evidence, other.evidence)),
        },
      ),
    ),
  };
}

function article(live: Ground['live'], source: fc.Arbitrary<string>): fc.Arbitrary<Fields> {
  const kind = fc.constantFrom('image', 'video', 'audio', 'document');
  const media = some({ kind }, { caption: languageMap, credit: text(500), archive: fc.boolean() });
  const notice = some(
    { kind: fc.constantFrom('correction', 'clarification', 'update', 'retraction') },
    { at: edtfDate, url: webAddress, text: languageMap, attributionIds: fc.constant([live.attribution]) },
  );
  const fields = some(
    { title: languageMap, publisherId: source },
    {
      ...{
        url: webAddress,
        byline: words,
        publishedAt: edtfDate,
        archivedUrl: webAddress,
        topics: listOf(slug),
      },
      ...{ derivedFromArticleId: fc.constant(live.article), media: listOf(media), notices: listOf(notice) },
      ...{ notes: languageMap, textDigest: digest, textLength: fc.integer({ min: 1, max: 2_000_000 }) },
    },
  );
  const ofText = text(20_000).map((content) => ({
    ...{ text: content, textLength: [...content].length, textDigest: undefined },
    media: [
      { kind: 'image', locator: { selectors: [{ type: 'TextQuoteSelector', exact: firstOf(content) }] } },
    ],
  }));
  return fc.tuple(fields, fc.option(ofText, { nil: {}, freq: 3 })).map(([one, content]): Fields => {
    const [language] = Object.keys(one.title as object);
    return JSON.parse(JSON.stringify({ ...one, language, ...content }));
  });
}

/** The first words of a text, no longer than a quotation may be. */
function firstOf(content: string): string {
  return [...content].slice(0, 2_000).join('');
}

function sources(live: Ground['live'], source: fc.Arbitrary<string>): fc.Arbitrary<Fields>[] {
  const common = {
    ...{ aliases: listOf(words), description: languageMap, sameAs: listOf(absoluteUri), notes: languageMap },
    country: fc.stringMatching(/^[A-Z]{2}$/),
  };
  const partOf = listOf(some({ sourceId: source }, validity));
  const identifiedAs = some({ sourceId: source }, { at: edtfDate, evidenceId: fc.constant(live.evidence) });
  return [
    some(
      { name: languageMap, kind: fc.constantFrom('organization', 'government', 'news_outlet', 'collective') },
      { ...common, partOf },
    ),
    some(
      { name: languageMap, kind: fc.constant('person') },
      { ...common, affiliations: listOf(some({ sourceId: source }, { title: languageMap, ...validity })) },
    ),
    some(
      { name: languageMap, kind: fc.constant('anonymous'), citedById: source },
      { ...common, partOf, identifiedAs },
    ),
  ];
}
