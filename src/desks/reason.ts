import type { Item, ReasonPart } from "../store/index.ts";
import { sayExtracted, type ExtractedPart } from "./reasonOfExtracted.ts";

export type Language = "en" | "de";

/** How a day is named, and what is left out because it is said elsewhere. */
interface ReasonOptions {
  language: Language;
  /** IANA time zone in which a day counts. */
  zone: string;
  without?: readonly ReasonPart["say"][];
}

type ClassWords = Readonly<Record<string, string>>;

const CLASSES: Readonly<Record<Language, ClassWords>> = {
  en: {
    question: "Question", order: "Order", complaint: "Complaint", invoice: "Bill to pay", reminder: "Payment reminder",
    appointment: "Appointment", application: "Job application", supplier: "From a supplier", newsletter: "Newsletter", spam: "Spam",
    private: "Private", automatic: "Automatic message",
  },
  de: {
    question: "Kundenfrage", order: "Bestellung", complaint: "Beschwerde", invoice: "Rechnung an uns", reminder: "Mahnung",
    appointment: "Termin", application: "Bewerbung", supplier: "Von einem Lieferanten", newsletter: "Newsletter", spam: "Spam",
    private: "Privat", automatic: "Automatische Nachricht",
  },
}; // prettier-ignore

type Plain = Exclude<ReasonPart["say"], "class" | "corrected" | "due" | "unanswered" | ExtractedPart["say"]>;

const PLAIN: Readonly<Record<Language, Readonly<Record<Plain, string>>>> = {
  en: {
    reply: "an answer is expected",
    action: "something to do",
    nothing: "nothing to do",
    first: "first mail of this sender",
    unsure: "not sure",
  },
  de: {
    reply: "eine Antwort wird erwartet",
    action: "etwas zu tun",
    nothing: "nichts zu tun",
    first: "erste Mail von diesem Absender",
    unsure: "nicht sicher",
  },
};

/**
 * One line that says why, out of parts that code knows: "Complaint, an answer is expected, by Fri, 4 Dec". An item without parts
 * (of an earlier version, of another desk) has the line that was kept with it.
 */
export function toReason({ why, reason }: Pick<Item, "why" | "reason">, options: ReasonOptions): string {
  if (why === null) return reason;
  const { without = [] } = options;
  return why
    .filter(({ say }) => !without.includes(say))
    .map((part) => toWords(part, options))
    .filter((words) => words !== "")
    .join(", ");
}

/** In both languages, for who shows it in the language of a page. */
export const toReasons = (item: Pick<Item, "why" | "reason">, zone: string): Record<Language, string> => ({
  en: toReason(item, { language: "en", zone }),
  de: toReason(item, { language: "de", zone }),
});

function toWords(part: ReasonPart, { language, zone }: ReasonOptions): string {
  const isEnglish = language === "en";
  const day = (at: number): string =>
    new Intl.DateTimeFormat(isEnglish ? "en-GB" : "de-DE", {
      weekday: "short",
      day: "numeric",
      month: "short",
      timeZone: zone,
    }).format(at);
  switch (part.say) {
    case "class":
      return CLASSES[language][part.class] ?? part.class;
    case "corrected":
      return isEnglish ? `as you corrected on ${day(part.at)}` : `wie von Ihnen am ${day(part.at)} berichtigt`;
    case "due":
      return isEnglish ? `by ${day(part.at)}` : `bis ${day(part.at)}`;
    case "unanswered":
      return isEnglish ? `no answer for ${part.days} days` : `seit ${part.days} Tagen keine Antwort`;
    case "pay":
    case "unclear":
    case "invited":
    case "calledOff":
    case "conflict":
    case "answered":
    case "repeats":
    case "notTheOrganiser":
      return sayExtracted(part, language, zone);
    default: // a later version may have kept a reason that this one has no words for
      return PLAIN[language][part.say] ?? "";
  }
}
