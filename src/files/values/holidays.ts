import { addDays, isoOf } from "./calendar.ts";
import { AppError } from "../../core/index.ts";

/**
 * Easter Sunday of the Gregorian calendar. Source: the anonymous algorithm published in Nature 13 (1876), in the form of
 * J. Meeus, Astronomical Algorithms (1991), chapter 8.
 */
function easterSunday(year: number): string {
  const a = year % 19;
  const b = Math.floor(year / 100);
  const c = year % 100;
  const d = Math.floor(b / 4);
  const e = b % 4;
  const f = Math.floor((b + 8) / 25);
  const g = Math.floor((b - f + 1) / 3);
  const h = (19 * a + b - d - g + 15) % 30;
  const i = Math.floor(c / 4);
  const k = c % 4;
  const l = (32 + 2 * e + 2 * i - h - k) % 7;
  const m = Math.floor((a + 11 * h + 22 * l) / 451);
  const n = h + l - 7 * m + 114;
  const iso = isoOf(year, Math.floor(n / 31), (n % 31) + 1);
  if (iso === null) throw new AppError("E_INPUT", `There is no year ${year} in the calendar.`);
  return iso;
}

/** The nine holidays that hold in all of Germany (since 1990), ISO date -> German name. */
export function germanHolidays(year: number): Map<string, string> {
  const easter = easterSunday(year);
  const y = easter.slice(0, 4);
  return new Map([
    [`${y}-01-01`, "Neujahr"],
    [addDays(easter, -2), "Karfreitag"],
    [addDays(easter, 1), "Ostermontag"],
    [`${y}-05-01`, "Tag der Arbeit"],
    [addDays(easter, 39), "Christi Himmelfahrt"],
    [addDays(easter, 50), "Pfingstmontag"],
    [`${y}-10-03`, "Tag der Deutschen Einheit"],
    [`${y}-12-25`, "1. Weihnachtstag"],
    [`${y}-12-26`, "2. Weihnachtstag"],
  ]);
}
