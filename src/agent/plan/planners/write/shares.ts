import { Dec, round, stem, words } from "../../../../files/index.ts";
import { linkColumns } from "../../lexicon/index.ts";
import type { WideColumn } from "../../gather/types.ts";
import type { RowHit } from "../text/rows.ts";

/** An amount that code worked out of one row. */
export interface Reckoned {
  value: string;
  unit: string | null;
}

const SHARES: readonly (readonly [RegExp, (match: RegExpExecArray) => Dec])[] = [
  [/(?<![\p{L}\d])(\d{1,2}(?:[.,]\d+)?)\s?(?:%|percent|per cent|prozent)/iu, (match) => new Dec((match[1] ?? "0").replace(",", ".")).dividedBy(100)],
  [/(?<!\p{L})(?:three quarters|drei viertel|dreiviertel)(?!\p{L})/iu, () => new Dec("0.75")],
  [/(?<!\p{L})(?:two thirds|zwei drittel)(?!\p{L})/iu, () => new Dec(2).dividedBy(3)],
  [/(?<!\p{L})(?:half|hälfte|halbe\p{L}*)(?!\p{L})/iu, () => new Dec("0.5")],
  [/(?<!\p{L})(?:quarter|viertel)(?!\p{L})/iu, () => new Dec("0.25")],
  [/(?<!\p{L})(?:a third|one third|drittel)(?!\p{L})/iu, () => new Dec(1).dividedBy(3)],
  [/(?<!\p{L})(?:full|whole|ganze\p{L}*|volle\p{L}*|gesamte\p{L}*)(?!\p{L})/iu, () => new Dec(1)],
]; // prettier-ignore

/** "half of the hire charge back" in a cell of the row: that share of the row's own money column of the name. */
export function shareIn(hit: RowHit): Reckoned | null {
  const cells = hit.wide.rows[hit.row] ?? [];
  const money = hit.wide.columns.flatMap((column, at) =>
    column.type === "money" && cells[at]?.value ? [{ column, at }] : [],
  );
  for (const [at, cell] of cells.entries()) {
    if (hit.wide.columns[at]?.type !== "text" || hit.wide.columns[at]?.via.length !== 1) continue;
    for (const [pattern, share] of SHARES) {
      const match = pattern.exec(cell.raw);
      if (!match) continue;
      const of = cell.raw.slice(match.index + match[0].length).replace(/,.*$/u, "");
      const best = linkColumns(
        of,
        money.map(({ column }) => ({ name: column.ref })),
      )[0];
      const target = best && best.score >= 0.4 ? money[best.column] : undefined;
      const whole = target && cells[target.at]?.value;
      if (whole) return { value: round(share(match).times(whole), 2), unit: target.column.unit };
    }
  }
  return null;
}

/** Heads times the price of each sort ("Adults" 2 at "Adult GBP" 32, "Children" 3 at "Child GBP" 18); null when they do not pair up. */
export function groupPrice(hit: RowHit): Reckoned | null {
  const cells = hit.wide.rows[hit.row] ?? [];
  const at = (wanted: (column: WideColumn) => boolean) =>
    hit.wide.columns.flatMap((column, index) => (wanted(column) && cells[index]?.value ? [index] : []));
  const counts = at((column) => column.type === "number" && column.via.length === 1);
  const prices = at((column) => column.type === "money");
  const pairs = counts.flatMap((count) => {
    const price = prices.find((one) => shareStem(nameOf(hit, count), nameOf(hit, one)));
    return price === undefined ? [] : [{ count, price }];
  });
  if (pairs.length === 0 && counts.length === 1 && prices.length === 1)
    pairs.push({ count: counts[0] ?? 0, price: prices[0] ?? 0 });
  const first = pairs[0];
  if (!first) return null;
  const sum = pairs.reduce(
    (total, { count, price }) => total.plus(new Dec(cells[count]?.value ?? 0).times(cells[price]?.value ?? 0)),
    new Dec(0),
  );
  return { value: sum.toFixed(2), unit: hit.wide.columns[first.price]?.unit ?? null };
}

function nameOf(hit: RowHit, at: number): string {
  const name = hit.wide.columns[at]?.name ?? "";
  return name.slice(name.lastIndexOf(".") + 1);
}

/** "Children" and "Child GBP", "Erwachsene" and "Preis Erwachsener". */
function shareStem(a: string, b: string): boolean {
  const stems = words(b).map((word) => stem(word.word));
  return words(a).some(({ word }) => {
    const own = stem(word);
    return (
      own.length >= 4 &&
      stems.some((other) => other === own || (other.length >= 4 && (own.startsWith(other) || other.startsWith(own))))
    );
  });
}
