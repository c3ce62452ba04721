import { deepEqual } from 'node:assert/strict';
import fc from 'fast-check';
import { test } from 'tap';
import { dateBounds, edtfDate } from '../../src/model/edtf.ts';

function boundsOf(value: string) {
  const bounds = dateBounds(value);
  const iso = (at: number | null) => (at === null ? null : new Date(at).toISOString());
  return bounds && [iso(bounds.earliest), iso(bounds.latest)];
}

/** The bounds of a span of days in UTC, told by its first and last day, as widened to every time zone. */
function daysAround(first: string, last: string) {
  const at = (day: string, hours: number) => new Date(Date.parse(`${day}T00:00:00Z`) + hours * 3_600_000);
  return [at(first, -14).toISOString(), new Date(at(last, 36).getTime() - 1).toISOString()];
}

const exactBounds: [value: string, earliest: string | null, latest: string | null][] = [
  ['2022', '2021-12-31T10:00:00.000Z', '2023-01-01T11:59:59.999Z'],
  ['2022-03', '2022-02-28T10:00:00.000Z', '2022-04-01T11:59:59.999Z'],
  ['2022-12', '2022-11-30T10:00:00.000Z', '2023-01-01T11:59:59.999Z'],
  ['2022-03-14', '2022-03-13T10:00:00.000Z', '2022-03-15T11:59:59.999Z'],
  ['2022-03-14?', '2022-03-13T10:00:00.000Z', '2022-03-15T11:59:59.999Z'],
  ['2022-03-14~', '2022-03-13T10:00:00.000Z', '2022-03-15T11:59:59.999Z'],
  ['2022-03-14%', '2022-03-13T10:00:00.000Z', '2022-03-15T11:59:59.999Z'],
  ['2024-02-29', '2024-02-28T10:00:00.000Z', '2024-03-01T11:59:59.999Z'],
  ['2000-02-29', '2000-02-28T10:00:00.000Z', '2000-03-01T11:59:59.999Z'],
  ['0000', '-000001-12-31T10:00:00.000Z', '0001-01-01T11:59:59.999Z'],
  ['0000-02-29', '0000-02-28T10:00:00.000Z', '0000-03-01T11:59:59.999Z'],
  ['0001-01-01', '0000-12-31T10:00:00.000Z', '0001-01-02T11:59:59.999Z'],
  ['0099', '0098-12-31T10:00:00.000Z', '0100-01-01T11:59:59.999Z'],
  ['0100', '0099-12-31T10:00:00.000Z', '0101-01-01T11:59:59.999Z'],
  ['9999-12-31', '9999-12-30T10:00:00.000Z', '+010000-01-01T11:59:59.999Z'],
  ['XXXX', '-000001-12-31T10:00:00.000Z', '+010000-01-01T11:59:59.999Z'],
  ['2022-03/..', '2022-02-28T10:00:00.000Z', null],
  ['../2022-03', null, '2022-04-01T11:59:59.999Z'],
  ['../2022-03-14?', null, '2022-03-15T11:59:59.999Z'],
  ['2022-03-14T10:00:00Z', '2022-03-14T10:00:00.000Z', '2022-03-14T10:00:00.000Z'],
  ['2022-03-14t10:00:00z', '2022-03-14T10:00:00.000Z', '2022-03-14T10:00:00.000Z'],
  ['2022-03-14T10:00:00+05:45', '2022-03-14T04:15:00.000Z', '2022-03-14T04:15:00.000Z'],
  ['2022-03-14T00:30:00+14:00', '2022-03-13T10:30:00.000Z', '2022-03-13T10:30:00.000Z'],
  ['2022-03-14T23:30:00-12:00', '2022-03-15T11:30:00.000Z', '2022-03-15T11:30:00.000Z'],
  ['2022-03-14T10:00:00.5Z', '2022-03-14T10:00:00.500Z', '2022-03-14T10:00:00.500Z'],
  ['2022-03-14T10:00:00.123456789Z', '2022-03-14T10:00:00.123Z', '2022-03-14T10:00:00.123Z'],
  ['2024-02-29T23:59:59Z', '2024-02-29T23:59:59.000Z', '2024-02-29T23:59:59.000Z'],
  ['0001-01-01T00:00:00Z', '0001-01-01T00:00:00.000Z', '0001-01-01T00:00:00.000Z'],
];

for (const [value, earliest, latest] of exactBounds) {
  test(`${value} means ${earliest} to ${latest}`, async (t) => {
    t.strictSame(boundsOf(value), [earliest, latest]);
    t.strictSame(boundsOf(value), [earliest, latest], 'the second answer is the first');
    t.equal(edtfDate.parse(value), value, 'it is kept as it was given');
  });
}

const daysMeant: [value: string, first: string, last: string][] = [
  ['202X', '2020-01-01', '2029-12-31'],
  ['20XX', '2000-01-01', '2099-12-31'],
  ['201X-03', '2010-03-01', '2019-03-31'],
  ['2022-XX', '2022-01-01', '2022-12-31'],
  ['2022-0X', '2022-01-01', '2022-09-30'],
  ['2022-1X', '2022-10-01', '2022-12-31'],
  ['2022-X0', '2022-10-01', '2022-10-31'],
  ['2022-X2', '2022-02-01', '2022-12-31'],
  ['2022-X3', '2022-03-01', '2022-03-31'],
  ['2022-XX-XX', '2022-01-01', '2022-12-31'],
  ['2022-03-XX', '2022-03-01', '2022-03-31'],
  ['2022-03-0X', '2022-03-01', '2022-03-09'],
  ['2022-03-1X', '2022-03-10', '2022-03-19'],
  ['2022-03-3X', '2022-03-30', '2022-03-31'],
  ['2022-04-3X', '2022-04-30', '2022-04-30'],
  ['2022-03-X0', '2022-03-10', '2022-03-30'],
  ['2022-02-X0', '2022-02-10', '2022-02-20'],
  ['2022-02-2X', '2022-02-20', '2022-02-28'],
  ['2024-02-2X', '2024-02-20', '2024-02-29'],
  ['2022-02-X9', '2022-02-09', '2022-02-19'],
  ['2022-0X-31', '2022-01-31', '2022-08-31'],
  ['2022-X0-10', '2022-10-10', '2022-10-10'],
  ['202X-02-29', '2020-02-29', '2028-02-29'],
  ['XXXX-02-29', '0000-02-29', '9996-02-29'],
  ['202X?', '2020-01-01', '2029-12-31'],
  ['2022?', '2022-01-01', '2022-12-31'],
  ['2022-03~', '2022-03-01', '2022-03-31'],
  ['2022-03-12/2022-03-13', '2022-03-12', '2022-03-13'],
  ['2022-03-12?/2022-03-14~', '2022-03-12', '2022-03-14'],
  ['2022/2023', '2022-01-01', '2023-12-31'],
  ['2022/2022', '2022-01-01', '2022-12-31'],
  ['2022-03/2022-03-12', '2022-03-01', '2022-03-12'],
  ['2022-03-12/2022-03', '2022-03-12', '2022-03-31'],
  ['2022-03-12/2022', '2022-03-12', '2022-12-31'],
  ['2025/202X', '2025-01-01', '2029-12-31'],
];

for (const [value, first, last] of daysMeant) {
  test(`${value} means days from ${first} to ${last}`, async (t) => {
    t.strictSame(boundsOf(value), daysAround(first, last));
    t.strictSame(boundsOf(value), daysAround(first, last), 'the second answer is the first');
    t.equal(edtfDate.parse(value), value, 'it is kept as it was given');
  });
}

const refused: Record<string, string[]> = {
  'not a date': ['', ' ', 'yesterday', '/', 'null', '..', '../..', '٢٠٢٢', '２０２２'],
  'spaces around it': ['2022 ', ' 2022', '2022\n', '2022-03-14T10:00:00Z\n', '2022 / 2023'],
  'digits missing': ['202', '2022-3', '2022-03-1', '20220314', '2022-', '2022-03-'],
  'no such month': ['2022-00', '2022-13', '2022-00-01', '2022-1X-32', '2022-X', '2022-3X'],
  'no such day': ['2022-02-30', '2022-02-29', '1900-02-29', '2022-04-31', '2022-01-00', '2022-01-32'],
  'no such day before the year 100': ['0099-02-29', '0010-02-29?', '0050-02-30', '0001-02-29/0002'],
  'no such day whatever the digits': ['2022-02-3X', 'XXXX-02-30', 'XXX1-02-29', '2022-X0-3X-', '2022-03-4X'],
  'a season': ['2022-21', '2022-24', '2022-33'],
  'a huge or negative year': ['Y170000002', 'Y-17', '-0001', '-2022', '12022', '1985S2', '1E4'],
  'a set': ['[2022,2023]', '{2022,2023}', '[..2022]', '2022,2023'],
  'a qualifier inside or before it': ['2022?-03', '2022-03?-14', '?2022', '2022-~03', '2022-03-14?~'],
  'an inverted interval': ['2022-03-13/2022-03-12', '2023/2022', '2025/2024-XX', '2022-02/2022-01-31'],
  'an interval with an end missing': ['2022-03/', '/2022-03', '2022/2023/2024', '../', '/..', '../2022/..'],
  'an interval of instants': ['2022-03-14T10:00:00Z/..', '2022-03-14/2022-03-14T10:00:00Z'],
  'an instant without an offset': ['2022-03-14T10:00:00', '2022-03-14T10:00', '2022-03-14T10'],
  'a malformed instant': ['2022-03-14T10:00Z', '2022-03-14 10:00:00Z', '2022-03-14T10:00:00.Z', 'T10:00:00Z'],
  'a malformed offset': ['2022-03-14T10:00:00+0100', '2022-03-14T10:00:00+1', '2022-03-14Z', '2022+01:00'],
  'no such time': ['2022-03-14T24:00:00Z', '2022-03-14T10:60:00Z', '2022-03-14T23:59:60Z'],
  'no such offset': ['2022-03-14T10:00:00+24:00', '2022-03-14T10:00:00+14:60'],
  'an instant of no such day': ['2022-02-30T10:00:00Z', '2022-13-01T10:00:00Z', '0099-02-29T10:00:00Z'],
  'too many decimals': ['2022-03-14T10:00:00.1234567891Z'],
};

for (const [why, values] of Object.entries(refused)) {
  test(`what is refused: ${why}`, async (t) => {
    for (const value of values) {
      t.equal(dateBounds(value), undefined, JSON.stringify(value));
      t.equal(dateBounds(value), undefined, `${JSON.stringify(value)} asked again`);
      t.notOk(edtfDate.safeParse(value).success, `the schema refuses ${JSON.stringify(value)}`);
    }
  });
}

test('a plain day has the bounds that Date gives it, and no others exist', async (t) => {
  const number = (max: number) => fc.integer({ min: 0, max });
  const digits = (value: number, length: number) => String(value).padStart(length, '0');
  const anyDay = fc.tuple(number(9_999), number(13), number(32));
  const property = fc.property(anyDay, ([year, month, day]) => {
    const value = `${digits(year, 4)}-${digits(month, 2)}-${digits(day, 2)}`;
    const midnight = new Date(`${value}T00:00:00Z`);
    const exists = !Number.isNaN(midnight.getTime()) && midnight.toISOString().startsWith(value);
    deepEqual(boundsOf(value), exists ? daysAround(value, value) : undefined);
  });
  t.doesNotThrow(() => fc.assert(property, { numRuns: 1_000 }));
});

test('X digits mean the first to the last day that they fit', async (t) => {
  const begin = Date.UTC(2000, 0, 1);
  const century = Array.from({ length: 36_525 }, (_, day) =>
    new Date(begin + day * 86_400_000).toISOString().slice(0, 10),
  );
  const digit = (digits: string) => fc.constantFrom(...digits, 'X');
  const anyPattern = fc.tuple(digit('0123456789'), digit('029'), digit('01'), digit('0129'), digit('0123'));
  const property = fc.property(anyPattern, digit('0159'), ([decade, year, tens, month, ten], one) => {
    const value = `20${decade}${year}-${tens}${month}-${ten}${one}`;
    const pattern = new RegExp(`^${value.replaceAll('X', '.')}$`);
    const days = century.filter((day) => pattern.test(day));
    const [first, last] = [days.at(0), days.at(-1)];
    deepEqual(boundsOf(value), first && last ? daysAround(first, last) : undefined);
  });
  t.doesNotThrow(() => fc.assert(property, { numRuns: 300 }));
});

test('dates that may be any of very many days are read quickly', async (t) => {
  const days = Array.from({ length: 28 }, (_, day) => String(day + 1).padStart(2, '0'));
  const months = ['01', '02', '03', '04', '05', '06', '07', '08', '09', '10', '11', '12'];
  const all = months.flatMap((month) => days.map((day) => `XXXX-${month}-${day}`));
  const began = performance.now();
  const bounds = all.flatMap((from) => days.slice(0, 15).map((day) => dateBounds(`${from}/XXXX-12-${day}~`)));
  t.equal(bounds.filter((one) => one !== undefined).length, 5_040);
  for (const day of days) t.equal(dateBounds(`XXX1-02-29/XXX3-12-${day}`), undefined);
  t.ok(performance.now() - began < 2_000);
});
