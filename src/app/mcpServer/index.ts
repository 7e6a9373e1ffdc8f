export { createMcpServer } from "./open.ts";
export type { McpServer, Notify } from "./types.ts";
