import { performance } from "node:perf_hooks";
import { z } from "zod";
import { createTools, openWorkspace, type AskResult } from "../src/agent/index.ts";
import { toAppError, type Context } from "../src/core/index.ts";
import { createSandbox } from "../src/guard/index.ts";
import { type EngineUsage, type Message, type Models, type ToolSpec } from "../src/models/index.ts";
import type { Store } from "../src/store/index.ts";

const MAX_STEPS = 10;
const PROMPT =
  "You are a helpful assistant with access to the files of a small firm. Use the tools to do what the user asks. When you are done, answer with the result.";
const NAMES = ["list_files", "read_file", "search", "write_file", "edit_file", "move_file"];

/**
 * The usual way, for comparison: an OpenAI-style loop in which the model gets all tools described by its own template,
 * calls what it likes, sees the results, and ends with text. Its last text is the answer; a bare number in it the value.
 */
export async function runPlainLoop(
  options: { text: string; workspace: string; today: string; models: Models; store: Store },
  ctx: Context,
): Promise<AskResult> {
  const started = performance.now();
  const workspace = await openWorkspace(options.workspace, options.store, ctx);
  await workspace.begin("plain", "plain loop");
  const tools = createTools({ sandbox: await createSandbox(ctx) }).filter((tool) => NAMES.includes(tool.name));
  const specs: ToolSpec[] = tools.map((tool) => ({
    name: tool.name,
    description: tool.description,
    input: z.toJSONSchema(tool.input, { io: "input", unrepresentable: "any" }),
  }));
  const history: Message[] = [];
  const total: EngineUsage = { promptTokens: 0, completionTokens: 0, cachedTokens: 0, promptMs: 0, completionMs: 0 };
  let input = `Today is ${options.today}. ${options.text}`;
  let answer = "";
  let steps = 0;
  try {
    for (; steps < MAX_STEPS; steps += 1) {
      const result = await options.models.generate(
        { task: "chat", system: PROMPT, history, input, tools: specs, budget: { maxTokens: 400, repairs: 0 } },
        ctx,
      );
      for (const key of ["promptTokens", "completionTokens", "cachedTokens", "promptMs", "completionMs"] as const)
        total[key] += result.usage[key];
      history.push(
        { role: "user", content: input },
        {
          role: "assistant",
          content: result.text,
          ...(result.toolCalls.length > 0 ? { toolCalls: result.toolCalls } : {}),
        },
      );
      answer = result.text;
      const call = result.toolCalls[0];
      if (!call) break;
      const tool = tools.find((candidate) => candidate.name === call.name);
      const output = tool
        ? await tool.run(call.input as never, { ...ctx, workspace }).then(
            (value) => JSON.stringify(value).slice(0, 2000),
            (error: unknown) => `error: ${toAppError(error).message}`,
          )
        : "error: no such tool";
      input = `Result of ${call.name}: ${output}`;
    }
  } catch (thrown) {
    answer = toAppError(thrown).message;
  } finally {
    await workspace.end();
  }
  const bare = /^-?\d+(?:[.,]\d+)?$/u.test(answer.trim()) ? Number(answer.trim().replace(",", ".")) : answer.trim();
  return {
    ok: true,
    answer,
    value: bare,
    evidence: [],
    memories: [],
    skills: [],
    changed: (await workspace.changes()).map(({ path, kind }) => ({ path, kind })),
    model: "plain",
    usage: {
      promptTokens: total.promptTokens,
      completionTokens: total.completionTokens,
      cachedTokens: total.cachedTokens,
      modelMs: total.promptMs + total.completionMs,
      wallMs: performance.now() - started,
    },
    steps,
    stopped: "done",
    error: null,
  };
}
