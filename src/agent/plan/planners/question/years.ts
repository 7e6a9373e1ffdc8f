import { daysBetween, type PeriodSpan } from "../../../../files/index.ts";

/** "2025", "last year", "1 August 2025 to 31 July 2026": a whole year. */
export function isYear({ from, to }: PeriodSpan): boolean {
  return from !== null && to !== null && daysBetween(from, to) >= 363;
}
