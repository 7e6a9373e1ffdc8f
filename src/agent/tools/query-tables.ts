import { fork } from "node:child_process";
import { extname } from "node:path";
import { z } from "zod";
import { AppError, type Context } from "../../core/index.ts";
import type { Doc } from "../../files/index.ts";
import { toSafeLine } from "../../guard/index.ts";
import { loadDocs } from "../docs.ts";
import type { QueryAnswer, QueryRequest, QueryRow } from "./query-protocol.ts";
import { describeSchema, toSqlTables, type SqlTable } from "./query-schema.ts";
import type { Tool } from "./types.ts";

const MAX_ROWS = 1_000;
const MAX_MS = 10_000;
const HEAP_MB = 512;

const input = z.object({
  sql: z.string().min(1).max(10_000).describe("one SELECT (SQLite); sums and averages are exact decimals"),
});

export interface QueriedTables {
  columns: string[];
  rows: QueryRow[];
  /** More rows than the 1,000 that are returned. */
  truncated: boolean;
}

export const queryTablesTool: Tool<z.infer<typeof input>, QueriedTables> = {
  name: "query_tables",
  description:
    "Run one SQL SELECT over the tables of all CSV and XLSX files; a wrong name is answered with the schema.",
  input,
  effect: "read",
  yields: "folder",
  describe: ({ sql }) => toSafeLine(`query ${sql}`),
  run: async ({ sql }, ctx) => queryTables(await loadDocs(ctx.workspace, ctx), sql, ctx),
};

/**
 * One SELECT over the tables of these documents, in a child process that is killed when it takes too long. Tables and
 * columns are named as `describeTables` says. Throws E_QUERY, with the schema in the hint.
 */
async function queryTables(docs: Doc[], sql: string, ctx: Context): Promise<QueriedTables> {
  const tables = toSqlTables(docs);
  const answer = await ask({ sql, tables, maxRows: MAX_ROWS }, ctx);
  if (answer.ok) return { columns: answer.columns, rows: answer.rows, truncated: answer.truncated };
  throw new AppError("E_QUERY", `The query is not valid: ${answer.message}.`, { hint: schemaHint(tables) });
}

/** "name(column TYPE, …)" of each table, as a query sees it. */
export function describeTables(docs: Doc[]): string {
  return describeSchema(toSqlTables(docs));
}

function schemaHint(tables: SqlTable[]): string {
  return tables.length === 0
    ? "There is no table in the workspace: only CSV and XLSX files can be queried."
    : `Tables: ${describeSchema(tables)}`;
}

/** The child has no environment and gets its tables as a message; SQLite itself cannot be interrupted from JavaScript. */
async function ask(request: QueryRequest, ctx: Context): Promise<QueryAnswer> {
  ctx.signal.throwIfAborted();
  const self = new URL(`./query-child${extname(import.meta.filename)}`, import.meta.url);
  const child = fork(self, {
    env: {},
    execArgv: [`--max-old-space-size=${HEAP_MB}`, "--no-warnings"],
    serialization: "advanced",
    stdio: ["ignore", "ignore", "ignore", "ipc"],
  });
  const timer = setTimeout(() => child.kill("SIGKILL"), MAX_MS);
  const cancel = (): void => void child.kill("SIGKILL");
  ctx.signal.addEventListener("abort", cancel);
  try {
    return await new Promise<QueryAnswer>((resolve, reject) => {
      child.once("message", (message) => resolve(message as QueryAnswer));
      child.once("error", reject);
      child.once("exit", () => reject(ctx.signal.aborted ? ctx.signal.reason : tookTooLong()));
      child.send(request);
    });
  } finally {
    clearTimeout(timer);
    ctx.signal.removeEventListener("abort", cancel);
    child.kill("SIGKILL");
  }
}

function tookTooLong(): AppError {
  return new AppError("E_QUERY", `The query took longer than ${MAX_MS / 1000} s or needed too much memory.`, {
    hint: "Join on columns that match few rows, or filter first.",
  });
}
