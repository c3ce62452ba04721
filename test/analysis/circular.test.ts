import { test } from 'tap';
import type { CircularGroup } from '../../src/analysis/circular.ts';
import type { ResourceDocument } from '../../src/model/definition.ts';
import type { Fields } from '../helpers/making.ts';
import { assessed, record } from '../helpers/records.ts';

const outlets = ['daily', 'herald', 'post', 'wire'];
const sources = [
  ...outlets.map((name) => record('source', name, { kind: 'news_outlet' })),
  record('source', 'witness', { kind: 'person' }),
  record('source', 'ministry', { kind: 'government' }),
];

function article(name: string, publisher: string, fields: Fields = {}): ResourceDocument {
  return record('article', name, { publisherId: `source_${publisher}`, ...fields });
}

/** What a source says of the claim in an article. */
function says(source: string, name: string, fields: Fields = {}): ResourceDocument {
  const said = { claimId: 'claim_1', articleId: `article_${name}`, sourceId: `source_${source}` };
  return record('attribution', `${name}_${source}`, {
    ...said,
    ...{ stance: 'affirms', certainty: 'certain', ...fields },
  });
}

function groupsOf(...documents: ResourceDocument[]): readonly CircularGroup[] {
  return assessed([record('claim', 1), ...sources, ...documents]).circular.items;
}

const relays = { stance: 'relays' };
/** Two papers, each of which has the claim from the other, by the articles. */
const pair = [
  article('a', 'daily'),
  article('b', 'herald'),
  says('daily', 'a', relays),
  says('herald', 'a', { viaId: 'attribution_a_daily', citedArticleId: 'article_b' }),
  says('herald', 'b', relays),
  says('daily', 'b', { viaId: 'attribution_b_herald', citedArticleId: 'article_a' }),
];

test('two papers that cite one another with nobody behind them are circular', async (t) => {
  const { circular } = assessed([record('claim', 1), ...sources, ...pair]);
  t.match(circular, {
    rule: { name: 'circular', version: 1 },
    basis: ['attribution_a_herald', 'attribution_b_daily'],
  });
  t.strictSame(circular.items, [
    {
      kind: 'circular',
      articleIds: ['article_a', 'article_b'],
      outletIds: ['source_daily', 'source_herald'],
      cycles: [['article_a', 'article_b']],
    },
  ]);
});

test('with somebody behind them it is a mutual citation', async (t) => {
  const kindWith = (...documents: ResourceDocument[]) => groupsOf(...pair, ...documents)[0]?.kind;
  const fromWire = says('wire', 'a', { ...relays, citedArticleId: 'article_c' });
  const wire = [article('c', 'wire'), fromWire];
  t.equal(kindWith(says('witness', 'a')), 'mutual_citation', 'a witness in one of the articles');
  t.equal(kindWith(...wire, says('witness', 'c')), 'mutual_citation', 'a witness in an article they cite');
  t.equal(kindWith(...wire, says('wire', 'c')), 'mutual_citation', 'another outlet in its own voice');
  t.equal(kindWith(says('witness', 'a', { stance: 'denies' })), 'circular', 'one who denies is no origin');
  t.equal(kindWith(...wire, says('daily', 'c')), 'circular', 'an outlet of the group, told elsewhere');
  const unknown = says('wire', 'c', { stance: 'relays', originUnknown: true });
  t.equal(kindWith(...wire, unknown), 'circular', 'an unknown origin is none that is recorded');
  const apart = [article('d', 'post'), says('witness', 'd')];
  t.equal(kindWith(...apart), 'circular', 'a witness in an article that they do not have it from');
});

test('where the article is not given, whatever the outlet had published by then may be meant', async (t) => {
  const dated = (a: string | undefined, b: string | undefined) =>
    groupsOf(
      article('a', 'daily', a ? { publishedAt: a } : {}),
      article('b', 'herald', b ? { publishedAt: b } : {}),
      says('herald', 'a', { citedUrl: 'https://herald.example/' }),
      says('daily', 'b'),
    ).length;
  t.equal(dated('2022-03-14', '2022-03-14'), 1, 'on one day');
  t.equal(dated('2022-03-10', '2022-03-14'), 0, 'one certainly before the other');
  t.equal(dated('2022-03', '2022-03-14'), 1, 'some time in that month');
  t.equal(dated(undefined, '2022-03-14'), 1, 'no date on one');
  t.equal(dated(undefined, undefined), 1, 'no dates');
  t.equal(dated('2022-03-14T10:00:00Z', '2022-03-14T10:00:01Z'), 0, 'a second apart');
  t.equal(dated('2022-03-14T10:00:00Z', '2022-03-14T10:00:00Z'), 1, 'at one moment');
});

test('an article that is given is meant, and no other one of the outlet', async (t) => {
  const named = says('herald', 'a', { citedArticleId: 'article_old' });
  t.strictSame(groupsOf(article('a', 'daily'), article('b', 'herald'), named, says('daily', 'b')), []);
});

test('what an article is derived from, and what its own outlet cites, are links, too', async (t) => {
  const [group] = groupsOf(
    article('a', 'daily', { derivedFromArticleId: 'article_b' }),
    article('b', 'herald'),
    says('daily', 'a'),
    says('herald', 'b', { citedArticleId: 'article_a' }),
  );
  t.match(group, { kind: 'circular', articleIds: ['article_a', 'article_b'] });
});

test('what a ministry or a witness has from an article is no link of the outlet', async (t) => {
  const documents = [article('a', 'daily'), article('b', 'herald'), says('daily', 'b')];
  t.strictSame(groupsOf(...documents, says('ministry', 'a', { citedArticleId: 'article_b' })), []);
});

test('what replaced an article stands for it', async (t) => {
  const withdrawal = { at: '', kind: 'duplicate', reason: {}, replacedById: 'article_b' };
  const copy = article('copy', 'herald', { withdrawal });
  const cited = says('herald', 'a', { citedArticleId: 'article_copy' });
  const back = says('daily', 'b', { citedArticleId: 'article_a' });
  t.equal(groupsOf(article('a', 'daily'), article('b', 'herald'), copy, cited, back).length, 1);
});

test('each link within a group has a shortest cycle through it, each cycle once', async (t) => {
  const cites = (name: string, source: string, ...others: string[]) =>
    others.map((other) => says(source, name, { id: `attribution_${name}_${other}`, citedArticleId: other }));
  const [group] = groupsOf(
    article('a', 'daily'),
    article('b', 'herald'),
    article('c', 'post'),
    article('d', 'wire'),
    ...cites('a', 'daily', 'article_b'),
    ...cites('b', 'herald', 'article_c', 'article_a', 'article_d'),
    ...cites('c', 'post', 'article_a'),
  );
  t.strictSame(group?.articleIds, ['article_a', 'article_b', 'article_c'], 'd leads nowhere');
  t.strictSame(group?.cycles, [
    ['article_a', 'article_b'],
    ['article_a', 'article_b', 'article_c'],
  ]);
});

test('many articles that cite one another are told with the cycles of the first links', async (t) => {
  const names = Array.from({ length: 200 }, (_, number) => String(number).padStart(3, '0'));
  const documents = names.flatMap((name, number) => [
    article(name, number % 2 ? 'daily' : 'herald'),
    says(number % 2 ? 'herald' : 'daily', name),
  ]);
  const [group] = groupsOf(...documents);
  t.match(group, { kind: 'circular', cyclesTruncated: true });
  t.equal(group?.articleIds.length, 200);
  t.equal(group?.cycles.length, 100);
});

test('a group is known from outside however many stand behind it', async (t) => {
  const names = Array.from({ length: 40 }, (_, number) => String(number));
  const outletOf = (name: string) => record('source', `o${name}`, { kind: 'news_outlet' });
  /** Forty outlets in a ring, each in its own voice. */
  const ring = names.flatMap((name, number) => [
    ...[outletOf(name), article(name, `o${name}`)],
    says(`o${name}`, name, { citedArticleId: `article_${(number + 1) % 40}` }),
  ]);
  t.strictSame(
    groupsOf(...ring).map(({ kind, articleIds }) => [kind, articleIds.length]),
    [['circular', 40]],
  );
  const cited = says('o7', '7', { id: 'attribution_7_more', citedArticleId: 'article_z' });
  const witness = [article('z', 'wire'), cited, says('witness', 'z')];
  t.equal(groupsOf(...ring, ...witness)[0]?.kind, 'mutual_citation');
});
