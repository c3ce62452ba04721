import type { ResourceType } from '../../src/model/identifiers.ts';
import type { Ground } from './ground.ts';
import type { Fields } from './making.ts';

/** Fields that break a rule of a resource beside what it must have. */
export interface BrokenRule {
  readonly name: string;
  readonly fields: Fields;
  readonly pointer: string;
  readonly code: string;
  /** The merge patch that does the same to what has all that it must have; undefined where none can. */
  readonly patch?: Fields | undefined;
}

const at = (start: number, end: number) => ({
  selectors: [{ type: 'TextPositionSelector', start, end }],
});
const quoting = (exact: string) => ({ selectors: [{ type: 'TextQuoteSelector', exact }] });
const image = (locator: Fields) => ({ text: 'abc 👩‍👩‍👧', media: [{ kind: 'image', locator }] });
const place = '/media/0/locator';

/** What breaks each rule of each resource; `person` is a source that is one. */
export function brokenRules({ live, other }: Ground, person: string): Record<ResourceType, BrokenRule[]> {
  const outside = at(0, 99);
  const subjects: BrokenRule[] = [
    {
      ...{ name: 'two subjects', fields: { attributionId: live.attribution } },
      ...{ pointer: '/attributionId', code: 'one_subject' },
    },
    { name: 'no subject', fields: { claimId: null }, pointer: '/claimId', code: 'one_subject' },
  ];
  return {
    article: [
      {
        ...{ name: 'no headline in its language', fields: { title: { fr: 'Une' } } },
        ...{ pointer: '/title', code: 'missing_language', patch: { title: { en: null, fr: 'Une' } } },
      },
      {
        ...{ name: 'another length', fields: { text: 'a', textLength: 2 } },
        ...{ pointer: '/textLength', code: 'wrong_length' },
      },
      {
        ...{ name: 'another digest', fields: { text: 'a', textDigest: `sha256:${'0'.repeat(64)}` } },
        ...{ pointer: '/textDigest', code: 'wrong_digest' },
      },
      { name: 'outside', fields: image(outside), pointer: `${place}/selectors/0/end`, code: 'outside_text' },
      {
        ...{ name: 'in a character', fields: image(at(1, 6)) },
        ...{ pointer: `${place}/selectors/0/end`, code: 'splits_grapheme' },
      },
      {
        name: 'other words',
        fields: image(quoting('abd')),
        pointer: `${place}/selectors/0`,
        code: 'not_in_text',
      },
      { name: 'backwards', fields: image(at(3, 3)), pointer: `${place}/selectors/0/end`, code: 'invalid' },
      { name: 'nowhere', fields: image({}), pointer: place, code: 'invalid' },
    ],
    source: [
      { name: 'not cited', fields: { kind: 'anonymous' }, pointer: '/citedById', code: 'required' },
      { name: 'cited', fields: { citedById: other.source }, pointer: '/citedById', code: 'not_applicable' },
      {
        ...{ name: 'identified', fields: { identifiedAs: { sourceId: other.source } } },
        ...{ pointer: '/identifiedAs', code: 'not_applicable' },
      },
      {
        ...{ name: 'affiliated', fields: { affiliations: [{ sourceId: other.source }] } },
        ...{ pointer: '/affiliations', code: 'not_applicable' },
      },
      {
        ...{ name: 'part, of a person', fields: { kind: 'person', partOf: [{ sourceId: other.source }] } },
        ...{ pointer: '/partOf', code: 'not_applicable' },
      },
      {
        ...{
          name: 'part of a person',
          fields: { partOf: [{ sourceId: other.source }, { sourceId: person }] },
        },
        ...{ pointer: '/partOf/1/sourceId', code: 'wrong_kind' },
      },
    ],
    claim: [],
    attribution: [
      { name: 'inferred without a reason', fields: { inferred: true }, pointer: '/note', code: 'required' },
      {
        ...{ name: 'an unknown origin that affirms', fields: { originUnknown: true } },
        ...{ pointer: '/originUnknown', code: 'not_applicable' },
      },
      { name: 'retracts nothing', fields: { stance: 'retracts' }, pointer: '/retractsId', code: 'required' },
      {
        ...{ name: 'retracts and affirms', fields: { retractsId: live.attribution } },
        ...{ pointer: '/retractsId', code: 'not_applicable' },
      },
      { name: 'relays nobody', fields: { stance: 'relays' }, pointer: '/originUnknown', code: 'required' },
      { name: 'via elsewhere', fields: { viaId: other.attribution }, pointer: '/viaId', code: 'wrong_chain' },
      {
        name: 'on elsewhere',
        fields: { targetId: other.attribution },
        pointer: '/targetId',
        code: 'wrong_claim',
      },
      {
        ...{ name: 'retracts elsewhere', fields: { stance: 'retracts', retractsId: other.attribution } },
        ...{ pointer: '/retractsId', code: 'wrong_claim' },
      },
      {
        ...{ name: 'retracts for another', pointer: '/retractsId', code: 'wrong_source' },
        fields: { stance: 'retracts', retractsId: live.attribution, sourceId: other.source },
      },
      {
        ...{ name: 'outside', fields: { locators: [at(0, 2), outside] } },
        ...{ pointer: '/locators/1/selectors/0/end', code: 'outside_text' },
      },
      {
        ...{ name: 'other words', pointer: '/cue/locator/selectors/0', code: 'not_in_text' },
        fields: { cue: { text: 'x', language: 'en', locator: quoting('snowed') } },
      },
    ],
    relation: [
      {
        ...{ name: 'of a claim to itself', fields: { toClaimId: live.claim }, patch: undefined },
        ...{ pointer: '/toClaimId', code: 'same_claim' },
      },
      { name: 'drawn by none', fields: { assertedBy: 'article' }, pointer: '/articleId', code: 'required' },
      {
        name: 'in no article',
        fields: { locators: [outside] },
        pointer: '/locators',
        code: 'not_applicable',
      },
      {
        ...{ name: 'drawn elsewhere', pointer: '/attributionId', code: 'wrong_article' },
        fields: { articleId: live.article, attributionId: other.attribution },
      },
      {
        ...{ name: 'outside', fields: { articleId: live.article, locators: [outside] } },
        ...{ pointer: '/locators/0/selectors/0/end', code: 'outside_text' },
      },
    ],
    evidence: [
      ...subjects,
      {
        ...{ name: 'outside', fields: { articleId: live.article, locator: outside } },
        ...{ pointer: '/locator/selectors/0/end', code: 'outside_text' },
      },
    ],
    review: [
      ...subjects,
      ...[
        { value: 5.1, best: 5, worst: 1 },
        { value: 0, best: 1, worst: 5 },
        { value: -0.5, best: 0, worst: 10 },
      ].map((rating) => ({
        ...{ name: `a rating outside: ${JSON.stringify(rating)}`, fields: { rating } },
        ...{ pointer: '/rating/value', code: 'outside_scale' },
      })),
      {
        ...{ name: 'an appearance nowhere', fields: { appearances: [{}] } },
        ...{ pointer: '/appearances/0', code: 'required' },
      },
    ],
  };
}
