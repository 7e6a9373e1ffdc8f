import { Template } from "@huggingface/jinja";
import { AppError, toAppError } from "../../core/index.ts";
import { toTemplateTool, toWords, withTools } from "./plainTools.ts";
import type { Message, ToolSpec } from "./types.ts";

export interface Renderer {
  /** Marks that enclose thinking; those that the template knows come first. */
  readonly thinking: readonly (readonly [string, string])[];
  /** The template itself speaks of thinking, so the model may think anywhere. */
  readonly declaresThinking: boolean;
  readonly toolCall: readonly [string, string] | null;
  /** The template itself describes tools to the model. */
  readonly offersTools: boolean;
  /** What an answer must begin with so that it comes without thinking; depends on how the prompt ends. */
  skipThinking(prompt: string): string;
  /** The mark that closes the thinking which the prompt has opened already, or null. */
  openThinking(prompt: string): string | null;
  /** The text that the model continues. Throws E_INPUT with the template's own words when it refuses the messages. */
  render(messages: readonly Message[], tools: readonly ToolSpec[]): string;
}

export interface TemplateSource {
  template: string | null;
  bos: string;
  eos: string;
}

const THINKING: readonly (readonly [string, string])[] = [
  ["<think>", "</think>"],
  ["<thinking>", "</thinking>"],
  ["<reasoning>", "</reasoning>"],
  ["<thought>", "</thought>"],
  ["[THINK]", "[/THINK]"],
  ["<seed:think>", "</seed:think>"],
  ["<|channel|>analysis<|message|>", "<|end|>"],
];

/** For weights without a template: plain turns, which base models continue best. */
const PLAIN = `{% for message in messages %}{{ message.role }}: {{ message.content }}

{% endfor %}{% if add_generation_prompt %}assistant: {% endif %}`;

/**
 * The library offers templates the day, which would change the prompt's beginning every midnight. Under this name they
 * find none, or where they do not ask whether there is one, an empty day.
 */
const NO_CLOCK = "no_strftime_now";

const PROBE_TOOL: ToolSpec = { name: "probe_tool", description: "probe", input: { type: "object", properties: {} } };

/**
 * Renders the model's own chat template (Jinja, `tokenizer.chat_template` of the GGUF). What the template cannot say is
 * found by trying it once: a system message goes into the first user message, tools and their results into words.
 */
export function createRenderer(source: TemplateSource): Renderer {
  const text = (source.template ?? PLAIN).replaceAll("strftime_now", NO_CLOCK);
  const clock = text.includes(`${NO_CLOCK} is defined`) ? {} : { [NO_CLOCK]: () => "" };
  const compiled = new Template(text);
  const run: Run = (messages, tools) =>
    compiled.render({
      messages,
      ...(tools === undefined ? {} : { tools }),
      add_generation_prompt: true,
      enable_thinking: true,
      ...clock,
      bos_token: source.bos,
      eos_token: source.eos,
    });
  const says = (needle: string, messages: Message[], tools?: ToolSpec[]): boolean => {
    try {
      return run(messages.map(toTemplateMessage), tools?.map(toTemplateTool)).includes(needle);
    } catch {
      return false; // the template refuses such messages, which is the answer to the question
    }
  };
  const user: Message = { role: "user", content: "question" };
  const call: Message = {
    role: "assistant",
    content: "",
    toolCalls: [{ id: "call00001", name: "probe_tool", input: {} }],
  };
  const result: Message = { role: "tool", content: "probe-result", callId: "call00001", name: "probe_tool" };
  const can = {
    system: says("probe-system", [{ role: "system", content: "probe-system" }, user]),
    tools: says("probe_tool", [user], [PROBE_TOOL]),
    results: says("probe-result", [user, call, result]) && says("probe_tool", [user, call, result]),
  };
  const declared = THINKING.filter(([open, close]) => text.includes(open) || text.includes(close));
  return {
    thinking: declared.length > 0 ? declared : THINKING.slice(0, 1),
    declaresThinking: declared.length > 0,
    offersTools: can.tools,
    toolCall: text.includes("<tool_call>") || !can.tools ? ["<tool_call>", "</tool_call>"] : null,
    skipThinking(prompt) {
      const open = findOpen(prompt, declared);
      if (open !== null) return `\n${open[1]}\n\n`;
      const [first] = declared;
      return first !== undefined && text.includes("enable_thinking") ? `${first[0]}\n\n${first[1]}\n\n` : "";
    },
    openThinking: (prompt) => findOpen(prompt, declared)?.[1] ?? null,
    render(messages, tools) {
      const said = toTurns(messages, can);
      const turns = can.tools ? said : withTools(said, tools);
      const offered = can.tools && tools.length > 0 ? tools.map(toTemplateTool) : undefined;
      try {
        return run(turns.map(toTemplateMessage), offered);
      } catch {
        return runMerged(run, turns, offered);
      }
    },
  };
}

const findOpen = (prompt: string, pairs: readonly (readonly [string, string])[]): readonly [string, string] | null =>
  pairs.find(([open]) => prompt.trimEnd().endsWith(open)) ?? null;

type Run = (messages: object[], tools: object[] | undefined) => string;

/** Second try for templates that want user and assistant strictly in turn. */
function runMerged(run: Run, turns: readonly Message[], tools: object[] | undefined): string {
  try {
    return run(mergeNeighbours(turns).map(toTemplateMessage), tools);
  } catch (error) {
    throw new AppError("E_INPUT", `The model's chat template refuses these messages: ${toAppError(error).message}`, {
      hint: "Start with a user message and let user and assistant take turns.",
      cause: error,
    });
  }
}

function toTurns(messages: readonly Message[], can: { system: boolean; results: boolean }): Message[] {
  const turns: Message[] = [];
  let pending = "";
  for (const message of messages) {
    if (message.role === "system" && !can.system) pending += `${message.content}\n\n`;
    else if (message.role === "user" && pending !== "") {
      turns.push({ role: "user", content: pending + message.content });
      pending = "";
    } else turns.push(can.results ? message : toWords(message));
  }
  return pending === "" ? turns : [...turns, { role: "user", content: pending.trimEnd() }];
}

function mergeNeighbours(turns: readonly Message[]): Message[] {
  const merged: Message[] = [];
  for (const turn of turns) {
    const last = merged.at(-1);
    if (last !== undefined && last.role === turn.role && last.role !== "tool") {
      merged[merged.length - 1] = { ...last, content: `${last.content}\n\n${turn.content}` };
    } else merged.push(turn);
  }
  return merged;
}

function toTemplateMessage(message: Message): object {
  if (message.role === "tool") {
    return { role: "tool", content: message.content, name: message.name, tool_call_id: message.callId };
  }
  if (message.role !== "assistant" || message.toolCalls === undefined) {
    return { role: message.role, content: message.content };
  }
  const calls = message.toolCalls.map(({ id, name, input }) => ({
    id,
    type: "function",
    function: { name, arguments: input },
  }));
  return { role: "assistant", content: message.content, tool_calls: calls };
}
