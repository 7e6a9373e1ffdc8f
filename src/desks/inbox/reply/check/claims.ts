import { findDates, findNumbers, fold } from "../../../../files/index.ts";
import { weekdaysOf } from "../weekdays.ts";

/** Something that a text says of the world and that can be looked up, in one form whatever language it was said in. */
export interface Claim {
  kind:
    | "weekday"
    | "amount"
    | "percent"
    | "number"
    | "date"
    | "time"
    | "link"
    | "address"
    | "phone"
    | "reference"
    | "promise"
    | "person";
  /** Normalised: "12.50 EUR", "2027-03-03", "14:30". */
  value: string;
  /** As it stands in the text. */
  text: string;
}

const WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
const LINK = /\bhttps?:\/\/[^\s<>"“”„]+|\bwww\.[^\s<>"“”„]+/giu;
const MAIL = /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/gu;
const PHONE = /(?:\+\d{1,3}[ ()/-]{0,2}|\(?\b0)\d[\d ()/-]{4,}\d/gu;
const CLOCK =
  /(?<![\d.,])(\d{1,2})(?:[:.](\d{2}))? ?(uhr|am|pm|a\.m\.?|p\.m\.?)(?!\p{L})|(?<![\d.,])(\d{1,2}):(\d{2})(?!\d)/giu;
const REFERENCE = /(?<![\p{L}\d])(?=[\p{L}\d/-]*\d)(?=[\p{L}\d/-]*\p{L})[\p{L}\d]+(?:[-/][\p{L}\d]+)*(?![\p{L}\d])/gu;
const PERSON = /(?<![\p{L}])(?:Herrn?|Frau|Mr|Mrs|Ms|Dr)\.? (\p{Lu}[\p{L}-]+)/gu;

/**
 * What binds whoever writes it. A reply may say such a thing only where a source says one of the same kind, in whichever language.
 * Kind -> words.
 */
const PROMISES: readonly (readonly [string, RegExp])[] = [
  [
    "free of charge",
    /kostenlos|kostenfrei|gratis|umsonst|unentgeltlich|(?<!\p{L})free(?! (?:slot|time)s?)(?!\p{L})|no charge|without charge|complimentary|waived?/iu,
  ],
  ["refund", /erstatt|rückzahl|geld zurück|refund|reimburse|money back/iu],
  ["discount", /rabatt|nachlass|ermäßig|skonto|discount|rebate|reduction|% off/iu],
  ["guarantee", /garantie|garantier|gewährleist|warrant|guarante/iu],
  [
    "delivery",
    /(?:liefern|liefere|versand|geliefert|lieferung|versenden|verschicken|verschickt|deliver|ship|dispatch|send out)/iu,
  ],
  [
    "deadline",
    /spätestens|bis morgen|noch heute|sofort|umgehend|at the latest|by tomorrow|immediately|right away|today/iu,
  ],
  ["confirmation", /bestätige|hiermit|zusage|zugesagt|verbindlich|hereby|we confirm|i confirm|binding/iu],
  ["reservation", /reserviert|reserviere|vorgemerkt|reserved?|booked for you|held for you/iu],
  ["damages", /schadens?ersatz|haften|haftung|compensat|liab/iu],
  ["replacement", /ersatzlieferung|tauschen (?:wir )?um|umtausch|replacement|replace|exchange/iu],
  ["assurance", /versprech|verspreche|sichern (?:wir )?zu|promise|assure/iu],
];

/**
 * All claims of a text. `today`: ISO date that "today" and dates without a year are of. `isSource`: short names of days ("Di–Fr", "So") are
 * days there; in a sentence they may be other words.
 */
export function findClaims(text: string, today: string, isSource = false): Claim[] {
  const claims: Claim[] = [];
  let rest = text;
  const take = (pattern: RegExp, make: (match: RegExpExecArray) => Claim | null): void => {
    rest = rest.replaceAll(pattern, (...args) => {
      const groups = args.slice(0, -2) as unknown as RegExpExecArray;
      const claim = make(groups);
      if (claim === null) return String(args[0]);
      claims.push(claim);
      return " ".repeat(String(args[0]).length);
    });
  };
  take(LINK, ([found]) => ({
    kind: "link",
    value: found
      .toLowerCase()
      .replace(/[.,;)]+$/, "")
      .replace(/\/$/, ""),
    text: found,
  }));
  take(MAIL, ([found]) => ({ kind: "address", value: found.toLowerCase().replace(/\.$/, ""), text: found }));
  for (const { start, end, text: found, iso } of findDates(rest, { today })) {
    claims.push({ kind: "date", value: iso, text: found });
    rest = rest.slice(0, start) + " ".repeat(end - start) + rest.slice(end);
  }
  take(PHONE, ([found]) =>
    found.replaceAll(/\D/g, "").length < 7 ? null : { kind: "phone", value: phoneOf(found), text: found },
  );
  take(CLOCK, (match) => ({ kind: "time", value: clockOf(match), text: match[0] }));
  take(REFERENCE, ([found]) =>
    /^\d+(?:[.,]\d+)*\p{L}{1,3}$/u.test(found) ? null : { kind: "reference", value: fold(found), text: found },
  );
  for (const number of findNumbers(rest)) {
    const kind = number.unit === "%" ? "percent" : isCurrency(number.unit) ? "amount" : "number";
    claims.push({
      kind,
      value: plainNumber(number.value) + (kind === "amount" ? ` ${number.unit}` : ""),
      text: number.text,
    });
    rest = rest.slice(0, number.start) + " ".repeat(number.end - number.start) + rest.slice(number.end);
  }
  // What counts nothing by its form is still a number that somebody may rely on.
  for (const match of rest.matchAll(/\d[\d.,]*\d|\d/g))
    claims.push({ kind: "number", value: plainNumber(match[0].replace(",", ".")), text: match[0] });
  for (const match of text.matchAll(PERSON))
    claims.push({ kind: "person", value: fold(match[1] ?? ""), text: match[0] });
  for (const day of weekdaysOf(text, !isSource))
    claims.push({ kind: "weekday", value: String(day), text: WEEKDAYS[day] ?? "" });
  for (const [kind, pattern] of PROMISES) {
    const found = pattern.exec(text)?.[0];
    if (found !== undefined) claims.push({ kind: "promise", value: kind, text: found });
  }
  return claims;
}

const CURRENCIES = new Set(["EUR", "USD", "GBP", "CHF", "ct"]);
const isCurrency = (unit: string | null): boolean => unit !== null && CURRENCIES.has(unit);

/** "38.00" is "38". */
const plainNumber = (value: string): string =>
  value.includes(".") ? value.replace(/\.?0+$/, "") : value.replace(/^0+(?=\d)/, "");

const phoneOf = (text: string): string => text.replaceAll(/\(0\)|\D/g, "").replace(/^(?:00)?49(?=[1-9])/, "0");

function clockOf([, hour, minute, half, plainHour, plainMinute]: RegExpExecArray): string {
  let hours = Number(hour ?? plainHour);
  if (/^p/i.test(half ?? "") && hours < 12) hours += 12;
  if (/^a/i.test(half ?? "") && hours === 12) hours = 0;
  return `${String(hours).padStart(2, "0")}:${minute ?? plainMinute ?? "00"}`;
}
