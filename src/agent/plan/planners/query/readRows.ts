import type { Mention } from "../../gather/index.ts";
import { isDoubtful } from "../../query/doubt.ts";
import { asksForSomethingElse, planQuery, type PlannedQuery } from "../../query/plan.ts";
import type { Part } from "../../query/part.ts";
import type { ScoredFrame } from "../../query/sources.ts";
import { tryRules } from "../../query/trial.ts";
import type { Query } from "../../query/types.ts";
import { selectByModel } from "../../select/ask.ts";
import type { Clause, PlanContext } from "../../types.ts";
import { askedFor } from "../question/asked.ts";
import { isOverRows } from "../question/overRows.ts";
import { isIdentifyingType } from "../question/typeFit.ts";

interface Asked {
  clause: Clause;
  part: Part;
  mentions: Mention[];
  scored: ScoredFrame;
}

/**
 * The query that a clause asks for: what the rules read, with what they leave open chosen by the model; where their reading cannot be
 * right, or there is none, one that the model writes. null: no work over rows.
 */
export async function readRows(asked: Asked, isTotal: boolean, ctx: PlanContext): Promise<PlannedQuery | null> {
  const { clause, part, mentions, scored } = asked;
  const { planned, open } = await tryRules(part, ctx, mentions, scored);
  const isCell = planned !== null && isOneCell(planned.query, part) && !isOverRows(clause);
  if (isCell && !isTotal) return null;
  const ruled = isCell ? null : planned;
  if ((ruled === null || isDoubtful(ruled, part)) && isAboutRows(asked, isTotal, ctx)) {
    const written = await selectByModel(part, ctx, mentions, ruled);
    if (written !== null) return written;
  }
  return ruled !== null && open > 0 ? planQuery(part, ctx, mentions, scored) : ruled;
}

/** Rows are counted, added up or listed, and what is asked for is something that they have. */
function isAboutRows({ clause, part, mentions, scored }: Asked, isTotal: boolean, ctx: PlanContext): boolean {
  if (part.columns.length > 0) return true;
  return (isTotal || isOverRows(clause)) && !asksForSomethingElse(scored.frame, part, mentions, ctx);
}

/** One cell of one row: whether subject and attribute meet there, the question planner judges, over texts and rows alike. */
function isOneCell(query: Query, part: Part): boolean {
  const plain = query.group.length === 0 && query.order.length === 0 && query.limit === null;
  const isOne = query.shape === "value" || isIdentifyingType(askedFor(part.text));
  return plain && isOne && query.select.every(({ fn, expr }) => fn === "none" && expr !== null && "column" in expr);
}
