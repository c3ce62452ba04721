import { test } from 'tap';
import type { ResourceDocument } from '../../src/model/definition.ts';
import { assessed, record } from '../helpers/records.ts';

function replaced(document: ResourceDocument, replacedById: string): ResourceDocument {
  return { ...document, withdrawal: { at: '', kind: 'duplicate', reason: {}, replacedById } };
}

const told = { claimId: 'claim_1', articleId: 'article_a', sourceId: 'source_witness' };
const said = { ...told, stance: 'affirms', certainty: 'certain' };
const newsroom = [
  ...[record('claim', 1), record('source', 'paper', { kind: 'news_outlet' })],
  record('source', 'witness', { kind: 'person' }),
  record('attribution', 'kept', said),
  replaced(record('attribution', 'merged', said), 'attribution_kept'),
];

test('what was linked to an attribution that was replaced is about what stands for it', async (t) => {
  const { evidence, verdicts } = assessed([
    ...newsroom,
    record('article', 'a', { publisherId: 'source_paper' }),
    replaced(record('article', 'copy', { publisherId: 'source_paper' }), 'article_a'),
    record('evidence', 1, {
      attributionId: 'attribution_merged',
      bearing: 'supports',
      articleId: 'article_copy',
    }),
    record('review', 1, { attributionId: 'attribution_merged', reviewerId: 'source_paper', verdict: 'true' }),
  ]);
  t.match(evidence.items, [{ evidenceId: 'evidence_1', selfSupporting: true }]);
  t.match(verdicts.items, [{ reviewId: 'review_1' }]);
});

test('a correction of an attribution that was replaced makes a review stale', async (t) => {
  const notice = { kind: 'correction', at: '2022-05-01', attributionIds: ['attribution_merged'] };
  const { staleReviews } = assessed([
    ...newsroom,
    record('article', 'a', { publisherId: 'source_paper', publishedAt: '2022-03-01', notices: [notice] }),
    record('review', 1, {
      ...{ claimId: 'claim_1', reviewerId: 'source_paper', verdict: 'true', publishedAt: '2022-04-01' },
      claimRevision: 1,
    }),
  ]);
  t.match(staleReviews.items, [{ status: 'stale', reasons: [{ kind: 'correction', id: 'article_a' }] }]);
});

test('a review has considered the evidence that stands for what it names', async (t) => {
  const linked = { claimId: 'claim_1', bearing: 'refutes', publishedAt: '2022-05-01' };
  const { staleReviews } = assessed([
    ...newsroom,
    record('article', 'a', { publisherId: 'source_paper' }),
    record('evidence', 'kept', linked),
    replaced(record('evidence', 'merged', linked), 'evidence_kept'),
    record('review', 1, {
      ...{ claimId: 'claim_1', reviewerId: 'source_paper', verdict: 'true', publishedAt: '2022-04-01' },
      ...{ claimRevision: 1, evidenceIds: ['evidence_merged'] },
    }),
  ]);
  t.match(staleReviews.items, [{ status: 'current', reasons: [] }]);
});
