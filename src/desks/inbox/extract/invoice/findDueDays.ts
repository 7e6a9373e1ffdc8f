import { addDays, addMonths, findDates } from "../../../../files/index.ts";
import type { Found } from "./types.ts";

const COUNTS: Readonly<Record<string, number>> = { ein: 1, einer: 1, einem: 1, zwei: 2, drei: 3, vier: 4, acht: 8, zehn: 10, vierzehn: 14, dreißig: 30, one: 1, two: 2, three: 3, four: 4, seven: 7, ten: 10, fourteen: 14, thirty: 30 }; // prettier-ignore
const COUNT = `(\\d{1,3}|${Object.keys(COUNTS).join("|")})`;

/** Words before a day that make it the one to pay by, or on which it is taken. */
const BEFORE = new RegExp(
  `(?<![\\p{L}])(?:zahlbar|zahlung\\p{L}*|fällig(?:keit(?:sdatum)?)?|bis(?: spätestens)?|spätestens|zu begleichen|zahlungsziel|überweis\\p{L}+|abgebucht|eingezogen|einzug|abbuch\\p{L}+|buchen wir|ziehen wir|due(?: date| by| on)?|payable(?: by| on)?|pay(?:ment)?(?: is due)?(?: by| on)?|please (?:pay|settle|transfer)|by|before|direct debit on|debit on|collect\\p{L}*|renews on|settle\\p{L}*)(?![\\p{L}])[^\\d\\n.;]{0,60}$`,
  "iu",
);
const BEHIND =
  /^,?\s*(?:(?:von ihrem konto |per lastschrift |from your account )?(?:fällig|eingezogen|abgebucht|collected)|zur zahlung|buchen wir|ziehen wir|at the latest|spätestens)/iu;
/** A day by which paying saves something, for which was worked, on which it was written. */
const OTHER =
  /(?:skonto|leistungs(?:zeitraum|datum)|rechnungsdatum|vom|lieferung|bestellung|invoice date|dated|issued|late (?:charge|fee)|anmeldung|zeitraum|through|period|ended|ending|payments? after|gültig|paid|bezahlt|mahnung)[^\d\n.;]{0,30}$/iu;
const SKONTO_BEHIND = /^[^\n.;]{0,20}\d+(?:,\d+)? ?% ?skonto/iu;

const TERMS: readonly RegExp[] = [
  new RegExp(`(?:innerhalb|binnen|innert|in)(?: von| der nächsten)? ${COUNT} (tag|woche|monat)\\p{L}*`, "giu"),
  new RegExp(`(?<![\\p{L}\\d])${COUNT} (tag)e? (?:netto|zeit|ziel|ohne abzug|ab rechnung\\p{L}*|nach \\p{L}+)`, "giu"),
  new RegExp(`zahlungsziel:?(?: von| beträgt| sind)? ${COUNT} (tag)`, "giu"),
  new RegExp(`within ${COUNT} (day|week|month)s?`, "giu"),
  new RegExp(`\\bnet ${COUNT}(?! ?[\\d.,])()`, "giu"),
  new RegExp(`${COUNT} (day)s?(?: net)? from`, "giu"),
  new RegExp(`(?:payment )?terms:? (?:are |strictly )?${COUNT} (day)`, "giu"),
];
const ISSUED =
  /(?:rechnungsdatum|invoice date|date of invoice|days from|(?:^|\n)datum|(?:rechnung|invoice|faktura|(?<!\p{L})re\.?|(?<!\p{L})inv\.?)[^\n]{0,25}(?<!\p{L})(?:vom|of|dated|from))[:\s]{1,8}$/iu;
/** "vom 01.06.2025 bis": a stretch of time. */
const PERIOD = /(?:vom|from|between|zwischen)\s+\S+(?:\s\p{L}+(?:\s\d{4})?)?\s+(?:bis|to|and|und|-|–)\s+(?:zum\s+)?$/iu;

/** The day until which, or on which, it is to be paid, each once. `today`: local day of arrival; terms count from the day of the bill, else from it. */
export function findDueDays(text: string, source: string, today: string): Found[] {
  const dates = findDates(text, { today }).map((date) => ({ ...date, iso: forward(date.iso, today, date.text) }));
  const found = new Map<string, Found>();
  for (const { start, end, iso, text: written } of [...dates, ...findBareDays(text, today)]) {
    const lead = (
      text
        .slice(Math.max(0, start - 90), start)
        .split("\n")
        .at(-1) ?? ""
    ).replace(/^.*[.!?] (?=\p{Lu})/u, "");
    const behind = text.slice(end, end + 60).split("\n")[0] ?? "";
    if (OTHER.test(lead) || PERIOD.test(lead) || SKONTO_BEHIND.test(behind)) continue;
    const is = BEFORE.exec(lead);
    if (!is && !BEHIND.test(behind)) continue;
    found.set(iso, { value: iso, quote: `${is?.[0] ?? ""}${written}`.trim(), source });
  }
  if (found.size > 0) return [...found.values()];
  const issued =
    dates.find(({ start, iso }) => iso <= today && ISSUED.test(text.slice(Math.max(0, start - 60), start)))?.iso ??
    today;
  for (const pattern of TERMS)
    for (const match of text.matchAll(pattern)) {
      if (
        /skonto/iu.test(
          text.slice(match.index, match.index + match[0].length + 45).split(/[\n.;]|sonst|otherwise/u)[0] ?? "",
        )
      )
        continue;
      const count = COUNTS[(match[1] ?? "").toLowerCase()] ?? Number(match[1]);
      const iso = later(issued, count, (match[2] ?? "").toLowerCase());
      if (count > 0 && count <= 180) found.set(iso, { value: iso, quote: match[0], source });
    }
  return [...found.values()];
}

function later(day: string, count: number, unit: string): string {
  if (unit.startsWith("mon")) return addMonths(day, count);
  return addDays(day, count * (/^(?:woche|week)/.test(unit) ? 7 : 1));
}

/** "am 5. eingezogen", "by the 25th", "bis Ende Juni": days that are no whole dates. */
function findBareDays(text: string, today: string): { start: number; end: number; iso: string; text: string }[] {
  const days = [
    ...text.matchAll(
      /(?<=\b(?:am|zum|bis zum|the) )(\d{1,2})(?:\.(?! ?\d| ?(?:jan|feb|mär|apr|mai|jun|jul|aug|sep|okt|nov|dez))|st\b|nd\b|rd\b|th\b(?! of))/giu,
    ),
  ].flatMap((match) => {
    const iso = nextDay(today, Number(match[1]));
    return iso === null ? [] : [{ start: match.index, end: match.index + match[0].length, iso, text: match[0] }];
  });
  const ends = [
    ...text.matchAll(
      /\b(?:ende|end of) (januar|january|februar|february|märz|march|april|mai|may|juni|june|juli|july|august|september|oktober|october|november|dezember|december)\b/giu,
    ),
  ].flatMap((match) => {
    const [first] = findDates(`1 ${match[1] ?? ""} ${today.slice(0, 4)}`, { today });
    if (first === undefined) return [];
    return [
      {
        start: match.index,
        end: match.index + match[0].length,
        iso: forward(addDays(addMonths(first.iso, 1), -1), today, match[0]),
        text: match[0],
      },
    ];
  });
  return [...days, ...ends];
}

function nextDay(today: string, day: number): string | null {
  if (day < 1 || day > 28) return null;
  const same = `${today.slice(0, 8)}${String(day).padStart(2, "0")}`;
  return same >= today ? same : addMonths(same, 1);
}

/** A day without a year that has long passed is of the next one. */
const forward = (day: string, today: string, written: string): string =>
  !/\d{4}|\.\d{2}$/.test(written) && day < addDays(today, -60) ? `${Number(day.slice(0, 4)) + 1}${day.slice(4)}` : day;
