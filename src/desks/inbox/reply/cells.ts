import { fold } from "../../../files/index.ts";
import { conceptKeys } from "../knowledge/terms.ts";
import type { FactCell, RowFact } from "../knowledge/types.ts";
import type { Ask, AskWord } from "./asks.ts";
import { strength, toHaystack } from "./match.ts";
import { holds } from "./wants.ts";

const STOCK = new Set(["=stock", "=available"]);
const DURATION = new Set(["=duration", "=deliverydate", "=time"]);
const EXISTS =
  /\b(?:haben sie|habt ihr|gibt es|fuehren sie|verkaufen sie|bieten sie|do you (?:have|sell|offer|carry|stock|do)|is there|are there)\b/;
const IN_STOCK = /vorraetig|auf lager|lieferbar|verfuegbar|in stock|available/;

/** The cells of a row that answer a question; null: it says nothing about what is wanted. */
export function chooseCells(
  ask: Ask,
  words: readonly AskWord[],
  row: RowFact,
  quantity: number | null,
): FactCell[] | null {
  const folded = fold(ask.text);
  if (IN_STOCK.test(folded)) {
    const stock = row.cells.filter(({ name }) => conceptKeys(name).some((key) => STOCK.has(key)));
    return stock.length === 0 ? null : stock.slice(0, 1);
  }
  if (ask.want === "price") return choosePrice(row, words, quantity);
  if (ask.want === "duration") {
    const cells = row.cells.filter(
      (cell) => cell.type !== "money" && (holds("duration", cell.raw) || isNamed(cell, DURATION)),
    );
    return cells.length === 0 ? null : cells.slice(0, 1);
  }
  const named = row.cells.filter((cell) =>
    words.some((word) => !word.isExact && strength(word, toHaystack(cell.name)) > 0),
  );
  if (named.length > 0) return named.slice(0, 3);
  if (ask.want !== "fact" || !EXISTS.test(folded)) return null;
  // "Do you have it": that it stands in the list, with what it costs.
  return row.cells.filter(({ type }) => type === "money").slice(0, 3);
}

const isNamed = ({ name }: FactCell, concepts: ReadonlySet<string>): boolean =>
  conceptKeys(name).some((key) => concepts.has(key));

/** "Price from 50", "ab 10 Stück": from how many. */
const tierOf = (name: string): number | null => {
  const found = /(?:^|\s)(?:ab|from|over|>=?|≥)\s*(\d+)/iu.exec(name)?.[1];
  return found === undefined ? null : Number(found);
};

/** Of several prices the one whose column the question names, or that holds for so many; else all of them. */
function choosePrice(row: RowFact, words: readonly AskWord[], quantity: number | null): FactCell[] | null {
  const prices = row.cells.filter(({ type, raw }) => type === "money" || /(?:€|£|\$|EUR|USD|GBP|CHF)/.test(raw));
  if (prices.length <= 1) return prices.length === 0 ? null : prices;
  const named = prices.filter(({ name }) => words.some((word) => strength(word, toHaystack(name)) > 0));
  const left = named.length > 0 ? named : prices;
  const tiers = left.map((cell) => ({ cell, from: tierOf(cell.name) }));
  if (quantity === null || tiers.every(({ from }) => from === null)) return left.slice(0, 4);
  const best = tiers.filter(({ from }) => (from ?? 1) <= quantity).toSorted((a, b) => (b.from ?? 1) - (a.from ?? 1))[0];
  return best ? [best.cell] : left.slice(0, 4);
}
