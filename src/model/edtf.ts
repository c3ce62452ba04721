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

const clock = '(?:[01]\\d|2[0-3]):[0-5]\\d';
const instant = new RegExp(
  `^(\\d{4}-\\d\\d-\\d\\d)[Tt]${clock}:[0-5]\\d(?:\\.\\d{1,9})?(?:[Zz]|[+-]${clock})$`,
);
const date = /^([\dX]{4})(?:-([\dX]{2})(?:-([\dX]{2}))?)?[?~%]?$/;
const open = '..';
const doubted = /[?~%]/;

const remembered = new LRUCache<string, DateBounds>({ max: 10_000 });
const rememberedPossible = new LRUCache<string, DateBounds>({ max: 10_000 });
/** Those of a year of unknown digits alone are 10,000. */
const numbers = new LRUCache<string, readonly number[]>({ max: 100 });

/**
 * The bounds of an EDTF date (Library of Congress EDTF, 2019) or RFC 3339 instant; undefined where `value` is neither.
 * Accepted are years, months and days with `X` digits and a closing `?`, `~` or `%`, closed and half-open intervals of
 * these, and instants with an offset. A date without an offset is widened to every time zone on Earth.
 */
export function dateBounds(value: string): DateBounds | undefined {
  const known = remembered.get(value);
  if (known) return known;
  const [, day] = instant.exec(value) ?? [];
  const bounds =
    day === undefined ? intervalBounds(value.split('/', 3)) : dateBounds(day) && instantBounds(value);
  if (bounds) remembered.set(value, bounds);
  return bounds;
}

/**
 * The bounds of a date that may be wrong: as `dateBounds`, but an end that carries `?`, `~` or `%` is widened by its own
 * length (`2022-03-14?` by a day, `2022-03~` by a month), before and after.
 */
export function possibleBounds(value: string): DateBounds | undefined {
  if (!doubted.test(value)) return dateBounds(value);
  const known = rememberedPossible.get(value);
  if (known) return known;
  const bounds = intervalBounds(value.split('/', 3), true);
  if (bounds) rememberedPossible.set(value, bounds);
  return bounds;
}

/**
 * The bounds of a date on its own calendar, doubts included, as if its days were those of UTC: dates of one calendar can be
 * compared by them. undefined where `value` is an instant, or no date at all.
 */
export function calendarBounds(value: string): DateBounds | undefined {
  const bounds = instant.test(value) ? undefined : possibleBounds(value);
  return (
    bounds && {
      earliest: bounds.earliest === null ? null : bounds.earliest + widening.before,
      latest: bounds.latest === null ? null : bounds.latest - widening.after,
    }
  );
}

function instantBounds(value: string): DateBounds {
  const at = Date.parse(value.toUpperCase());
  return { earliest: at, latest: at };
}

function intervalBounds([from = '', to = from, ...rest]: string[], widened = false): DateBounds | undefined {
  if (rest.length > 0 || (from === open && to === open)) return undefined;
  const [first, last] = widened ? [possibleDaysOf(from), possibleDaysOf(to)] : [daysOf(from), daysOf(to)];
  if ((!first && from !== open) || (!last && to !== open)) return undefined;
  if (first && last && last.end < first.start) return undefined;
  return {
    earliest: first ? first.start - widening.before : null,
    latest: last ? last.end + widening.after : null,
  };
}

function possibleDaysOf(value: string): { start: number; end: number } | undefined {
  const days = daysOf(value);
  if (!days || !doubted.test(value)) return days;
  const length = days.end - days.start + 1;
  return { start: days.start - length, end: days.end + length };
}

/** From the start of the first day to the end of the last day that a date may mean, in UTC. */
function daysOf(value: string): { start: number; end: number } | undefined {
  const [, year, month = 'XX', day = 'XX'] = date.exec(value) ?? [];
  if (year === undefined) return undefined;
  const years = numbersOf(year);
  const months = numbersOf(month).filter((one) => one >= 1 && one <= 12);
  const days = numbersOf(day).filter((one) => one >= 1);
  // A day that no leap year has would otherwise be looked for in as many years as the digits allow.
  if (firstDay([2000], months, days) === undefined) return undefined;
  const start = firstDay(years, months, days);
  if (start === undefined) return undefined;
  const end = firstDay(years.toReversed(), months.reverse(), days.reverse()) ?? start;
  return { start, end: end + 24 * hour - 1 };
}

/** Every number that digits may mean, in order; `X` stands for any digit. */
function numbersOf(digits: string): readonly number[] {
  const known = numbers.get(digits);
  if (known) return known;
  let all = [0];
  for (const digit of digits) {
    const choices = digit === 'X' ? [0, 1, 2, 3, 4, 5, 6, 7, 8, 9] : [Number(digit)];
    all = all.flatMap((number) => choices.map((choice) => number * 10 + choice));
  }
  if (all.length > 1) numbers.set(digits, all);
  return all;
}

function firstDay(years: readonly number[], months: number[], days: number[]): number | undefined {
  for (const year of years) {
    for (const month of months) {
      const day = days.find((one) => one <= lengthOfMonth(year, month));
      if (day !== undefined) return new Date(0).setUTCFullYear(year, month - 1, day);
    }
  }
  return undefined;
}

function lengthOfMonth(year: number, month: number): number {
  if (month !== 2) return [4, 6, 9, 11].includes(month) ? 30 : 31;
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
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
