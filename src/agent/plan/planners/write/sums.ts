import { Dec, findPeriods, fold, type Lang } from "../../../../files/index.ts";
import { linkColumns } from "../../lexicon/index.ts";
import type { PlanContext } from "../../types.ts";
import { createMatcher } from "../text/matcher.ts";
import { readNeeds } from "../text/needs.ts";
import { rowEvidence, rowHits, type RowHit } from "../text/rows.ts";
import { currencyOf, money, plainNumber } from "./format.ts";
import type { LetterFact } from "./types.ts";

interface Period {
  from: string | null;
  to: string | null;
}

const LINKED = 0.6;

/**
 * The sum of one column over the rows of a customer in a period: what "how many clicks did we get in October" asks for. Rows
 * are narrowed to the values of other columns that the question names ("search and social"). Null when no column is asked.
 */
export function sumFor(
  question: string,
  customer: string,
  period: Period | null,
  ctx: PlanContext,
  lang: Lang,
): LetterFact | null {
  const source = { catalogue: ctx.catalogue, today: ctx.request.today, lang: ctx.request.lang };
  const whose = readNeeds(customer, source).filter((need) => need.required);
  if (whose.length === 0) return null;
  const asked = readNeeds(question, source).filter((need) => need.weight >= 0.7);
  const hits = rowHits(whose, ctx.catalogue, createMatcher(ctx.request.today)).filter(
    (hit) => hit.table.kind === "table" && hit.table.supersededBy === null,
  );
  const found = bestColumn(
    hits,
    asked.map((need) => need.text),
  );
  if (!found) return null;
  const own = hits.filter((hit) => hit.table === found.table && inPeriod(hit, period) && isNamed(hit, question));
  const values = own.flatMap((hit) => hit.wide.rows[hit.row]?.[found.column]?.value ?? []);
  const first = own[0];
  const column = first?.wide.columns[found.column];
  if (!first || !column || values.length === 0) return null;
  const sum = values.reduce((total, value) => total.plus(value), new Dec(0)).toFixed();
  const isMoney = column.type === "money";
  const text = isMoney ? money(sum, column.unit ?? currencyOf(ctx.catalogue), lang) : plainNumber(sum, lang);
  return { label: column.name, text, kind: "number", value: sum, required: true, ...rowEvidence(first, ctx.catalogue) };
}

function bestColumn(hits: RowHit[], terms: string[]): { table: RowHit["table"]; column: number } | null {
  let best: { table: RowHit["table"]; column: number; score: number } | null = null;
  for (const hit of new Map(hits.map((one) => [one.table, one])).values()) {
    const names = hit.wide.columns.map((column) => ({ name: column.ref }));
    for (const term of terms) {
      for (const { column, score } of linkColumns(term, names)) {
        const target = hit.wide.columns[column];
        const numeric = target?.type === "number" || target?.type === "money";
        if (numeric && target.via.length <= 1 && score >= LINKED && score > (best?.score ?? 0))
          best = { table: hit.table, column, score };
      }
    }
  }
  return best;
}

/** Days by their date; a column of months ("2026-10", "Oktober 2026") by the month. */
function inPeriod(hit: RowHit, period: Period | null): boolean {
  if (period === null) return true;
  const cells = hit.wide.rows[hit.row] ?? [];
  const within = (iso: string) =>
    (period.from === null || iso >= period.from.slice(0, iso.length)) &&
    (period.to === null || iso <= period.to.slice(0, iso.length));
  for (const [at, column] of hit.wide.columns.entries()) {
    if (column.via.length > 1) continue;
    const cell = cells[at];
    if (column.type === "date" && cell?.value) return within(cell.value.slice(0, 10));
    const raw = cell?.raw.trim() ?? "";
    if (/^\d{4}-\d{2}$/u.test(raw)) return within(raw);
    const named = raw.length < 20 ? findPeriods(raw, { today: period.from ?? "2026-01-01" })[0] : undefined;
    if (named?.from) return within(named.from);
  }
  return true;
}

/** Where the question names values of a column, only rows with one of them count. */
function isNamed(hit: RowHit, question: string): boolean {
  const folded = fold(question);
  return hit.wide.columns.every((column, at) => {
    if (column.via.length > 1 || column.type !== "text") return true;
    const values = new Set(
      hit.table.rows.map((row) => fold(row[at]?.raw.trim() ?? "")).filter((value) => value.length > 2),
    );
    const named = [...values].filter((value) => values.size <= 12 && folded.includes(value));
    return named.length === 0 || named.includes(fold(hit.wide.rows[hit.row]?.[at]?.raw.trim() ?? ""));
  });
}
