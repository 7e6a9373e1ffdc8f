import { AppError } from "../../core/index.ts";

const DAY_MS = 86_400_000;
const ISO = /^(\d{4})-(\d{2})-(\d{2})(.*)$/s;

/** Days since 1970-01-01 of an ISO date (a time behind it is ignored). Throws E_INPUT when it is no date. */
export function toDayNumber(iso: string): number {
  const match = ISO.exec(iso);
  const made = match ? isoOf(Number(match[1]), Number(match[2]), Number(match[3])) : null;
  if (made === null) {
    throw new AppError("E_INPUT", `"${iso.slice(0, 40)}" is not a date.`, { hint: "Write dates as YYYY-MM-DD." });
  }
  return Date.parse(`${made}T00:00:00Z`) / DAY_MS;
}

function fromDayNumber(day: number): string {
  const date = new Date(day * DAY_MS);
  if (Number.isNaN(date.getTime()) || date.getUTCFullYear() > 9999 || date.getUTCFullYear() < 0) {
    throw new AppError("E_INPUT", "The date lies outside the years 0 to 9999.");
  }
  return date.toISOString().slice(0, 10);
}

/** The ISO date of year, month (1-12) and day, or null when the calendar has no such day. */
export function isoOf(year: number, month: number, day: number): string | null {
  if (!(year >= 1 && year <= 9999 && month >= 1 && month <= 12 && day >= 1 && day <= monthDays(year, month)))
    return null;
  return `${String(year).padStart(4, "0")}-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}`;
}

export function monthDays(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** Adds days; a time of day stays as it is. */
export function addDays(iso: string, days: number): string {
  return fromDayNumber(toDayNumber(iso) + days) + iso.slice(10);
}

/** Adds months; keeps the day where that month has it, else takes its last day (31 January + 1 = 28 February). */
export function addMonths(iso: string, months: number): string {
  toDayNumber(iso);
  const index = Number(iso.slice(0, 4)) * 12 + Number(iso.slice(5, 7)) - 1 + months;
  const year = Math.floor(index / 12);
  const month = (((index % 12) + 12) % 12) + 1;
  const made = isoOf(year, month, Math.min(Number(iso.slice(8, 10)), monthDays(year, month)));
  if (made === null) throw new AppError("E_INPUT", "The date lies outside the years 1 to 9999.");
  return made + iso.slice(10);
}

/** Whole days from `from` to `to`; negative when `to` is earlier. */
export function daysBetween(from: string, to: string): number {
  return toDayNumber(to) - toDayNumber(from);
}

/** 1 = Monday ... 7 = Sunday (ISO 8601). */
export function weekday(iso: string): number {
  return weekdayOf(toDayNumber(iso));
}

function weekdayOf(day: number): number {
  return ((((day + 3) % 7) + 7) % 7) + 1; // 1970-01-01 was a Thursday
}

/** ISO 8601 week: weeks begin on Monday, week 1 holds the year's first Thursday; so 2027-01-01 is in week 53 of 2026. */
export function isoWeek(iso: string): { year: number; week: number } {
  const thursday = toDayNumber(iso) - weekday(iso) + 4;
  const year = Number(fromDayNumber(thursday).slice(0, 4));
  return { year, week: Math.floor((thursday - toDayNumber(`${String(year).padStart(4, "0")}-01-01`)) / 7) + 1 };
}

/** Monday of an ISO week. */
export function mondayOfWeek(year: number, week: number): string {
  const fourth = `${String(year).padStart(4, "0")}-01-04`;
  return addDays(fourth, 1 - weekday(fourth) + (week - 1) * 7);
}

const NONE: ReadonlySet<string> = new Set();

/** The n-th working day (Monday to Friday, not in `holidays`) after `iso`; before it for n < 0; `iso` itself for 0. */
export function addWorkingDays(iso: string, n: number, holidays: ReadonlySet<string> = NONE): string {
  if (!Number.isInteger(n) || Math.abs(n) > 100_000) {
    throw new AppError("E_INPUT", "The number of working days must be a whole number up to 100,000.");
  }
  const step = n < 0 ? -1 : 1;
  let day = toDayNumber(iso);
  for (let left = Math.abs(n); left > 0;) {
    day += step;
    if (isWorkingDay(day, holidays)) left -= 1;
  }
  return fromDayNumber(day) + iso.slice(10);
}

/** Working days after `from`, up to and with `to` (Friday to Monday is 1); negative when `to` is earlier. */
export function workingDaysBetween(from: string, to: string, holidays: ReadonlySet<string> = NONE): number {
  const start = toDayNumber(from);
  const end = toDayNumber(to);
  if (end < start) return -workingDaysBetween(to, from, holidays);
  const weeks = Math.floor((end - start) / 7);
  let count = weeks * 5;
  for (let day = start + weeks * 7 + 1; day <= end; day += 1) if (weekdayOf(day) <= 5) count += 1;
  for (const holiday of new Set(holidays)) {
    const day = toDayNumber(holiday);
    if (day > start && day <= end && weekdayOf(day) <= 5) count -= 1;
  }
  return count;
}

function isWorkingDay(day: number, holidays: ReadonlySet<string>): boolean {
  return weekdayOf(day) <= 5 && !(holidays.size > 0 && holidays.has(fromDayNumber(day)));
}
