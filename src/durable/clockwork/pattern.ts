import { Cron } from "croner";
import { AppError } from "../../core/index.ts";

/** The times of a schedule: five fields of cron, read on the clocks of an IANA zone. */
export interface Times {
  pattern: string;
  zone: string;
}

/** A schedule that ticks more often than this (ms) is refused: what is to run all the time is no schedule. */
const LEAST_GAP_MS = 60_000;

/**
 * Moments (ms UTC) of the schedule after `after` up to and with `until`, at most `most`, the oldest first. On the day on which the clocks go forward, a time
 * that does not exist comes at the next one that does; when they go back, a time that comes twice ticks once
 * (https://croner.56k.guru, "DST").
 */
export function ticksBetween({ pattern, zone }: Times, after: number, until: number, most: number): number[] {
  const cron = new Cron(pattern, { timezone: zone, paused: true });
  const ticks: number[] = [];
  let last = after;
  while (ticks.length < most) {
    const next = cron.nextRun(new Date(last))?.getTime();
    if (next === undefined || next > until || next <= last) break;
    ticks.push(next);
    last = next;
  }
  return ticks;
}

/** The next moment after `after`; null when there is none any more ("30 February"). */
export function nextTick(times: Times, after: number): number | null {
  return ticksBetween(times, after, Number.MAX_SAFE_INTEGER, 1)[0] ?? null;
}

/** The last moment up to and with `until`, not before `from`; null without one. */
export function lastTick({ pattern, zone }: Times, from: number, until: number): number | null {
  const cron = new Cron(pattern, { timezone: zone, paused: true });
  const [last] = cron.previousRuns(1, new Date(until + 1));
  return last && last.getTime() >= from ? last.getTime() : null;
}

/** Throws E_INPUT for a pattern or zone that is none, or that never ticks, or more than once in a minute. */
export function requireTimes({ pattern, zone }: Times, now: number): void {
  try {
    new Intl.DateTimeFormat("en", { timeZone: zone }).format(now);
  } catch (thrown) {
    throw new AppError("E_INPUT", `${JSON.stringify(zone)} is no time zone.`, {
      hint: 'Give its name as in "Europe/Berlin" or "UTC".',
      cause: thrown,
    });
  }
  if (pattern.trim().split(/\s+/u).length !== 5) throw notUnderstood(pattern);
  let ticks: number[];
  try {
    ticks = ticksBetween({ pattern, zone }, now, Number.MAX_SAFE_INTEGER, 3);
  } catch (thrown) {
    throw notUnderstood(pattern, thrown);
  }
  if (ticks.length === 0) {
    throw new AppError("E_INPUT", `A schedule with the times ${JSON.stringify(pattern)} would never run.`, {
      hint: "There is no such day.",
    });
  }
  const gaps = ticks.slice(1).map((tick, at) => tick - (ticks[at] ?? tick));
  if (gaps.some((gap) => gap < LEAST_GAP_MS)) throw notUnderstood(pattern);
}

function notUnderstood(pattern: string, cause?: unknown): AppError {
  return new AppError("E_INPUT", `${JSON.stringify(pattern)} was not understood as times.`, {
    hint: 'Write "daily 7:00", "weekdays 7:30", "mon,thu 18:00", "monthly 1 9:00", "hourly", or five fields of cron.',
    cause,
  });
}

const DAYS: Readonly<Record<string, number>> = {
  ...Object.fromEntries(["sun", "mon", "tue", "wed", "thu", "fri", "sat"].map((day, at) => [day, at])),
  ...Object.fromEntries(["so", "mo", "di", "mi", "do", "fr", "sa"].map((day, at) => [day, at])),
};
const EVERY_DAY = new Set(["daily", "every day", "täglich", "taeglich", "jeden tag"]);
const WORKING_DAYS = new Set(["weekdays", "workdays", "every weekday", "werktags", "wochentags", "mo-fr", "mon-fri"]);
const HOURLY = new Set(["hourly", "every hour", "stündlich", "stuendlich", "jede stunde"]);

/** Words for times ("weekdays 7:30", "werktags 7:30 Uhr", "mon,thu 18:00", "monthly 1 9:00") as cron; cron itself stays as it is. */
export function toPattern(words: string): string {
  const text = words.trim().toLowerCase().replaceAll(/\s+/gu, " ");
  if (HOURLY.has(text)) return "0 * * * *";
  const timed = /^(?<days>.+?)(?: at| um)? (?<hour>\d{1,2})[:.](?<minute>\d{2})(?: uhr)?$/u.exec(text)?.groups;
  if (!timed) return words.trim();
  const { days = "", hour = "", minute = "" } = timed;
  if (Number(hour) > 23 || Number(minute) > 59) throw notUnderstood(words);
  const time = `${Number(minute)} ${Number(hour)}`;
  if (EVERY_DAY.has(days)) return `${time} * * *`;
  if (WORKING_DAYS.has(days)) return `${time} * * 1-5`;
  const [, dayOfMonth] = /^(?:monthly|monatlich)(?: (?:on the |am )?(\d{1,2})\.?)?$/u.exec(days) ?? [];
  if (days.startsWith("mon") && /^(?:monthly|monatlich)/u.test(days)) return `${time} ${Number(dayOfMonth ?? 1)} * *`;
  const named = days.split(/, ?| and | und /u).map((day) => dayNumber(day));
  if (named.some((day) => day === null)) throw notUnderstood(words);
  return `${time} * * ${named.join(",")}`;
}

/** Of "mon", "monday", "mondays", "mo", "montag", "montags". */
function dayNumber(word: string): number | null {
  const whole = word.trim().replace(/s$/u, "");
  const english = /^(?:sun|mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?)(?:day)?$/u.test(whole);
  const german = /^(?:so(?:nn)?|mo(?:n)?|di(?:en)?|mi(?:ttwoch)?|do(?:nner)?|fr(?:ei)?|sa(?:m|msta)?)(?:s?tag)?$/u.test(
    whole,
  );
  if (!english && !german) return null;
  return DAYS[whole.slice(0, 3)] ?? DAYS[whole.slice(0, 2)] ?? null;
}
