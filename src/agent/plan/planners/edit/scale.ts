import { Dec, fold, round, words, type Cell } from "../../../../files/index.ts";
import { related } from "../../lexicon/index.ts";
import type { Term } from "../../request/index.ts";
import type { DraftStep, PlanContext } from "../../types.ts";
import type { Reading } from "../shared/reading.ts";
import { columnKind } from "./kinds.ts";
import { linkClause, rankTables } from "./target.ts";
import { selectRows } from "./selectRows.ts";
import { unexplained } from "../shared/explained.ts";
import { refuse } from "../shared/refuse.ts";
import { matchRows } from "../shared/rows.ts";
import { showRow } from "./pickRow.ts";

/** "up 5 %", "um 2 Euro senken": how numbers change. */
export interface Scale {
  /** Percent or absolute, signed, as a decimal string. */
  by: string;
  percent: boolean;
  /** Round to a multiple of this ("0.05", "1"), null = to the places of the column. */
  step: string | null;
  start: number;
  end: number;
}

const UP =
  /(?<!\p{L})(?:raise\p{L}*|increas\p{L}*|rais\p{L}*|erhöh\p{L}*|heb\p{L}*|anheb\p{L}*|anzuheben|put up|go up|goes up|up|add|plus|mehr|teurer|steig\p{L}*|aufschlag\p{L}*|hoch|rauf|herauf)(?!\p{L})/iu;
const DOWN =
  /(?<!\p{L})(?:lower\p{L}*|reduc\p{L}*|decreas\p{L}*|cut\p{L}*|senk\p{L}*|reduzier\p{L}*|verringer\p{L}*|kürz\p{L}*|down|minus|weniger|billiger|günstiger|cheaper|discount|runter|herunter|herab\p{L}*|nachlass)(?!\p{L})/iu;
const AMOUNT = String.raw`(\d+(?:[.,]\d+)?)\s*(%|prozent|percent|per cent|€|euros?|eur|£|pounds?|\$|dollars?|cents?|ct|h|stunden|hours|stück|pieces|tage|days)?`;
const BY = new RegExp(String.raw`(?<!\p{L})(?:um|by|up|down|plus|minus|\+|-)\s+(?:jeweils\s+|je\s+)?${AMOUNT}`, "iu");
const AFTER = new RegExp(
  String.raw`${AMOUNT}\s*(?:teurer|billiger|günstiger|more expensive|cheaper|higher|lower|mehr|weniger|up|down|increase|discount|rabatt|aufschlag|erhöhung)`,
  "iu",
);
const STEP =
  /(?:round\p{L}*|gerundet|runde\p{L}*|auf-?runden|rund)(?!\p{L})[^.]{0,30}?(?:to|auf)\s+(?:the\s+)?(?:nearest\s+|next\s+|volle\s+|ganze\s+|whole\s+|full\s+)?(?:(\d+(?:[.,]\d+)?)\s*(cents?|ct|euros?|€|pence|p\b|pounds?|£)?|(cents?|euros?|pounds?|dollars?|zehner|ten))/iu;

/** The change that a clause asks for, null when it asks for none (or does not say up or down). */
export function readScale(text: string): Scale | null {
  const match = BY.exec(text) ?? AFTER.exec(text);
  if (!match?.[1] || !match[2]) return null;
  const up = UP.test(text);
  const down = DOWN.test(text.replaceAll(/(?<!\p{L})(?:discount|rabatt|nachlass) (?:column|spalte)(?!\p{L})/giu, ""));
  if (up === down && !/(?<!\p{L})(?:up|plus|\+)(?!\p{L})/iu.test(match[0])) return null;
  const sign = down && !(up && /(?<!\p{L})(?:up|plus)(?!\p{L})/iu.test(match[0])) ? "-" : "";
  const cents = /^(?:cents?|ct)$/iu.test(match[2]);
  const value = new Dec(match[1].replace(",", ".")).div(cents ? 100 : 1);
  return {
    by: sign + value.toFixed(),
    percent: /^(?:%|prozent|percent|per cent)$/iu.test(match[2]),
    step: readStep(text),
    start: match.index,
    end: match.index + match[0].length,
  };
}

function readStep(text: string): string | null {
  const match = STEP.exec(text);
  if (!match)
    return /(?<!\p{L})(?:whole|full|volle|ganze)\s+(?:euros?|pounds?|dollars?)(?!\p{L})/iu.test(text) ? "1" : null;
  if (match[3]) return /^cent/iu.test(match[3]) ? "0.01" : /^(?:zehner|ten)/iu.test(match[3]) ? "10" : "1";
  const value = new Dec((match[1] ?? "1").replace(",", "."));
  return value.div(/^(?:cents?|ct|pence|p)$/iu.test(match[2] ?? "") ? 100 : 1).toFixed();
}

/** Raises or lowers the numbers of one column in the rows that the clause means. */
export async function planScale(scale: Scale, reading: Reading, ctx: PlanContext): Promise<DraftStep[] | null> {
  const found = bestColumn(scale, reading, ctx);
  if (!found) return null;
  const { table, column } = found;
  const rows = await narrowRows(found, scale, reading, ctx);
  const meta = table.columns[column];
  if (!meta) return null;
  const places = meta.format && "places" in meta.format && meta.format.places >= 0 ? meta.format.places : null;
  const edits = rows.flatMap((row) => {
    const cell = table.rows[row]?.[column];
    if (!cell || cell.value === null || !/^-?\d/u.test(cell.value)) return [];
    const value = scaled(cell.value, scale, places);
    return value === cell.value ? [] : [{ type: "set" as const, row, column: meta.name, value, was: cell.raw }];
  });
  if (edits.length === 0) return null;
  const change = `${scale.by.startsWith("-") ? "" : "+"}${scale.by}${scale.percent ? " %" : ""}`;
  return [
    {
      op: "editTable",
      why: `Change ${meta.name} by ${change} in ${edits.length} row(s) of ${table.path}`,
      args: { path: table.path, sheet: table.sheet, edits },
    },
  ];
}

/**
 * Where a word of the clause is explained by nothing in the table ("the hourly rates"), it may narrow the rows in a way
 * that only meaning tells: the model marks them. Never all rows just because nothing was understood.
 */
async function narrowRows(
  found: NonNullable<ReturnType<typeof bestColumn>>,
  scale: Scale,
  reading: Reading,
  ctx: PlanContext,
): Promise<number[]> {
  const { table, rows } = found;
  const wide = ctx.catalogue.wide(table);
  const open = unexplained(reading, table, matchRows(wide, reading, [scale]), [scale], 0.75).filter(
    ({ text }) => !SCALE_WORD.test(text),
  );
  if (open.length === 0 || rows.length < 2) return rows;
  const alike = rows.filter((row) => open.some((term) => sharesPart(term, wide.rows[row] ?? [])));
  if (alike.length > 0 && alike.length < rows.length) return alike;
  if (rows.length > 12) throw notNarrowed(open, ctx);
  const chosen = await ctx.fill.chooseMany({
    question: `The request is: "${reading.text}"\nWhich rows of "${table.id}" does it change?`,
    options: rows.map((row) => ({ label: showRow(table, wide, row) })),
  });
  if (chosen.length === 0) throw notNarrowed(open, ctx);
  return chosen.flatMap((at) => rows[at] ?? []);
}

const MIN_PART = 5;

/** "Stundensätze" and "Arbeitsstunde" share a part of a compound, "hourly" and "hours" a meaning. */
function sharesPart(term: Term, cells: Cell[]): boolean {
  const long = fold(term.text);
  return cells.some((cell) =>
    words(cell.raw).some(({ word }) => {
      if (word.length < MIN_PART) return false;
      if (related(term.text, word) >= 0.5) return true;
      for (let at = 0; at + MIN_PART <= word.length; at += 1)
        if (long.includes(word.slice(at, at + MIN_PART))) return true;
      return false;
    }),
  );
}

const SCALE_WORD =
  /^(?:preis\p{L}*|prices?|up|down|all|alle\p{L}*|um|by|cents?|round\p{L}*|rund\p{L}*|gerundet|nearest|whole|volle|ganze|half|up)$/iu;

function notNarrowed(open: { text: string }[], ctx: PlanContext): Error {
  const shown = open.map(({ text }) => `"${text}"`).join(", ");
  return refuse(
    ctx.request,
    {
      de: `Welche Zeilen mit ${shown} gemeint sind, ist nicht klar. Ich habe nichts geändert.`,
      en: `It is not clear which rows ${shown} means. I have changed nothing.`,
    },
    {
      de: "Nennen Sie die Einträge so, wie sie in der Tabelle stehen.",
      en: "Name the entries as they stand in the table.",
    },
  );
}

function bestColumn(scale: Scale, reading: Reading, ctx: PlanContext) {
  const except = [scale];
  let best: {
    table: ReturnType<typeof rankTables>[number]["table"];
    column: number;
    rows: number[];
    score: number;
  } | null = null;
  for (const { table, named } of rankTables(reading, ctx).slice(0, 6)) {
    const links = linkClause(reading, table.columns);
    const wide = ctx.catalogue.wide(table);
    for (const [column, meta] of table.columns.entries()) {
      if (columnKind(table, column) !== "number" && meta.type !== "money" && meta.type !== "number") continue;
      if (
        table.links.some((link) => link.column === column) ||
        (table.keys.includes(column) && /(?:nr|no|id|number|nummer)\.?$/iu.test(meta.name))
      )
        continue;
      const rows = selectRows(table, wide, reading, except);
      if (rows.length === 0) continue;
      const cover = matchRows(wide, reading, except).scores[0]?.score ?? 0;
      const score =
        1.3 * Math.min(named, 2) +
        1.4 * (links[column] ?? 0) +
        (meta.type === "money" ? 0.3 : 0) +
        Math.min(1, cover / 3);
      if (!best || score > best.score) best = { table, column, rows, score };
    }
  }
  return best && best.score >= 1 ? best : null;
}

function scaled(value: string, scale: Scale, places: number | null): string {
  const old = new Dec(value);
  const next = scale.percent ? old.times(new Dec(100).plus(scale.by)).div(100) : old.plus(scale.by);
  if (scale.step !== null) {
    const step = new Dec(scale.step);
    const rounded = new Dec(round(next.div(step), 0)).times(step);
    return places === null ? rounded.toFixed() : round(rounded, places);
  }
  if (places !== null) return round(next, places);
  const own = value.includes(".") ? value.length - value.indexOf(".") - 1 : 0;
  return round(next, Math.max(own, scale.percent ? 2 : 0));
}
