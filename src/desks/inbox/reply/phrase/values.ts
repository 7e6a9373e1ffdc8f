import { Dec, findNumbers } from "../../../../files/index.ts";
import type { FactCell } from "../../knowledge/types.ts";

const SIGNS: Readonly<Record<string, string>> = { EUR: "€", USD: "$", GBP: "£" };

/** "1234.50" EUR -> "1.234,50 €", "€1,234.50". */
export function showMoney(value: string, currency: string, language: "de" | "en"): string {
  const digits = new Intl.NumberFormat(language === "de" ? "de-DE" : "en-GB", {
    minimumFractionDigits: 2,
    maximumFractionDigits: 2,
    useGrouping: true,
  }).format(value as unknown as number);
  const sign = SIGNS[currency] ?? currency;
  if (language === "de") return `${digits} ${sign}`;
  return sign.length === 1 ? `${sign}${digits}` : `${sign} ${digits}`;
}

/** Amount and currency of a cell; null where it is no amount. */
export function moneyOf({ raw, value, type, unit }: FactCell): { value: string; currency: string } | null {
  const written = findNumbers(raw)[0];
  if (type === "money" && value !== null && /^-?\d+(?:\.\d+)?$/.test(value))
    return { value, currency: unit ?? written?.unit ?? "EUR" };
  return written?.unit && (written.unit in SIGNS || written.unit === "CHF")
    ? { value: written.value, currency: written.unit }
    : null;
}

/** Exact: money is never a float. */
export const times = (value: string, count: number): string => new Dec(value).times(count).toFixed(2);

/** A cell as it is said: amounts in the form of the language, all else as it stands. */
export function showCell(cell: FactCell, language: "de" | "en"): string {
  const money = moneyOf(cell);
  if (money !== null && cell.type === "money") return showMoney(money.value, money.currency, language);
  return cell.unit !== null && !cell.raw.includes(cell.unit) && /^\d[\d.,]*$/.test(cell.raw)
    ? `${cell.raw} ${cell.unit}`
    : cell.raw;
}
