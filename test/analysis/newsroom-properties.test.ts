import assert from 'node:assert/strict';
import fc from 'fast-check';
import { test } from 'tap';
import { type Assessment, assess } from '../../src/analysis/assessment.ts';
import { prepare, viewOf } from '../../src/analysis/view.ts';
import type { ResourceDocument } from '../../src/model/definition.ts';
import { newsroom } from '../helpers/random-newsroom.ts';
import { assessed, groundOf, record } from '../helpers/records.ts';
import { SlowRecord } from '../helpers/slow-record.ts';

function countOf({ originCount: { min, max } }: Assessment): { min: number; max: number } {
  return { min, max };
}

function attributionsOf({ origins }: Assessment): string[] {
  return origins.items.flatMap(({ attributionIds }) => attributionIds);
}

/** The document with an id, with other fields. */
function changed(documents: readonly ResourceDocument[], id: string, fields: object): ResourceDocument[] {
  return documents.map((one) => (one.id === id ? { ...one, ...fields } : one));
}

test('a carrier between an origin and the publisher never changes the origin count', async (t) => {
  const drawn = [fc.nat(), fc.nat(), fc.constantFrom('relays', 'affirms', 'doubts', 'denies')] as const;
  const property = fc.property(newsroom(), ...drawn, (documents, which, who, stance) => {
    const before = assessed(documents);
    const slow = new SlowRecord(documents);
    // A publisher's own voice has nobody between it and the publisher.
    const origins = attributionsOf(before)
      .map((id) => slow.find(id) as ResourceDocument)
      .filter((one) => slow.resolved(one.sourceId) !== slow.publisher(one));
    const origin = origins[which % origins.length];
    if (!origin) return;
    const { id, claimId, articleId, viaId } = origin;
    const sources = slow.of('source').filter((one) => slow.isLive(one.id));
    const sourceId = sources[who % sources.length]?.id;
    const carried = {
      claimId,
      articleId,
      sourceId,
      stance,
      certainty: 'certain',
      ...(viaId !== undefined && { viaId }),
    };
    const carrier = record('attribution', 'added', carried);
    const after = assessed([...changed(documents, id, { viaId: carrier.id }), carrier]);
    assert.deepEqual(countOf(after), countOf(before));
    assert.equal(after.independence.value, before.independence.value);
  });
  t.doesNotThrow(() => fc.assert(property, { numRuns: 400 }));
});

/**
 * What is learned is only that an outlet did not know for itself: its one stand in its own voice turns out to relay somebody
 * who is an origin already, or nobody knows whom. That it relays a source nobody had named would be new in itself.
 */
test('that an outlet was only relaying never raises the origin count', async (t) => {
  const property = fc.property(newsroom(), fc.nat(), fc.nat(), (documents, which, whom) => {
    const before = assessed(documents);
    const slow = new SlowRecord(documents);
    const voices = before.origins.items.filter(({ kind, key, attributionIds: [id, ...others] }) => {
      const { sourceId, viaId, statementKey } = slow.find(id) as ResourceDocument;
      return (
        kind === 'own_voice' && others.length + Number(!!viaId || !!statementKey) === 0 && sourceId === key
      );
    });
    const voice = voices[which % voices.length];
    const own = voice && slow.find(voice.attributionIds[0]);
    if (!own) return;
    const others = before.origins.items.filter(({ key }) => key !== voice.key);
    const other = slow.find(others[whom % (others.length + 1)]?.attributionIds[0]);
    const relays = { stance: 'relays', ...(!other && { originUnknown: true }) };
    const { sourceId, onBehalfOfId, statementKey } = other ?? own;
    const relayed = record('attribution', 'added', {
      ...{ claimId: own.claimId, articleId: own.articleId, sourceId, stance: 'affirms' },
      ...{ certainty: 'certain', viaId: own.id },
      ...(onBehalfOfId !== undefined && { onBehalfOfId }),
      ...(statementKey !== undefined && { statementKey }),
    });
    const after = assessed([...changed(documents, own.id, relays), ...(other ? [relayed] : [])]);
    assert.ok(after.originCount.min <= before.originCount.min, 'not at least more');
    assert.ok(after.originCount.max <= before.originCount.max, 'not at most more');
  });
  t.doesNotThrow(() => fc.assert(property, { numRuns: 400 }));
});

/** The documents without all that rests on a source: what it says or carries, and what only repeats that. */
function withoutSource(documents: readonly ResourceDocument[], sourceId: string): ResourceDocument[] {
  const slow = new SlowRecord(documents);
  const assessment = assessed(documents);
  const isSource = (id: unknown) => id !== undefined && slow.identity(id) === sourceId;
  const isOf = (articleId: unknown, passed: readonly string[] = []): boolean => {
    const article = slow.find(slow.resolved(articleId));
    const from = article?.derivedFromArticleId;
    if (!article || from === undefined || passed.includes(article.id)) return false;
    const behind = slow.find(slow.resolved(from));
    return isSource(behind?.publisherId) || isOf(from, [...passed, article.id]);
  };
  // A restatement, and an account that a quotation belies, stand on what is said beside them.
  const leaning = new Set([
    ...assessment.origins.restatements,
    ...assessment.ledger.items.flatMap(({ stands }) =>
      stands.filter(({ beliedById }) => beliedById).map(({ attributionId }) => attributionId),
    ),
  ]);
  const rests = (one: ResourceDocument) =>
    leaning.has(one.id) ||
    // What was retracted does not come back where the retraction goes.
    (slow.isRecorded(one) && !slow.counts(one)) ||
    slow.path(one).some((carrier) => isSource(carrier.sourceId) || isSource(carrier.onBehalfOfId)) ||
    isOf(one.articleId);
  const gone = new Set(slow.of('attribution').filter(rests));
  // A carrier of nothing but that has nothing left to carry.
  const carriedBy = (one: ResourceDocument) =>
    slow.of('attribution').filter((other) => slow.isRecorded(other) && slow.carrier(other) === one);
  for (let before = -1; before !== gone.size; ) {
    before = gone.size;
    for (const one of slow.of('attribution')) {
      const carried = carriedBy(one);
      if (carried.length > 0 && carried.every((other) => gone.has(other))) gone.add(one);
    }
  }
  return documents.filter((one) => !gone.has(one));
}

test('without a bottleneck and all that rests on it nothing supports the claim', async (t) => {
  let seen = 0;
  const property = fc.property(newsroom(), (documents) => {
    for (const { sourceId } of assessed(documents).bottlenecks.items) {
      seen += 1;
      assert.equal(assessed(withoutSource(documents, sourceId)).originCount.max, 0, sourceId);
    }
  });
  t.doesNotThrow(() => fc.assert(property, { numRuns: 300 }));
  t.ok(seen > 50, 'there were some');
});

test('the order in which a newsroom was written never matters', async (t) => {
  const shuffled = newsroom().chain((documents) =>
    fc.tuple(
      fc.constant(documents),
      fc.shuffledSubarray(documents, { minLength: documents.length, maxLength: documents.length }),
    ),
  );
  const property = fc.property(shuffled, ([documents, others]) => {
    assert.deepEqual(assess(groundOf(others)), assess(groundOf(documents)));
    assert.deepEqual(assess(groundOf(others), '2022-03-12'), assess(groundOf(documents), '2022-03-12'));
  });
  t.doesNotThrow(() => fc.assert(property, { numRuns: 200 }));
});

test('there are never fewer origins at most than at least, and independence follows from both', async (t) => {
  const property = fc.property(newsroom(), (documents) => {
    const { originCount, independence } = assessed(documents);
    const { min, max } = originCount;
    assert.ok(min <= max);
    const expected = { none: max === 0, shared_origin: max === 1, lineage_unknown: max > 1 && min < max };
    const [value = 'no_shared_origin_recorded'] = Object.entries(expected)
      .filter(([, is]) => is)
      .map(([name]) => name);
    assert.equal(independence.value, value);
  });
  t.doesNotThrow(() => fc.assert(property, { numRuns: 300 }));
});

function isAmong(some: readonly string[], others: readonly string[]): boolean {
  return some.every((id) => others.includes(id));
}

const day = 24 * 3_600_000;
const from = Date.parse('2022-02-20');

test('as time passes, what was said only grows, and what certainly was is among what possibly was', async (t) => {
  const newsrooms = newsroom({ retractions: false });
  const property = fc.property(newsrooms, fc.nat(60), fc.nat(30), (documents, days, more) => {
    const ground = prepare(groundOf(documents));
    const standsBy = (reading: 'certain' | 'possible', days: number) =>
      viewOf(ground, { reading, instant: from + days * day }).stands.map(({ id }) => id);
    const possibly = standsBy('possible', days);
    assert.ok(isAmong(standsBy('certain', days), possibly), 'certain ones are possible');
    assert.ok(isAmong(standsBy('certain', days), standsBy('certain', days + more)), 'certain ones stay');
    assert.ok(isAmong(possibly, standsBy('possible', days + more)), 'possible ones stay');
  });
  t.doesNotThrow(() => fc.assert(property, { numRuns: 300 }));
});

test('long after everything, all that was dated had certainly been said', async (t) => {
  const property = fc.property(newsroom({ dated: true }), (documents) => {
    const { assessment } = assess(groundOf(documents));
    const { certain, possible, differing } = assess(groundOf(documents), '2100');
    assert.deepEqual(certain, assessment);
    assert.deepEqual(possible, assessment);
    assert.deepEqual(differing, []);
  });
  t.doesNotThrow(() => fc.assert(property, { numRuns: 200 }));
});
