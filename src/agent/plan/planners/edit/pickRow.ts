import type { SourceTable, WideTable } from "../../gather/types.ts";
import type { PlanContext } from "../../types.ts";
import { unexplained } from "../shared/explained.ts";
import { ambiguous, refuse } from "../shared/refuse.ts";
import type { Reading } from "../shared/reading.ts";
import { dominates, type RowMatch, type RowScore } from "../shared/rows.ts";

const MAX_OPTIONS = 6;

/**
 * The one row that a clause means. Code settles it when one row explains all that the others do and more; else the model
 * chooses among the best, unless they differ in numbers and dates alone: then nobody can know, and nothing is written.
 * `skip` leaves out rows that already are as asked.
 */
export async function pickRow(
  table: SourceTable,
  wide: WideTable,
  match: RowMatch,
  reading: Reading,
  ctx: PlanContext,
  skip: (row: number) => boolean,
  except: readonly { start: number; end: number }[] = [],
): Promise<number> {
  const best = match.scores[0];
  if (!best || best.score <= 0) throw noRow(table, reading, ctx);
  const all = match.scores.filter(({ score }) => score >= best.score * 0.8);
  const open = all.filter(({ row }) => !skip(row));
  // Where every row that fits is already as asked, the best one is "changed" to the same value: nothing happens.
  const rows = open.length > 0 && rivalsOf(best, all).length > 0 ? open : [best];
  const first = rows[0] ?? best;
  const rivals = rivalsOf(first, rows);
  if (rivals.length === 0) return first.row;
  const options = [first, ...rivals].slice(0, MAX_OPTIONS);
  // Equal rows, and no word is left that could tell them apart: nobody can know.
  const tie = rivals.every((other) => other.clues.every((strength, at) => strength === first.clues[at]));
  const silent = (tie && unexplained(reading, table, match, except).length === 0) || sameWords(table, options);
  const next = silent ? onlyUpcoming(table, options, ctx) : null;
  if (next !== null) return next;
  if (silent)
    throw ambiguous(
      ctx.request,
      WHICH_ROW,
      options.map(({ row }) => showRow(table, wide, row)),
    );
  const chosen = await ctx.fill.choose({
    question: `The request is: "${reading.text}"\nWhich row of "${table.id}" (${table.columns.map(({ name }) => name).join(", ")}) is meant?`,
    options: options.map(({ row }) => ({ label: showRow(table, wide, row) })),
    none: "cannot tell",
  });
  const picked = chosen === null ? undefined : options[chosen];
  if (!picked)
    throw ambiguous(
      ctx.request,
      WHICH_ROW,
      options.map(({ row }) => showRow(table, wide, row)),
    );
  return picked.row;
}

/** Of several dates (appointments, deliveries) the only one that has not passed; null when that does not decide. */
function onlyUpcoming(table: SourceTable, rows: RowScore[], ctx: PlanContext): number | null {
  const at = table.columns.findIndex((column) => column.type === "date");
  if (at === -1) return null;
  const upcoming = rows.filter(({ row }) => (table.rows[row]?.[at]?.value ?? "") >= ctx.request.today);
  return upcoming.length === 1 && rows.length > 1 ? (upcoming[0]?.row ?? null) : null;
}

const WHICH_ROW = { de: "welche Zeile gemeint ist", en: "which row is meant" };

function rivalsOf(best: RowScore, rows: RowScore[]): RowScore[] {
  return rows.filter((other) => other !== best && !dominates(best, other));
}

/** Rows that differ in nothing that words could tell apart: only in ids, dates, times and numbers. */
function sameWords(table: SourceTable, rows: RowScore[]): boolean {
  const text = (row: number) =>
    (table.rows[row] ?? [])
      .filter((cell, at) => table.columns[at]?.type === "text" && !table.keys.includes(at) && !/\d/u.test(cell.raw))
      .map((cell) => cell.raw.trim())
      .join("\u0000");
  return new Set(rows.map(({ row }) => text(row))).size === 1;
}

export function showRow(table: SourceTable, wide: WideTable, row: number): string {
  const own = (table.rows[row] ?? []).map((cell) => cell.raw.trim()).filter((raw) => raw !== "");
  const looked = wide.columns.flatMap((column, at) => {
    const raw = wide.rows[row]?.[at]?.raw.trim() ?? "";
    const isName =
      column.via.length > 1 &&
      column.type === "text" &&
      /name|kunde|customer|client|titel|title|bezeichnung/iu.test(column.name);
    return isName && raw !== "" && !own.includes(raw) ? [raw] : [];
  });
  return [...own, ...looked.slice(0, 2)].join(", ").slice(0, 78);
}

function noRow(table: SourceTable, reading: Reading, ctx: PlanContext): Error {
  return refuse(
    ctx.request,
    {
      de: `In ${table.path} finde ich keine Zeile, die zu „${reading.text}“ passt.`,
      en: `I find no row in ${table.path} that fits "${reading.text}".`,
    },
    { de: "Nennen Sie den Eintrag so, wie er in der Datei steht.", en: "Name the entry as it stands in the file." },
  );
}
