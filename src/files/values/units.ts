/** Units as they are written (lower case, without a final dot) -> the one name that Kralle uses. */
const SPELLINGS: Record<string, string> = {
  EUR: "€ eur euro euros",
  USD: "$ us$ usd dollar dollars",
  GBP: "£ gbp pound pounds",
  CHF: "chf sfr fr franken",
  ct: "ct cent cents",
  "%": "% prozent percent v.h",
  kg: "kg kilo kilos kilogramm",
  g: "g gramm",
  mg: "mg",
  t: "t tonnen tonne",
  l: "l liter litre litres liters",
  ml: "ml",
  h: "h std stunde stunden hour hours hrs hr",
  min: "min minute minuten minutes mins",
  s: "sek sekunde sekunden sec second seconds",
  d: "tag tage tagen day days",
  wk: "woche wochen week weeks",
  mo: "monat monate monaten month months",
  a: "jahr jahre jahren year years",
  m: "m meter metre metres meters",
  cm: "cm",
  mm: "mm",
  km: "km kilometer kilometres kilometers",
  m2: "m² m2 qm sqm quadratmeter",
  m3: "m³ m3 cbm",
  kWh: "kwh",
  kW: "kw",
  GB: "gb",
  MB: "mb",
  pcs: "stück stueck stk st pcs pc piece pieces units unit",
};

const UNITS = new Map(
  Object.entries(SPELLINGS).flatMap(([unit, list]) => list.split(" ").map((spelling) => [spelling, unit] as const)),
);
export const CURRENCIES: ReadonlySet<string> = new Set(["EUR", "USD", "GBP", "CHF"]);

const escape = (text: string) => text.replace(/[$.]/g, "\\$&");
const longestFirst = [...UNITS.keys()].toSorted((a, b) => b.length - a.length);

/** A regular expression source for any unit; words must end there. */
export const UNIT_WORD = `(?:${longestFirst.map(escape).join("|")})`;
export const CURRENCY_WORD = "(?:€|eur|us\\$|usd|\\$|£|gbp|chf|sfr\\.?|fr\\.)";

/** The unit that a spelling means ("Std." -> "h"), null when unknown. */
export function toUnit(spelling: string): string | null {
  return UNITS.get(spelling.trim().toLowerCase().replace(/\.$/, "")) ?? null;
}
