import { addDays, addWorkingDays, weekday } from "../../../../files/index.ts";
import type { MailClass } from "../types.ts";
import { findDays, type NamedDay } from "./days.ts";

export type Due = Pick<NamedDay, "day" | "start" | "end">;

/** Words before a date that make it the last day for something, and what may stand between them and the date. */
const UNTIL_WORDS = [
  "bis", "spätestens", "spaetestens", "fällig", "faellig", "zahlbar", String.raw`\p{L}*zahlungsziel`, String.raw`\p{L}*frist`, "fristende", "stichtag",
  "abgabe", String.raw`\p{L}*schluss`, "closing date", "cut-off", "eod", "cob", String.raw`liefertermin`, String.raw`lieferdatum`, "läuft", "laeuft", "endet", "by", "before", "until", "till", "no later than", "not later than",
  "at the latest", "latest", "deadline", "due", "due date", "payable", "expires", "expire", "ends", "closes", "valid to", "lapse", "lapses", "stop",
  "invalid", "required", "delivery date",
].join("|"); // prettier-ignore
/** These tell of a last day only where nothing stronger stands. */
const WEAK_WORDS = "vor|zum|ab|for|for the|needed|needed on|need it|commencing|starting|from";
const BETWEEN =
  "(?:(?:jedoch|heute|zum \\p{L}+ am|spätestens|spaetestens|zum|am|ist|sind|bis|ende|einschließlich|inklusive|der|das|business|play|day|(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\\d{1,2}) o'clock|lunch|lunchtime|kommenden|nächsten|diesen|dem|den|ohne abzug|the|at|midnight|end of|close of|close of business|noon|midday|on|by|is|was|latest|\\d{1,2}(?:[:.]\\d{2})? ?(?:uhr|am|pm)?,?)[ ,:]+)*";
const DAY_NAME =
  "(?:(?:(?:mon|diens|donners|frei|sams|sonn)tag|mittwoch|(?:mon|tues|wednes|thurs|fri|satur|sun)day|mo|di|mi|do|fr|sa|so|tue|wed|thu|fri|sat|sun)[.,]?[ ,]*(?:(?:the|den|dem) )?)?";
const behindWords = (words: string): RegExp => new RegExp(`(?<![\\p{L}])(?:${words})[ :]+${BETWEEN}${DAY_NAME}$`, "iu");
const UNTIL = behindWords(UNTIL_WORDS);
const WEAK = behindWords(WEAK_WORDS);

const COUNT =
  "\\d{1,3}|einer|einem|eine|a|one|zwei|two|drei|three|vier|four|fünf|five|sieben|seven|acht|eight|zehn|ten|vierzehn|fourteen|dreißig|thirty";
const UNIT = "werktag|arbeitstag|tag|woche|monat|working day|business day|day|week|month";
/** "within 14 days", "14 Tage netto", "net 30": count, then unit. */
const TERMS: readonly RegExp[] = [
  `(?:innerhalb (?:von |der nächsten )?|binnen |in den nächsten |within (?:the next )?|in the next )(${COUNT}) (${UNIT})`,
  `(?:innerhalb von |binnen |within (?:the next )?)(48|72) (stunde|hour)`,
  `\\b(${COUNT}) (tag|woche)(?:en?|n)? zeit\\b(?! für)`,
  `frist(?: von|:)? (${COUNT}) (tag|woche)`,
  `(?:you have|give you) (${COUNT}) (day|week)`,
  `\\b(${COUNT})-(day) terms`,
  `\\b(${COUNT}) (day)s (?:to pay|to reply|to respond)`,
  `\\b(${COUNT}) (tag)e? (?:netto|ohne abzug|ziel|zahlungsziel|nach (?:erhalt|rechnungs)|bitte|wie immer|wie üblich|wie gehabt)`,
  `(?:paid|pay|bezahlt|gezahlt|settled) in (${COUNT}) (${UNIT})`,
  `innert (${COUNT}) (${UNIT})`,
  "binnen ()(woche)nfrist",
  `zahlungsziel:?(?: von| beträgt| sind)? (${COUNT}) (tag)`,
  `\\b(${COUNT}) (day)s? (?:net|please|as usual|as ever|from (?:the )?(?:date|invoice|receipt))`,
  `(?:payment )?terms:? (?:are |of |strictly )*(${COUNT}) (day)`,
  "\\bnet (\\d{1,3})()\\b",
  "\\b(fortnight)()(?:'s)? (?:is |would be )?(?:fine|ok|okay)",
  "\\b(two|2) (week)s (?:is|would be|are) (?:fine|ok|okay)",
  "\\bwithin (?:a|the next) (fortnight)()",
].map((pattern) => new RegExp(pattern, "giu"));
const COUNTS: Readonly<Record<string, number>> = {
  einer: 1, einem: 1, eine: 1, one: 1, a: 1, zwei: 2, two: 2, drei: 3, three: 3, vier: 4, four: 4, fünf: 5, five: 5, sieben: 7, seven: 7,
  acht: 8, eight: 8, zehn: 10, ten: 10, vierzehn: 14, fourteen: 14, fortnight: 14, dreißig: 30, thirty: 30,
}; // prettier-ignore

/** Of a unit; another one is a day. */
const DAYS_OF: readonly [RegExp, number][] = [
  [/woche|week/, 7],
  [/mon/, 30],
  [/stunde|hour/, 1 / 24],
];

const TODAY =
  /\b(?:bis heute(?: abend| mittag| nachmittag)?|(?:bis|zum) (?:zum )?feierabend|bis (?:heut|mittag)|by (?:the )?end of (?:the )?(?:day|play|business)(?: today)?(?! \p{L}+day)|(?:by )?(?:eod|cob)(?! \p{L}+day)|by close of (?:business|play)(?! (?:on )?\p{L}+day)|by (?:noon|lunch(?:time)?|tonight|today|this (?:evening|afternoon))|within (?:the next )?(?:24|12) hours|innerhalb von (?:24|12) stunden|(?:has|have) to (?:go|be)[^.?!\n]{0,20} today)\b|\b(?:need|please|can you|could you|must|asap|bitte|brauche|brauchen|können sie|kannst du|rufen sie|ruf|erwarte|erwarten|melden sie)[^.?!\n]{0,40} (?:today|heute)\b(?! (?:morgen|früh|vormittag|noch wissen))|\b(?:heute noch|noch heute)[^.?!\n]{0,30}(?:\?|zurückrufen|kommen|melden|erledigen|schicken|brauche)/iu;
/** "This week" and "by the weekend" name no day; the end of a week does. */
const THIS_WEEK = /\b(?:bis (?:zum )?ende (?:der|dieser) woche|by (?:the )?end of (?:the|this) week)\b/iu;
const NEXT_WEEK =
  /\b(?:bis (?:ende |anfang |mitte )?(?:nächster|kommender|der nächsten|der kommenden) woche|by (?:the )?(?:end|middle|start|beginning) of next week|by next week)\b/iu;

export interface DueOptions {
  /** Local day of arrival, "YYYY-MM-DD"; days before it do not count. */
  today: string;
  /** What the mail is: an order's or an appointment's day counts by being named, another's behind "until" only. */
  about: MailClass;
}

const CALLED_OFF =
  /aufgehoben|entfällt|entfallen|fällt aus|abgesagt|absagen|verschieb|verleg|schaffe (?:ich )?(?:es )?nicht|leider (?:nicht|krank)|vacated|cancel|called off|can't make|cant make|won't be able|unable to|reschedul|postpone|rebook|move (?:our|my|the|weds?|it)/iu;
const AWAY =
  /abwesen|urlaub|nicht im (?:büro|haus)|außer haus|wieder (?:da|erreichbar|im büro)|out of (?:the )?office|on (?:annual )?leave|away|on holiday|back (?:on|in)/iu;
/** Who still asks for a time has none yet. */
const ASKS =
  /\?|welcher|lieber wäre|schlage\b[^.]*\bvor\b|infrage|in frage|oder (?:am|der|den)|which (?:day|one|would|is|suits)|suggest|propose|(?:am|'m|we're|are) free|\bor (?:on )?(?:the|mon|tue|wed|thu|fri|sat|sun)|let me know which|schreiben sie mir[^.]* tag/iu;
/** An interview, or a first day at work, that is settled. */
const IS_SET =
  /einladung|eingeladen|vorstellungsgespräch|probetag|ersten? tag|unterschrieben|inviting|invitation|interview|signed|first day|all good for|see you/iu;
/** "The end of the month" is a day in a bill, and elsewhere a way of speaking. */
const VAGUE = /ende|end of|month|monat|jahres|anfang|mitte|early|late|mid/iu;

/** Classes whose mails want to be ready for the day that they name, whatever stands before it. */
const BY_NAME: Readonly<Record<string, RegExp | null>> = {
  appointment: null,
  order: null,
  private: null,
  automatic: null,
  reminder: null,
  invoice: null,
  application: null,
  complaint: /^(?:morgen|tomorrow)/iu,
};

/**
 * The day until which a mail wants something done: a date behind "until", "by the 20th", a term of payment, the end of a week;
 * of an order, a fixed appointment and the like the day itself.
 */
export function findDue(text: string, { today, about }: DueOptions): Due | null {
  if (about === "automatic" && AWAY.test(text)) return null;
  const isBill = about === "invoice" || about === "reminder";
  const days = findDays(text, today).filter(({ start, words }) =>
    isBill ? !isDiscounted(text, start, start + words.length) : !VAGUE.test(words),
  );
  const behind = (words: RegExp): Due | null =>
    soonest(
      days.filter(
        ({ start, end }) =>
          words.test(text.slice(Math.max(0, start - 60), start)) || isLatest(text.slice(end, end + 20)),
      ),
    );
  const bound =
    behind(UNTIL) ?? findThen(text, days) ?? findWeek(text, today) ?? findTerm(text, today) ?? findToday(text, today);
  if (bound !== null) return bound;
  const named = BY_NAME[about];
  if (about === "application" && !IS_SET.test(text)) return null; // when somebody could begin is nobody's deadline
  if (named === undefined) return about === "supplier" ? findExpected(text, days) : behind(WEAK);
  if (about === "appointment" && (CALLED_OFF.test(text) || ASKS.test(text))) return findMoved(text, days);
  // whoever invites waits for a yes, and who asks how to bill for a word, not for a day
  if (about === "invoice" && text.includes("?")) return null;
  if (about === "private" && text.includes("?")) return soonest(days.filter(({ words }) => SOON.test(words)));
  if (about === "complaint") {
    const wanted = findNeeded(text, days);
    if (wanted !== null) return wanted;
  }
  const isSoonTold = isBill || about === "order";
  return soonest(
    days
      .filter(
        ({ start, words }) => (about === "reminder" || !isLoose(text, start)) && (named === null || named.test(words)),
      )
      .filter(
        ({ start, words }) => !isSoonTold || !SOON.test(words) || /(?:für|for|auf) $/iu.test(text.slice(0, start)),
      )
      .filter(({ words }) => about !== "invoice" || /\d/.test(words)),
  );
}

/** Who cannot come today or tomorrow and asks for another time waits for word before then. */
function findMoved(text: string, days: readonly NamedDay[]): Due | null {
  if (!CALLED_OFF.test(text) || !text.includes("?")) return null;
  return days.find(({ words }) => /^(?:heute|morgen|today|tomorrow)/iu.test(words)) ?? null;
}

/** "I need it on Friday"; "the wedding is on Saturday, it must be put right before that". */
function findNeeded(text: string, days: readonly NamedDay[]): Due | null {
  const isBefore = /(?<!\p{L})(?:vorher|bis dahin|before that|before then|in time)(?!\p{L})/iu.test(text);
  return soonest(
    days.filter(
      ({ start }) =>
        isBefore || /(?:brauche?n?|benötigen?|need|erwarten?)(?!\p{L})[^.!?]{0,40}$/iu.test(text.slice(0, start)),
    ),
  );
}

/** "The delivery comes on 3 December, please have somebody there": the day for which something is asked for. */
function findExpected(text: string, days: readonly NamedDay[]): Due | null {
  return soonest(
    days.filter(({ start, end }) => {
      const sentence = `${/[^.!?]*$/u.exec(text.slice(0, start))?.[0] ?? ""} ${/^[^?!]{0,120}/u.exec(text.slice(end))?.[0] ?? ""}`;
      const comes =
        /(?<!\p{L})(?:liefer\p{L}*|lieferung|kommen|kommt|deliver\p{L}*|arriv\p{L}*|collect|holen)(?!\p{L})/iu.test(
          sentence,
        );
      return comes && /(?<!\p{L})(?:bitte|please)(?!\p{L})/iu.test(sentence) && !isLoose(text, start);
    }),
  );
}

/** Who buys tells of today and tomorrow in passing. */
const SOON = /^(?:today|heute|now|morgen|tomorrow|tonight|in )/iu;

/** "From Monday on", "since Friday", "nothing before the 24th": no day for anything. */
const isLoose = (text: string, start: number): boolean =>
  /(?:\b(?:ab|seit|vom|von|nicht vor|from|since|not before|until after|guten) (?:dem |the |nächsten )?|n['’o]t[^.!?]{0,30} until (?:the )?)$/iu.test(
    text.slice(Math.max(0, start - 50), start),
  );

/** A day before which something is cheaper is none that anybody has to keep. */
const isDiscounted = (text: string, start: number, end: number): boolean =>
  /(?:skonto|rabatt|discount)[^.,;\n]{0,30}$/iu.test(text.slice(Math.max(0, start - 60), start)) ||
  /^[^.,;\n]{0,40}(?:skonto|rabatt|discount|deduct)/iu.test(text.slice(end, end + 60));

const isLatest = (behind: string): boolean =>
  /^,? ?(?:at the (?:very )?latest|latest|spätestens)(?!\p{L})/iu.test(behind);

/** A date that is written out goes before "in ten days", which often tells of the same one roughly. */
function soonest(days: readonly NamedDay[]): Due | null {
  const written = days.filter(({ words }) => !/^in /iu.test(words));
  return (written.length > 0 ? written : days).reduce<NamedDay | null>(
    (best, one) => (best === null || one.day < best.day ? one : best),
    null,
  );
}

function findTerm(text: string, today: string): Due | null {
  for (const pattern of TERMS)
    for (const match of text.matchAll(pattern)) {
      const count = COUNTS[(match[1] ?? "").toLowerCase()] ?? Number(match[1] || 1);
      if (!(count > 0 && count <= 180) || isDiscounted(text, match.index, match.index + match[0].length)) continue;
      const unit = (match[2] ?? "").toLowerCase();
      const day = /werk|arbeit|working|business/.test(unit)
        ? addWorkingDays(today, count)
        : addDays(today, Math.round(count * (DAYS_OF.find(([named]) => named.test(unit))?.[1] ?? 1)));
      return { day, start: match.index, end: match.index + match[0].length };
    }
  return null;
}

/** "Could you let me have it by then": by the day that was named before. */
function findThen(text: string, days: readonly NamedDay[]): Due | null {
  const match = /(?<!\p{L})(?:bis dahin|by then|before then|until then)(?!\p{L})/iu.exec(text);
  if (match === null) return null;
  const isFarewell =
    /^bis/iu.test(match[0]) && /^\s*[!.,]?\s*(?:\p{Lu}|$)/u.test(text.slice(match.index + match[0].length));
  return isFarewell ? null : (days.findLast(({ start }) => start < match.index) ?? null);
}

function findWeek(text: string, today: string): Due | null {
  const week = THIS_WEEK.exec(text);
  const untilFriday = Math.max(0, 5 - weekday(today));
  if (week) return toDue(week, addDays(today, untilFriday));
  const next = NEXT_WEEK.exec(text);
  return next && toDue(next, addDays(today, 5 - weekday(today) + 7));
}

function findToday(text: string, today: string): Due | null {
  const match = TODAY.exec(text);
  return match && toDue(match, today);
}

const toDue = (match: RegExpExecArray, day: string): Due => ({
  day,
  start: match.index,
  end: match.index + match[0].length,
});
