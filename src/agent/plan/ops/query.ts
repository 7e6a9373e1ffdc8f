import { z } from "zod";
import { buildFrame } from "../query/frame.ts";
import { runQuery } from "../query/evaluate.ts";
import { querySchema, type Query } from "../query/types.ts";
import type { Evidence, Operation, Val } from "../types.ts";

const args = z.object({ query: querySchema });
const MAX_EVIDENCE = 8;

/**
 * Filters, joins, computes and orders rows of the workspace's tables. Yields a value for one cell, else a table. A value
 * that no row gives is "absent"; a count or sum over no rows is 0.
 */
export const queryOp: Operation<{ query: Query }> = {
  name: "query",
  args: args as z.ZodType<{ query: Query }>,
  effect: "read",
  async run({ query }, ctx) {
    const frame = buildFrame(ctx.catalogue, query.source);
    const result = runQuery(frame, query);
    const visible = result.columns.flatMap((column, at) => (column.name.startsWith("#") ? [] : [at]));
    const columns = visible.map((at) => result.columns[at] ?? { name: "", kind: "text" as const, unit: null });
    const rows = result.rows.map((row) => visible.map((at) => row[at] ?? null));
    const evidence = evidenceOf(result.used.map((row) => frame.origin(row)));
    if (query.shape !== "value" || rows.length > 1 || columns.length > 1) {
      const table: Val = { type: "table", table: { columns, rows }, evidence };
      return rows.length === 0 && query.shape === "value"
        ? { type: "value", value: null, kind: "absent", evidence }
        : table;
    }
    const value = rows[0]?.[0] ?? null;
    const kind = columns[0]?.kind ?? "text";
    if (value === null || value === "") return { type: "value", value: null, kind: "absent", evidence };
    return { type: "value", value, kind, evidence };
  },
};

function evidenceOf(origins: Evidence[]): Evidence[] {
  const seen = new Set<string>();
  const kept: Evidence[] = [];
  for (const origin of origins) {
    const key = `${origin.path}\n${origin.quote}`;
    if (origin.path === "" || seen.has(key)) continue;
    seen.add(key);
    kept.push(origin);
    if (kept.length >= MAX_EVIDENCE) break;
  }
  return kept;
}
