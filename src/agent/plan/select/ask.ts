import { AppError } from "../../../core/index.ts";
import type { Mention } from "../gather/index.ts";
import { runQuery } from "../query/evaluate.ts";
import type { Part } from "../query/part.ts";
import { toShape, type PlannedQuery } from "../query/plan.ts";
import type { PlanContext } from "../types.ts";
import { findFault } from "./check.ts";
import { parseSelect } from "./parse.ts";
import { literalsOf, selectPattern } from "./pattern.ts";
import { showHints, showViews } from "./prompt.ts";
import { candidateViews, type View } from "./views.ts";

const ROUNDS = 2;
const MOST_TOKENS = 160;

/**
 * A query that the model writes as one SELECT over the views that could answer the clause. The grammar admits their columns, and as
 * literals only what stands in the request or in its cells; code reads it as a query of the plan language, tries it and says what is
 * wrong, once. null where no view fits, or where what is wrong stays.
 */
export async function selectByModel(
  part: Part,
  ctx: PlanContext,
  mentions: Mention[],
  ruled: PlannedQuery | null,
): Promise<PlannedQuery | null> {
  const views = candidateViews(part, ctx, mentions, ruled);
  if (views.length === 0) return null;
  const pattern = selectPattern(views, literalsOf(part, ctx.request), part);
  const context = showTask(views, ctx.request.today);
  const question = `-- Question: ${part.text.replaceAll(/\s+/gu, " ").trim()}`;
  let corrections = "";
  for (let round = 0; round < ROUNDS; round += 1) {
    const sql = await ctx.fill.match({
      question: `${question}${corrections}`,
      context,
      name: "sql",
      pattern,
      maxTokens: MOST_TOKENS,
    });
    if (sql === null) return null;
    const read = readOrFault(sql, views, part);
    if (typeof read !== "string") {
      const { frame } = read.view;
      return { frame, query: toShape(frame, read.query), coverage: 1 };
    }
    corrections = `\n-- Not right: ${sql}\n-- ${read}`;
  }
  return null;
}

/** The query, or what is wrong with it. */
function readOrFault(sql: string, views: View[], part: Part): ReturnType<typeof parseSelect> | string {
  try {
    const selected = parseSelect(sql, views, part.columns);
    const rows = runQuery(selected.view.frame, selected.query);
    return findFault(selected, rows, part) ?? selected;
  } catch (thrown) {
    if (thrown instanceof AppError && thrown.code === "E_QUERY") return thrown.message;
    throw thrown;
  }
}

const EXAMPLE = `Write one SQL SELECT that answers the question. An example:
CREATE TABLE orders (
 customer TEXT, -- 'Meier', ...
 placed DATE, -- '2025-03-02', ...
 amount NUMERIC, -- 12.50, ...
 status TEXT -- 'open', 'done', 'cancelled'
);
-- "im März": placed >= '2025-03-01' AND placed <= '2025-03-31'
-- Question: Welche Kunden haben im März für mehr als 500 € bestellt? Stornierte zählen nicht.
SELECT customer FROM orders WHERE placed >= '2025-03-01' AND placed <= '2025-03-31' AND status <> 'cancelled' GROUP BY customer HAVING SUM(amount) > 500

The tables:`;

function showTask(views: View[], today: string): string {
  const hints = [...new Set(views.flatMap(showHints))];
  return [EXAMPLE, showViews(views), `-- today: ${today}`, ...hints].join("\n");
}
