import type { ReasonPart } from "../store/index.ts";

type Language = "en" | "de";

/** Reasons that come of what was read out of a mail. */
export type ExtractedPart = Extract<
  ReasonPart,
  { say: "pay" | "unclear" | "invited" | "calledOff" | "conflict" | "answered" | "repeats" | "notTheOrganiser" }
>;

const WORDS = {
  en: {
    to: "to pay",
    by: "by",
    due: "to be paid by",
    unclear: {
      amount: "it names more than one amount",
      iban: "it names more than one bank account",
      number: "it names more than one invoice",
      due: "it names more than one day to pay by",
    },
    invited: "invites you",
    calledOff: "is called off",
    repeats: "repeats",
    conflict: "at the same time as",
    answers: { accepted: "comes", declined: "does not come", tentative: "may come" },
    notTheOrganiser: "it does not come from who invited you, so nothing was changed",
  },
  de: {
    to: "zu zahlen",
    by: "bis",
    due: "zu zahlen bis",
    unclear: {
      amount: "sie nennt mehr als einen Betrag",
      iban: "sie nennt mehr als ein Konto",
      number: "sie nennt mehr als eine Rechnung",
      due: "sie nennt mehr als einen Zahltag",
    },
    invited: "lädt ein",
    calledOff: "ist abgesagt",
    repeats: "wiederholt sich",
    conflict: "zur selben Zeit wie",
    answers: { accepted: "kommt", declined: "kommt nicht", tentative: "kommt vielleicht" },
    notTheOrganiser: "sie kommt nicht von dem, der eingeladen hat; es wurde nichts geändert",
  },
} as const;

export function sayExtracted(part: ExtractedPart, language: Language, zone: string): string {
  const words = WORDS[language];
  switch (part.say) {
    case "pay": {
      const amount = part.amount === null ? null : sayAmount(part.amount, part.currency, language);
      const day = part.day === null ? null : sayDay(part.day, language);
      if (amount === null) return day === null ? "" : `${words.due} ${day}`;
      return day === null ? `${amount} ${words.to}` : `${amount} ${words.by} ${day}`;
    }
    case "unclear":
      return words.unclear[part.what];
    case "invited":
    case "calledOff": {
      const when = sayTimes(part, part.isAllDay, zone, language);
      return `${words[part.say]}: ${when}${part.place === null ? "" : `, ${part.place}`}`;
    }
    case "conflict":
      return `${words.conflict} ${part.titles.map((title) => `"${title}"`).join(", ")}`;
    case "answered":
      return `${part.who} ${words.answers[part.answer]}`;
    default:
      return words[part.say];
  }
}

/** An amount as the language writes it; the decimals are exactly those that were read. */
function sayAmount(amount: string, currency: string | null, language: Language): string {
  const places = amount.split(".")[1]?.length ?? 0;
  const digits = { minimumFractionDigits: places, maximumFractionDigits: places };
  const format = new Intl.NumberFormat(
    language === "de" ? "de-DE" : "en-GB",
    currency === null ? digits : { ...digits, style: "currency", currency },
  );
  return format.format(amount as Intl.StringNumericLiteral);
}

function sayDay(day: string, language: Language): string {
  return new Intl.DateTimeFormat(language === "de" ? "de-DE" : "en-GB", {
    timeZone: "UTC",
    day: "numeric",
    month: "long",
    year: "numeric",
  }).format(Date.parse(`${day}T12:00:00Z`));
}

/** "Thursday, 3 December 2026, 10:00–11:00". */
export function sayTimes(
  times: { start: number; end: number },
  isAllDay: boolean,
  zone: string,
  language: Language,
): string {
  const locale = language === "de" ? "de-DE" : "en-GB";
  const day = { weekday: "long", day: "numeric", month: "long", year: "numeric", timeZone: zone } as const;
  const clock = { hour: "2-digit", minute: "2-digit" } as const;
  const format = new Intl.DateTimeFormat(locale, isAllDay ? day : { ...day, ...clock });
  // The end of whole days is the day behind them.
  const end = isAllDay ? Math.max(times.start, times.end - 1) : times.end;
  return end <= times.start ? format.format(times.start) : format.formatRange(times.start, end);
}
