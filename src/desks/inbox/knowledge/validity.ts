import { findDates, findPeriods, fold } from "../../../files/index.ts";

const OLD =
  /(?<!\p{L})(?:alte?[rs]?|old|archiv|archived?|ablage|veraltet|obsolete|superseded|previous|vorher|frueher|ungueltig|deprecated|outdated|bisher|backup)(?!\p{L})/u;
const STATED =
  /(?:stand|gültig (?:ab|seit)|gilt ab|fassung vom|preise? ab|valid from|effective(?: from)?|in force from|version of|as of|prices? from)(?!\p{L})[:\s]*/iu;

/** A path that says the file was put away: "archiv/preise.csv", "price list (old).xlsx". */
export const isPutAway = (path: string): boolean => OLD.test(fold(path).replaceAll(/[_\-.]/g, " "));

/** The ISO date from which a document holds: said in its first lines, else in its name; null: neither. */
export function readSince(path: string, text: string, today: string): string | null {
  const head = text.slice(0, 600);
  const stated = STATED.exec(head);
  if (stated) {
    const after =
      head.slice(stated.index + stated[0].length, stated.index + stated[0].length + 40).split("\n")[0] ?? "";
    const said = findDates(after, { today })[0]?.iso ?? findPeriods(after, { today })[0]?.from;
    if (said) return said;
  }
  const name = (path.split("/").at(-1) ?? path).replaceAll("_", " ");
  const written = findDates(name, { today })[0]?.iso;
  if (written) return written;
  const year = /(?<!\d)(?:19|20)\d\d(?!\d)/.exec(name)?.[0];
  return year === undefined ? null : `${year}-01-01`;
}
