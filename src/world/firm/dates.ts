const DAY_MS = 86_400_000;

export type Language = "de" | "en";

/** A day of the calendar, as ms UTC of its midnight in UTC: days are counted without any zone. */
export type Day = number;

export function addDays(day: Day, count: number): Day {
  return day + count * DAY_MS;
}

/** The day of the calendar that a moment falls on in a zone. */
export function toDay(at: number, zone: string): Day {
  const [year = 0, month = 1, date = 1] = new Intl.DateTimeFormat("en-CA", { timeZone: zone })
    .format(at)
    .split("-")
    .map(Number);
  return Date.UTC(year, month - 1, date);
}

/** The moment at which a zone's clocks show this time of that day; where they skip it, the moment that follows. */
export function toMoment(day: Day, time: string, zone: string): number {
  const [hours = 0, minutes = 0] = time.split(":").map(Number);
  const shown = day + (hours * 60 + minutes) * 60_000;
  const first = shown - offsetOf(shown, zone);
  return shown - offsetOf(first, zone);
}

/** How far a zone's clocks are before UTC, in ms. */
function offsetOf(at: number, zone: string): number {
  const parts = new Intl.DateTimeFormat("en-CA", {
    timeZone: zone,
    hourCycle: "h23",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
  }).formatToParts(at);
  const of = (type: string): number => Number(parts.find((part) => part.type === type)?.value);
  return Date.UTC(of("year"), of("month") - 1, of("day"), of("hour"), of("minute"), of("second")) - (at - (at % 1000));
}

/** `{d+3}`: the day three days after the mail's own as it is said, `{D-2}`: as it is written in forms. */
export function fillDates(text: string, day: Day, language: Language): string {
  return text.replaceAll(/\{([dD])([+-]\d+)\}/g, (_, form: string, count: string) =>
    sayDay(addDays(day, Number(count)), form === "d" ? "said" : "written", language),
  );
}

function sayDay(day: Day, form: "said" | "written", language: Language): string {
  const locale = language === "de" ? "de-DE" : "en-US";
  const written = language === "de" ? { month: "2-digit", day: "2-digit" } : { month: "long", day: "numeric" };
  const options = form === "said" ? { month: "long", day: "numeric" } : { year: "numeric", ...written };
  return new Intl.DateTimeFormat(locale, { timeZone: "UTC", ...(options as Intl.DateTimeFormatOptions) }).format(day);
}
