import type { DateFormat } from "../types.ts";
import { toDayNumber } from "./calendar.ts";
import { MONTHS_DE, MONTHS_EN } from "./names.ts";

/** Writes an ISO date (or date-time) by a pattern; a time the value lacks is written as 00. Throws E_INPUT for no date. */
export function formatDate(iso: string, format: DateFormat): string {
  toDayNumber(iso);
  const month = Number(iso.slice(5, 7));
  const name = (format.lang === "de" ? MONTHS_DE : MONTHS_EN)[month - 1] ?? "";
  const parts: Record<string, string> = {
    YYYY: iso.slice(0, 4),
    YY: iso.slice(2, 4),
    MMMM: name,
    MMM: name.slice(0, 3),
    MM: iso.slice(5, 7),
    M: String(month),
    DD: iso.slice(8, 10),
    D: String(Number(iso.slice(8, 10))),
    HH: iso.slice(11, 13) || "00",
    mm: iso.slice(14, 16) || "00",
    ss: iso.slice(17, 19) || "00",
  };
  return format.pattern.replace(/YYYY|YY|MMMM|MMM|MM|M|DD|D|HH|mm|ss/g, (token) => parts[token] ?? token);
}
