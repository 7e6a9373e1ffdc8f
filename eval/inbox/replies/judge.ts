import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/**
 * Judges replies against what was written down before there was any reply. On purpose it uses nothing of the product's own checker: numbers,
 * times and dates are read by a few expressions of its own.
 */

export interface AskTruth {
  /** Values that the reply must hold: "6.90" (a number), "14:00", "date:2027-02-27", "date:06-01", "tel:0763…", "text:one|or another". */
  truth?: string[];
  /** Values that it must not hold: prices of something else, numbers that only the mail claims. */
  not: string[];
  /** The documents do not say it: the reply has to put it off, or the owner has to be asked. */
  unknown?: boolean;
  /** Putting it off is right, too. */
  or?: "unknown";
}

export interface CustomerMail {
  id: string;
  lang: "de" | "en";
  from: { name: string; address: string };
  subject: string;
  body: string;
  asks: AskTruth[];
}

export interface Firm {
  folder: string;
  name: string;
  owner: string;
  language: "de" | "en";
  /** ISO date on which the mails come. */
  today: string;
  heldOut: boolean;
  mails: CustomerMail[];
}

export interface Reply {
  text: string;
  questions: string[];
}

export interface Verdict {
  id: string;
  /** Answerable things, and how many were answered right, wrongly, or put off. */
  answerable: number;
  right: number;
  putOff: number;
  /** Things the documents do not say, and how many were put off or asked back. */
  unknown: number;
  deferred: number;
  /** Numbers that are nowhere in the documents, and values that are wrong here. */
  invented: string[];
}

const HERE = import.meta.dirname;

export function loadFirms(): Firm[] {
  const root = join(HERE, "firms");
  return readdirSync(root)
    .toSorted()
    .map((name) => {
      const folder = join(root, name);
      const firm = JSON.parse(readFileSync(join(folder, "firm.json"), "utf8")) as Omit<Firm, "folder" | "mails">;
      const mails = readFileSync(join(folder, "mails.jsonl"), "utf8")
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line) as CustomerMail);
      return { ...firm, folder, mails };
    });
}

const DEFERRED =
  /muss ich (?:mich )?erst|melde mich (?:dazu )?bei|erkundige|have to check|need to check|get back to you|find out/iu;

export function judgeReply(mail: CustomerMail, reply: Reply, documents: string): Verdict {
  const verdict: Verdict = { id: mail.id, answerable: 0, right: 0, putOff: 0, unknown: 0, deferred: 0, invented: [] };
  const isDeferred = DEFERRED.test(reply.text) && reply.questions.length > 0;
  for (const ask of mail.asks) {
    for (const value of ask.not) if (holdsValue(reply.text, value)) verdict.invented.push(value);
    if (ask.unknown === true) {
      verdict.unknown += 1;
      if (isDeferred) verdict.deferred += 1;
      continue;
    }
    verdict.answerable += 1;
    if ((ask.truth ?? []).every((value) => holdsValue(reply.text, value))) verdict.right += 1;
    else if (isDeferred) verdict[ask.or === "unknown" ? "right" : "putOff"] += 1;
  }
  const known = new Set([
    ...numbersOf(documents),
    ...mail.asks.flatMap(({ truth = [] }) => truth.flatMap(numbersOf)),
    ...countsOf(mail.body),
  ]);
  for (const number of numbersOf(reply.text)) if (!known.has(number)) verdict.invented.push(`number ${number}`);
  return verdict;
}

function holdsValue(text: string, value: string): boolean {
  const [kind, ...rest] = value.split(":");
  const said = rest.join(":");
  if (kind === "text") return said.split("|").some((one) => text.toLowerCase().includes(one.toLowerCase()));
  if (kind === "tel") return text.replaceAll(/\D/g, "").includes(said);
  if (kind === "date") return datesOf(text).some((date) => date.endsWith(said));
  if (/^\d{1,2}:\d{2}$/.test(value)) return timesOf(text).includes(value);
  return numbersOf(text).includes(plain(value));
}

/** "1.234,50", "1,234.50", "6,90" -> "1234.5", "6.9". */
function plain(written: string): string {
  const isGerman = /,\d{1,2}$/.test(written) || /^\d{1,3}(?:\.\d{3})+$/.test(written);
  const digits = isGerman ? written.replaceAll(".", "").replace(",", ".") : written.replaceAll(",", "");
  return String(Number(digits));
}

const numbersOf = (text: string): string[] => [...text.matchAll(/\d+(?:[.,]\d+)*/g)].map(([found]) => plain(found));

/** How many somebody wants, which a sum repeats. */
const countsOf = (body: string): string[] => [
  ...numbersOf(body.replaceAll(/\d+(?:[.,]\d+)* ?(?:€|%|£)|(?:€|£)\d+(?:[.,]\d+)*/g, "")),
  ...["zwei|two", "drei|three", "vier|four", "fünf|five"].flatMap((words, at) =>
    new RegExp(`\\b(?:${words})\\b`, "i").test(body) ? [String(at + 2)] : [],
  ),
];

function timesOf(text: string): string[] {
  const found: string[] = [];
  for (const [, hour = "", minute = "00", half = ""] of text.matchAll(
    /(?<!\d)(\d{1,2})(?:[:.](\d{2}))?(?!\d) ?(am|pm|uhr)?/gi,
  )) {
    const hours = Number(hour) + (/pm/i.test(half) && Number(hour) < 12 ? 12 : 0);
    found.push(`${hours}:${minute}`, `${String(hours).padStart(2, "0")}:${minute}`);
  }
  return found;
}

const MONTHS = ["jan", "feb", "m[aä]r", "apr", "ma[iy]", "jun", "jul", "aug", "sep", "o[ck]t", "nov", "de[cz]"];

/** As "2027-02-27", or "2000-02-27" without a year. */
function datesOf(text: string): string[] {
  const found: string[] = [];
  const put = (year: string | undefined, month: number, day: string): void =>
    void found.push(`${year ?? "2000"}-${String(month).padStart(2, "0")}-${day.padStart(2, "0")}`);
  for (const [, day = "", month = "", year] of text.matchAll(/(\d{1,2})\.(\d{1,2})\.(\d{4})?/g))
    put(year, Number(month), day);
  for (const [at, name] of MONTHS.entries()) {
    for (const [, day = "", year] of text.matchAll(
      new RegExp(`(\\d{1,2})\\.? (?:${name})\\p{L}*\\.?(?: (\\d{4}))?`, "giu"),
    ))
      put(year, at + 1, day);
    for (const [, day = "", year] of text.matchAll(new RegExp(`(?:${name})\\p{L}* (\\d{1,2})(?:,? (\\d{4}))?`, "giu")))
      put(year, at + 1, day);
  }
  return found;
}
