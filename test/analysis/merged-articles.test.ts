import { test } from 'tap';
import type { ResourceDocument } from '../../src/model/definition.ts';
import type { Fields } from '../helpers/making.ts';
import { assessed, record } from '../helpers/records.ts';

const newsroom = [
  record('claim', 1),
  record('source', 'wire', { kind: 'news_outlet' }),
  record('source', 'paper', { kind: 'news_outlet' }),
  record('source', 'minister', { kind: 'person' }),
  record('article', 'story', { publisherId: 'source_wire' }),
  record('article', 'duplicate', {
    publisherId: 'source_wire',
    withdrawal: { at: '', kind: 'duplicate', reason: {}, replacedById: 'article_story' },
  }),
];

function says(source: string, article: string, fields: Fields = {}): ResourceDocument {
  return record('attribution', `${source}_${article}`, {
    ...{ claimId: 'claim_1', articleId: `article_${article}`, sourceId: `source_${source}` },
    ...{ stance: 'affirms', certainty: 'certain', ...fields },
  });
}

test('two accounts are of one statement where one cites the article of the other by what that replaced', async (t) => {
  const { originCount, drift } = assessed([
    ...newsroom,
    record('article', 'copy', { publisherId: 'source_paper' }),
    says('minister', 'story', { stance: 'disclaims_knowledge', mode: 'direct_quote' }),
    says('minister', 'copy', { stance: 'affirms', citedArticleId: 'article_duplicate' }),
  ]);
  t.match(originCount, { min: 0, max: 0 }, 'the quotation governs');
  t.match(drift.items, [{ kind: 'stance_changed', governingId: 'attribution_minister_story' }]);
});

test('a copy of an article that was replaced comes from the publisher of what stands for it', async (t) => {
  const { bottlenecks } = assessed([
    ...newsroom.filter(({ id }) => id !== 'article_story'),
    record('article', 'copy', { publisherId: 'source_paper', derivedFromArticleId: 'article_duplicate' }),
    record('article', 'story', { publisherId: 'source_wire', derivedFromArticleId: 'article_first' }),
    record('article', 'first', { publisherId: 'source_agency' }),
    record('source', 'agency', { kind: 'news_outlet' }),
    says('minister', 'story', { certainty: 'probable' }),
    says('minister', 'copy', { onBehalfOfId: 'source_ministry' }),
    record('source', 'ministry', { kind: 'government' }),
  ]);
  t.ok(
    bottlenecks.items.some(({ sourceId, role }) => sourceId === 'source_agency' && role === 'carrier'),
    'through the story, it rests on what that is derived from',
  );
});

test('a copy that drops a source drops that of the article which replaced what it copies', async (t) => {
  const { drift } = assessed([
    ...newsroom,
    record('article', 'copy', { publisherId: 'source_paper', derivedFromArticleId: 'article_duplicate' }),
    says('minister', 'story', { certainty: 'probable' }),
    says('paper', 'copy'),
  ]);
  t.match(drift.items, [{ kind: 'attribution_dropped', fromId: 'attribution_minister_story' }]);
});
