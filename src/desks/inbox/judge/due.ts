import { addDays, addMonths, addWorkingDays, daysBetween, findDates, weekday } from "../../../files/index.ts";

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
const WEAK_WORDS = "vor|zum|ab|for|for the|needed|needed on|need it|commencing|starting|from";
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
  /\b(fortnight)()(?:'s)? (?:is |would be )?(?:fine|ok|okay)/giu,
  /\b(two|2) (week)s (?:is|would be|are) (?:fine|ok|okay)/giu,
  /\bwithin (?:a|the next) (fortnight)()/giu,
  /(?:payment )?terms:? (?:are |strictly )?(\d{1,3}) (day)/giu,
];
const COUNTS: Readonly<Record<string, number>> = {
  einer: 1, einem: 1, one: 1, a: 1, zwei: 2, two: 2, drei: 3, three: 3, vier: 4, four: 4, seven: 7, zehn: 10, ten: 10, vierzehn: 14, fourteen: 14, fortnight: 14, thirty: 30,
}; // prettier-ignore

const TODAY =
  /\b(?:heute noch|noch heute|bis heute(?: abend| mittag| nachmittag)?|(?:bis|zum) (?:zum )?feierabend|bis (?:heut|mittag)|by (?:the )?end of (?:the )?(?:day|play|business)(?: today)?|by eod|eod|cob|by close of (?:business|play)|by (?:noon|lunch(?:time)?|tonight|today|this (?:evening|afternoon))|within (?:the next )?(?:24|12|\d|two|three|four) hours|innerhalb von (?:24|12|\d) stunden)\b|\b(?:need|please|can you|could you|must|asap)[^.?!\n]{0,40} today\b/iu;
const THIS_WEEK =
  /\b(?:bis (?:zum )?(?:ende (?:der|dieser) woche|wochenende)|noch diese woche|diese woche noch|by (?:the )?(?:end of (?:the|this) week|weekend)|before the weekend|later this week|this week)\b/iu;
const NEXT_WEEK =
  /\b(?:bis (?:ende |anfang |mitte )?(?:nächster|kommender|der nächsten|der kommenden) woche|by (?:the )?(?:end|middle|start|beginning) of next week|by next week)\b/iu;

export interface DueOptions {
  /** Local day of arrival, "YYYY-MM-DD"; days before it do not count. */
  today: string;
  /** The mail is about a time (an appointment): a day that is only named counts too, unless it is called off. */
  isAgreed: boolean;
  /** The mail is a machine's: it may tell until when somebody is away. */
  isAutomatic: boolean;
}

const CALLED_OFF =
  /aufgehoben|entfällt|entfallen|fällt aus|abgesagt|absagen|verschieb|verleg|schaffe (?:ich )?(?:es )?nicht|leider (?:nicht|krank)|vacated|cancel|called off|can't make|cant make|won't be able|unable to|reschedul|postpone|rebook|move (?:our|my|the|weds?|it)/iu;
const AWAY =
  /abwesen|urlaub|nicht im (?:büro|haus)|außer haus|wieder (?:da|erreichbar|im büro)|out of (?:the )?office|on (?:annual )?leave|away|on holiday|back (?:on|in)/iu;

/**
 * The day until which a mail wants something done: a date behind "until", "by the 20th", a term of payment, the end of this
 * week; for an appointment its day.
 */
export function findDue(text: string, { today, isAgreed, isAutomatic }: DueOptions): Due | null {
  if (isAutomatic && AWAY.test(text)) return null;
  const dates = [...findDates(text, { today }), ...findLooseDays(text, today)]
    .map(({ start, end, iso }) => ({
      start,
      end,
      day: notToday(forward(iso, today, text.slice(start, end)), today, text.slice(start, end)),
    }))
    .filter(({ day }) => day >= today && daysBetween(today, day) < 400);
  const behind = (words: RegExp): Due | null =>
    earliest(dates.filter(({ start }) => words.test(text.slice(Math.max(0, start - 60), start))));
  const bound = behind(UNTIL) ?? findWeek(text, today) ?? findTerm(text, today) ?? findToday(text, today);
  if (bound !== null || !isAgreed) return bound ?? behind(WEAK);
  return CALLED_OFF.test(text) ? null : earliest(dates);
}

const WEEKDAYS: readonly [RegExp, number][] = [
  [/^mon|^mo$/, 1], [/^tue|^die|^di$/, 2], [/^wed|^mit|^mi$/, 3], [/^thu|^don|^do$/, 4], [/^fri|^fre|^fr$/, 5], [/^sat|^sam|^sa$/, 6], [/^sun|^son|^so$/, 7],
]; // prettier-ignore

/** What `findDates` leaves alone, since outside of mails it means other things: "by the 20th", "bis zum 20.", "by fri". */
function findLooseDays(text: string, today: string): { start: number; end: number; iso: string }[] {
  const found: { start: number; end: number; iso: string }[] = [];
  const ordinal =
    /(?<=\b(?:the|am|zum|den|dem|(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|satur|sat|sun)(?:day)?,?) )(\d{1,2})(?:st|nd|rd|th)\b(?! (?:of )?\p{L}{3,9} \d{4})|(?<=\b(?:zum|am|den|dem|der) )(\d{1,2})\.(?! ?(?:\d|januar|februar|märz|april|mai|juni|juli|august|september|oktober|november|dezember|klasse|stock|mal))/giu;
  for (const match of text.matchAll(ordinal)) {
    const iso = nextDayOfMonth(today, Number(match[1] ?? match[2]));
    if (iso !== null) found.push({ start: match.index, end: match.index + match[0].length, iso });
  }
  const short =
    /(?<=\b(?:by|until|till|before|this|next|on|bis|am) (?:next |this )?)(mon|tues?|weds?|thurs?|fri|sat|sun|mo|di|mi|do|fr|sa)\b(?!day)\.?/giu;
  for (const match of text.matchAll(short)) {
    const name = (match[1] ?? "").toLowerCase();
    const wanted = WEEKDAYS.find(([pattern]) => pattern.test(name))?.[1];
    if (wanted === undefined) continue;
    const ahead = (wanted - weekday(today) + 7) % 7;
    found.push({
      start: match.index,
      end: match.index + match[0].length,
      iso: addDays(today, ahead === 0 ? 7 : ahead),
    });
  }
  return found;
}

/** The next day of this number, of this month or the one after. */
function nextDayOfMonth(today: string, day: number): string | null {
  if (day < 1 || day > 31) return null;
  const ahead = day - Number(today.slice(8, 10));
  if (ahead >= 0) {
    const same = addDays(today, ahead);
    return same.slice(0, 7) === today.slice(0, 7) ? same : null;
  }
  const next = addMonths(`${today.slice(0, 8)}01`, 1);
  const iso = addDays(next, day - 1);
  return iso.slice(0, 7) === next.slice(0, 7) ? iso : null;
}

/** "By Monday", written on a Monday, is in a week. */
const notToday = (day: string, today: string, words: string): string =>
  day === today && /^(?:next |this )?\p{L}+(?:tag|day|woch)\.?$/iu.test(words) && !/^(?:today|heute)$/i.test(words)
    ? addDays(day, 7)
    : day;

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
