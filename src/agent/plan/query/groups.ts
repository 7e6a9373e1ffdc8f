import type { Catalogue } from "../gather/index.ts";
import type { Condition, Frame, FrameColumn, Query } from "./types.ts";

/**
 * "Projects with more hours booked than planned": the hours stand in many rows, the plan in one of the project. Such a
 * comparison is on the sum per looked-up thing, not on rows: it becomes `group` and `having`.
 */
export function liftToGroups(frame: Frame, query: Query, catalogue: Catalogue): Query {
  const at = query.where.findIndex((condition) => isMixed(frame, condition));
  const condition = query.where[at];
  if (!condition || query.group.length > 0) return query;
  const columns = [condition.left, condition.right].flatMap((expr) =>
    expr && "column" in expr ? (find(frame, expr.column) ?? []) : [],
  );
  const held = columns.find((column) => column.depth > 0);
  const own = columns.find((column) => column.depth === 0);
  const reference = held && linkColumn(frame, held, catalogue);
  if (!held || !own || !reference) return query;
  const swap = (expr: Condition["left"] | undefined) =>
    expr && "column" in expr && expr.column === own.name ? { column: "#sum" } : expr;
  const having: Condition = {
    ...condition,
    left: swap(condition.left) ?? condition.left,
    ...(condition.right ? { right: swap(condition.right) ?? condition.right } : {}),
  };
  const wanted = query.select.filter((selection) => selection.fn === "none");
  return {
    ...query,
    where: query.where.filter((_other, index) => index !== at),
    group: [reference.name],
    having: [having],
    select: [
      ...(wanted.length > 0
        ? wanted
        : [{ fn: "none" as const, expr: { column: reference.name }, as: reference.header }]),
      { fn: "sum", expr: { column: own.name }, as: "#sum" },
    ],
  };
}

function isMixed(frame: Frame, { left, right, op }: Condition): boolean {
  if (!right || !("column" in left) || !("column" in right) || op === "=" || op === "<>") return false;
  const [a, b] = [find(frame, left.column), find(frame, right.column)];
  return a !== undefined && b !== undefined && (a.depth === 0) !== (b.depth === 0) && a.type !== "date";
}

function find(frame: Frame, name: string): FrameColumn | undefined {
  return frame.columns.find((column) => column.name === name);
}

/** The base column that leads to the looked-up table, else that table's own key. */
function linkColumn(frame: Frame, held: FrameColumn, catalogue: Catalogue): FrameColumn | undefined {
  const link = catalogue.table(frame.base)?.links.find((candidate) => candidate.target === held.from?.table);
  const way = link && frame.columns.find((column) => column.depth === 0 && column.from?.column === link.column);
  return way ?? frame.columns.find((column) => column.key && column.from?.table === held.from?.table);
}
