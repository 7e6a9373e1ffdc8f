import { z } from "zod";
import type { ValueType } from "../../../files/index.ts";

/** What a query reads: one table with its looked-up columns, the union of a series, or two versions side by side. */
const sourceSchema = z.discriminatedUnion("type", [
  z.object({ type: z.literal("table"), id: z.string() }),
  z.object({ type: z.literal("union"), series: z.string() }),
  z.object({ type: z.literal("pivot"), older: z.string(), newer: z.string() }),
]);
export type Source = z.infer<typeof sourceSchema>;

/** A column, or arithmetic on two of them (per row). */
export type Expr =
  | { column: string }
  | { op: "*" | "-" | "+" | "/" | "days" | "percent"; left: Expr; right: Expr }
  | { value: string };
const exprSchema: z.ZodType<Expr> = z.lazy(() =>
  z.union([
    z.object({ column: z.string() }),
    z.object({ value: z.string() }),
    z.object({ op: z.enum(["*", "-", "+", "/", "days", "percent"]), left: exprSchema, right: exprSchema }),
  ]),
);

const OPERATORS = ["=", "<>", "<", "<=", ">", ">=", "in", "not in", "contains", "lacks", "empty", "filled"] as const;
export type Operator = (typeof OPERATORS)[number];

/** `left op right`; values are normalised (decimal strings, ISO dates, text). An empty cell never fulfils a comparison. */
const conditionSchema = z.object({
  left: exprSchema,
  op: z.enum(OPERATORS),
  right: exprSchema.optional(),
  values: z.array(z.string()).optional(),
});
export type Condition = z.infer<typeof conditionSchema>;

const FUNCTIONS = ["none", "count", "distinct", "sum", "avg", "min", "max"] as const;
const selectionSchema = z.object({ fn: z.enum(FUNCTIONS), expr: exprSchema.nullable(), as: z.string() });
export type Selection = z.infer<typeof selectionSchema>;

export const querySchema = z.object({
  source: sourceSchema,
  where: z.array(conditionSchema),
  /** Columns of the result; with aggregates and `group`, the group columns come first. */
  select: z.array(selectionSchema).min(1),
  group: z.array(z.string()),
  /** On the groups. */
  having: z.array(conditionSchema),
  order: z.array(z.object({ expr: exprSchema, direction: z.enum(["asc", "desc"]) })),
  limit: z.number().int().positive().nullable(),
  /** What the asker expects: one value, a list of one column, or a table. */
  shape: z.enum(["value", "list", "table"]),
});
export type Query = z.infer<typeof querySchema>;

/** Rows to query: normalised cells; `origin` names the file and its words for evidence. */
export interface Frame {
  label: string;
  /** Table that gives the rows. */
  base: string;
  /** Ids of all tables that take part. */
  tables: string[];
  source: Source;
  columns: FrameColumn[];
  rows: (string | null)[][];
  origin(row: number): { path: string; quote: string };
}

export interface FrameColumn {
  /** Unique within the frame, as the model and the plan write it. */
  name: string;
  /** The column's own header in its file. */
  header: string;
  type: ValueType;
  unit: string | null;
  /** Table it comes from, and the column there; null for computed ones. */
  from: { table: string; column: number } | null;
  /** The same column in the other parts of a series. */
  also?: { table: string; column: number }[];
  /** A key of its table: every value once. */
  key: boolean;
  /** 0 = of the base table, 1 and 2 = looked up over links. */
  depth: number;
  /** Distinct values, when there are at most 12 short ones. */
  values: string[] | null;
  hasEmpty: boolean;
}
