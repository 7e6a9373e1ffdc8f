import { CLASSES, type Example, type MailClass, type Person } from "./types.ts";

export interface ReasonParts {
  class: MailClass;
  by: "rule" | "owner" | "head" | "model";
  /** The correction that decided, with `by` "owner". */
  example: Example | null;
  needsAction: boolean;
  needsReply: boolean;
  /** ms UTC */
  due: number | null;
  person: Person;
  confidence: number;
  zone: string;
}

type Words = Record<(typeof CLASSES)[number], string>;

const CLASS_WORDS: { en: Words; de: Words } = {
  en: {
    question: "Question", order: "Order", complaint: "Complaint", invoice: "Bill to pay", reminder: "Payment reminder",
    appointment: "Appointment", application: "Job application", supplier: "From a supplier", newsletter: "Newsletter", spam: "Spam",
    private: "Private", automatic: "Automatic message",
  },
  de: {
    question: "Frage", order: "Auftrag", complaint: "Beschwerde", invoice: "Rechnung an uns", reminder: "Zahlungserinnerung",
    appointment: "Termin", application: "Bewerbung", supplier: "Von einem Lieferanten", newsletter: "Newsletter", spam: "Spam",
    private: "Privat", automatic: "Automatische Nachricht",
  },
}; // prettier-ignore

const TEXTS = {
  en: {
    reply: "an answer is expected",
    action: "something to do",
    nothing: "nothing to do",
    due: (day: string) => `by ${day}`,
    corrected: (day: string) => `as you corrected on ${day}`,
    first: "first mail of this sender",
    unsure: "not sure",
  },
  de: {
    reply: "eine Antwort wird erwartet",
    action: "etwas zu tun",
    nothing: "nichts zu tun",
    due: (day: string) => `bis ${day}`,
    corrected: (day: string) => `wie von Ihnen am ${day} berichtigt`,
    first: "erste Mail von diesem Absender",
    unsure: "nicht sicher",
  },
};

/** Under this chance the owner is told that it is a guess. */
const SURE = 0.5;

/** One line that says why, out of parts that code knows: "Complaint, an answer is expected, by Fri, 4 Dec". */
export function toReason(parts: ReasonParts, language: "en" | "de"): string {
  const words = TEXTS[language];
  const known: Partial<Record<string, string>> = CLASS_WORDS[language];
  const day = (at: number): string =>
    new Intl.DateTimeFormat(language === "en" ? "en-GB" : "de-DE", {
      weekday: "short",
      day: "numeric",
      month: "short",
      timeZone: parts.zone,
    }).format(at);
  const isMail = parts.class !== "spam" && parts.class !== "newsletter";
  const said = [
    known[parts.class] ?? parts.class,
    parts.by === "owner" && parts.example ? words.corrected(day(parts.example.at)) : null,
    parts.by !== "owner" && parts.confidence < SURE ? words.unsure : null,
    parts.needsReply ? words.reply : parts.needsAction ? words.action : isMail ? words.nothing : null,
    parts.due === null ? null : words.due(day(parts.due)),
    isMail && parts.person.received <= 1 && parts.person.sent === 0 ? words.first : null,
  ];
  return said.filter((part) => part !== null).join(", ");
}
