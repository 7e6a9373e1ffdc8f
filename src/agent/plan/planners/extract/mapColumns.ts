import type { SourceTable } from "../../gather/types.ts";
import { linkColumns } from "../../lexicon/index.ts";
import type { PlanContext } from "../../types.ts";
import { toSpec } from "../fields/spec.ts";

export interface Mapped {
  name: string;
  source: number | null;
}

const SURE = 0.45;

/**
 * Which column of a document's table each asked column is: by name, then by type where only one is left, then by the model's
 * choice. `free`: "the items with quantity and price" also wants to see the items. The first column of words is what a list is about ("Item"). With no columns asked for, all of the table's.
 */
export async function mapColumns(
  asked: string[],
  table: SourceTable,
  ctx: PlanContext,
  free = false,
): Promise<Mapped[]> {
  if (asked.length === 0) return table.columns.map(({ name }, source) => ({ name, source }));
  const taken = new Set<number>();
  const mapped = new Map<number, number>();
  const give = (at: number, source: number) => {
    mapped.set(at, source);
    taken.add(source);
  };
  const links = asked.flatMap((name, at) => linkColumns(name, table.columns).map((link) => ({ at, ...link })));
  for (const { at, column, score } of links.toSorted((a, b) => b.score - a.score)) {
    if (score >= SURE && !mapped.has(at) && !taken.has(column)) give(at, column);
  }
  const open = () => [...table.columns.keys()].filter((source) => !taken.has(source));
  for (const [at, name] of asked.entries()) {
    if (mapped.has(at)) continue;
    const able = open().filter((source) => fits(toSpec(name).type, table, source));
    const wordy = able.filter((source) => table.columns[source]?.type === "text");
    // What has no type of its own is words, as long as a column of words is left.
    const untyped =
      toSpec(name).type === "text" || (toSpec(name).type === "id" && !able.some((source) => isCoded(table, source)));
    const fitting = untyped && wordy.length > 0 ? wordy : able;
    const first = fitting[0];
    if (first === undefined) continue;
    const only = fitting.length === 1 ? first : await ask(name, table, fitting, ctx);
    if (only !== null) give(at, only);
  }
  const result = asked.map((name, at): Mapped => ({ name, source: mapped.get(at) ?? null }));
  const subject = free ? [...table.columns.keys()].find((source) => table.columns[source]?.type === "text") : undefined;
  if (subject === undefined || taken.has(subject) || result.some(({ source }) => isText(table, source))) return result;
  return [{ name: table.columns[subject]?.name ?? "item", source: subject }, ...result];
}

const isText = (table: SourceTable, source: number | null) => source !== null && table.columns[source]?.type === "text";

/** Codes like "A-107" or "4471". */
function isCoded(table: SourceTable, source: number): boolean {
  const cells = table.rows.map((row) => row[source]?.raw.trim() ?? "").filter((raw) => raw !== "");
  return (
    cells.length > 0 &&
    cells.every((raw) => /^\p{L}{0,6}[-_/ ]?\d[\p{L}\d/_-]*$/u.test(raw)) &&
    table.columns[source]?.type === "text"
  );
}

function fits(type: string, table: SourceTable, source: number): boolean {
  const column = table.columns[source]?.type;
  if (type === "date") return column === "date";
  if (type === "amount" || type === "number") return column === "number" || column === "money";
  if (type === "name") return column === "text";
  return true;
}

async function ask(name: string, table: SourceTable, fitting: number[], ctx: PlanContext): Promise<number | null> {
  const sample = (source: number) =>
    table.rows
      .slice(0, 2)
      .map((row) => row[source]?.raw ?? "")
      .join(", ");
  const chosen = await ctx.fill.choose({
    question: `Which column holds "${name}"?`,
    options: fitting.map((source) => ({
      label: table.columns[source]?.name ?? "",
      about: `for example ${sample(source)}`,
    })),
  });
  return chosen === null ? null : (fitting[chosen] ?? null);
}

/** How well a table of a document answers the asked columns; more rows count a little. */
export function tableFit(asked: string[], table: SourceTable): number {
  if (asked.length === 0) return table.columns.length * 0.1 + Math.min(table.rows.length, 20) * 0.02;
  const sum = asked.reduce((total, name) => {
    const link = linkColumns(name, table.columns)[0]?.score ?? 0;
    const { type } = toSpec(name);
    const able = [...table.columns.keys()].some((source) => fits(type, table, source));
    const byType = able ? (type === "text" ? 0.2 : 0.4) : 0;
    return total + Math.max(link, byType);
  }, 0);
  return sum / asked.length + Math.min(table.rows.length, 20) * 0.01;
}
