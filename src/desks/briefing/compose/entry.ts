import { createHash } from "node:crypto";
import { toCanonicalJson } from "../../../core/index.ts";
import type { Evidence, Item, ProposedAction } from "../../../store/index.ts";
import { toReason } from "../../reason.ts";
import { dayOf, daysBetween } from "../day.ts";
import type { Ranked } from "../rank/rank.ts";
import { textsOf, type Texts } from "../texts/index.ts";
import type { Day, Entry, Fact, Line } from "../types.ts";
import { numbersIn, toFact, toLine } from "./show.ts";

const MOST_REASON = 200;
const MOST_QUOTE = 240;
const MOST_TITLE = 160;

export function toEntry({ item, because }: Ranked, day: Day): Entry {
  const quote = item.evidence.find((one) => one.type === "quote" && one.text.trim() !== "") ?? null;
  return {
    item: item.id,
    desk: item.desk,
    kind: item.kind,
    source: item.source,
    title: cut(toOneLine(item.title), MOST_TITLE),
    who: item.who && cut(toOneLine(item.who.name || item.who.address), MOST_TITLE),
    since: item.at,
    due: item.due,
    why: toWhy(item, day),
    quote: quote?.type === "quote" ? { ...quote, text: cut(toOneLine(quote.text), MOST_QUOTE) } : null,
    because,
    action: toAction(item),
  };
}

/** SHA-256 of exactly what an action would do. */
export const hashAction = (item: string, { id, kind, arguments: given }: ProposedAction): string =>
  createHash("sha256")
    .update(toCanonicalJson({ item, id, kind, arguments: given }))
    .digest("hex");

function toAction(item: Item): Entry["action"] {
  const [first] = item.actions;
  if (!first) return null;
  const { id, kind, title } = first;
  return {
    item: item.id,
    action: id,
    kind,
    title: cut(toOneLine(title), MOST_TITLE),
    hash: hashAction(item.id, first),
  };
}

/** The entry itself says until when, and a correction is no news of the day. */
const SAID_BELOW = ["due", "corrected"] as const;

/** What it is, by when, and since when it waits. */
function toWhy(item: Item, day: Day): Line {
  const texts = textsOf(day.language);
  const told = { reason: item.reason, why: withoutDay(item, day) };
  const reason = cut(toOneLine(toReason(told, { ...day, without: SAID_BELOW })), MOST_REASON).replace(/[.\s]+$/u, "");
  const isSaid = reason !== "" && isSupported(reason, item, day);
  const parts = [isSaid ? reason : (texts.classes[item.class ?? ""] ?? texts.anything)];
  const facts: Fact[] = [];
  addDue(item, day, texts, parts, facts);
  const waited = daysBetween(dayOf(item.at, day.zone), day.date);
  if (item.needsReply && waited >= 1) {
    const since = toFact(`item/${item.id}/at`, item.at, "days", day);
    parts.push(texts.waitsFor(since.shown, waited === 1));
    facts.push(since);
  }
  const text = parts.join(", ");
  return toLine(text.endsWith(".") ? text : `${text}.`, facts, isSaid ? [reason] : []);
}

/** The day until which a bill is to be paid is told below as what it is by now: tomorrow, overdue. */
function withoutDay({ why, due }: Item, { zone }: Day): Item["why"] {
  if (why === null || due === null) return why;
  return why.map((part) => (part.say === "pay" && part.day === dayOf(due, zone) ? { ...part, day: null } : part));
}

function addDue({ id, due }: Item, day: Day, texts: Texts, parts: string[], facts: Fact[]): void {
  if (due === null) return;
  const days = daysBetween(day.date, dayOf(due, day.zone));
  const at = (form: Fact["form"]): string => {
    const fact = toFact(`item/${id}/due`, due, form, day);
    facts.push(fact);
    return fact.shown;
  };
  if (days < 0) parts.push(texts.overdue(at("day")));
  else if (days === 0) parts.push(isWholeDay(due, day) ? texts.dueToday : texts.dueTodayAt(at("time")));
  else parts.push(days === 1 ? texts.dueTomorrow : texts.dueOn(at("day")));
}

/** A day without a time is kept as one of its ends. */
function isWholeDay(due: number, { zone, language }: Day): boolean {
  const time = new Intl.DateTimeFormat(language, {
    timeZone: zone,
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  });
  return ["00:00", "23:59"].includes(time.format(due));
}

/** A reason may hold only numbers that stand in what it is about. */
function isSupported(reason: string, item: Item, day: Day): boolean {
  const known = [item.title, item.who?.name ?? "", item.who?.address ?? "", ...item.evidence.map(wordsOf)];
  if (item.due !== null) known.push(toFact("", item.due, "day", day).shown, toFact("", item.due, "time", day).shown);
  const there = new Set(known.flatMap(numbersIn));
  return numbersIn(reason).every((number) => there.has(number));
}

const wordsOf = (evidence: Evidence): string => (evidence.type === "quote" ? evidence.text : evidence.value);

/** Words of others, as one line without what hides or steers. */
export const toOneLine = (text: string): string =>
  text
    .toWellFormed()
    .replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu, " ")
    .trim();

export const cut = (text: string, most: number): string =>
  text.length <= most
    ? text
    : `${text
        .slice(0, most - 1)
        .toWellFormed()
        .trimEnd()}…`;
