import type { RuleName } from '../../src/analysis/rules.ts';
import type { ResourceDocument } from '../../src/model/definition.ts';
import type { ResourceType } from '../../src/model/identifiers.ts';

type Fields = Readonly<Record<string, unknown>>;

export const claimId = 'claim_it';

function document(type: ResourceType, name: string | number, fields: Fields): ResourceDocument {
  const createdAt = '2026-01-01T00:00:00.000Z';
  const envelope = { revision: 1, createdAt, updatedAt: createdAt, createdBy: 'test' };
  return { type, id: `${type}_${name}`, ...fields, ...envelope } as ResourceDocument;
}

const source = (name: string, kind: string, fields: Fields = {}) =>
  document('source', name, { kind, name: { en: name }, ...fields });

/** Papers A to D, each the publisher of an article of its name, and the people of the examples. */
const cast: readonly ResourceDocument[] = [
  ...['a', 'b', 'c', 'd'].flatMap((name) => [source(`paper_${name}`, 'news_outlet'), article(name)]),
  ...['officials', 'diplomats', 'other_officials'].map((name) => source(name, 'anonymous')),
  ...['state', 'embassy'].map((name) => source(name, 'government')),
  source('ministry', 'government', { partOf: [{ sourceId: 'source_state' }] }),
  ...['spokesperson', 'employee'].map((name) =>
    source(name, 'person', { affiliations: [{ sourceId: 'source_ministry' }] }),
  ),
  ...['witness', 'minister'].map((name) => source(name, 'person')),
  ...['institute', 'desk', 'other_desk'].map((name) => source(name, 'organization')),
  source('agency', 'news_outlet'),
  source('reports', 'collective'),
];

function article(name: string, fields: Fields = {}): ResourceDocument {
  return document('article', name, { publisherId: `source_paper_${name}`, ...fields });
}

const claim = (name: string, fields: Fields = {}) =>
  document('claim', name, { text: { en: name }, ...fields });

/** The attribution of a line: who takes which stand in the article of a paper. */
function says(line: number, paper: string, who: string, stance = 'affirms', fields: Fields = {}) {
  return document('attribution', line, {
    ...{ articleId: `article_${paper}`, sourceId: `source_${who}`, claimId },
    ...{ stance, certainty: 'certain', ...fields },
  });
}

const via = (line: number) => ({ viaId: `attribution_${line}` });
const reportsSay = { originUnknown: true };
const review = (line: number, reviewer: string, fields: Fields) =>
  document('review', line, { claimId, claimRevision: 1, reviewerId: `source_${reviewer}`, ...fields });
const evidence = (line: number, producer: string) =>
  document('evidence', line, { claimId, bearing: 'supports', producedById: `source_${producer}` });

/** What the lines of each rule's example record, beside the cast and the claim; what is made anew stands for what was. */
const records: Readonly<Record<RuleName, readonly ResourceDocument[]>> = {
  originCount: [
    says(1, 'a', 'spokesperson', 'affirms', { onBehalfOfId: 'source_ministry' }),
    says(2, 'b', 'employee'),
    says(3, 'c', 'officials'),
    says(4, 'd', 'reports', 'relays', reportsSay),
  ],
  independence: [says(1, 'a', 'officials'), says(2, 'b', 'other_officials')],
  origins: [
    source('ministry', 'government'),
    says(1, 'a', 'ministry', 'affirms', via(2)),
    says(2, 'a', 'agency', 'affirms', via(3)),
    says(3, 'a', 'paper_a', 'relays'),
    says(4, 'a', 'paper_a', 'affirms', { locators: [{ part: 'headline' }] }),
  ],
  anonymity: [says(1, 'a', 'officials'), says(2, 'b', 'diplomats'), says(3, 'c', 'institute', 'doubts')],
  originsAreParties: [
    claim('it', { about: [{ name: { en: 'The state' }, sourceId: 'source_state' }] }),
    says(2, 'a', 'ministry'),
  ],
  mediaOnly: [
    says(1, 'a', 'paper_a'),
    says(2, 'b', 'paper_a', 'affirms', via(3)),
    says(3, 'b', 'paper_b', 'relays'),
  ],
  ledger: [
    says(1, 'a', 'minister', 'affirms', { saidAt: '2022-03-07T12:00:00Z' }),
    says(2, 'b', 'minister', 'denies', { saidAt: '2022-03-08T12:00:00Z' }),
    says(3, 'b', 'embassy', 'disclaims_knowledge', { targetId: 'attribution_1' }),
  ],
  contested: [
    says(1, 'a', 'witness'),
    says(2, 'b', 'ministry', 'denies'),
    says(3, 'b', 'embassy', 'declines_to_comment'),
  ],
  undercut: [
    claim('other'),
    says(1, 'a', 'state'),
    says(2, 'a', 'paper_a', 'affirms', { claimId: 'claim_other' }),
    document('relation', 3, { kind: 'undercuts', fromClaimId: 'claim_other', toClaimId: claimId }),
  ],
  drift: [
    says(1, 'a', 'embassy', 'disclaims_knowledge', { mode: 'direct_quote', ...via(2) }),
    says(2, 'a', 'paper_a', 'relays', { presents: [{ stance: 'denies' }] }),
    says(3, 'b', 'officials', 'affirms', { certainty: 'probable' }),
    says(4, 'b', 'paper_b', 'affirms', { locators: [{ part: 'headline' }] }),
  ],
  retractions: [
    says(1, 'a', 'witness'),
    says(2, 'a', 'witness', 'retracts', { retractsId: 'attribution_1' }),
    article('b', { notices: [{ kind: 'retraction' }] }),
    says(3, 'b', 'ministry'),
  ],
  bottlenecks: [
    says(1, 'a', 'ministry', 'affirms', via(2)),
    says(2, 'a', 'agency', 'relays'),
    says(3, 'b', 'witness', 'affirms', via(4)),
    says(4, 'b', 'agency', 'relays'),
  ],
  circular: [
    says(1, 'a', 'paper_b', 'affirms', { citedArticleId: 'article_b' }),
    says(2, 'b', 'paper_a', 'affirms', { citedArticleId: 'article_a' }),
  ],
  firstAppearance: [
    article('a', { publishedAt: '2022-03-01' }),
    says(1, 'a', 'ministry'),
    article('b', { publishedAt: '2022-03-01/2022-03-02' }),
    says(2, 'b', 'witness'),
    article('c', { publishedAt: '2022-03-05' }),
    says(3, 'c', 'institute'),
  ],
  missingLinks: [
    says(1, 'a', 'reports', 'relays', reportsSay),
    says(2, 'a', 'paper_b'),
    says(3, 'c', 'paper_b', 'affirms', { citedUrl: 'https://example.org/b' }),
  ],
  outletCount: [
    says(1, 'a', 'ministry', 'affirms', via(11)),
    says(11, 'a', 'paper_a', 'relays'),
    says(2, 'b', 'ministry', 'affirms', via(12)),
    says(12, 'b', 'paper_b', 'relays'),
    document('article', 'again', { publisherId: 'source_paper_b' }),
    says(3, 'again', 'embassy', 'declines_to_comment'),
  ],
  staleReviews: [
    says(1, 'a', 'ministry'),
    review(2, 'desk', { verdict: 'true', verdictBasis: 'editor', publishedAt: '2022-03-01' }),
    article('b', { publishedAt: '2022-03-10' }),
    says(3, 'b', 'witness', 'denies'),
    review(4, 'desk', { verdict: 'mixed', verdictBasis: 'editor', publishedAt: '2022-03-20' }),
  ],
  verdicts: [
    review(1, 'desk', { verdict: 'false', verdictBasis: 'editor' }),
    review(2, 'other_desk', { verdict: 'missing_context', verdictBasis: 'publisher' }),
  ],
  evidence: [says(1, 'a', 'ministry'), evidence(2, 'ministry'), evidence(3, 'institute')],
  positions: [
    says(1, 'a', 'minister', 'affirms', { saidAt: '2022-03-07T12:00:00Z' }),
    says(2, 'b', 'minister', 'denies', { saidAt: '2022-03-08T12:00:00Z' }),
    says(3, 'c', 'minister', 'disclaims_knowledge', {
      ...{ saidAt: '2022-03-09T12:00:00Z', targetId: 'attribution_1' },
    }),
  ],
  dependents: [
    says(1, 'a', 'ministry', 'affirms', via(2)),
    says(2, 'a', 'agency', 'relays'),
    says(3, 'b', 'institute', 'doubts', { onBehalfOfId: 'source_agency' }),
  ],
  outletDependencies: [
    says(1, 'a', 'ministry', 'affirms', via(2)),
    says(2, 'a', 'agency', 'relays', via(3)),
    says(3, 'a', 'paper_a', 'relays'),
    says(4, 'a', 'paper_a'),
  ],
};

/** The documents of a rule's example. */
export function recordOf(name: RuleName): readonly ResourceDocument[] {
  const all = [claim('it'), ...cast, ...records[name]];
  return [...new Map(all.map((one) => [one.id, one])).values()];
}
