import edtf from 'edtf';
import { LRUCache } from 'lru-cache';
import { z } from 'zod';

/** The earliest and latest instant that a date may mean, in UTC milliseconds; null where that end is open. */
export interface DateBounds {
  readonly earliest: number | null;
  readonly latest: number | null;
}

const hour = 3_600_000;
/** A day begins first at UTC+14 and ends last at UTC-12. */
const widening = { before: 14 * hour, after: 12 * hour };

const plainDate = /^(\d{4})(?:-(\d\d)(?:-(\d\d))?)?$/;
const instant = /^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:[Zz]|[+-]\d\d:\d\d)$/;
const date = '[\\dX]{4}(?:-(?:0[1-9X]|1[0-2X]|X[\\dX])(?:-(?:[0-2X][\\dX]|3[01X]))?)?[?~%]?';
const qualifiedDate = new RegExp(`^${date}$`);
const interval = new RegExp(`^(?:${date}/(?:${date}|\\.\\.)|\\.\\./${date})$`);

const remembered = new LRUCache<string, { bounds: DateBounds | undefined }>({ max: 10_000 });

/**
 * The bounds of an EDTF date (Library of Congress EDTF, 2019) or RFC 3339 instant; undefined where `value` is neither.
 * Accepted are years, months and days with `X` digits and a closing `?`, `~` or `%`, closed and half-open intervals of
 * these, and instants with an offset. A date without an offset is widened to every time zone on Earth.
 */
export function dateBounds(value: string): DateBounds | undefined {
  if (instant.test(value)) return instantBounds(value);
  const plain = plainDate.exec(value);
  if (plain && value >= '0100') return plainBounds(plain);
  const known = remembered.get(value);
  if (known) return known.bounds;
  const bounds = parsedBounds(value);
  remembered.set(value, { bounds });
  return bounds;
}

function instantBounds(value: string): DateBounds | undefined {
  const [day = ''] = value.split(/[Tt]/);
  if (!dateBounds(day)) return undefined;
  const at = Date.parse(value.toUpperCase());
  return Number.isNaN(at) ? undefined : { earliest: at, latest: at };
}

function plainBounds([, year, month, day]: RegExpExecArray): DateBounds | undefined {
  const [y, m, d] = [Number(year), Number(month ?? 1), Number(day ?? 1)];
  const start = Date.UTC(y, m - 1, d);
  const exists = new Date(start).getUTCMonth() === m - 1 && new Date(start).getUTCDate() === d;
  if (!exists) return undefined;
  const next = day ? Date.UTC(y, m - 1, d + 1) : month ? Date.UTC(y, m, 1) : Date.UTC(y + 1, 0, 1);
  return widened(start, next - 1);
}

function parsedBounds(value: string): DateBounds | undefined {
  if (!qualifiedDate.test(value) && !interval.test(value)) return undefined;
  try {
    const { min, max } = edtf(value);
    if (Number.isFinite(min) && Number.isFinite(max) && min > max) return undefined;
    return widened(min, max);
  } catch {
    return undefined;
  }
}

function widened(start: number, end: number): DateBounds {
  return {
    earliest: Number.isFinite(start) ? start - widening.before : null,
    latest: Number.isFinite(end) ? end + widening.after : null,
  };
}

/** A date as precise as it is known, kept as it was given. */
export const edtfDate = z
  .string()
  .max(64)
  .refine((value) => dateBounds(value) !== undefined, {
    message:
      'must be an EDTF year, month, day or interval (2022, 2022-03, 2022-03-14?, 2022-03-1X, 2022-03-12/2022-03-13, ../2022-03-14) or an RFC 3339 instant with offset',
  })
  .meta({
    id: 'EdtfDate',
    description:
      'A date as precise as it is known: an EDTF year, month or day with `X` digits and `?` `~` `%`, an interval of these, or an RFC 3339 instant with offset.',
    examples: ['2022-03-14?', '2022-03', '../2022-03-14', '2022-03-13T18:30:00+01:00'],
  });
