import type { NumberFormat } from "../types.ts";
import { CURRENCIES, CURRENCY_WORD, toUnit, UNIT_WORD } from "./units.ts";

/** The parts of a cell that is one number. */
export interface WrittenNumber {
  /** Decimal string. */
  value: string;
  digits: string;
  prefix: string;
  suffix: string;
  unit: string | null;
  /** The decimal sign, null when there is none (or it cannot be told). */
  decimal: "." | "," | null;
  group: NumberFormat["group"];
  /** "1.234": a group or three decimals, nobody knows; `value` took it as `lean` says. */
  ambiguous: boolean;
  places: number;
}

const SPACES = /[\u00a0\u202f\u2009]/g;
const SHAPE = new RegExp(
  `^([-−–+]?)\\s*(${CURRENCY_WORD}\\s*)?([-−–+]?)\\s*(\\d[\\d.,' ]*?|[.,]\\d+)(-?)(,-|\\.-|,–|\\.–)?(\\s*${UNIT_WORD}\\.?)?$`,
  "i",
);

/**
 * The decimal string of a text that is one number, with or without currency or unit ("1.234,50 €" -> "1234.50", "-3 %" ->
 * "-3", "(12.00)" and "12,00-" are negative, as book-keeping writes). With a format its decimal sign decides; without one
 * the text does: the last of two different signs is the decimal sign, a sign that stands twice groups, "1.234" alone is a
 * decimal and "1,234" a group (a lone group with currency is always thousands). Null when it is no number.
 */
export function parseNumber(raw: string, format?: NumberFormat | null): string | null {
  return readNumber(raw, format?.decimal ?? null)?.value ?? null;
}

/** Like `parseNumber`, with how it was written. `lean` is the decimal sign to assume where the text leaves it open. */
export function readNumber(raw: string, lean: "." | "," | null): WrittenNumber | null {
  if (raw.length > 60) return null;
  let text = raw.trim().replace(SPACES, " ");
  const accounting = /^\((.+)\)$/.exec(text);
  if (accounting) text = accounting[1] ?? "";
  const match = SHAPE.exec(text);
  if (!match) return null;
  const [, sign1 = "", currency = "", sign2 = "", digits = "", minus = "", , tail = ""] = match;
  if (sign1 === "+" && digits.includes(" ")) return null; // a telephone number
  const unit = toUnit(currency || tail);
  const number = readDigits(digits.trim(), lean, CURRENCIES.has(unit ?? ""));
  if (number === null) return null;
  const negative = accounting !== null || /[-−–]/.test(sign1 + sign2) || minus === "-";
  const zero = /^[0.]*$/.test(number.value);
  return {
    ...number,
    value: negative && !zero ? `-${number.value}` : number.value,
    digits: digits.trim(),
    prefix: currency,
    suffix: tail,
    unit,
  };
}

type Digits = Pick<WrittenNumber, "value" | "decimal" | "group" | "ambiguous" | "places">;

/** Bare digits with signs between them. */
export function readDigits(digits: string, lean: "." | "," | null, money: boolean): Digits | null {
  if (/^\d+$/.test(digits)) return plain(digits, null, "");
  const spaced = /^\d{1,3}(?:([' ])\d{3})(?:\1\d{3})*([.,]\d+)?$/.exec(digits);
  if (spaced) {
    const group = spaced[1] === "'" ? "'" : " ";
    const decimal = spaced[2] === undefined ? null : spaced[2][0] === "," ? "," : ".";
    return plain(digits.replace(/[' ]/g, "").replace(",", "."), decimal, group);
  }
  if (/[' ]/.test(digits)) return null;
  const german = /^(?:\d+|\d{1,3}(?:\.\d{3})+)(?:,\d+)?$|^,\d+$/.test(digits);
  const english = /^(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d+)?$|^\.\d+$/.test(digits);
  if (!german && !english) return null;
  const ambiguous = german && english;
  const sign = digits.includes(",") ? "," : ".";
  const decimal = ambiguous ? decide(digits, sign, lean, money) : german ? "," : ".";
  const group = decimal === "," ? "." : ",";
  const bare = digits.replaceAll(group, "").replace(",", ".");
  const result = plain(
    bare.startsWith(".") ? `0${bare}` : bare,
    digits.includes(decimal) ? decimal : null,
    digits.includes(group) ? group : "",
  );
  return { ...result, ambiguous: ambiguous && !digits.startsWith("0") };
}

/** "1.234" or "1,234": one sign before exactly three digits, or one sign before any other number of digits (then it is no group). */
function decide(digits: string, sign: "." | ",", lean: "." | "," | null, money: boolean): "." | "," {
  if (!/^[1-9]\d{0,2}[.,]\d{3}$/.test(digits)) return sign;
  if (lean !== null) return lean;
  return money || sign === "," ? (sign === "," ? "." : ",") : ".";
}

function plain(text: string, decimal: "." | "," | null, group: NumberFormat["group"]): Digits {
  const [whole = "", fraction] = text.split(".");
  const trimmed = whole.replace(/^0+(?=\d)/, "");
  const value = fraction === undefined ? trimmed : `${trimmed}.${fraction}`;
  return { value, decimal, group, ambiguous: false, places: fraction?.length ?? 0 };
}
