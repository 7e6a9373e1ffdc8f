import type { NamedClass } from "../rules/read.ts";
import { readRule } from "../rules/read.ts";
import type { MailRule } from "../rules/types.ts";

/** What is to be done with mails that are there already. */
export interface BulkWish {
  rule: MailRule;
  action: "archive" | "move" | "done";
  folder: string | null;
  /** Only mails that came longer ago; null: all. */
  olderDays: number | null;
}

const AGES: readonly RegExp[] = [
  /,?\s*(?:(?:that|which) are )?older than (\d{1,4}) (day|week|month|year)s?/iu,
  /,?\s*(?:die )?älter als (\d{1,4}) (tag|woche|monat|jahr)(?:e?n?)(?: sind)?/iu,
];
const DAYS: Readonly<Record<string, number>> = {
  day: 1,
  tag: 1,
  week: 7,
  woche: 7,
  month: 30,
  monat: 30,
  year: 365,
  jahr: 365,
};

/**
 * Reads "archive all newsletters older than 30 days" or its German: a rule with an age. As with rules, every word has to be understood; the words that
 * were not are given back. Only filing can be done to many mails at once: answers and all else are not.
 */
export function readBulk(text: string, classes: readonly NamedClass[]): BulkWish | { unknown: string[] } {
  let rest = text.slice(0, 500).normalize("NFC");
  let olderDays: number | null = null;
  for (const pattern of AGES) {
    const match = pattern.exec(rest);
    if (!match) continue;
    olderDays = Number(match[1]) * (DAYS[(match[2] ?? "").toLowerCase()] ?? 1);
    rest = `${rest.slice(0, match.index)} ${rest.slice(match.index + match[0].length)}`;
    break;
  }
  const reading = readRule(
    rest
      .replace(/(?<!\p{L})(?:all|alle)(?!\p{L})/giu, " ")
      .replaceAll(/\s+/g, " ")
      .trim(),
    classes,
  );
  if (!("rule" in reading)) return { unknown: reading.unknown };
  const { rule } = reading;
  const [act, ...others] = rule.acts;
  if (act === undefined || others.length > 0 || (act.type !== "archive" && act.type !== "move" && act.type !== "done"))
    return { unknown: [] };
  return { rule, action: act.type, folder: act.type === "move" ? act.folder : null, olderDays };
}
