import { language } from "../texts/index.svelte.ts";

const UNITS = ["byte", "kilobyte", "megabyte", "gigabyte", "terabyte"] as const;

/** The person's own variety of the language: 13:00 or 1 pm, 1.5 or 1,5. */
function lang(): string {
  return navigator.languages.find((tag) => tag.slice(0, 2).toLowerCase() === language.now) ?? language.now;
}

export function bytes(value: number): string {
  let unit = 0;
  let amount = value;
  while (amount >= 1000 && unit < UNITS.length - 1) {
    amount /= 1000;
    unit += 1;
  }
  const options = { style: "unit", unit: UNITS[unit] ?? "byte", unitDisplay: "short" } as const;
  return new Intl.NumberFormat(lang(), { ...options, maximumFractionDigits: amount < 10 && unit > 1 ? 1 : 0 }).format(
    amount,
  );
}

export function number(value: number, digits = 0): string {
  return new Intl.NumberFormat(lang(), { maximumFractionDigits: digits }).format(value);
}

/** 12,345,678 as "12.3M". */
export function short(value: number): string {
  // Of the language alone: some of its varieties write a million as "m", which a metre is as well.
  return new Intl.NumberFormat(language.now, { notation: "compact", maximumFractionDigits: 1 }).format(value);
}

export function percent(share: number): string {
  return new Intl.NumberFormat(lang(), { style: "percent" }).format(share);
}

/** A decimal amount, with exactly the digits it was read with: 240.00 EUR as "240,00 €". */
export function money(decimal: string, currency: string | null): string {
  const digits = decimal.split(".")[1]?.length ?? 0;
  const options = { minimumFractionDigits: digits, maximumFractionDigits: digits };
  const isKnown = currency !== null && /^[A-Z]{3}$/u.test(currency);
  return new Intl.NumberFormat(lang(), isKnown ? { ...options, style: "currency", currency } : options).format(
    decimal as Intl.StringNumericLiteral,
  );
}

export function dollars(decimal: string, digits = 2): string {
  const format = {
    style: "currency",
    currency: "USD",
    minimumFractionDigits: 2,
    maximumFractionDigits: digits,
  } as const;
  return new Intl.NumberFormat(lang(), format).format(Number(decimal));
}

export function duration(ms: number): string {
  if (ms < 950) return `${number(ms)} ms`;
  if (ms < 59_500) return `${number(ms / 1000, ms < 9_950 ? 1 : 0)} s`;
  const minutes = Math.round(ms / 60_000);
  return minutes < 60 ? `${minutes} min` : `${number(minutes / 60, 1)} h`;
}

/** Today only the time, else the day. */
export function when(iso: string): string {
  const date = new Date(iso);
  const isToday = date.toDateString() === new Date().toDateString();
  return isToday ? time(iso) : day(iso);
}

export function time(iso: string): string {
  return new Intl.DateTimeFormat(lang(), { hour: "2-digit", minute: "2-digit" }).format(new Date(iso));
}

export function day(iso: string): string {
  const date = new Date(iso);
  const isThisYear = date.getFullYear() === new Date().getFullYear();
  return new Intl.DateTimeFormat(lang(), {
    day: "numeric",
    month: "short",
    ...(isThisYear ? {} : { year: "numeric" }),
  }).format(date);
}

export function moment(iso: string): string {
  return new Intl.DateTimeFormat(lang(), { dateStyle: "medium", timeStyle: "short" }).format(new Date(iso));
}
