import type { Language } from "../language.ts";

/** Numbers, sizes and durations as people write them in a language. */
export interface Format {
  number(value: number, digits?: number): string;
  /** Of bytes, in powers of ten. */
  size(bytes: number): string;
  /** Of milliseconds. */
  duration(ms: number): string;
  percent(share: number): string;
  dateTime(ms: number): string;
  /** The day alone. */
  date(ms: number): string;
}

const UNITS = ["B", "kB", "MB", "GB", "TB"];

export function createFormat(language: Language): Format {
  const locale = language === "de" ? "de-DE" : "en-GB";
  const byDigits = new Map<number, Intl.NumberFormat>(); // making one takes longer than a hundred uses
  const number = (value: number, digits = 0): string => {
    const known = byDigits.get(digits) ?? new Intl.NumberFormat(locale, { maximumFractionDigits: digits });
    byDigits.set(digits, known);
    return known.format(value);
  };
  return {
    number,
    size(bytes) {
      const power = bytes < 1000 ? 0 : Math.min(Math.floor(Math.log10(bytes) / 3), UNITS.length - 1);
      const value = bytes / 1000 ** power;
      return `${number(value, power >= 3 || (power > 0 && value < 10) ? 1 : 0)} ${UNITS[power]}`;
    },
    duration(ms) {
      const seconds = ms / 1000;
      if (seconds < 10) return `${number(seconds, 1)} s`;
      if (seconds < 60) return `${number(seconds)} s`;
      const minutes = Math.floor(Math.round(seconds) / 60);
      if (minutes < 60) return `${number(minutes)} min ${number(Math.round(seconds) % 60)} s`;
      return `${number(Math.floor(minutes / 60))} h ${number(minutes % 60)} min`;
    },
    percent: (share) => `${number(Math.floor(share * 100))} %`,
    date: (ms) => new Intl.DateTimeFormat(locale, { dateStyle: "medium" }).format(ms),
    dateTime: (ms) => new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short" }).format(ms),
  };
}
