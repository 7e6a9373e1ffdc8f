import { language } from "../../texts/index.svelte.ts";
import { w } from "./words.ts";

const SUNDAY = Date.UTC(2024, 0, 7);
const DAY_MS = 86_400_000;

/** The times of a schedule as people say them; five fields of cron that nobody says stay as they are. */
export function toTimes(pattern: string): string {
  const [minute = "", hour = "", day = "", month = "", weekday = ""] = pattern.split(" ");
  if (!/^\d{1,2}$/u.test(minute) || month !== "*") return pattern;
  if (hour === "*" && day === "*" && weekday === "*") return w.hourly(minute.padStart(2, "0"));
  if (!/^\d{1,2}$/u.test(hour)) return pattern;
  const at = `${hour}:${minute.padStart(2, "0")}`;
  if (day === "*" && weekday === "*") return w.daily(at);
  if (day === "*" && weekday === "1-5") return w.weekdays(at);
  if (day === "*" && /^[0-6](,[0-6])*$/u.test(weekday)) return `${toDays(weekday)} ${at}`;
  if (weekday === "*" && /^\d{1,2}$/u.test(day)) return w.monthly(day, at);
  return pattern;
}

function toDays(weekdays: string): string {
  const format = new Intl.DateTimeFormat(language.now, { weekday: "long", timeZone: "UTC" });
  const names = weekdays.split(",").map((day) => format.format(SUNDAY + Number(day) * DAY_MS));
  return new Intl.ListFormat(language.now).format(names);
}
