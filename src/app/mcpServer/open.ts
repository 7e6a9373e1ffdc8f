import { z } from "zod";
import {
  MCP_REVISIONS,
  RPC,
  rpcNotification,
  rpcRequest,
  toAppError,
  toResult,
  toRpcFailure,
  type Context,
  type RpcAnswer,
} from "../../core/index.ts";
import type { App } from "../app.ts";
import { MCP_TOOLS, type McpTool } from "./tools.ts";
import type { McpServer, Notify } from "./types.ts";

const callParams = z.object({
  name: z.string().max(100),
  arguments: z.record(z.string(), z.unknown()).default({}),
  _meta: z.looseObject({ progressToken: z.union([z.string().max(200), z.int()]).optional() }).optional(),
});

export function createMcpServer(app: Pick<App, "run" | "version">): McpServer {
  const initialize = (params: Record<string, unknown>): Record<string, unknown> => {
    const asked = MCP_REVISIONS.find((known) => known === params["protocolVersion"]);
    return {
      protocolVersion: asked ?? MCP_REVISIONS[0],
      capabilities: { tools: {} },
      serverInfo: { name: "kralle", title: "Kralle", version: app.version },
      instructions: "Work over folders of this machine with a local model: `ask`. Paths are absolute.",
    };
  };

  const call = async (
    id: string | number,
    params: unknown,
    ctx: Context,
    notify: Notify | undefined,
  ): Promise<RpcAnswer> => {
    const parsed = callParams.safeParse(params);
    if (!parsed.success) return toRpcFailure(id, RPC.params, "A call names a tool and its arguments.");
    const tool = MCP_TOOLS.find(({ name }) => name === parsed.data.name);
    if (!tool) return toRpcFailure(id, RPC.params, `There is no tool "${parsed.data.name}".`);
    const input = tool.input.safeParse(parsed.data.arguments);
    if (!input.success) {
      const issue = input.error.issues[0];
      return toRpcFailure(id, RPC.params, `${issue?.path.join(".") ?? ""}: ${issue?.message ?? "wrong"}`);
    }
    const { _meta: meta } = parsed.data;
    const token = meta?.progressToken;
    let count = 0;
    const progress = (message: string): void => {
      if (token === undefined || ctx.signal.aborted) return;
      const told = { progressToken: token, progress: (count += 1), message };
      notify?.({ jsonrpc: "2.0", method: "notifications/progress", params: told });
    };
    return toResult(id, await runTool(tool, input.data, progress, ctx));
  };

  const runTool = async (
    tool: McpTool,
    input: unknown,
    progress: (message: string) => void,
    ctx: Context,
  ): Promise<Record<string, unknown>> => {
    try {
      const found = await tool.run(input, { app, progress, ctx });
      const isError = found["ok"] === false;
      return { content: [{ type: "text", text: JSON.stringify(found) }], structuredContent: found, isError };
    } catch (thrown) {
      const error = toAppError(thrown);
      if (error.code === "E_BUG") ctx.log.error("mcp: a tool failed", { tool: tool.name, error: thrown });
      const said = error.code === "E_BUG" ? "A fault of Kralle; its log says more." : error.message;
      const text = [`${error.code}: ${said}`, error.hint ?? ""].join(" ").trim();
      return { content: [{ type: "text", text }], isError: true };
    }
  };

  return {
    async handle(message, ctx, notify) {
      if (rpcNotification.safeParse(message).success) return null;
      const parsed = rpcRequest.safeParse(message);
      if (!parsed.success) return toRpcFailure(null, RPC.request, "This is no request of JSON-RPC 2.0.");
      const { id, method, params = {} } = parsed.data;
      if (method === "initialize") return toResult(id, initialize(params));
      if (method === "ping") return toResult(id, {});
      if (method === "tools/list") return toResult(id, { tools: MCP_TOOLS.map(toListed) });
      if (method === "tools/call") return call(id, params, ctx, notify);
      return toRpcFailure(id, RPC.method, `There is no method "${method}" here.`);
    },
  };
}

function toListed({ name, title, description, input, isReading }: McpTool): Record<string, unknown> {
  const { $schema: _dialect, ...inputSchema } = z.toJSONSchema(input, { io: "input" });
  const annotations = { title, readOnlyHint: isReading, destructiveHint: false, openWorldHint: false };
  return { name, title, description, inputSchema, annotations };
}
