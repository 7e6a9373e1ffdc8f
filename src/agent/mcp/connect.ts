import { createHash } from "node:crypto";
import { z } from "zod";
import { AppError, MCP_REVISIONS, type Context } from "../../core/index.ts";
import { toCanonicalJson, toSafeLine, toSafeText } from "../../guard/index.ts";
import { MCP_LIMITS, type ForeignTool, type McpConnection, type McpTransport } from "./types.ts";

const answerOf = z.looseObject({
  result: z.record(z.string(), z.unknown()).optional(),
  error: z.looseObject({ message: z.string() }).optional(),
});
const listed = z.object({
  tools: z.array(
    z.looseObject({
      name: z.string(),
      description: z.string().optional(),
      inputSchema: z.record(z.string(), z.unknown()),
    }),
  ),
  nextCursor: z.string().optional(),
});
const called = z.object({
  content: z.array(z.looseObject({ type: z.string(), text: z.string().optional() })).default([]),
  isError: z.boolean().default(false),
});

/** Speaks with a server; the handshake comes with the first request. Contract: `McpConnection`. */
export function connectMcp(name: string, transport: McpTransport): McpConnection {
  let next = 1;
  let greeted: Promise<void> | null = null;

  const ask = async (method: string, params: object, ms: number, ctx: Context): Promise<Record<string, unknown>> => {
    const message = { jsonrpc: "2.0", id: next++, method, params };
    const late = AbortSignal.timeout(ms);
    const sent = transport.send(message, { ...ctx, signal: AbortSignal.any([ctx.signal, late]) });
    const answer = await sent.catch((thrown: unknown) => {
      if (!late.aborted || ctx.signal.aborted) throw thrown;
      throw new AppError("E_COMMAND", `The MCP server ${name} gave no answer within ${ms / 1000} seconds.`);
    });
    const parsed = answerOf.safeParse(answer);
    const { result, error } = parsed.data ?? {};
    if (result !== undefined) return result;
    const said = error === undefined ? "no answer of the protocol" : toSafeLine(error.message).slice(0, 200);
    // An error of the protocol is an answer: the tool was not run, or says itself that it failed.
    throw new AppError("E_COMMAND", `The MCP server ${name} failed: ${said}`, {
      data: { answered: error !== undefined },
    });
  };
  const greet = async (ctx: Context): Promise<void> => {
    const clientInfo = { name: "kralle", version: "1" };
    await ask(
      "initialize",
      { protocolVersion: MCP_REVISIONS[0], capabilities: {}, clientInfo },
      MCP_LIMITS.startMs,
      ctx,
    );
    await transport.send({ jsonrpc: "2.0", method: "notifications/initialized" }, ctx);
  };
  const ready = async (ctx: Context): Promise<void> => {
    greeted ??= greet(ctx);
    greeted.catch(() => (greeted = null));
    await greeted;
  };

  return {
    async list(ctx) {
      await ready(ctx);
      const raw: z.infer<typeof listed>["tools"] = [];
      let cursor: string | undefined;
      for (let page = 0; page < MCP_LIMITS.pages; page += 1) {
        const params = cursor === undefined ? {} : { cursor };
        const parsed = listed.safeParse(await ask("tools/list", params, MCP_LIMITS.startMs, ctx));
        if (!parsed.success) throw new AppError("E_COMMAND", `The MCP server ${name} lists its tools in another form.`);
        raw.push(...parsed.data.tools);
        cursor = parsed.data.nextCursor;
        if (cursor === undefined) break;
      }
      const hash = createHash("sha256").update(toCanonicalJson(raw)).digest("hex");
      return { tools: raw.slice(0, MCP_LIMITS.tools).flatMap(toForeign), hash };
    },
    async call(tool, input, ctx) {
      await ready(ctx);
      const result = await ask("tools/call", { name: tool, arguments: input }, MCP_LIMITS.callMs, ctx);
      const { content, isError } = called.parse(result);
      const text = content.map((part) => part.text ?? `(${toSafeLine(part.type).slice(0, 40)})`).join("\n");
      const safe = toSafeText(text).slice(0, MCP_LIMITS.resultChars);
      if (isError)
        throw new AppError("E_COMMAND", `The tool ${tool} of ${name} failed: ${toSafeLine(safe).slice(0, 300)}`, {
          data: { answered: true },
        });
      return safe;
    },
    close: () => transport.close(),
  };
}

/** Left out where it cannot be used: a strange name, or a form that would fill the prompt. */
function toForeign(tool: {
  name: string;
  description?: string | undefined;
  inputSchema: Record<string, unknown>;
}): ForeignTool[] {
  const { name, description = "", inputSchema: input } = tool;
  const isUsable =
    /^[A-Za-z0-9_.-]+$/u.test(name) &&
    name.length <= MCP_LIMITS.nameChars &&
    JSON.stringify(input).length <= MCP_LIMITS.schemaChars;
  return isUsable ? [{ name, description: toSafeLine(description).slice(0, MCP_LIMITS.descriptionChars), input }] : [];
}
