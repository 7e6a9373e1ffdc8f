import { z } from "zod";
import type { Context } from "../../core/index.ts";
import type { App } from "../app.ts";

export interface McpTool {
  name: string;
  title: string;
  description: string;
  input: z.ZodType;
  /** Changes nothing. */
  isReading: boolean;
  run(input: unknown, call: ToolCall): Promise<Record<string, unknown>>;
}

export interface ToolCall {
  app: Pick<App, "run">;
  progress(message: string): void;
  ctx: Context;
}

function defineTool<S extends z.ZodType>(
  tool: Omit<McpTool, "run" | "input"> & { input: S },
  run: (input: z.output<S>, call: ToolCall) => Promise<Record<string, unknown>>,
): McpTool {
  return { ...tool, run: run as McpTool["run"] };
}

const iso = (ms: number): string => new Date(ms).toISOString();

/** What other programs may ask of Kralle. An explicit list. */
export const MCP_TOOLS: readonly McpTool[] = [
  defineTool(
    {
      name: "ask",
      title: "Work over a folder",
      description:
        "Has Kralle do one request over a folder of files (find, compute, compare, summarise, edit, write), with a local model. Changes can be undone; what needs the owner's approval is refused.",
      isReading: false,
      input: z.object({
        text: z.string().trim().min(1).max(100_000).describe("What to do, in plain English or German."),
        workspace: z.string().min(1).max(4096).describe("Absolute path of an existing folder."),
        session: z.string().max(100).optional().describe("Goes on in this conversation."),
      }),
    },
    async ({ text, workspace, session }, { app, progress, ctx }) => {
      const input = { text, workspace, sender: "agent" as const, ...(session === undefined ? {} : { session }) };
      const onEvent = (event: { type: string }): void => progress(event.type);
      const result = await app.run("ask", input, { onEvent }, ctx);
      const { answer, value, evidence, changed, ok, error, session: id } = result;
      return { ok, answer, value, evidence, changed, session: id, ...(error === null ? {} : { error }) };
    },
  ),
  defineTool(
    {
      name: "sessions",
      title: "Conversations",
      description:
        "Lists Kralle's conversations, the newest first; with an id, shows one with its requests and answers.",
      isReading: true,
      input: z.object({ id: z.string().max(100).optional(), limit: z.int().min(1).max(100).default(20) }),
    },
    async ({ id, limit }, { app, ctx }) => {
      if (id !== undefined) return { session: await app.run("session", { session: id }, {}, ctx) };
      const sessions = await app.run("sessions", { limit }, {}, ctx);
      return {
        sessions: sessions.map(({ created, ...rest }) => ({ ...rest, created: iso(created) })),
      };
    },
  ),
  defineTool(
    {
      name: "search_messages",
      title: "Search conversations",
      description: "Finds messages and answers by words, the best of the newest first.",
      isReading: true,
      input: z.object({ words: z.string().trim().min(1).max(1_000), limit: z.int().min(1).max(50).default(10) }),
    },
    async (input, { app, ctx }) => ({ found: await app.run("searchMessages", input, {}, ctx) }),
  ),
  defineTool(
    {
      name: "remember",
      title: "Remember",
      description: "Keeps one fact for later requests, in the words that are given.",
      isReading: false,
      input: z.object({ text: z.string().trim().min(1).max(1_000) }),
    },
    async ({ text }, { app, ctx }) => {
      const { id, text: kept } = await app.run("remember", { text, sender: "agent" }, {}, ctx);
      return { id, text: kept };
    },
  ),
];
