import { fold, stem, words } from "../../../../files/index.ts";
import type { SourceTable } from "../../gather/types.ts";
import { isStopWord, linkColumns, related } from "../../lexicon/index.ts";
import type { PlanContext } from "../../types.ts";
import type { RowHit } from "../text/rows.ts";
import { calls } from "./dueItems.ts";

/** Lengths of time that a price may hold for. */
const UNITS: readonly (readonly [RegExp, string])[] = [
  [/(?<!\p{L})(?:tage?n?|days?|täglich|daily)(?!\p{L})/iu, "day"],
  [/(?<!\p{L})(?:nächte?n?|nacht|nights?)(?!\p{L})/iu, "night"],
  [/(?<!\p{L})(?:stunden?|hours?)(?!\p{L})/iu, "hour"],
  [/(?<!\p{L})(?:wochen?|weeks?)(?!\p{L})/iu, "week"],
];
const COUNTED =
  /(?<![\p{L}\d])(\d{1,3}|two|three|four|five|six|seven|ten|zwei|drei|vier|fünf|sechs|sieben|zehn)\s+(tagen?|days?|nächten?|nights?|stunden?|hours?|wochen?|weeks?)(?!\p{L})/iu;
const PLURALS: Record<string, string> = { day: "Tage", night: "Nächte", hour: "Stunden", week: "Wochen" };
const NUMBERS: Record<string, number> = { two: 2, three: 3, four: 4, five: 5, six: 6, seven: 7, ten: 10, zwei: 2, drei: 3, vier: 4, fuenf: 5, sechs: 6, sieben: 7, zehn: 10 }; // prettier-ignore
const SIZES: readonly (readonly [RegExp, string])[] = [
  [/three[- ]quarters?|dreiviertel/giu, "3/4"],
  [/half[- ]size|halbe[sr]?(?=\s)/giu, "1/2"],
  [/full[- ]size/giu, "4/4"],
];

/** "for three days" over a price "per day": 3; 1 where nothing is counted or the price is not for that unit. */
export function timesFor(item: string, text: string): number {
  const match = COUNTED.exec(text);
  if (!match) return 1;
  const unit = UNITS.find(([pattern]) => pattern.test(match[2] ?? ""))?.[1];
  const own = UNITS.find(([pattern]) => pattern.test(item))?.[1];
  return unit !== undefined && unit === own ? Number(match[1]) || (NUMBERS[fold(match[1] ?? "")] ?? 1) : 1;
}

/** "for three days" as a letter writes it: "3 days", "3 Tage". */
export function spanIn(text: string, times: number, german: boolean): string {
  const named = COUNTED.exec(text)?.[2] ?? "";
  const unit = UNITS.find(([pattern]) => pattern.test(named))?.[1] ?? "day";
  return `${times} ${german ? (PLURALS[unit] ?? "") : `${unit}s`}`;
}

/** The row of a price list that words mean, in either language; null when none is near. */
export function pricedRow(
  phrase: string,
  context: string,
  ctx: PlanContext,
  fits: (table: SourceTable) => boolean = () => true,
): { hit: RowHit; item: string } | null {
  const wanted = tokens(phrase);
  const around = tokens(context);
  let best: { hit: RowHit; item: string; score: number } | null = null;
  for (const table of ctx.catalogue.tables) {
    if (!isPriceList(table, ctx) || !fits(table)) continue;
    const wide = ctx.catalogue.wide(table);
    for (const [row, cells] of table.rows.entries()) {
      const item = cells
        .find(({ raw }, at) => table.columns[at]?.type === "text" && !/\d{2}/u.test(raw) && /\p{L}{3}/u.test(raw))
        ?.raw.trim();
      if (!item) continue;
      const own = tokens(item);
      if (!wanted.some((word) => own.some((other) => same(word, other)))) continue;
      const met = own.filter((other) => wanted.some((word) => same(word, other))).length;
      const near = own.filter((other) => around.some((word) => same(word, other))).length;
      const asked = wanted.filter((word) => own.some((other) => same(word, other))).length / wanted.length;
      const score =
        0.6 * (met / own.length) + 0.4 * (near / own.length) + asked + (timesFor(item, context) > 1 ? 0.4 : 0);
      if (score > (best?.score ?? 0.6))
        best = { hit: { table, wide, row, met: new Map(), cells: new Map() }, item, score };
    }
  }
  return best;
}

/** The cell that a question about a price means ("per month", "deposit") in the row that the mail speaks of. */
export function tariffCell(question: string, mail: string, ctx: PlanContext): { hit: RowHit; at: number } | null {
  const columnIn = (table: SourceTable): number => {
    const names = table.columns.map((column) => ({ name: column.name }));
    const numeric = (at: number) => ["money", "number"].includes(table.columns[at]?.type ?? "");
    const links = [question, ...words(question).map((word) => word.text)].flatMap((phrase) =>
      linkColumns(phrase, names).filter(({ column, score }) => score >= 0.5 && numeric(column)),
    );
    return links.toSorted((a, b) => b.score - a.score)[0]?.column ?? -1;
  };
  const subject = SIZES.reduce((text, [pattern, size]) => text.replaceAll(pattern, size), mail);
  const found = pricedRow(subject, subject, ctx, (table) => columnIn(table) !== -1);
  return found && { hit: found.hit, at: columnIn(found.hit.table) };
}

function isPriceList(table: SourceTable, ctx: PlanContext): boolean {
  const { from, to } = table.valid;
  const { today } = ctx.request;
  const open = (from === null || from <= today) && (to === null || to >= today);
  const priced = table.columns.some(
    (column) => column.type === "money" && calls(column, ["price", "fee", "rate", "rent"]),
  );
  const isList = ["table", "list"].includes(table.kind) && !table.columns.some((column) => calls(column, ["quantity"]));
  return isList && priced && open && table.supersededBy === null && !ctx.catalogue.supersededDocs.has(table.path);
}

/** Content words, fractions kept whole ("3/4"). */
function tokens(text: string): string[] {
  const sizes = text.match(/(?<!\d)\d\/\d(?!\d)/gu) ?? [];
  const plain = words(text.replaceAll(/\d\/\d/gu, " ")).map((word) => word.word);
  const units = (word: string) => UNITS.some(([pattern]) => pattern.test(word));
  return [
    ...new Set([
      ...sizes,
      ...plain.filter((word) => (word.length === 1 || !isStopWord(word)) && !units(word) && !/^\d+$/u.test(word)),
    ]),
  ];
}

/** The same word, its translation, or a compound that ends in it ("bikes", "Leihrad"). */
function same(a: string, b: string): boolean {
  if (a === b || (a.length > 2 && stem(a) === stem(b)) || related(a, b) >= 0.8) return true;
  return b.length >= 6 && [3, 4, 5, 6].some((size) => size <= b.length - 3 && related(a, b.slice(-size)) >= 0.8);
}
