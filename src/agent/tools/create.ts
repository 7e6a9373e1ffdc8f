import type { Sandbox } from "../../guard/index.ts";
import { calculateTool } from "./calculate.ts";
import { dateMathTool } from "./date-math.ts";
import { editFileTool } from "./edit-file.ts";
import { listFilesTool } from "./list-files.ts";
import { moveFileTool } from "./move-file.ts";
import { queryTablesTool } from "./query-tables.ts";
import { readFileTool } from "./read-file.ts";
import { createRunCommandTool } from "./run-command.ts";
import { searchTool } from "./search.ts";
import type { Tool } from "./types.ts";
import { writeFileTool } from "./write-file.ts";

/** All tools over a workspace. `sandbox` runs commands; without one the machine's own is looked for when needed. */
export function createTools(parts: { sandbox?: Sandbox } = {}): Tool[] {
  return [
    listFilesTool,
    readFileTool,
    searchTool,
    writeFileTool,
    editFileTool,
    moveFileTool,
    createRunCommandTool(parts.sandbox),
    calculateTool,
    dateMathTool,
    queryTablesTool,
  ];
}
