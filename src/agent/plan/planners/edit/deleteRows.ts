import type { DraftStep, PlanContext } from "../../types.ts";
import { meansAll, type Reading } from "../shared/reading.ts";
import { unexplained } from "../shared/explained.ts";
import { matchRows } from "../shared/rows.ts";
import { pickRow } from "./pickRow.ts";
import { narrows, selectRows } from "./selectRows.ts";
import { rankTables } from "./target.ts";

/** Deletes the row (with "all": the rows) that a clause means; never all rows of a table. */
export async function planDeleteRows(reading: Reading, ctx: PlanContext): Promise<DraftStep[] | null> {
  const ranked = rankTables(reading, ctx)
    .slice(0, 6)
    .map(({ table, named }) => {
      const wide = ctx.catalogue.wide(table);
      const match = matchRows(wide, reading, []);
      const best = match.scores[0]?.score ?? 0;
      const open = unexplained(reading, table, match, []).length;
      return {
        table,
        wide,
        match,
        open,
        score: 1.3 * Math.min(named, 2) + (best === 0 ? -1 : Math.min(2, best / 2)) - 0.6 * open,
      };
    })
    .toSorted((a, b) => b.score - a.score);
  const best = ranked[0];
  if (!best || best.score < 1.2) return null;
  const { table, wide, match } = best;
  const many = meansAll(reading.text);
  const rows = many
    ? selectRows(table, wide, reading, [])
    : [await pickRow(table, wide, match, reading, ctx, () => false)];
  if (rows.length === 0 || (many && !narrows(wide, reading, [])) || rows.length === table.rows.length) return null;
  return [
    {
      op: "editTable",
      why: `Delete ${rows.length} row(s) of ${table.path}`,
      args: {
        path: table.path,
        sheet: table.sheet,
        edits: rows.map((row) => ({ type: "delete", row, was: (table.rows[row] ?? []).map((cell) => cell.raw) })),
      },
    },
  ];
}
