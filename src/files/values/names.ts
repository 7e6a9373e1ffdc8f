/** Month and weekday names, number words: what the date and period finders share. Keys are lower case. */

const MONTH_NAMES: readonly (readonly string[])[] = [
  ["january", "jan", "januar", "jänner", "jaenner", "jän"],
  ["february", "feb", "februar", "feber", "febr"],
  ["march", "mar", "märz", "maerz", "mrz", "mär"],
  ["april", "apr"],
  ["may", "mai"],
  ["june", "jun", "juni"],
  ["july", "jul", "juli"],
  ["august", "aug"],
  ["september", "sep", "sept"],
  ["october", "oct", "oktober", "okt"],
  ["november", "nov"],
  ["december", "dec", "dezember", "dez"],
];
const WEEKDAY_NAMES: readonly (readonly string[])[] = [
  ["monday", "mon", "montag", "mo"],
  ["tuesday", "tue", "tues", "dienstag", "di"],
  ["wednesday", "wed", "mittwoch", "mi"],
  ["thursday", "thu", "thur", "thurs", "donnerstag", "do"],
  ["friday", "fri", "freitag", "fr"],
  ["saturday", "sat", "samstag", "sonnabend", "sa"],
  ["sunday", "sun", "sonntag", "so"],
];

const toMap = (lists: readonly (readonly string[])[]) =>
  new Map(lists.flatMap((names, index) => names.map((name) => [name, index + 1] as const)));

export const MONTHS = toMap(MONTH_NAMES);
const WEEKDAYS = toMap(WEEKDAY_NAMES);

export const MONTHS_DE = "Januar Februar März April Mai Juni Juli August September Oktober November Dezember".split(
  " ",
);
export const MONTHS_EN = "January February March April May June July August September October November December".split(
  " ",
);

/** Longest first, so that a regular expression prefers "june" to "jun". */
const alternatives = (names: Iterable<string>) => [...names].toSorted((a, b) => b.length - a.length).join("|");

export const MONTH = `(?:${alternatives(MONTHS.keys())})`;
/** Only whole names: "mo", "so", "sun" mean too many other things in running text. */
export const WEEKDAY = `(?:${alternatives([...WEEKDAYS.keys()].filter((name) => name.length > 5))})`;
export const ANY_WEEKDAY = `(?:${alternatives(WEEKDAYS.keys())})`;

const NUMBER_WORDS = new Map<string, number>([
  ...["ein", "eine", "einem", "einer", "einen", "a", "an", "one"].map((word) => [word, 1] as const),
  ...["zwei", "two"].map((word) => [word, 2] as const),
  ...["drei", "three"].map((word) => [word, 3] as const),
  ...["vier", "four"].map((word) => [word, 4] as const),
  ...["fünf", "fuenf", "five"].map((word) => [word, 5] as const),
  ...["sechs", "six"].map((word) => [word, 6] as const),
  ...["sieben", "seven"].map((word) => [word, 7] as const),
  ...["acht", "eight"].map((word) => [word, 8] as const),
  ...["neun", "nine"].map((word) => [word, 9] as const),
  ...["zehn", "ten"].map((word) => [word, 10] as const),
  ...["elf", "eleven"].map((word) => [word, 11] as const),
  ...["zwölf", "zwoelf", "twelve"].map((word) => [word, 12] as const),
  ...["vierzehn", "fourteen"].map((word) => [word, 14] as const),
  ...["dreißig", "dreissig", "thirty"].map((word) => [word, 30] as const),
]);
export const COUNT = `(?:\\d{1,4}|${alternatives(NUMBER_WORDS.keys())})`;

/** Number words that are nothing else, as "ein" and "a" are. */
export const COUNT_WORD = `(?:${alternatives([...NUMBER_WORDS].filter(([, count]) => count > 1).map(([word]) => word))})`;

export function toCount(word: string): number {
  return NUMBER_WORDS.get(word.toLowerCase()) ?? Number(word);
}

export function toMonth(word: string): number {
  return MONTHS.get(word.toLowerCase().replace(/\.$/, "")) ?? 0;
}

export function toWeekday(word: string): number {
  return WEEKDAYS.get(word.toLowerCase().replace(/\.$/, "")) ?? 0;
}

/** A year as written: two digits mean 1970 to 2069. */
export function toYear(digits: string): number {
  const year = Number(digits);
  if (digits.length > 2) return year;
  return year < 70 ? 2000 + year : 1900 + year;
}
