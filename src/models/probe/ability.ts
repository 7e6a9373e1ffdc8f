import type { Context } from "../../core/index.ts";
import type { EngineRequest, EngineUsage, Message } from "../engine/types.ts";
import type { Picked } from "../generate/index.ts";
import { recogniseToolCalls } from "../generate/index.ts";
import type { ModelAbility } from "../types.ts";
import { CHOOSE, PROBE_SYSTEM, PROBE_TOOLS, SCHEMA, TOOLS, type ToolCase } from "./cases.ts";
import { readAnswer, type Answer } from "./readAnswer.ts";

const MOST_TOKENS = 48;
/** A call that was cut is none that can be recognised. */
const BEGINS_CALL = /"(?:name|tool|function)"\s*:|<tool_call>|\b(?:read_file|send_mail)\b/;
/** Where no tool is needed: a model that calls one all the same has named it by then. */
const ENOUGH_FOR_A_NAME = 12;
/** Prompts with fewer new tokens say nothing about the speed of reading. */
const LEAST_READ = 64;

type What = Pick<EngineRequest, "schema" | "tools" | "maxTokens">;
type Ask = (input: string, what: What, isEnough?: (text: string) => boolean) => Promise<Answer>;

/**
 * Measures what a model can do with 15 small cases at temperature 0: the share right in choosing among candidates, in
 * filling a schema, in calling tools its own way (one case needs none), and in the cases that are German; and its speed
 * in reading and writing. One case is an eighth or a third: good for choosing a strategy, not for comparing models.
 * Takes seconds; what takes longer is in `probeDepth`.
 */
export async function probeAbility({ engine, info }: Picked, ctx: Context): Promise<ModelAbility> {
  const speed = createSpeed();
  const german = { asked: 0, right: 0 };
  const ask: Ask = async (input, what, isEnough) => {
    const messages: Message[] = [
      { role: "system", content: PROBE_SYSTEM },
      { role: "user", content: input },
    ];
    const answer = await readAnswer(engine, { messages, temperature: 0, ...what }, ctx, isEnough);
    speed.add(answer.usage, what.schema === undefined);
    return answer;
  };
  const share = async <C extends { german?: true }>(cases: readonly C[], isRight: (one: C) => Promise<boolean>) => {
    let right = 0;
    for (const one of cases) {
      const isGood = await isRight(one);
      right += isGood ? 1 : 0;
      german.asked += one.german ? 1 : 0;
      german.right += one.german && isGood ? 1 : 0;
    }
    return right / cases.length;
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
  const tools = await share(TOOLS, (probe) => callsRightly(probe, ask));
  return {
    model: info.name,
    contextTokens: info.contextTokens,
    choose,
    schema,
    tools,
    german: german.right / german.asked,
    ...speed.result(),
  };
}

async function callsRightly(probe: ToolCase, ask: Ask): Promise<boolean> {
  const tools = [...PROBE_TOOLS];
  if (probe.right !== null) return isRightCall(await ask(probe.input, { tools, maxTokens: MOST_TOKENS }), probe);
  const what = { tools, maxTokens: ENOUGH_FOR_A_NAME };
  return isRightCall(await ask(probe.input, what, (text) => BEGINS_CALL.test(text)), probe);
}

function isRightCall(result: Answer, { right }: ToolCase): boolean {
  const found = recogniseToolCalls(result.text, result.thinking, PROBE_TOOLS);
  const calls = result.toolCalls.length > 0 ? result.toolCalls : found.kind === "calls" ? found.calls : [];
  if (right === null) return calls.length === 0 && found.kind === "none" && !BEGINS_CALL.test(result.text);
  const [call] = calls;
  return calls.length === 1 && call?.name === right.name && isEqual(call.input, right.input);
}

/** Sums up what the cases took. What a schema forces takes no time and would flatter, so it does not count as written. */
function createSpeed() {
  const read = { tokens: 0, ms: 0 };
  const written = { tokens: 0, ms: 0 };
  const toRate = ({ tokens, ms }: { tokens: number; ms: number }): number =>
    ms === 0 ? 0 : Math.round((tokens / ms) * 10_000) / 10;
  return {
    add(usage: EngineUsage, isFree: boolean): void {
      const news = usage.promptTokens - usage.cachedTokens;
      if (news >= LEAST_READ) {
        read.tokens += news;
        read.ms += usage.promptMs;
      }
      if (!isFree) return;
      written.tokens += usage.completionTokens;
      written.ms += usage.completionMs;
    },
    result(): Pick<ModelAbility, "tokensPerSecond" | "promptTokensPerSecond"> {
      const tokensPerSecond = toRate(written);
      return read.ms === 0 ? { tokensPerSecond } : { tokensPerSecond, promptTokensPerSecond: toRate(read) };
    },
  };
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
