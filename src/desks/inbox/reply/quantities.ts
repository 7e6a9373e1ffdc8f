/** "zwei", "three": how many. "ein" and "one" say more often which. */
export const NUMBER_WORDS: ReadonlyMap<string, number> = new Map(
  Object.entries({
    zwei: 2,
    drei: 3,
    vier: 4,
    fuenf: 5,
    sechs: 6,
    sieben: 7,
    acht: 8,
    neun: 9,
    zehn: 10,
    elf: 11,
    zwoelf: 12,
    two: 2,
    three: 3,
    four: 4,
    five: 5,
    six: 6,
    seven: 7,
    eight: 8,
    nine: 9,
    ten: 10,
    eleven: 11,
    twelve: 12,
    dozen: 12,
  }),
);

const COUNTABLE =
  /^(?:stueck|stk|pcs|pieces?|nacht|naechte|naechten|nights?|tage?n?|days?|stunden?|hours?|wochen?|weeks?|monate?n?|months?|personen|persons|people|erwachsene|adults?|kinder|children|flaschen?|bottles?|packungen|packs?|sacke?|saecke|bags?|kartons?|boxes|dosen|cans|exemplare|copies)$/;

/** Whether a folded word after a number is a unit in which things are counted. */
export const isCountable = (folded: string): boolean => COUNTABLE.test(folded);

/** "50x70" as "50 x 70": each side is a number of its own. */
export const spaced = (text: string): string => text.replaceAll(/(\d) ?[x×] ?(?=\d)/gu, "$1 x ");

/** Digits alone, without letters. */
export const isAmount = (text: string): boolean => /^\d[\d.,]*$/.test(text);

/** Stretches of time that prices are of, and what they are called. */
const PERIODS: readonly (readonly [Period, RegExp])[] = [
  ["weekend", /(?<!\p{L})(?:wochenenden?|weekends?)(?!\p{L})/iu],
  ["hour", /(?<!\p{L})(?:stunden?|std|hours?|hourly)(?!\p{L})/iu],
  ["night", /(?<!\p{L})(?:nacht|nächten?|übernachtung(?:en)?|nights?|nightly)(?!\p{L})/iu],
  ["day", /(?<!\p{L})(?:tage?s?|tagen|(?:ganz|halb)?tags|täglich|days?|daily)(?!\p{L})/iu],
  ["week", /(?<!\p{L})(?:wochen?|weeks?|weekly)(?!\p{L})/iu],
  ["month", /(?<!\p{L})(?:monate?n?|monatlich|months?|monthly)(?!\p{L})/iu],
  ["year", /(?<!\p{L})(?:jahre?n?|jährlich|years?|yearly|annual)(?!\p{L})/iu],
];

export type Period = "hour" | "day" | "night" | "week" | "weekend" | "month" | "year";

/** The stretch of time that a text names first by its length; null: none. */
export const periodOf = (text: string): Period | null => PERIODS.find(([, pattern]) => pattern.test(text))?.[0] ?? null;
