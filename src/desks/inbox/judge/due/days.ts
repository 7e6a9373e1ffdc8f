import { addDays, addMonths, daysBetween, findDates, weekday } from "../../../../files/index.ts";

/** A day that a text names. */
export interface NamedDay {
  /** "YYYY-MM-DD", not before the day of arrival. */
  day: string;
  /** Where it stands in the text. */
  start: number;
  end: number;
  /** As it stands there. */
  words: string;
}

/** Farther away a mail sets no day: such a date is of the past, and was moved by a year. */
const FARTHEST = 400;
const FARTHEST_MOVED = 183;

/**
 * The days that a text names, today or later, in the order in which they stand: "14 December 2026", "Friday", "tomorrow", "the
 * 20th", "in 10 days". The second day of a span ("3. bis 17. Mai") is none by itself, nor the "until Tuesday" of a farewell.
 */
export function findDays(text: string, today: string): NamedDay[] {
  const dates = findDates(text, { today }).filter(
    (date) => !isInside(text, date) && !/^\d{1,2}\//.test(date.text) && toLater(text, date.start, date.end) === 0,
  );
  return [...dates, ...findLooseDays(text, today)]
    .map(({ start, end, iso }) => toNamed(text.slice(start, end), start, end, iso, today))
    .filter(({ day }) => day >= today && daysBetween(today, day) < FARTHEST)
    .filter((named) => !endsSpan(text, named) && !isFarewell(text, named) && !isPast(text, named))
    .filter((named, _at, all) => !isToldAgain(named, all))
    .toSorted((a, b) => a.start - b.start);
}

/** "On the Friday please, that's the 2nd": the number says which Friday. */
const isToldAgain = (named: NamedDay, all: readonly NamedDay[]): boolean =>
  WEEKDAY.test(named.words) &&
  all.some(
    ({ start, day, words }) =>
      start > named.end && start - named.end < 30 && /\d/.test(words) && weekday(day) === weekday(named.day),
  );

function toNamed(words: string, start: number, end: number, iso: string, today: string): NamedDay {
  return { day: notToday(forward(iso, today, words), today, words), start, end, words };
}

/** "By Monday", written on a Monday, is in a week. */
const notToday = (day: string, today: string, words: string): string =>
  day === today && /^(?:next |this )?\p{L}+(?:tag|day|woch)\.?$/iu.test(words) && !/^(?:today|heute)$/i.test(words)
    ? addDays(day, 7)
    : day;

/** A date without a year that has long passed is of the next one: in December "by 10 January". */
function forward(day: string, today: string, words: string): string {
  if (day >= today || /\d{4}|\.\d{2}$/.test(words) || daysBetween(day, today) <= 60) return day;
  const moved = `${Number(day.slice(0, 4)) + 1}${day.slice(4)}`;
  return daysBetween(today, moved) <= FARTHEST_MOVED ? moved : day;
}

const SPAN =
  /(?:\d\.?|\d(?:st|nd|rd|th)|tag|day|januar|februar|märz|april|mai|juni|juli|august|\p{L}{2,6}ber|january|february|march|may|june|july) ?(?:bis|to|until|till|-|–|(?<=between.{0,20}|zwischen.{0,20})(?:and|und)) ?(?:zum |the )?$/iu;
const endsSpan = (text: string, { start }: NamedDay): boolean => SPAN.test(text.slice(Math.max(0, start - 24), start));

/** "Bis Dienstag!", "dann bis Freitag beim Training": a sentence of its own without a verb. */
function isFarewell(text: string, { start, end }: NamedDay): boolean {
  const before = text.slice(Math.max(0, start - 30), start);
  const after = /^[^.!?\n]*/.exec(text.slice(end))?.[0] ?? "";
  return (
    /(?:^|[.!?,\n]\s*)(?:also |und |dann )?bis (?:dann |nächsten |am )?$/iu.test(before) &&
    after.trim().length < 20 &&
    !/\d|bitte|please|uhr/iu.test(after)
  );
}

const NUMBERED = /^\d{1,2}(?:\.|st|nd|rd|th)?$|^\d{1,2}(?:\.|st|nd|rd|th)? \p{L}+$/iu;
const WEEKDAY = /^(?:mon|die|mit|don|fre|sam|son|tue|wed|thu|fri|sat|sun)\p{L}*$/iu;

/** What was done on that day is behind: "Sie hätten am 3. überwiesen", "our letter of the 11th", "since Monday". */
function isPast(text: string, { start, end, words }: NamedDay): boolean {
  if (!NUMBERED.test(words) && !WEEKDAY.test(words)) return false;
  const before = text.slice(Math.max(0, start - 60), start);
  const after = text.slice(end, end + 60);
  if (/(?<!\p{L})(?:bis|by|until|till|before|zum|spätestens|for)(?!\p{L})[^.!?;]{0,12}$/iu.test(before)) return false;
  return (
    /(?:(?<!\p{L})(?:hätten|hatten?|wurden?|war(?:en)?|were|was|had|been|made|sent|paid|ordered|delivered|agreed|met|came)(?!\p{L})[^.!?;]{0,30}|\b(?:letter|order|invoice|schreiben|rechnung|mail|lieferung) (?:of|vom|von) (?:the |dem )?)$/iu.test(
      before,
    ) ||
    /\b(?:seit|since|last|letzten|letzter|vergangenen|jeden|every|heute ist|today is|it's|today's) $/iu.test(before) ||
    /^[^.!?;,]{0,40}(?<!\p{L})(?:überwiesen|bezahlt|geliefert|gesendet|geschickt|bestellt|erhielten|bekommen|erhalten|zugestimmt|beschlossen|gekauft|abgeholt|vorgeschlagen\p{L}*)(?!\p{L})/iu.test(
      after,
    )
  );
}

const WEEKDAYS: readonly [RegExp, number][] = [
  [/^mon|^mo$/, 1], [/^tue|^die|^di$/, 2], [/^wed|^mit|^mi$/, 3], [/^thu|^don|^do$/, 4], [/^fri|^fre|^fr$/, 5], [/^sat|^sam|^sa$/, 6], [/^sun|^son|^so$/, 7],
]; // prettier-ignore

const AFTER_TOMORROW = /(?<!\p{L})(?:übermorgen|uebermorgen|(?:the )?day after tomorrow)(?!\p{L})/giu;
/** The "tomorrow" in "the day after tomorrow" is none. */
const isInside = (text: string, { start }: { start: number }): boolean =>
  /(?:day after |über|ueber)$/iu.test(text.slice(Math.max(0, start - 12), start));

interface Found {
  start: number;
  end: number;
  iso: string;
}

/** What `findDates` leaves alone, since outside of mails it means other things: "by the 20th", "bis zum 20.", "sat 9 at mum's". */
function findLooseDays(text: string, today: string): Found[] {
  const found: Found[] = [];
  const ordinal =
    /(?<=\b(?:the|am|zum|den|dem|(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|satur|sat|sun)(?:day)?,?) )(\d{1,2})(?:st|nd|rd|th)\b(?! (?:of )?\p{L}{3,9} \d{4})|(?<=\b(?:zum|am|den|dem|der) )(\d{1,2})\.(?! ?(?:\d|januar|februar|märz|april|mai|juni|juli|august|september|oktober|november|dezember|klasse|stock|mal))/giu;
  for (const match of text.matchAll(ordinal)) {
    const iso = nextDayOfMonth(today, Number(match[1] ?? match[2]));
    if (iso !== null) found.push({ start: match.index, end: match.index + match[0].length, iso });
  }
  const short =
    /(?<=\b(?:by|until|till|before|this|next|on|for|need it|bis|am|vor) (?:next |this )?|(?:^|[.!?\n] ?))(mon|tues?|weds?|thurs?|fri|sat|sun|mo|di|mi|do|fr|sa)\b(?!day)\.?(?! ?(?:bis|-|–))/gimu;
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
  const full =
    /(?<![\p{L}])(montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|monday|tuesday|wednesday|thursday|friday|saturday|sunday)(?:früh|morgen|vormittag|mittag|nachmittag|abend|nacht)?(?!\p{L}|,? ?(?:\d{1,2}\.|(?:the |den )?\d{1,2}(?:st|nd|rd|th|\b)(?![:.]\d| ?(?:uhr|am|pm))))/giu;
  for (const match of text.matchAll(full)) {
    const name = (match[1] ?? "").toLowerCase();
    const wanted = WEEKDAYS.find(([pattern]) => pattern.test(name))?.[1] ?? 1;
    const ahead = (wanted - weekday(today) + 7) % 7;
    const end = match.index + match[0].length;
    const iso = addDays(today, (ahead === 0 ? 7 : ahead) + toLater(text, match.index, end));
    found.push({ start: match.index, end, iso });
  }
  return [...found, ...findNumeric(text, today), ...findNamed(text, today)];
}

/** "Friday week", "a week on Thursday", "Freitag in einer Woche": seven days more. */
const toLater = (text: string, start: number, end: number): number =>
  /^ (?:week(?!\p{L})|in einer woche|in acht tagen)/iu.test(text.slice(end, end + 20)) ||
  /a week (?:on )?$/iu.test(text.slice(Math.max(0, start - 12), start))
    ? 7
    : 0;

const DATED = /(?<!\p{L})(?:bis|am|zum|dem|den|vor|ab|by|on|until|till|before|for|spätestens|due|date):? $/iu;

/** "4.12", "4.12.:" and "4/12/2026", the day first. */
function findNumeric(text: string, today: string): Found[] {
  const found: Found[] = [];
  const numeric =
    /(?<![\d.,/])(\d{1,2})(?:\.(\d{1,2})(?:\.(?=[:;]|$)|(?![\d.,]|\.\d| ?(?:uhr|€|eur|h\b|%|am\b|pm\b)))|\/(\d{1,2})(?:\/(?:20)?(\d{2}))?(?![\d/]))/giu;
  for (const match of text.matchAll(numeric)) {
    const [day, month] = [Number(match[1]), Number(match[2] ?? match[3])];
    if (month < 1 || month > 12 || day < 1 || day > 31) continue;
    const before = text.slice(Math.max(0, match.index - 14), match.index);
    if (!DATED.test(before)) continue; // "9.4 °C" and "unit 2/07" are none
    const year = match[4] === undefined ? today.slice(0, 4) : `20${match[4]}`;
    const iso = `${year}-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}`;
    found.push({ start: match.index, end: match.index + match[0].length, iso });
  }
  return found;
}

const endOfMonth = (today: string): string => addDays(addMonths(`${today.slice(0, 8)}01`, 1), -1);

/** Days that have a name of their own. */
function findNamed(text: string, today: string): Found[] {
  const names: readonly [RegExp, string][] = [
    [AFTER_TOMORROW, addDays(today, 2)],
    [/\b(?:heiligabend|(?:christ|x)mas eve)\b/giu, `${today.slice(0, 4)}-12-24`],
    [/(?<!\p{L})(?:tonight|this (?:evening|afternoon)|heut(?= (?:abend|nachmittag|mittag|noch)))(?!\p{L})/giu, today],
    [/(?<!\p{L})(?:monatsletzten|ultimo)(?!\p{L})|(?<!\d)(?:28|29|30|31)\. ?d\. ?m\./giu, endOfMonth(today)],
    [/(?<=zum )(?:monats)?ersten(?!\p{L}| mal)/giu, addMonths(`${today.slice(0, 8)}01`, 1)],
  ];
  return names.flatMap(([pattern, iso]) =>
    [...text.matchAll(pattern)].map((match) => ({ start: match.index, end: match.index + match[0].length, iso })),
  );
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
