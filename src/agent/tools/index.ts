export { createTools } from "./create.ts";
export { loadDoc, loadDocs } from "../docs.ts";
export { evaluate, type Evaluated } from "./expression.ts";
export { computeDate, type DateResult } from "./date-math.ts";
export { describeTables, type QueriedTables } from "./query-tables.ts";
export type { EffectClass, Tool, ToolContext } from "./types.ts";
