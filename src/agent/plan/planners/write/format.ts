import { Dec, formatDate, formatNumber, type Lang } from "../../../../files/index.ts";
import type { Catalogue } from "../../gather/types.ts";

/** An amount as a letter writes it: "2.249,10 €", "£1,547.60". */
export function money(value: string, currency: string, lang: Lang): string {
  const digits = plainNumber(new Dec(value).toFixed(2), lang);
  if (lang === "de")
    return `${digits} ${currency === "EUR" ? "€" : currency === "GBP" ? "£" : currency === "USD" ? "$" : currency}`;
  const sign: Record<string, string> = { GBP: "£", USD: "$", EUR: "€" };
  return sign[currency] ? `${sign[currency]}${digits}` : `${digits} ${currency}`;
}

export function plainNumber(value: string, lang: Lang): string {
  const places = value.includes(".") ? value.length - value.indexOf(".") - 1 : 0;
  const format = lang === "de" ? { decimal: ",", group: "." } : { decimal: ".", group: "," };
  return formatNumber(value, {
    decimal: format.decimal as "," | ".",
    group: format.group as "," | ".",
    places,
    prefix: "",
    suffix: "",
  });
}

export function day(iso: string, lang: Lang): string {
  const date = iso.slice(0, 10);
  return lang === "de"
    ? formatDate(date, { pattern: "DD.MM.YYYY" })
    : formatDate(date, { pattern: "D MMMM YYYY", lang: "en" });
}

/** "11:30" -> "11.30 Uhr", "11:30". */
export function clock(time: string, lang: Lang): string {
  const plain = time.replace(/^0(?=\d)/u, "");
  if (lang === "en") return plain;
  return plain.endsWith(":00") ? `${plain.slice(0, -3)} Uhr` : `${plain.replace(":", ".")} Uhr`;
}

/** The currency that the firm's files speak of most. */
export function currencyOf(catalogue: Catalogue): string {
  const signs: readonly (readonly [string, RegExp])[] = [
    ["EUR", /€|\beur(?:o|os)?\b/giu],
    ["GBP", /£|\bgbp\b|\bpounds?\b/giu],
    ["USD", /\$|\busd\b|\bdollars?\b/giu],
    ["CHF", /\bchf\b|\bfranken\b/giu],
  ];
  const counts = signs.map(([code, pattern]) => ({
    code,
    count: catalogue.docs.reduce((sum, doc) => sum + (doc.text.slice(0, 20_000).match(pattern)?.length ?? 0), 0),
  }));
  return counts.toSorted((a, b) => b.count - a.count)[0]?.code ?? "EUR";
}
