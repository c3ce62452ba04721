// @ts-expect-error the package has no types
import edtf from 'edtf';
import fc from 'fast-check';
import { test } from 'tap';
import { dateBounds } from '../../src/model/edtf.ts';

const hour = 3_600_000;

const year = fc.integer({ min: 100, max: 9_999 }).map((one) => String(one).padStart(4, '0'));
const month = fc.integer({ min: 1, max: 12 }).map((one) => String(one).padStart(2, '0'));
const day = fc.integer({ min: 1, max: 28 }).map((one) => String(one).padStart(2, '0'));
const plain = fc.oneof(
  year,
  fc.tuple(year, month).map((parts) => parts.join('-')),
  fc.tuple(year, month, day).map((parts) => parts.join('-')),
);
const whole = fc.tuple(year, month, day).map((parts) => parts.join('-'));
const unspecified = fc.oneof(
  year.map((one) => `${one.slice(0, 3)}X`),
  year.map((one) => `${one.slice(0, 2)}XX`),
  year.map((one) => `${one}-XX`),
  fc.tuple(year, month).map(([one, other]) => `${one}-${other}-XX`),
);
const qualified = fc
  .tuple(
    fc.oneof(
      year.map((one) => `${one}-01`),
      whole,
    ),
    fc.constantFrom('?', '~', '%'),
  )
  .map((parts) => parts.join(''));
const interval = fc.oneof(
  fc
    .tuple(whole, whole)
    .filter(([from, to]) => from < to)
    .map((ends) => ends.join('/')),
  whole.map((from) => `${from}/..`),
  whole.map((to) => `../${to}`),
);

test('bounds agree with those of the edtf package, time zones aside', async (t) => {
  fc.assert(
    fc.property(fc.oneof(plain, unspecified, qualified, interval), (value) => {
      const { min, max } = edtf(value) as { min: number; max: number };
      const expected = {
        earliest: Number.isFinite(min) ? min - 14 * hour : null,
        latest: Number.isFinite(max) ? max + 12 * hour : null,
      };
      const bounds = dateBounds(value);
      return bounds?.earliest === expected.earliest && bounds.latest === expected.latest;
    }),
    { numRuns: 2_000 },
  );
  t.pass('on every date drawn');
});

test('where the package is wrong, we are not', async (t) => {
  const day = (bound: number | null | undefined, offset: number) =>
    new Date((bound ?? 0) + offset * hour).toISOString().slice(0, 10);
  const cases: [value: string, first: string, last: string][] = [
    ['2022-02-X0', '2022-02-10', '2022-02-20'],
    ['2022-0X-31', '2022-01-31', '2022-08-31'],
    ['202X-02-29', '2020-02-29', '2028-02-29'],
    ['2022-X3', '2022-03-01', '2022-03-31'],
    ['202X?', '2020-01-01', '2029-12-31'],
    ['2022-03-12/2022-03', '2022-03-12', '2022-03-31'],
  ];
  for (const [value, first, last] of cases) {
    const bounds = dateBounds(value);
    t.same([day(bounds?.earliest, 14), day(bounds?.latest, -12)], [first, last], value);
    t.notOk(agrees(value, first, last), `the package still differs on ${value}`);
  }
});

function agrees(value: string, first: string, last: string): boolean {
  try {
    const { min, max } = edtf(value);
    return [min, max].map((one) => new Date(one).toISOString().slice(0, 10)).join() === `${first},${last}`;
  } catch {
    return false;
  }
}
