import type ICAL from "ical.js";

const LAST_DAYS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const PARTS: ReadonlySet<string> = new Set(["BYDAY", "BYMONTHDAY", "BYMONTH", "BYSETPOS"]);

/**
 * Whether a rule of repetition (RFC 5545, 3.3.10) surely comes to its next time soon. Others are refused: one that never comes true, as "each
 * 30th of February", would be looked for without end, and calendars come from anybody.
 */
export function isTame(rule: ICAL.Recur): boolean {
  const { freq, interval } = rule;
  const parts = rule.parts as Readonly<Record<string, readonly (number | string)[]>>;
  const names = Object.keys(parts);
  if (!["DAILY", "WEEKLY", "MONTHLY", "YEARLY"].includes(freq) || !names.every((name) => PARTS.has(name))) return false;
  if (!Number.isInteger(interval) || interval < 1 || interval > 1_000) return false;
  const months = numbersOf(parts["BYMONTH"]);
  const days = numbersOf(parts["BYMONTHDAY"]);
  if (!months.every((one) => one >= 1 && one <= 12)) return false;
  if (!days.every((one) => one !== 0 && Math.abs(one) <= 31)) return false;
  if (days.length > 0 && months.length > 0 && !days.some((day) => months.some((month) => fits(day, month))))
    return false;
  if (
    names.includes("BYSETPOS") &&
    (freq !== "MONTHLY" || !(parts["BYDAY"] ?? []).every((day) => /^[A-Z]{2}$/.test(String(day))))
  )
    return false;
  if (!(parts["BYDAY"] ?? []).every((day) => isDay(String(day), freq, months.length > 0))) return false;
  if (freq === "WEEKLY" && (days.length > 0 || (months.length > 0 && interval > 1))) return false;
  if (freq === "DAILY" && names.length > 0 && interval > 1) return false;
  // With a step, the day or month that is asked for may lie in none of those that are stepped on.
  if (freq === "MONTHLY" && interval > 1)
    return months.length === 0 && days.every((day) => Math.abs(day) <= 28) && !hasFifth(parts);
  if (freq === "YEARLY" && interval > 1) return !days.some((day) => Math.abs(day) > 28) && !hasFifth(parts);
  return !(hasFifth(parts) && months.length > 0);
}

const numbersOf = (values: readonly (number | string)[] = []): number[] => values.map(Number);

const fits = (day: number, month: number): boolean => Math.abs(day) <= (LAST_DAYS[month - 1] ?? 0);

/** "MO", and where it counts within a month, "2MO" or "-1SU". */
function isDay(day: string, freq: string, hasMonth: boolean): boolean {
  const { count } = /^(?<count>[+-]?\d{1,2})?(?:MO|TU|WE|TH|FR|SA|SU)$/.exec(day)?.groups ?? { count: "none" };
  if (count === undefined) return true;
  const isOfMonth = freq === "MONTHLY" || (freq === "YEARLY" && hasMonth);
  return isOfMonth && Math.abs(Number(count)) >= 1 && Math.abs(Number(count)) <= 5;
}

const hasFifth = (parts: Readonly<Record<string, readonly (number | string)[]>>): boolean =>
  (parts["BYDAY"] ?? []).some((day) => /5/.test(String(day)));
