import { test } from 'tap';
import { assessed, record } from '../helpers/records.ts';

test('a stand on a claim that bears on another in two ways is told in the order of the relations', async (t) => {
  const says = (source: string, claimId: string) =>
    record('attribution', source, {
      ...{ claimId, articleId: 'article_story', sourceId: `source_${source}` },
      ...{ stance: 'affirms', certainty: 'certain' },
    });
  const documents = [
    ...[record('claim', 1), record('claim', 2), record('source', 'minister', { kind: 'person' })],
    record('article', 'story', { publisherId: 'source_wire' }),
    record('relation', 'b', { kind: 'contradicts', fromClaimId: 'claim_2', toClaimId: 'claim_1' }),
    record('relation', 'a', { kind: 'negation_of', fromClaimId: 'claim_2', toClaimId: 'claim_1' }),
    says('wire', 'claim_1'),
    says('minister', 'claim_2'),
  ];
  const { ledger, contested } = assessed(documents);
  const [minister] = ledger.items;
  t.strictSame(
    minister?.stands.map(({ relationId }) => relationId),
    ['relation_a', 'relation_b'],
  );
  t.strictSame(contested.denying, [{ key: 'source_minister', attributionIds: ['attribution_minister'] }]);
});
