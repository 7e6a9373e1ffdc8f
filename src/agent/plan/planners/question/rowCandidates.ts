import { words, type Cell } from "../../../../files/index.ts";
import type { WideColumn } from "../../gather/types.ts";
import type { PlanContext } from "../../types.ts";
import type { Need } from "../text/needs.ts";
import { describeRow, rowEvidence, type RowHit } from "../text/rows.ts";
import type { Asked } from "./asked.ts";
import * as patterns from "./patterns.ts";
import { attributeOf, linkNeeds } from "./rowAttribute.ts";
import { typeFit } from "./typeFit.ts";
import type { Candidate } from "./types.ts";

const MAX_ROWS = 8;
/** A column must be named about this clearly to be what is asked. */
const LINKED = 0.52;

/** Cells of the rows that meet the names and days of the question, in columns that fit the asked attribute and type. */
export function rowCandidates(hits: RowHit[], needs: Need[], asked: Asked, ctx: PlanContext): Candidate[] {
  const superseded = (hit: RowHit) => hit.table.supersededBy !== null && !namesVariant(hit, ctx);
  const ranked = hits
    .map((hit) => ({ hit, anchor: anchorShare(hit, needs) - (superseded(hit) ? 0.35 : 0) }))
    .toSorted((a, b) => b.anchor - a.anchor);
  const best = ranked[0]?.anchor ?? 0;
  return ranked
    .filter((entry) => entry.anchor >= best - 0.35)
    .slice(0, MAX_ROWS * 4)
    .flatMap(({ hit }) => cellsOf(hit, needs, asked, superseded(hit), ctx))
    .toSorted((a, b) => b.score - a.score);
}

/** Share of names and days met, weighted. */
function anchorShare(hit: RowHit, needs: Need[]): number {
  const anchors = needs.filter((need) => need.role !== "word" || need.mentions.length > 0);
  const total = anchors.reduce((sum, need) => sum + need.weight, 0);
  return total === 0 ? 0 : anchors.reduce((sum, need) => sum + need.weight * (hit.met.get(need) ?? 0), 0) / total;
}

function namesVariant(hit: RowHit, ctx: PlanContext): boolean {
  const variant = hit.table.variant;
  return (
    variant !== null && words(variant).some((word) => ctx.request.text.toLowerCase().includes(word.text.toLowerCase()))
  );
}

function cellsOf(hit: RowHit, needs: Need[], asked: Asked, superseded: boolean, ctx: PlanContext): Candidate[] {
  const cells = hit.wide.rows[hit.row] ?? [];
  const identifying = new Set(hit.cells.values());
  const open = needs.filter((need) => need.role === "word" && !hit.cells.has(need));
  const linked = linkNeeds(open, hit.wide.columns);
  const elsewhere = [...linked.entries()].some(([at, links]) => {
    const [cell, column] = [cells[at], hit.wide.columns[at]];
    const isNamed = [...links].some(([need, score]) => need.weight >= 0.7 && score >= 0.6);
    return isNamed && cell && column && cell.raw.trim() !== "" && typeFit(asked, column, cell, ctx) >= 0.8;
  });
  const total = needs.reduce((sum, need) => sum + need.weight, 0);
  const found: Candidate[] = [];
  for (const [at, column] of hit.wide.columns.entries()) {
    const cell = cells[at];
    if (!cell || cell.raw.trim() === "" || identifying.has(at)) continue;
    const fit = typeFit(asked, column, cell, ctx);
    if (fit === 0) continue;
    const links = linked.get(at) ?? new Map<Need, number>();
    const attribute = attributeOf(hit, column, open, links, fit, asked, elsewhere);
    if (attribute < LINKED) continue;
    const met = needs.reduce(
      (sum, need) => sum + need.weight * Math.max(hit.met.get(need) ?? 0, links.get(need) ?? 0),
      0,
    );
    // "next" and "last" tell which of two dates.
    const faint = Math.max(0, ...[...links].map(([need, score]) => (need.weight < 0.7 ? score : 0)));
    const { value, kind } = normalise(cell, column, asked, ctx);
    const person = asked.type === "person" ? fullName(hit, at) : null;
    if (person?.skip) continue;
    const evidence = rowEvidence(hit, ctx.catalogue);
    found.push({
      value: person?.name ?? value,
      kind,
      shown: person?.name ?? cell.raw.trim(),
      path: evidence.path,
      quote: evidence.quote,
      score:
        (total === 0 ? 0 : met / total) +
        fit * 0.12 +
        faint * 0.12 +
        attribute * 0.1 -
        0.05 * (column.via.length - 1) -
        (superseded ? 0.35 : 0) -
        (hasEnded(hit, ctx.request.today) ? 0.25 : 0),
      attribute,
      about: `${column.name} of: ${describeRow(hit, [at])}`,
      unit: column.unit ?? (column.name.includes("%") ? "%" : null),
      day: needs.every((need) => need.role !== "day" || hit.met.has(need)),
      source: "row",
      slot: `${hit.table.id} ${at}`,
    });
  }
  return found;
}

/** An entry with a last day that has passed: who owned, lived or worked there before. Which question asks for it, names the day. */
function hasEnded({ wide, row }: RowHit, today: string): boolean {
  return wide.columns.some((column, at) => {
    const value = column.via.length === 1 && column.type === "date" ? wide.rows[row]?.[at]?.value : null;
    return typeof value === "string" && value < today && ENDING.test(column.name);
  });
}

const ENDING =
  /^(?:bis|until|till|to|end(?:e|s|ed)?|end date|enddatum|auszug\p{L}*|austritt\p{L}*|left|moved out|ausgeschieden)(?!\p{L})/iu;

function normalise(cell: Cell, column: WideColumn, asked: Asked, ctx: PlanContext): Pick<Candidate, "value" | "kind"> {
  const raw = cell.raw.trim();
  if (asked.type === "time") return { value: patterns.times(raw)[0]?.value ?? raw, kind: "text" };
  if (column.type === "date" && cell.value !== null)
    return { value: cell.value.slice(0, ctx.request.text ? 10 : 16), kind: "date" };
  if (asked.type === "date") return { value: patterns.dates(raw, ctx.request.today)[0]?.iso ?? raw, kind: "date" };
  if ((column.type === "number" || column.type === "money") && cell.value !== null && asked.type !== "id")
    return { value: cell.value, kind: "number" };
  return { value: raw, kind: "text" };
}

const FIRST = /^(?:vorname|first ?name|given name|forename|rufname)$/iu;
const LAST = /^(?:nachname|familienname|last ?name|surname|family name|name)$/iu;

/** First and last name of two columns in one; the second of the two is left out. */
function fullName(hit: RowHit, at: number): { name: string; skip: boolean } | null {
  const own = (column: WideColumn | undefined) => (column ? column.name.slice(column.name.lastIndexOf(".") + 1) : "");
  const column = hit.wide.columns[at];
  const sister = (pattern: RegExp) =>
    hit.wide.columns.findIndex(
      (other, index) =>
        index !== at &&
        pattern.test(own(other)) &&
        other.from?.table === column?.from?.table &&
        other.via.join() === column?.via.join(),
    );
  const raw = (index: number) => hit.wide.rows[hit.row]?.[index]?.raw.trim() ?? "";
  if (FIRST.test(own(column)) && sister(LAST) !== -1) return { name: raw(at), skip: raw(sister(LAST)) !== "" };
  if (!LAST.test(own(column))) return null;
  const first = sister(FIRST);
  return first === -1 || raw(first) === "" ? null : { name: `${raw(first)} ${raw(at)}`, skip: false };
}
