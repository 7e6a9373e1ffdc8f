import { Dec, fold } from "../../../../files/index.ts";
import type { Catalogue, SourceTable, TableLink, WideTable } from "../../gather/types.ts";
import type { RowHit } from "../text/rows.ts";

export interface OpenAmount {
  open: string;
  /** "2026-11". */
  month: string;
  currency: string | null;
  /** The row of what is owed, for evidence. */
  hit: RowHit;
}

const MAX_PARTS = 6;
/** From this share of all payers on, the columns are what is owed. */
const USUAL = 0.5;

/**
 * What a payer still owes for a month: the columns that most payers' payments add up to (a fee; rent, extras and parking
 * together; the rate that a list has for it), less what came in from this one, returned debits counted. Null when no table of payments shows it.
 */
export function openAmount(rows: RowHit[], month: string | null, catalogue: Catalogue): OpenAmount | null {
  const found = rows.flatMap((hit) => {
    if (hit.table.supersededBy !== null || hit.table.kind !== "table") return [];
    const read = readPayments(hit, rows, catalogue);
    return read ? [read] : [];
  });
  const months = found.map(({ of }) => of).toSorted();
  const wanted = month ?? months.at(-1);
  return found.find(({ of }) => of === wanted)?.amount ?? null;
}

function readPayments(hit: RowHit, rows: RowHit[], catalogue: Catalogue): { of: string; amount: OpenAmount } | null {
  const { table } = hit;
  const isCode = (name: string) => /^(?:EUR|GBP|USD|CHF)$/iu.test(name.trim());
  const paid = table.columns.findIndex(({ type, name }) => type === "money" || (type === "number" && isCode(name)));
  const date = table.columns.findIndex((column) => column.type === "date");
  const of = table.rows[hit.row]?.[date]?.value?.slice(0, 7);
  if (paid === -1 || date === -1 || of === undefined || table.rows.length < 4) return null;
  for (const link of table.links) {
    const own = rows.find((other) => other.table.id === link.target);
    const target = catalogue.table(link.target);
    if (!own || !target) continue;
    const key = keyOf(own.table, own.row, link);
    const sums = paidByKey(table, link.column, paid, date, of);
    const parts = usualParts(target, link, sums, catalogue);
    if (parts.length === 0) continue;
    const owed = total(own.row, parts);
    const open = owed.minus(sums.get(key)?.last ?? 0);
    const head = table.columns[paid];
    const currency = head?.unit ?? (head && isCode(head.name) ? head.name.trim().toUpperCase() : null);
    if (open.greaterThan(0)) return { of, amount: { open: open.toFixed(2), month: of, currency, hit: own } };
  }
  return null;
}

function keyOf(table: SourceTable | WideTable, row: number, link: TableLink): string {
  return table.rows[row]?.[link.targetColumn]?.raw.trim() ?? "";
}

interface Paid {
  /** All of the month. */
  last: string;
  first: string;
}

function paidByKey(table: SourceTable, key: number, paid: number, date: number, month: string): Map<string, Paid> {
  const sums = new Map<string, Paid>();
  for (const row of table.rows) {
    const value = row[paid]?.value;
    if (!value || row[date]?.value?.slice(0, 7) !== month) continue;
    const name = row[key]?.raw.trim() ?? "";
    const known = sums.get(name);
    sums.set(name, { first: known?.first ?? value, last: new Dec(known?.last ?? 0).plus(value).toFixed() });
  }
  return sums;
}

/** What a row owes by one column: its own number, or what a list of rates has for it. */
type Rate = (row: number) => string | null;

/** The parts whose sum most payers paid; of those that fit equally, the fewest. */
function usualParts(
  target: SourceTable,
  link: TableLink,
  sums: ReadonlyMap<string, Paid>,
  catalogue: Catalogue,
): Rate[] {
  const numeric = target.columns.flatMap(({ type }, at): Rate[] =>
    type === "money" || type === "number" ? [(row) => target.rows[row]?.[at]?.value ?? null] : [],
  );
  const rates = [...listedRates(target, catalogue), ...numeric].slice(0, MAX_PARTS);
  const payers = target.rows.flatMap((_, row) => {
    const payment = sums.get(keyOf(target, row, link));
    return payment ? [{ row, payment }] : [];
  });
  let best = { parts: [] as Rate[], hits: payers.length * USUAL };
  for (let mask = 1; mask < 1 << rates.length; mask += 1) {
    const parts = rates.filter((_, at) => (mask & (1 << at)) !== 0);
    const hits = payers.filter(({ row, payment }) => total(row, parts).equals(payment.first)).length;
    if (hits > best.hits || (hits === best.hits && hits > 0 && parts.length < best.parts.length))
      best = { parts, hits };
  }
  return best.parts;
}

/** "Size x rate list": columns of money in other tables, found by a column of the same name; payments tell which list holds. */
function listedRates(target: SourceTable, catalogue: Catalogue): Rate[] {
  return catalogue.tables.flatMap((list) => {
    if (list.kind !== "table" || list.id === target.id) return [];
    const [key, rate] = [list.columns[0], list.columns.findIndex(({ type }) => type === "money")];
    const own = target.columns.findIndex(({ name }) => fold(name) === fold(key?.name ?? ""));
    if (own === -1 || rate < 1) return [];
    const values = new Map(list.rows.map((row) => [fold(row[0]?.raw.trim() ?? ""), row[rate]?.value ?? null]));
    // A key that stands in several rows sets no rate.
    if (values.size < list.rows.length) return [];
    return [(row: number) => values.get(fold(target.rows[row]?.[own]?.raw.trim() ?? "")) ?? null];
  });
}

function total(row: number, parts: Rate[]): Dec {
  return parts.reduce((sum, rate) => sum.plus(rate(row) ?? 0), new Dec(0));
}
