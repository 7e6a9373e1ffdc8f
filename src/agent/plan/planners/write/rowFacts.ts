import { findPeriods, type Lang } from "../../../../files/index.ts";
import type { WideColumn } from "../../gather/types.ts";
import { linkColumns } from "../../lexicon/index.ts";
import type { PlanContext } from "../../types.ts";
import { createMatcher } from "../text/matcher.ts";
import { readNeeds, type Need } from "../text/needs.ts";
import { describeRow, rowEvidence, type RowHit } from "../text/rows.ts";
import { calls } from "./dueItems.ts";
import { timeOf } from "../shared/times.ts";
import { clock, currencyOf, day, money, plainNumber } from "./format.ts";
import type { Recipient } from "./recipient.ts";
import type { Collected, LetterFact } from "./types.ts";

const MAX_ROWS = 6;
const LINKED = 0.6;

/**
 * What the tables say about the matter of a letter: cells of the recipient's rows in columns that the request names ("tell
 * him the delivery date"). Which row is meant, its own words tell, else the next date, else the model.
 */
export async function rowFacts(text: string, recipient: Recipient, ctx: PlanContext, lang: Lang): Promise<Collected> {
  const source = { catalogue: ctx.catalogue, today: ctx.request.today, lang: ctx.request.lang };
  const needs = readNeeds(text, source, ctx.request.paths).filter(
    (need) => !recipient.needs.some((other) => other.text === need.text),
  );
  const matcher = createMatcher(ctx.request.today);
  const scored = recipient.rows
    .filter((hit) => hit.table.supersededBy === null && hit.table.kind !== "records")
    .map((hit) => toScored(hit, needs, matcher))
    .filter((entry) => entry.columns.length > 0)
    .toSorted((a, b) => b.score - a.score);
  const best = scored[0];
  if (!best) return { facts: [], sentences: [] };
  const even = scored
    .filter((entry) => entry.hit.table === best.hit.table && entry.score >= best.score - 0.3)
    .slice(0, MAX_ROWS);
  const chosen = upcoming(even, ctx.request.today) ?? (await choose(text, even, ctx));
  const facts = chosen.columns.slice(0, 5).map((at) => cellFact(chosen.hit, at, ctx, lang));
  const named = facts.map((fact) => `${fact.label}: ${fact.text}`).join(", ");
  return { facts, sentences: facts.length === 0 ? [] : [`${named}.`] };
}

interface Scored {
  hit: RowHit;
  columns: number[];
  score: number;
}

function toScored(hit: RowHit, needs: Need[], matcher: ReturnType<typeof createMatcher>): Scored {
  const names = hit.wide.columns.map((column) => ({ name: column.ref }));
  const cells = hit.wide.rows[hit.row] ?? [];
  const columns = new Set<number>();
  let score = 0;
  for (const need of needs) {
    const cell = Math.max(
      0,
      ...cells.map((one, at) =>
        hit.wide.columns[at]?.type === "text" && one.raw.length > 2 ? (matcher.find(need, one.raw)?.strength ?? 0) : 0,
      ),
    );
    if (cell >= 0.6) score += cell * need.weight;
    const own = `${hit.table.id} ${hit.table.path}`.replaceAll(/[/_.-]/gu, " ");
    score += 0.5 * (matcher.find(need, own)?.strength ?? 0);
    const link = linkColumns(need.text, names).find((entry) => entry.score >= LINKED && usable(hit, entry.column));
    if (!link || cell >= 0.9) continue;
    columns.add(link.column);
    score += link.score;
  }
  return { hit, columns: [...columns], score };
}

function usable(hit: RowHit, at: number): boolean {
  const column = hit.wide.columns[at];
  const raw = hit.wide.rows[hit.row]?.[at]?.raw.trim() ?? "";
  return column !== undefined && raw !== "" && column.via.length <= 2 && ![...hit.cells.values()].includes(at);
}

/** Of rows with a day, the next one to come: appointments, deliveries, dates of renewal. */
function upcoming(even: Scored[], today: string): Scored | null {
  if (even.length <= 1) return even[0] ?? null;
  const dated = even.flatMap((entry) => {
    const at = entry.hit.wide.columns.findIndex(
      (column) => column.type === "date" && !calls(column, ["issued", "orderdate", "birth", "birthday"]),
    );
    const iso = entry.hit.wide.rows[entry.hit.row]?.[at]?.value?.slice(0, 10) ?? "";
    return iso >= today ? [{ entry, iso }] : [];
  });
  const next = dated.toSorted((a, b) => a.iso.localeCompare(b.iso))[0];
  return dated.length === 1 ? (next?.entry ?? null) : null;
}

async function choose(text: string, even: Scored[], ctx: PlanContext): Promise<Scored> {
  const at = await ctx.fill.choose({
    question: `Request: ${text}\nWhich entry is the letter about?`,
    options: even.map(({ hit }) => ({ label: describeRow(hit, [], 75) })),
  });
  return even[at ?? 0] ?? (even[0] as Scored);
}

/** The row that speaks of most of the order: its words, the pieces that it lists, its time; what is to come before what was. */
export function mattersMost(order: string, items: string[], rows: RowHit[], ctx: PlanContext): RowHit | null {
  const { today } = ctx.request;
  const needs = readNeeds(order, { catalogue: ctx.catalogue, today, lang: ctx.request.lang }, ctx.request.paths);
  const matcher = createMatcher(today);
  const periods = findPeriods(order, { today });
  const scored = rows.map((hit) => {
    const days = hit.wide.columns.flatMap((column, at) =>
      column.type === "date" ? (hit.wide.rows[hit.row]?.[at]?.value?.slice(0, 10) ?? []) : [],
    );
    const isThen = periods.some(({ from, to }) => days.some((iso) => (!from || iso >= from) && (!to || iso <= to)));
    const names = hit.wide.columns.map((column) => ({ name: column.ref }));
    const named = items.filter((item) =>
      [item, ...item.split(/[\s()]+/u)].some((part) => (linkColumns(part, names)[0]?.score ?? 0) >= LINKED),
    ).length;
    const toCome = days.some((iso) => iso >= today) ? 0.3 : 0;
    return { hit, score: toScored(hit, needs, matcher).score + named + (isThen ? 2 : 0) + toCome };
  });
  return scored.toSorted((a, b) => b.score - a.score)[0]?.hit ?? null;
}

/** A cell as the letter writes it. */
export function cellFact(hit: RowHit, at: number, ctx: PlanContext, lang: Lang): LetterFact {
  const column = hit.wide.columns[at] as WideColumn;
  const cell = hit.wide.rows[hit.row]?.[at];
  const label = column.name.slice(column.name.lastIndexOf(".") + 1);
  const { path, quote } = rowEvidence(hit, ctx.catalogue);
  const raw = cell?.raw.trim() ?? "";
  const base = { label, path, quote, required: true };
  if (column.type === "date" && cell?.value)
    return { ...base, text: day(cell.value, lang), kind: "date", value: cell.value.slice(0, 10) };
  if (column.type === "money" && cell?.value)
    return {
      ...base,
      text: money(cell.value, column.unit ?? currencyOf(ctx.catalogue), lang),
      kind: "number",
      value: cell.value,
    };
  if (column.type === "number" && cell?.value) {
    const unit = column.unit ? ` ${column.unit}` : "";
    return { ...base, text: `${plainNumber(cell.value, lang)}${unit}`, kind: "number", value: cell.value };
  }
  const time = timeOf(raw);
  if (time && raw.includes(":")) return { ...base, text: clock(time, lang), kind: "time", value: time };
  return { ...base, text: raw, kind: raw.split(" ").length > 4 ? "gist" : "text", value: raw };
}
