import { addDays, addWorkingDays, daysBetween, findDates, weekday } from "../../../files/index.ts";

export interface Due {
  /** "YYYY-MM-DD" */
  day: string;
  /** Where it stands in the text. */
  start: number;
  end: number;
}

/** Words before a date that make it the last day for something, and what may stand between them and the date. */
const UNTIL_WORDS = [
  "bis", "spätestens", "spaetestens", "fällig", "faellig", "zahlbar", "zahlungsziel", "frist", "fristende", "stichtag", "abgabe",
  "läuft", "laeuft", "endet", "by", "before", "until", "till", "no later than", "not later than", "at the latest", "latest", "deadline",
  "due", "due date", "payable", "expires", "expire", "ends", "closes", "valid to",
].join("|"); // prettier-ignore
/** These tell of a last day only where nothing stronger stands. */
const WEAK_WORDS = ["vor", "zum", "ab", "for", "for the", "needed", "needed on", "need it", "am", "on"].join("|");
const BETWEEN =
  "(?:(?:spätestens|spaetestens|zum|am|ist|sind|bis|ende|einschließlich|inklusive|kommenden|nächsten|diesen|dem|den|ohne abzug|the|end of|close of|close of business|noon|on|by|is|was|latest|\\d{1,2}(?:[:.]\\d{2})? ?(?:uhr|am|pm)?,?)[ ,:]+)*";
const DAY_NAME =
  "(?:(?:(?:mon|diens|donners|frei|sams|sonn)tag|mittwoch|(?:mon|tues|wednes|thurs|fri|satur|sun)day|mo|di|mi|do|fr|sa|so|tue|wed|thu|fri|sat|sun)[.,]?[ ,]*(?:(?:the|den|dem) )?)?";
const UNTIL = new RegExp(`(?<![\\p{L}])(?:${UNTIL_WORDS})[ :]+${BETWEEN}${DAY_NAME}$`, "iu");
const WEAK = new RegExp(`(?<![\\p{L}])(?:${WEAK_WORDS})[ :]+${BETWEEN}${DAY_NAME}$`, "iu");

/** "within 14 days", "14 Tage netto", "net 30". */
const TERMS: readonly RegExp[] = [
  /(?:innerhalb (?:von |der nächsten )?|binnen |in(?:nert)? )(\d{1,3}|einer|einem|zwei|drei|vier|zehn|vierzehn) (werktag|arbeitstag|tag|woche|monat)/giu,
  /\b(\d{1,3}) (tag)e? (?:netto|ohne abzug|ziel|zahlungsziel|nach (?:erhalt|rechnungs))/giu,
  /zahlungsziel:?(?: von| beträgt| sind)? (\d{1,3}) (tag)/giu,
  /within (?:the next )?(\d{1,3}|one|a|two|three|four|seven|ten|fourteen|thirty) (working day|business day|day|week|month)/giu,
  /\bnet (\d{1,3})()\b/giu,
  /\b(\d{1,3}) (day)s? (?:net|from (?:the )?(?:date|invoice|receipt))/giu,
  /(?:payment )?terms:? (?:are |strictly )?(\d{1,3}) (day)/giu,
];
const COUNTS: Readonly<Record<string, number>> = {
  einer: 1, einem: 1, one: 1, a: 1, zwei: 2, two: 2, drei: 3, three: 3, vier: 4, four: 4, seven: 7, zehn: 10, ten: 10, vierzehn: 14, fourteen: 14, thirty: 30,
}; // prettier-ignore

const TODAY =
  /\b(?:heute noch|noch heute|bis heute(?: abend| mittag| nachmittag)?|heute bis|bis (?:zum )?feierabend|bis heut|bis mittag|by (?:the )?end of (?:the )?(?:day|play|business)(?: today)?|by eod|eod|cob|by close of (?:business|play)|by (?:noon|lunch(?:time)?|tonight|this (?:evening|afternoon))|today|this (?:morning|afternoon|evening)|within (?:the next )?(?:24|12|\d|two|three|four) hours|innerhalb von (?:24|12|\d) stunden)\b/iu;
const THIS_WEEK =
  /\b(?:bis (?:zum )?(?:ende (?:der|dieser) woche|wochenende)|noch diese woche|diese woche noch|by (?:the )?(?:end of (?:the|this) week|weekend)|before the weekend|later this week|this week)\b/iu;
const NEXT_WEEK =
  /\b(?:bis (?:ende |anfang |mitte )?(?:nächster|kommender|der nächsten|der kommenden) woche|by (?:the )?(?:end|middle|start|beginning) of next week|by next week)\b/iu;

/**
 * The day until which a mail wants something done: a date behind "until", a term of payment, "by Friday", "end of this week". With
 * `agreed` (an appointment) a day that is only named counts too. `today` is the local day of arrival; days before it do not count.
 */
export function findDue(text: string, today: string, agreed: boolean): Due | null {
  const dates = findDates(text, { today })
    .map((date) => ({ start: date.start, end: date.end, day: forward(date.iso, today, date.text) }))
    .filter(({ day }) => day >= today && daysBetween(today, day) < 400);
  const behind = (words: RegExp): Due | null =>
    earliest(dates.filter(({ start }) => words.test(text.slice(Math.max(0, start - 60), start))));
  const first = behind(UNTIL) ?? findWeek(text, today) ?? findTerm(text, today);
  if (first !== null) return first;
  return findToday(text, today) ?? (agreed ? earliest(dates) : behind(WEAK));
}

/** A date without a year that has long passed is of the next one: in December "by 10 January". */
const forward = (day: string, today: string, words: string): string =>
  day < today && !/\d{4}|\.\d{2}$/.test(words) && daysBetween(day, today) > 60
    ? `${Number(day.slice(0, 4)) + 1}${day.slice(4)}`
    : day;

const earliest = (dues: readonly Due[]): Due | null =>
  dues.reduce<Due | null>((best, due) => (best === null || due.day < best.day ? due : best), null);

function findTerm(text: string, today: string): Due | null {
  for (const pattern of TERMS)
    for (const match of text.matchAll(pattern)) {
      const count = COUNTS[(match[1] ?? "").toLowerCase()] ?? Number(match[1]);
      if (!(count > 0 && count <= 180)) continue;
      const unit = (match[2] ?? "").toLowerCase();
      const day = /werk|arbeit|working|business/.test(unit)
        ? addWorkingDays(today, count)
        : addDays(today, count * (/woche|week/.test(unit) ? 7 : /mon/.test(unit) ? 30 : 1));
      return { day, start: match.index, end: match.index + match[0].length };
    }
  return null;
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
