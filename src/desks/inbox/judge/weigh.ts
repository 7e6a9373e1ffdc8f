import type { Level } from "../../../store/index.ts";
import { daysBetween } from "../../../files/index.ts";
import type { MailClass, Person } from "./types.ts";

/** What importance and urgency are weighed from; each named so that the owner can be told, and the briefing can rank. */
export interface Signals {
  class: MailClass;
  /** Chances, 0 to 1. */
  action: number;
  urgent: number;
  /** Local days of arrival and of what is due. */
  today: string;
  due: string | null;
  named: ReadonlyMap<string, number>;
  person: Person;
}

/** What a class is worth by itself, from 0 to 3. A class of the owner's own is worth what a question is. */
const WORTH: Readonly<Record<string, number>> = {
  complaint: 2.4, reminder: 2.2, order: 2.0, question: 1.7, invoice: 1.7, appointment: 1.6, application: 1.2, supplier: 1.1,
  private: 1.1, automatic: 0.5, newsletter: 0.1, spam: -2,
}; // prettier-ignore

export interface Weighed {
  importance: Level;
  urgency: Level;
  /** The parts, for `features`. */
  parts: Record<string, number>;
}

export function weighMail(signals: Signals): Weighed {
  const { class: name, named, person, action, today, due } = signals;
  const days = due === null ? null : daysBetween(today, due);
  const has = (feature: string): number => named.get(feature) ?? 0;
  const parts = {
    class: WORTH[name] ?? 1.7,
    action: action > 0.5 ? 0.4 : -0.7,
    anger: name === "complaint" ? 0.5 * has("complains") + 0.3 * has("shouts") : 0,
    legal: 0.5 * has("contract") * Number(name !== "newsletter" && name !== "spam"),
    money: 0.2 * has("hasAmount") * Number(name !== "newsletter" && name !== "spam"),
    known: person.sent > 0 ? 0.3 : 0,
    regular: person.sent >= 5 ? 0.2 : 0,
    dueSoon: days === null ? 0 : days <= 2 ? 0.4 : days <= 7 ? 0.2 : 0,
    haste: action > 0.5 ? 0.2 * has("haste") : 0,
  };
  const importance = toLevel(Object.values(parts).reduce((total, part) => total + part, 0));
  return { importance, urgency: toUrgency(signals, days), parts };
}

const toLevel = (sum: number): Level => (sum >= 2.6 ? 3 : sum >= 1.5 ? 2 : sum >= 0.6 ? 1 : 0);

/** Chances of the head for urgency from which it counts. Chosen on held out training mails, as the rules are beside it. */
const URGENT = 0.6;
const HASTY = 0.12;
/** The last word before a cut or a claim is urgent unless there is that much time left, in days. */
const LONG = 10;

/** By how near the day is, by what is about to happen, else by the head for "today, or harm comes soon". Nothing to do is never urgent. */
function toUrgency({ class: name, action, urgent, named }: Signals, days: number | null): Level {
  if (name === "spam" || name === "newsletter") return 0;
  const isNear = days !== null && days >= 0 && days <= 1; // what was due before is late already, and one day more is no harm
  if (action <= 0.5) return isNear ? 1 : 0;
  if (urgent > URGENT || isNear || isPressing(name, named, days)) return 3;
  if (urgent > HASTY || (days !== null && days <= 3)) return 2;
  return days !== null && days <= 10 ? 1 : 0;
}

/** Of which mails words of haste are to be believed: who sells, orders or applies is always in a hurry. */
const BELIEVED = new Set<MailClass>(["complaint", "appointment", "private", "automatic", "supplier"]);

function isPressing(name: MailClass, named: Signals["named"], days: number | null): boolean {
  const has = (topic: string): boolean => named.has(topic) || named.has(`${topic}InSubject`);
  if (name === "reminder") return has("lastword") && (days === null || days <= LONG);
  if (name === "appointment" && has("late")) return true;
  if (has("now") && (name === "complaint" || name === "private" || name === "appointment")) return true;
  return BELIEVED.has(name) && has("emergency");
}
