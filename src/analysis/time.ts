import { LRUCache } from 'lru-cache';
import { calendarBounds, type DateBounds, possibleBounds } from '../model/edtf.ts';

/** From when to when something may have happened, in UTC milliseconds; null where that is not known. */
export interface Period extends DateBounds {
  /** Its days, where it is compared with other days of the same calendar only. */
  readonly days?: DateBounds | undefined;
}

export const anyTime: Period = { earliest: null, latest: null };

/** A period as it is answered: RFC 3339 in UTC, null where it is not known or in no year of four digits. */
export function written({ earliest, latest }: Period): { earliest: string | null; latest: string | null } {
  return { earliest: writtenInstant(earliest), latest: writtenInstant(latest) };
}

const instants = new LRUCache<number, string>({ max: 10_000 });

function writtenInstant(instant: number | null): string | null {
  if (instant === null) return null;
  const known = instants.get(instant);
  if (known !== undefined) return known;
  const text = new Date(instant).toISOString();
  // Days are widened to every time zone, beyond the first and the last year.
  if (!/^\d/.test(text)) return null;
  instants.set(instant, text);
  return text;
}

/** When a date (EDTF or RFC 3339) may have been, doubts included; any time where there is none. */
export function periodOf(date: unknown): Period {
  return (typeof date === 'string' && possibleBounds(date)) || anyTime;
}

/** When something was with one source, or any time: a date without an offset is a day of its own calendar. */
export function sayingOf(date: string | undefined): Period {
  if (date === undefined) return unsaid;
  const known = sayings.get(date);
  if (known) return known;
  const saying = { ...periodOf(date), days: calendarBounds(date) };
  sayings.set(date, saying);
  return saying;
}

const unsaid: Period = { ...anyTime, days: anyTime };
const sayings = new LRUCache<string, Period>({ max: 10_000 });

/** Whether one thing certainly happened before another. */
export function isBefore(one: Period, other: Period): boolean {
  const byDays = one.days !== undefined && other.days !== undefined && endsBefore(one.days, other.days);
  return byDays || endsBefore(one, other);
}

function endsBefore(one: DateBounds, other: DateBounds): boolean {
  return one.latest !== null && other.earliest !== null && one.latest < other.earliest;
}

/** Whether any of some things certainly happened before any of others. */
export function anyIsBefore(some: readonly Period[], others: readonly Period[]): boolean {
  const daysOf = (periods: readonly Period[]) => periods.flatMap(({ days = [] }) => days);
  return firstEnd(some) < lastStart(others) || firstEnd(daysOf(some)) < lastStart(daysOf(others));
}

function firstEnd(periods: readonly DateBounds[]): number {
  return periods.reduce((first, { latest }) => Math.min(first, latest ?? first), Number.POSITIVE_INFINITY);
}

function lastStart(periods: readonly DateBounds[]): number {
  return periods.reduce((last, { earliest }) => Math.max(last, earliest ?? last), Number.NEGATIVE_INFINITY);
}

/** The shortest period in which all of them lie. */
export function hullOf(periods: readonly Period[]): Period {
  const isOpen = (end: keyof Period) => periods.some((period) => period[end] === null);
  return {
    earliest: isOpen('earliest') ? null : Math.min(...periods.map(({ earliest }) => earliest ?? 0)),
    latest: isOpen('latest') ? null : Math.max(...periods.map(({ latest }) => latest ?? 0)),
  };
}

/** Those that may be the latest: none of the others certainly came after. */
export function latestOf<Dated>(items: readonly Dated[], when: (item: Dated) => Period): Dated[] {
  const periods = items.map(when);
  const [start, startOfDays] = [lastStart(periods), lastStart(periods.flatMap(({ days = [] }) => days))];
  const mayBe = ({ latest, days }: Period) =>
    (latest ?? Number.POSITIVE_INFINITY) >= start &&
    (days?.latest ?? Number.POSITIVE_INFINITY) >= startOfDays;
  return items.filter((_, index) => mayBe(periods[index] as Period));
}

/** Those that may be the earliest: none of the others certainly came before. */
export function earliestOf<Dated>(items: readonly Dated[], when: (item: Dated) => Period): Dated[] {
  const end = firstEnd(items.map(when));
  return items.filter((item) => (when(item).earliest ?? Number.NEGATIVE_INFINITY) <= end);
}

/**
 * What is taken to have happened: all that is recorded, or only what certainly, or all that possibly, had happened by an
 * instant (UTC milliseconds).
 */
export type Clock =
  | { readonly reading: 'recorded' }
  | { readonly reading: 'certain' | 'possible'; readonly instant: number };

export const recorded: Clock = { reading: 'recorded' };

/** Whether something that happened in a period had happened by a clock. */
export function hadHappened({ earliest, latest }: Period, clock: Clock): boolean {
  switch (clock.reading) {
    case 'recorded':
      return true;
    case 'certain':
      return latest !== null && latest <= clock.instant;
    case 'possible':
      return earliest === null || earliest <= clock.instant;
  }
}
