import type { Context } from "../../core/index.ts";
import type { EngineRequest, EngineUsage, Message } from "../engine/types.ts";
import type { ModelAbility } from "../types.ts";
import { callEngine, type CallResult } from "./call.ts";
import type { Picked } from "./createModels.ts";
import { CHOOSE, PROBE_SYSTEM, PROBE_TOOLS, SCHEMA, TOOLS, type ToolCase } from "./probeCases.ts";
import { recogniseToolCalls } from "./recogniseToolCalls.ts";

const MOST_TOKENS = 48;
/** Where no tool is needed: a model that calls one all the same has named it by then. */
const ENOUGH_FOR_A_NAME = 12;
/** A call that was cut is none that can be recognised. */
const BEGINS_CALL = /"(?:name|tool|function)"\s*:|<tool_call>|\b(?:read_file|send_mail)\b/;

/**
 * Measures what a model can do with 16 small cases at temperature 0: the share right in choosing among candidates, in
 * filling a schema, and in calling tools its own way (one case needs none), and its speed in writing. One case is an
 * eighth or a quarter: good for choosing a strategy, not for comparing models.
 */
export async function probeAbility({ engine, info }: Picked, ctx: Context): Promise<ModelAbility> {
  const speed = { tokens: 0, ms: 0 };
  const ask = (input: string, what: Pick<EngineRequest, "schema" | "tools" | "maxTokens">): Promise<CallResult> => {
    const onUsage = (usage: EngineUsage): void => {
      if (what.schema !== undefined) return; // what a schema forces takes no time and would flatter
      speed.tokens += usage.completionTokens;
      speed.ms += usage.completionMs;
    };
    const messages: Message[] = [
      { role: "system", content: PROBE_SYSTEM },
      { role: "user", content: input },
    ];
    return callEngine(engine, { messages, temperature: 0, ...what }, { onUsage }, ctx);
  };

  const choose = await share(CHOOSE, async ({ input, options, right }) => {
    const schema = { type: "object", properties: { choice: { enum: options } }, required: ["choice"] };
    const { text } = await ask(`${input}\nChoose: ${options.join(", ")}`, { schema, maxTokens: MOST_TOKENS });
    return isEqual(parse(text), { choice: right });
  });
  const schema = await share(SCHEMA, async (probe) => {
    const { text } = await ask(probe.input, { schema: probe.schema, maxTokens: MOST_TOKENS });
    return isEqual(parse(text), probe.right);
  });
  const tools = await share(TOOLS, async (probe) => {
    const result = await ask(probe.input, {
      tools: [...PROBE_TOOLS],
      maxTokens: probe.right === null ? ENOUGH_FOR_A_NAME : MOST_TOKENS,
    });
    return isRightCall(result, probe);
  });
  const tokensPerSecond = speed.ms === 0 ? 0 : Math.round((speed.tokens / speed.ms) * 10_000) / 10;
  return { model: info.name, contextTokens: info.contextTokens, choose, schema, tools, tokensPerSecond };
}

async function share<C>(cases: readonly C[], isRight: (one: C) => Promise<boolean>): Promise<number> {
  let right = 0;
  for (const one of cases) if (await isRight(one)) right += 1;
  return right / cases.length;
}

function isRightCall(result: CallResult, { right }: ToolCase): boolean {
  const found = recogniseToolCalls(result.text, result.thinking, PROBE_TOOLS);
  const calls = result.toolCalls.length > 0 ? result.toolCalls : found.kind === "calls" ? found.calls : [];
  if (right === null) return calls.length === 0 && found.kind === "none" && !BEGINS_CALL.test(result.text);
  const [call] = calls;
  return calls.length === 1 && call?.name === right.name && isEqual(call.input, right.input);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null; // cut or broken: a wrong answer
  }
}

/** Equal apart from case, surrounding blanks and the order of keys. */
function isEqual(value: unknown, right: Record<string, unknown>): boolean {
  if (typeof value !== "object" || value === null) return false;
  const found = new Map(Object.entries(value));
  const isSame = ([key, wanted]: [string, unknown]): boolean => toPlain(found.get(key)) === toPlain(wanted);
  return found.size === Object.keys(right).length && Object.entries(right).every(isSame);
}

const toPlain = (value: unknown): unknown => (typeof value === "string" ? value.trim().toLowerCase() : value);
