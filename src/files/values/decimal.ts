import { Decimal } from "decimal.js";

/** Exact decimals for money and quantities: 60 significant digits, half up, never an exponent in `toString`. */
export const Dec = Decimal.clone({
  precision: 60,
  rounding: Decimal.ROUND_HALF_UP,
  toExpNeg: -9e15,
  toExpPos: 9e15,
});
export type Dec = Decimal;

/** The exact sum of decimal strings; "0" of none. Throws on a string that is no number: parse first. */
export function sum(values: Iterable<string | Dec>): string {
  let total = new Dec(0);
  for (const value of values) total = total.plus(value);
  return total.toFixed();
}

/** Rounds half up (away from zero), with exactly `places` digits after the point: round("2.005", 2) is "2.01". */
export function round(value: string | Dec, places: number): string {
  return unsigned(new Dec(value).toFixed(places, Decimal.ROUND_HALF_UP));
}

/** "-0.00" says nothing more than "0.00". */
function unsigned(text: string): string {
  return /^-0(?:\.0*)?$/.test(text) ? text.slice(1) : text;
}
