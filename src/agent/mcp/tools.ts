import { z } from "zod";
import { AppError } from "../../core/index.ts";
import { labelsOf, toSafeLine } from "../../guard/index.ts";
import type { Tool } from "../tools/index.ts";
import type { ForeignTool, McpConnection } from "./types.ts";

/** An approved server: what was approved, and how to reach it. */
export interface ApprovedServer {
  name: string;
  hash: string;
  tools: ForeignTool[];
  /** Connected by the first who uses it. */
  connect(): McpConnection;
}

/**
 * The tools of approved servers. Nobody knows what they do, so each call asks; a server whose list is another than the one that was
 * approved is not used.
 */
export function toMcpTools(servers: readonly ApprovedServer[]): Tool[] {
  return servers.flatMap((server) => server.tools.map((tool) => toTool(server, tool)));
}

function toTool({ name, hash, connect }: ApprovedServer, tool: ForeignTool): Tool {
  return {
    name: `${name}_${tool.name}`.replaceAll(/[^A-Za-z0-9_]/gu, "_"),
    description: tool.description,
    input: toSchema(tool.input),
    effect: "outside",
    alias: `mcp:${name}.${tool.name}`,
    words: labelsOf("mcp", false),
    yields: labelsOf("mcp", true),
    // What its arguments mean only the server knows; that they go there is sure.
    reach: () => ({ recipients: [`mcp:${name}`], amount: "unknown" }),
    describe: (input) => toSafeLine(`${tool.name} of ${name}: ${JSON.stringify(input)}`).slice(0, 2_000),
    async run(input, ctx) {
      const connection = connect();
      const found = await connection.list(ctx);
      if (found.hash !== hash) throw changed(name);
      return connection.call(tool.name, input, ctx);
    },
  };
}

const changed = (name: string): AppError =>
  new AppError("E_REFUSED", `The MCP server ${name} offers other tools than those that were approved.`, {
    hint: `Look at them and approve them: kralle mcp approve ${name}`,
  });

/** One that cannot be read lets any object through: the server checks it, too. */
function toSchema(input: Record<string, unknown>): z.ZodType {
  try {
    return z.fromJSONSchema(input);
  } catch {
    return z.record(z.string(), z.unknown());
  }
}
