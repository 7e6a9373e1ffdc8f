import { addDays, type DateSpan } from "../../../../files/index.ts";

const FIXED: readonly (readonly [RegExp, string])[] = [
  [/\b(?:heiligabend|heilig abend|heiliger abend|christmas eve|xmas eve)\b/giu, "12-24"],
  [/\b(?:erster weihnachtstag|1\. weihnachtstag|1\. weihnachtsfeiertag|christmas day)\b/giu, "12-25"],
  [/\b(?:zweiter weihnachtstag|2\. weihnachtstag|2\. weihnachtsfeiertag|boxing day)\b/giu, "12-26"],
  [/\b(?:silvester|sylvester|new year'?s eve)\b/giu, "12-31"],
  [/\b(?:neujahr|new year'?s day)\b/giu, "01-01"],
  [/\b(?:nikolaus(?:tag)?|st\.? nicholas day)\b/giu, "12-06"],
  [/\b(?:tag der deutschen einheit)\b/giu, "10-03"],
  [/\b(?:tag der arbeit|labour day|may day)\b/giu, "05-01"],
  [/\b(?:valentinstag|valentine'?s day)\b/giu, "02-14"],
];

/** Days of the year that people call by a name: the next one from `today` on ("Heiligabend" in November -> 24 December). */
export function namedDays(text: string, today: string): DateSpan[] {
  const found: DateSpan[] = [];
  for (const [pattern, day] of FIXED) {
    for (const match of text.matchAll(pattern)) {
      const year = /^\s*(\d{4})\b/u.exec(text.slice(match.index + match[0].length))?.[1];
      found.push({
        start: match.index,
        end: match.index + match[0].length,
        text: match[0],
        iso: year ? `${year}-${day}` : next(day, today),
      });
    }
  }
  return found;
}

function next(day: string, today: string): string {
  const year = Number(today.slice(0, 4));
  // A day that was in the last two weeks is still the one that people speak of.
  return `${year}-${day}` >= addDays(today, -14) ? `${year}-${day}` : `${year + 1}-${day}`;
}
