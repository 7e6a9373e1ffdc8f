import { WEEKDAYS, type Weekday, type WorkingHours } from "../../store/index.ts";

const DAYS: Record<Weekday, string> = {
  mon: "mon(?:day)?s?|mo|montags?",
  tue: "tues?(?:day)?s?|di|dienstags?",
  wed: "wed(?:nesday)?s?|mi|mittwochs?",
  thu: "thu(?:rs?)?(?:day)?s?|do|donnerstags?",
  fri: "fri(?:day)?s?|fr|freitags?",
  sat: "sat(?:urday)?s?|sa|samstags?|sonnabends?",
  sun: "sun(?:day)?s?|so|sonntags?",
};
const SETS: readonly (readonly [string, readonly Weekday[]])[] = [
  ["weekdays?|werktags?|on weekdays|unter der woche", WEEKDAYS.slice(0, 5)],
  ["every ?day|daily|täglich|jeden tag", WEEKDAYS],
  ["weekends?|am wochenende|wochenende", WEEKDAYS.slice(5)],
];

type Token =
  | { type: "days"; days: readonly Weekday[] }
  | { type: "time"; minutes: number; exact: boolean }
  | { type: "to" | "and" | "between" };

const END = String.raw`(?![\p{L}\p{N}])`;
const TIME = new RegExp(
  String.raw`^(\d{1,2})(?:[:.](\d{2}))?\s*(a\.?m\.?|p\.?m\.?|uhr|h|o['’]clock)?${END}(?:\s*(?:uhr)${END})?`,
  "iu",
);
type Rule = readonly [RegExp, (match: RegExpExecArray) => Token | null];

const rule = (pattern: RegExp, token: Token): Rule => [pattern, () => token];

const RULES: readonly Rule[] = [
  ...SETS.map(([names, days]) => rule(at(names), { type: "days", days })),
  ...WEEKDAYS.map((day) => rule(at(String.raw`(?:${DAYS[day]})\.?`), { type: "days", days: [day] })),
  rule(at("to|till|until|through|thru|bis(?: zu)?"), { type: "to" }),
  rule(/^(?:-|–|—)/u, { type: "to" }),
  rule(at("and|und|sowie"), { type: "and" }),
  rule(/^[,;&/]/u, { type: "and" }),
  rule(at("between|zwischen"), { type: "between" }),
  [TIME, toTime],
];
const FILL = at(
  "from|von|on|am|at|um|ab|always|immer|jeweils|usually|meist(?:ens)?|uhr|o['’]clock|of|the|den|in der zeit",
);

function at(words: string): RegExp {
  return new RegExp(`^(?:${words})${END}`, "iu");
}

function toTime(match: RegExpExecArray): Token | null {
  const [, hours = "", minutes = "00", half = ""] = match;
  const isPm = /^p/iu.test(half);
  const isAm = /^a/iu.test(half);
  if (Number(minutes) > 59 || Number(hours) > 24 || ((isAm || isPm) && (Number(hours) > 12 || hours === "0")))
    return null;
  const hour = (isAm || isPm ? Number(hours) % 12 : Number(hours)) + (isPm ? 12 : 0);
  const total = hour * 60 + Number(minutes);
  return total > 1_440 ? null : { type: "time", minutes: total, exact: isAm || isPm };
}

/**
 * "Monday to Friday from 8 to 16", "Mo-Do 8:00–16:30, Fr 8-14", "9am to 5pm": working hours when the words say nothing
 * else, or null. Without days Monday to Friday are meant; "9 to 5" ends in the afternoon.
 */
export function readHours(text: string): WorkingHours | null {
  const tokens = tokenize(text);
  return tokens && toHours(tokens);
}

function tokenize(text: string): Token[] | null {
  const tokens: Token[] = [];
  let rest = text.trim().replace(/[.!]+$/u, "");
  while (rest !== "") {
    const filled = FILL.exec(rest);
    const hit = filled
      ? null
      : RULES.map(([pattern, make]) => [pattern.exec(rest), make] as const).find(([found]) => found);
    const found = filled ?? hit?.[0];
    if (!found) return null;
    if (hit?.[0]) {
      const token = hit[1](hit[0]);
      if (token === null) return null;
      tokens.push(token);
    }
    rest = rest.slice(found[0].length).trimStart();
  }
  return tokens;
}

function toHours(tokens: Token[]): WorkingHours | null {
  const hours: WorkingHours = {};
  let days: Weekday[] = [];
  let isOver = false; // the days so far have their times
  for (let next = 0; next < tokens.length; next += 1) {
    const token = tokens[next];
    if (token?.type === "days") {
      if (isOver) days = [];
      isOver = false;
      const range = tokens[next + 1]?.type === "to" ? tokens[next + 2] : undefined;
      if (range?.type === "days") next += 2;
      days.push(...(range?.type === "days" ? between(token.days, range.days) : token.days));
    } else if (token?.type === "time") {
      const joint = tokens[next + 1]?.type;
      const end = tokens[next + 2];
      const isRange = joint === "to" || (joint === "and" && tokens[next - 1]?.type === "between");
      if (!isRange || end?.type !== "time") return null;
      if (!add(hours, days.length > 0 ? days : WEEKDAYS.slice(0, 5), token, end)) return null;
      isOver = true;
      next += 2;
    } else if (token?.type === "to") return null;
  }
  return isOver ? hours : null;
}

function between(first: readonly Weekday[], last: readonly Weekday[]): Weekday[] {
  const from = WEEKDAYS.indexOf(first[0] ?? "mon");
  const to = WEEKDAYS.indexOf(last.at(-1) ?? "sun");
  return from <= to ? WEEKDAYS.slice(from, to + 1) : [...WEEKDAYS.slice(from), ...WEEKDAYS.slice(0, to + 1)];
}

type Time = Extract<Token, { type: "time" }>;

function add(hours: WorkingHours, days: readonly Weekday[], from: Time, to: Time): boolean {
  const end = to.minutes <= from.minutes && !to.exact && to.minutes <= 720 ? to.minutes + 720 : to.minutes;
  if (end <= from.minutes) return false;
  for (const day of days) {
    const spans = (hours[day] ??= []);
    const last = spans.at(-1);
    if (spans.length >= 4 || (last && last.to > show(from.minutes))) return false;
    spans.push({ from: show(from.minutes), to: show(end) });
  }
  return true;
}

function show(minutes: number): string {
  const pad = (value: number): string => String(value).padStart(2, "0");
  return `${pad(Math.floor(minutes / 60))}:${pad(minutes % 60)}`;
}
