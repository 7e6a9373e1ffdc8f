import { fold } from "../../../files/index.ts";
import { conceptKeys } from "../knowledge/terms.ts";
import type { FactCell, RowFact } from "../knowledge/types.ts";
import type { Ask, AskWord } from "./asks.ts";
import { strength, toHaystack } from "./match.ts";
import { periodOf, type Period } from "./quantities.ts";
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
  if (ask.want === "price") return choosePrice(row, words, quantity, ask.period);
  if (ask.want === "duration") {
    const cells = row.cells.filter(
      (cell) => cell.type !== "money" && (holds("duration", cell.raw) || isNamed(cell, DURATION)),
    );
    return cells.length === 0 ? null : cells.slice(0, 1);
  }
  if (ask.want === "hours") return chooseHours(row, words);
  const named = mostNamed(row.cells, words);
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

/** The cells whose columns hold most of the words; none where no column holds any. */
function mostNamed(cells: readonly FactCell[], words: readonly AskWord[]): FactCell[] {
  const counts = cells.map(({ name }) => {
    const hay = toHaystack(name);
    return words.reduce((sum, word) => sum + strength(word, hay, true), 0);
  });
  const most = Math.max(0, ...counts);
  return most === 0 ? [] : cells.filter((_cell, at) => counts[at] === most);
}

function chooseHours(row: RowFact, words: readonly AskWord[]): FactCell[] | null {
  const hours = row.cells.filter(({ raw }) => holds("hours", raw));
  const named = mostNamed(hours, words);
  const cells = named.length > 0 ? named : hours.slice(0, 3);
  return cells.length === 0 ? null : cells;
}

/**
 * Of several prices those whose columns the question names best, those of the stretch of time that it names, or the one that holds for so
 * many; else all of them. Null: prices for other stretches of time only.
 */
function choosePrice(
  row: RowFact,
  words: readonly AskWord[],
  quantity: number | null,
  period: Period | null,
): FactCell[] | null {
  const prices = row.cells.filter(({ type, raw }) => type === "money" || /(?:€|£|\$|EUR|USD|GBP|CHF)/.test(raw));
  const timed = prices.filter(({ name }) => periodOf(name) !== null);
  const ofPeriod = timed.filter(({ name }) => periodOf(name) === period);
  const possible = period === null || timed.length === 0 ? prices : ofPeriod;
  if (possible.length <= 1) return possible.length === 0 ? null : possible;
  const named = mostNamed(possible, words);
  const left = named.length > 0 ? named : possible;
  const tiers = left.map((cell) => ({ cell, from: tierOf(cell.name) }));
  if (quantity === null || tiers.every(({ from }) => from === null)) return left.slice(0, 4);
  const best = tiers.filter(({ from }) => (from ?? 1) <= quantity).toSorted((a, b) => (b.from ?? 1) - (a.from ?? 1))[0];
  return best ? [best.cell] : left.slice(0, 4);
}
