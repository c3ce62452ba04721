import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { test } from 'tap';
import { expandArticleGraph } from '../src/model/article-graph.ts';
import type { ResourceDocument } from '../src/model/definition.ts';
import { AddressedText, type Locator } from '../src/model/locator.ts';
import { resources } from '../src/model/resources.ts';
import {
  attributions,
  carriers,
  chainsOf,
  find,
  graph,
  keyOf,
  objectsIn,
  paragraphs,
  rangeOf,
} from './helpers/bundled-article.ts';

const textFile = new URL('../../shared/article/moscow-beijing.ar.txt', import.meta.url);
const withText = existsSync(textFile) ? {} : { skip: "the article's text is not at hand" };

/** Each claim's chains, the start first, then its carriers. What is certain is not marked, nor is a carrier's caution. */
const chains: Record<string, string[]> = {
  'asked-military': ['officials affirms ← nyt relays ← haqiqa relays', 'haqiqa affirms in its own voice'],
  'asked-equipment': [
    'officials affirms ← nyt relays ← haqiqa relays',
    'media-reports relays, origin unknown ← haqiqa relays',
    'liu for chinese-embassy disclaims_knowledge of media-reports ← haqiqa relays, as denies',
  ],
  'asked-economic': ['officials affirms ← nyt relays ← haqiqa relays', 'haqiqa affirms in its own voice'],
  'asked-purpose': ['officials affirms ← nyt relays ← haqiqa relays'],
  'nature-unspecified': ['nyt affirms ← haqiqa relays'],
  'china-responded': ['officials does_not_say ← nyt relays ← haqiqa relays'],
  'us-warned': ['nyt affirms ← haqiqa relays'],
  'turned-to-china': ['haqiqa affirms in its own voice, probable'],
  'china-strong-ally': ['haqiqa affirms in its own voice'],
  'sanctions-painful': ['kremlin affirms ← haqiqa affirms in its own voice'],
  'situation-worrying': ['liu for chinese-embassy affirms ← haqiqa relays'],
  'no-escalation-priority': ['liu for chinese-embassy affirms ← haqiqa relays'],
  'rome-meeting': ['white-house affirms, probable ← haqiqa relays'],
  'china-helps': ['sullivan for white-house asks ← haqiqa relays'],
  consequences: ['white-house affirms ← haqiqa relays'],
  agenda: ['horne for nsc affirms, probable ← haqiqa relays'],
  watching: ['sullivan for white-house affirms ← haqiqa relays'],
  'refused-condemn': ['haqiqa affirms in its own voice'],
  'nato-responsible': ['china affirms ← haqiqa relays'],
  'nato-expanded': ['haqiqa affirms in its own voice'],
  'operation-launched': ['haqiqa affirms in its own voice'],
  'operation-limited': ['kremlin affirms ← haqiqa relays'],
  'operation-spread': ['haqiqa affirms in its own voice'],
  'security-alert': ['haqiqa affirms in its own voice'],
  'operation-brought-sanctions': ['haqiqa affirms in its own voice'],
  'sanctions-harsh-unprecedented': ['haqiqa affirms in its own voice'],
  'sanctions-5000': ['haqiqa affirms in its own voice'],
};

const relations = [
  'asked-equipment elaborates asked-military',
  'asked-purpose elaborates asked-military',
  'asked-purpose elaborates asked-economic',
  'nature-unspecified elaborates asked-military',
  'nature-unspecified elaborates asked-economic',
  'asked-military elaborates turned-to-china',
  'asked-economic elaborates turned-to-china',
  'consequences conditional_on china-helps',
  'consequences elaborates us-warned',
  'agenda elaborates rome-meeting',
  'operation-spread undercuts operation-limited',
  'sanctions-5000 elaborates sanctions-harsh-unprecedented',
];

const saidAt = {
  'sanctions-painful.kremlin': '../2022-03-14',
  'rome-meeting.white-house': '2022-03-13?',
  'china-helps.sullivan': '2022-03-13?',
  'consequences.white-house': '2022-03-13?',
  'agenda.horne': '2022-03-13?',
  'watching.sullivan': '2022-03-13?',
};

const locators = objectsIn(graph).filter((object) => object.selectors) as Locator[];
const passages = attributions.flatMap(({ cue, quotes = [] }) => (cue ? [cue, ...quotes] : quotes));

test('the bundled article is a valid article graph with an id and an external id for each of its parts', async (t) => {
  const { parts } = expandArticleGraph(graph);
  const related = new Map(parts.map(({ type, id, fields }) => [id, { type, id, ...fields }]));
  for (const { type, id, fields, pointer } of parts) {
    const { fields: schema, check } = resources[type];
    t.same(schema.safeParse(fields).error?.issues ?? [], [], `${pointer} fits its schema`);
    t.same(
      check(fields, related as unknown as Map<string, ResourceDocument>),
      [],
      `${pointer} is consistent`,
    );
    t.match(fields.externalId, /^moscow-beijing\//);
    t.type(id, 'string');
  }
  for (const group of [graph.sources, graph.claims, graph.attributions, graph.relations]) {
    const ids = group.map((part: { id: string }) => part.id);
    t.same(ids, [...new Set(ids)].sort(), 'ids are in the order of the document');
  }
  t.notOk('text' in graph.article, "the article's sentences stay out");
});

test('each locator lies inside its paragraph and names its part', async (t) => {
  t.ok(locators.length > 0);
  for (const locator of locators) {
    const { start, end } = rangeOf(locator);
    const bounds = paragraphs.find(({ paragraph }) => paragraph === locator.paragraph);
    t.equal(locator.selectors?.length, 1, 'a position alone, no words');
    t.equal(locator.part, bounds?.part, `the part of paragraph ${locator.paragraph}`);
    t.ok(bounds && start >= bounds.start && end <= bounds.end, `${start}–${end}`);
  }
  t.equal(paragraphs.at(-1)?.end, graph.article.textLength);
});

test('each cue and quote is as long as the passage that it is in', async (t) => {
  t.ok(passages.length > 0);
  for (const { text = '', locator } of passages) {
    const { start, end } = rangeOf(locator);
    t.equal(end - start, [...text].length, text);
  }
});

test('the text has the recorded digest, paragraphs, cues and quotes', withText, async (t) => {
  const text = readFileSync(textFile, 'utf8');
  const addressed = new AddressedText(text);
  t.equal(graph.article.textDigest, `sha256:${createHash('sha256').update(text).digest('hex')}`);
  t.equal(graph.article.textLength, addressed.length);
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  t.same(
    paragraphs.map(({ start, end }) => addressed.passage(start, end)),
    lines,
  );
  for (const passage of passages) {
    const { start, end } = rangeOf(passage.locator);
    t.equal(addressed.passage(start, end), passage.text);
  }
  for (const { aliases } of graph.sources) {
    for (const alias of aliases) t.ok(addressed.holds(alias.text), alias.text);
  }
});

function wordsOf(value: string): string[] {
  const folded = value.normalize('NFKD').replace(/[\p{M}\u0640]/gu, '');
  return folded.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}

function runsOfSix(value: string): string[] {
  const words = wordsOf(value);
  return words.slice(5).map((_, index) => words.slice(index, index + 6).join(' '));
}

test("nothing but the title, cues and quotes repeats the article's sentences", withText, async (t) => {
  const runs = new Set(runsOfSix(readFileSync(textFile, 'utf8')));
  const { title: _, ...article } = graph.article;
  const written = objectsIn({ ...graph, article })
    // Words of the article stand beside their language.
    .filter((object) => !('language' in object))
    .flatMap((object) => Object.values(object))
    .filter((value) => typeof value === 'string');
  t.ok(written.length > 0);
  t.same(
    written.flatMap((value) => runsOfSix(value)).filter((run) => runs.has(run)),
    [],
  );
});

test('the claims have the chains that the article gives them', async (t) => {
  const found = graph.claims.map(({ ref }: { ref: string }) => [keyOf(ref), chainsOf(ref)]);
  t.same(Object.fromEntries(found), chains);
  t.equal(graph.claims.length, 27);
  t.equal(graph.sources.length, 14);
  for (const { ref, stance, originUnknown } of attributions) {
    if (stance === 'relays') t.not(carriers.has(ref), originUnknown ?? false, `${ref} carries somebody`);
  }
});

test('the article draws the relations', async (t) => {
  const drawn = graph.relations.map(
    (relation: { fromClaimId: string; kind: string; toClaimId: string; assertedBy: string }) => {
      t.equal(relation.assertedBy, 'article');
      return `${keyOf(relation.fromClaimId)} ${relation.kind} ${keyOf(relation.toClaimId)}`;
    },
  );
  t.same(drawn, relations);
});

test('nothing is surer than the article', async (t) => {
  t.notOk(attributions.some(({ stance }) => stance === 'denies'));
  t.equal(graph.article.publishedAt, '2022-03-14?');
  t.notOk('url' in graph.article);
  const dated = attributions.filter((attribution) => attribution.saidAt);
  t.same(
    Object.fromEntries(dated.map((attribution) => [keyOf(attribution.ref), attribution.saidAt])),
    saidAt,
  );
  const officials = graph.sources.find(({ ref }: { ref: string }) => ref === '_:officials');
  t.match(officials, { kind: 'anonymous', citedById: '_:nyt' });
  t.notOk('country' in officials);
  t.equal(find('_:asked-equipment.liu')?.targetId, '_:asked-equipment.media-reports');
});
