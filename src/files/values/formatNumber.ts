import type { NumberFormat } from "../types.ts";
import { AppError } from "../../core/index.ts";
import { Dec, round } from "./decimal.ts";

/**
 * Writes a decimal string as a column writes its numbers. `places` -1 keeps the value's own digits; otherwise the value is
 * rounded half up. Throws E_INPUT when `value` is no decimal string.
 */
export function formatNumber(value: string, format: NumberFormat): string {
  if (!/^-?\d+(?:\.\d+)?$/.test(value)) {
    throw new AppError("E_INPUT", `"${value.slice(0, 40)}" is not a decimal number.`, {
      hint: "Numbers are written like 1234.50 here.",
    });
  }
  const text = format.places < 0 ? new Dec(value).toFixed() : round(value, format.places);
  const negative = text.startsWith("-");
  const [whole = "", fraction] = (negative ? text.slice(1) : text).split(".");
  const grouped = format.group === "" ? whole : whole.replace(/\B(?=(?:\d{3})+$)/g, format.group);
  const digits = fraction === undefined ? grouped : grouped + format.decimal + fraction;
  return (negative ? "-" : "") + format.prefix + digits + format.suffix;
}
