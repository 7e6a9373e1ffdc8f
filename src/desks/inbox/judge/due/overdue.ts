import { daysBetween, findDates } from "../../../../files/index.ts";
import type { Due } from "./findDue.ts";

/** How long ago a day may be that somebody still writes about. */
const OLDEST_DAYS = 400;
/** Characters before and behind a date in which it is said what it was. */
const [BEFORE, BEHIND] = [40, 24];
const WAS =
  /(?<![\p{L}])(?:war|waren|was|were|fell|seit|since|fällig|faellig|überfällig|ueberfaellig|due|overdue)(?![\p{L}])[^.!?\n]*$/iu;
const DUE =
  /(?<![\p{L}])(?:über|ueber|zur zahlung )?(?:fällig|faellig|due|overdue|payable|zahlbar|outstanding)(?![\p{L}])/iu;

/** The day on which a bill was due that somebody reminds of: "war am 3. März fällig", "was due on 3 March". Null: none is named. */
export function findOverdue(text: string, today: string): Due | null {
  const found = findDates(text, { today }).flatMap(({ start, end, iso }): Due[] => {
    if (iso >= today || daysBetween(iso, today) > OLDEST_DAYS) return [];
    const before = /[^.!?\n]*$/u.exec(text.slice(Math.max(0, start - BEFORE), start))?.[0] ?? "";
    const behind = /^[^.!?\n]*/u.exec(text.slice(end, end + BEHIND))?.[0] ?? "";
    return WAS.test(before) && (DUE.test(before) || DUE.test(behind)) ? [{ day: iso, start, end }] : [];
  });
  return found.at(-1) ?? null;
}
