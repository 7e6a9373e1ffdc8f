export { createTools } from "./create.ts";
export { calculateTool } from "./calculate.ts";
export { dateMathTool, computeDate, type DateResult } from "./date-math.ts";
export { queryTablesTool, describeTables, type QueriedTables } from "./query-tables.ts";
export { createRunCommandTool } from "./run-command.ts";
export { loadDoc, loadDocs } from "../docs.ts";
export { evaluate, type Evaluated } from "./expression.ts";
export type { EffectClass, Reach, Tool, ToolContext, Yields } from "./types.ts";
