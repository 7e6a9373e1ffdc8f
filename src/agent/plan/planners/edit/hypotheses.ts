import type { SourceTable, WideTable } from "../../gather/types.ts";
import type { PlanContext } from "../../types.ts";
import { unexplained } from "../shared/explained.ts";
import { matchRows, type RowMatch } from "../shared/rows.ts";
import { overlapsAny, type Reading } from "../shared/reading.ts";
import { newName } from "./renames.ts";
import { columnKind, type ColumnKind } from "./kinds.ts";
import { linkClause, rankTables } from "./target.ts";
import { valuesFor, type NewValue } from "./values.ts";

/** One reading of "set this column of that row to such a value". */
export interface Hypothesis {
  table: SourceTable;
  wide: WideTable;
  column: number;
  kind: ColumnKind;
  /** null: the column is meant, but the model has to find out which of its values. */
  value: NewValue | null;
  match: RowMatch;
  link: number;
  score: number;
}

const TABLES = 6;

/** All readings of a set-a-cell clause, best first. */
export function findHypotheses(reading: Reading, ctx: PlanContext): Hypothesis[] {
  const found: Hypothesis[] = [];
  for (const { table, named } of rankTables(reading, ctx).slice(0, TABLES)) {
    const wide = ctx.catalogue.wide(table);
    const links = linkClause(reading, table.columns);
    const full = matchRows(wide, reading, []);
    const known = knownValues(table, reading);
    for (const column of table.columns.keys()) {
      const kind = columnKind(table, column);
      const renames = newName(table, column, reading);
      const link = Math.max(links[column] ?? 0, renames.length > 0 ? 0.7 : 0);
      const values = renames.length > 0 ? renames : choices(table, column, kind, link, reading);
      for (const value of values) {
        if ((kind === "text" || kind === "id") && value && overlapsAny(value.spans, known)) continue;
        const match = matchRows(wide, reading, value?.spans ?? []);
        const score =
          1.3 * Math.min(named, 2) +
          1.6 * link +
          unchanged(table, column, value, full, reading) +
          blankBonus(table, column, kind, match) +
          (value === null ? 0.2 : value.fit) * 1.2 +
          1.6 * coverOf(match) -
          0.25 * Math.min(4, unexplained(reading, table, match, value?.spans ?? []).length) -
          cost(table, column, kind, reading);
        found.push({ table, wide, column, kind, value, match, link, score });
      }
    }
  }
  return found.filter(({ match }) => match.scores.length > 0).toSorted((a, b) => b.score - a.score);
}

/** Words that are a value of some column of categories ("settled") are not meant as free text for another one. */
function knownValues(table: SourceTable, reading: Reading): { start: number; end: number }[] {
  return [...table.columns.keys()].flatMap((column) =>
    columnKind(table, column) === "category"
      ? valuesFor(table, column, "category", reading).flatMap(({ fit, spans }) => (fit >= 0.85 ? spans : []))
      : [],
  );
}

function choices(
  table: SourceTable,
  column: number,
  kind: ColumnKind,
  link: number,
  reading: Reading,
): (NewValue | null)[] {
  const values = valuesFor(table, column, kind, reading).filter((value) => value.fit >= 0.3);
  if (kind === "city" && values.some(({ fit }) => fit >= 0.9)) return values;
  if (kind === "text" || kind === "city" || kind === "id")
    return link >= 0.45 ? values : values.filter(({ fit }) => fit > 0.9 && link > 0.3);
  if (kind === "category") return values.length > 0 ? values : link >= 0.5 ? [null] : [];
  return values;
}

const SETS =
  /(?<!\p{L})(?:(?:auf|to|as|als|into|zu|now|jetzt|nun|sofort|wieder|again)\s+(?:the |den |die |das )?|(?:is|are|ist|sind)\s(?:[^.,;]{0,40}\s)?)["„“']?$/iu;

/** "34 resin brake pads" names the category Brakes of the row, it does not set it: the row that all words mean has it already. */
function unchanged(
  table: SourceTable,
  column: number,
  value: NewValue | null,
  full: RowMatch,
  reading: Reading,
): number {
  const row = full.scores[0]?.row;
  const cell = row === undefined ? undefined : table.rows[row]?.[column];
  if (value === null || !cell || SETS.test(reading.text.slice(0, value.spans[0]?.start ?? 0))) return 0;
  return cell.value === value.value || cell.raw.trim() === value.value ? -2 : 0;
}

/** A paid-on date that is still empty is what a payment fills, rather than the date of the invoice. */
function blankBonus(table: SourceTable, column: number, kind: ColumnKind, match: RowMatch): number {
  const best = match.scores[0];
  if (!best || best.score === 0 || (kind !== "date" && kind !== "time")) return 0;
  return (table.rows[best.row]?.[column]?.raw.trim() ?? "") === "" ? 0.35 : 0;
}

/** Share of the clues that the best row explains; a table where nothing matches is not meant. */
function coverOf(match: RowMatch): number {
  const best = match.scores[0]?.score ?? 0;
  return best === 0 ? -0.6 : Math.min(1, best / Math.max(match.possible, 0.01)) * Math.min(1, best / 2);
}

const QUALIFIED = /(?:min|max|mindest|höchst|soll|target|reorder|planned|plan|alt|old|previous|vorjahr|ziel)/iu;

/** Without a word for it, "Qty" is meant rather than "Min qty"; keys and codes are rarely what changes. */
function cost(table: SourceTable, column: number, kind: ColumnKind, reading: Reading): number {
  const qualifier = QUALIFIED.exec(table.columns[column]?.name ?? "")?.[0];
  if (qualifier && !reading.text.toLowerCase().includes(qualifier.toLowerCase())) return 0.3;
  if (kind === "id") return 1;
  return column === 0 && table.keys.includes(0) ? 0.8 : 0;
}
