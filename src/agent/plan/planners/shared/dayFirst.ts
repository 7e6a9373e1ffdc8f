import type { Catalogue } from "../../gather/types.ts";
import type { Request } from "../../request/index.ts";

const known = new WeakMap<Catalogue, boolean>();

/**
 * How this firm reads 03/04/2026: day first unless its files speak of an American one (dollars, a month-first date). Dates
 * whose day is above 12 decide, then the currency.
 */
export function isDayFirst(catalogue: Catalogue, request: Request): boolean {
  const cached = known.get(catalogue);
  if (cached !== undefined) return cached;
  let votes = 0;
  let american = 0;
  for (const doc of catalogue.docs) {
    const text = doc.text.slice(0, 20_000);
    for (const match of text.matchAll(/(?<![\d/])(\d{1,2})\/(\d{1,2})\/(?:\d{4}|\d{2})(?![\d/])/gu)) {
      if (Number(match[1]) > 12) votes += 1;
      else if (Number(match[2]) > 12) votes -= 1;
    }
    if (/\$|\bUSD\b/u.test(text)) american += 1;
    if (/[£€]|\b(?:GBP|EUR)\b/u.test(text)) american -= 1;
  }
  const result = votes === 0 ? request.lang === "de" || american <= 0 : votes > 0;
  known.set(catalogue, result);
  return result;
}
