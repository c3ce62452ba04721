import assert from 'node:assert/strict';
import fc from 'fast-check';
import { test } from 'tap';
import { type Assessment, assess } from '../../src/analysis/assessment.ts';
import { newsroom } from '../helpers/random-newsroom.ts';
import { groundOf } from '../helpers/records.ts';
import { SlowAssessment } from '../helpers/slow-assessment.ts';
import type { Reading } from '../helpers/slow-record.ts';

/** What the references give; the figures without what they rest on. */
function figuresOf(assessment: Assessment) {
  const { originCount, independence, anonymity, contested, originsAreParties, ledger } = assessment;
  const { rule: _, basis: __, ...counts } = anonymity;
  return {
    originCount: { min: originCount.min, max: originCount.max },
    ...{ independence: independence.value, anonymity: counts, contested: contested.value },
    originsAreParties: originsAreParties.value,
    positions: Object.fromEntries(ledger.items.map(({ key, position }) => [key, [...position]])),
  };
}

function expected(slow: SlowAssessment): ReturnType<typeof figuresOf> {
  return {
    originCount: slow.originCount(),
    independence: slow.independence() as ReturnType<typeof figuresOf>['independence'],
    ...{ anonymity: slow.anonymity(), contested: slow.contested() },
    originsAreParties: slow.originsAreParties() as ReturnType<typeof figuresOf>['originsAreParties'],
    positions: slow.positions() as ReturnType<typeof figuresOf>['positions'],
  };
}

test('of all that is recorded, figures are what slow references give', async (t) => {
  const property = fc.property(newsroom(), (documents) => {
    const { assessment } = assess(groundOf(documents));
    assert.deepEqual(assessment && figuresOf(assessment), expected(new SlowAssessment(documents)));
  });
  t.doesNotThrow(() => fc.assert(property, { numRuns: 300 }));
});

test('by any day, figures are what slow references give', async (t) => {
  const day = fc.constantFrom('2022-03-09', '2022-03-10', '2022-03-12', '2022-03-13', '2022-03-15', '2023');
  const property = fc.property(newsroom(), day, (documents, asOf) => {
    const { certain, possible } = assess(groundOf(documents), asOf);
    const by = Date.parse(asOf === '2023' ? '2024-01-01T12:00Z' : `${asOf}T12:00Z`) - 1;
    const latest = asOf === '2023' ? by : by + 24 * 3_600_000;
    const readings: [Assessment | undefined, Reading][] = [
      [certain, { certainlyBy: latest }],
      [possible, { possiblyBy: latest }],
    ];
    for (const [assessment, reading] of readings) {
      assert.deepEqual(assessment && figuresOf(assessment), expected(new SlowAssessment(documents, reading)));
    }
  });
  t.doesNotThrow(() => fc.assert(property, { numRuns: 150 }));
});
