import type { Span } from "../../../../files/index.ts";

const GERMAN = ["montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag", "sonntag"];
const ENGLISH = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
const WORD = new RegExp(`(?<!\\p{L})(?:${[...GERMAN, "sonnabend", ...ENGLISH].join("|")})s?(?!\\p{L})`, "giu");

/** Weekdays named in a text. */
export function findWeekdays(text: string): Span[] {
  return [...text.matchAll(WORD)].map((match) => ({
    start: match.index,
    end: match.index + match[0].length,
    text: match[0],
  }));
}

/** 1 (Monday) … 7 of a word that is a weekday, whole or its first two or three letters, else null. */
export function weekdayOf(word: string): number | null {
  const plain = word.trim().toLowerCase().replace(/[.]$/u, "");
  if (plain === "sonnabend") return 6;
  const at = [GERMAN, ENGLISH].map((days) => days.findIndex((day) => day === plain || `${day}s` === plain || (plain.length >= 2 && plain.length <= 3 && day.startsWith(plain)))); // prettier-ignore
  const found = at.find((index) => index >= 0);
  return found === undefined ? null : found + 1;
}

/** A weekday written like another one: its language, length, case and final "s". */
export function likeWeekday(day: number, sample: string): string {
  const plain = sample.trim().toLowerCase().replace(/[.]$/u, "");
  const german = GERMAN.some((name) => name.startsWith(plain.replace(/s$/u, ""))) || plain.startsWith("sonnabend");
  const name = (german ? GERMAN : ENGLISH)[day - 1] ?? "";
  const cut = plain.length <= 3 ? name.slice(0, plain.length) : name + (plain.endsWith("s") ? "s" : "");
  return /^\p{Lu}/u.test(sample.trim()) ? cut.slice(0, 1).toUpperCase() + cut.slice(1) : cut;
}
