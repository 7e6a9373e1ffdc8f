import { z } from "zod";
import { AppError } from "../../core/index.ts";
import type { Message, ToolCall } from "../../models/index.ts";
import { findRelevant, toMemoryLines, toPersonLine, toTimeLine } from "../memory/index.ts";
import { SKILL } from "../skills/index.ts";
import { createTools, type Tool } from "../tools/index.ts";
import { quoteData, SYSTEM_PROMPT } from "./prompt.ts";
import type { Clause, DraftStep, PlanContext, Val } from "./types.ts";

/** What a capable model wants next: tools to be called, or, without any, its answer. */
export interface FreeTurn {
  text: string;
  calls: ToolCall[];
}

export interface FreeHooks {
  /** Runs once; after a crash the stored turn is used. */
  think(round: number, turn: () => Promise<FreeTurn>): Promise<FreeTurn>;
  /** Runs steps of the plan, as every plan's. */
  act(drafts: DraftStep[]): Promise<Val[]>;
}

const MAX_ROUNDS = 12;
const MAX_TOOLS = 6;
const MAX_TOKENS = 700;

/**
 * For a clause that no planner knows, with a model that was measured to handle tools: it plans one step at a time, each
 * a plan step like any other: stored, under the policy, undoable. Throws E_BUDGET when it does not come to an end.
 */
export async function workFreely(clause: Clause, ctx: PlanContext, hooks: FreeHooks): Promise<void> {
  const others = othersFor(clause.text, await ctx.boundary.others());
  const own = toolsFor(clause.text, createTools({ sandbox: ctx.boundary.sandbox }), MAX_TOOLS - others.length);
  const skill = await ctx.skills.find(clause.text, ctx);
  const { provenance } = ctx.boundary;
  if (skill !== null) {
    ctx.skills.use(skill);
    provenance.add(SKILL);
  }
  const tools = narrow([...own, ...others], skill?.tools ?? null);
  for (const { words } of tools) if (words) provenance.add(words);
  // Names of files are somebody's words, too.
  provenance.add(ctx.folder);
  const specs = tools.map(({ name, description, input }) => ({
    name,
    description,
    input: z.toJSONSchema(input, { io: "input", unrepresentable: "any" }),
  }));
  const history: Message[] = [];
  let input = `${skill?.lines ?? ""}${await remembered(clause, ctx)}${opening(clause, ctx)}`;
  for (let round = 1; round <= MAX_ROUNDS; round += 1) {
    const turn = await hooks.think(round, async () => {
      const conversation = "work";
      const request = { task: "chat" as const, system: SYSTEM_PROMPT, history, conversation, input, tools: specs };
      const { text, toolCalls } = await ctx.models.generate({ ...request, budget: { maxTokens: MAX_TOKENS } }, ctx);
      return { text: text.trim(), calls: toolCalls };
    });
    if (turn.calls.length === 0) {
      await hooks.act([answerStep(turn.text)]);
      return;
    }
    history.push({ role: "user", content: input }, { role: "assistant", content: turn.text, toolCalls: turn.calls });
    input = await call(turn.calls, tools, hooks);
  }
  throw new AppError("E_BUDGET", `The work did not come to an end in ${MAX_ROUNDS} rounds.`, {
    hint: "Ask for a smaller piece.",
  });
}

/** The results as the next message; a call that failed tells the model why, as it would tell a person. */
async function call(calls: ToolCall[], tools: Tool[], hooks: FreeHooks): Promise<string> {
  const results: string[] = [];
  for (const { name, input } of calls) {
    const tool = tools.find((known) => known.name === name);
    const checked = tool?.input.safeParse(input);
    if (!tool || !checked?.success) {
      const fault = checked?.error?.issues[0];
      results.push(`${name}: ${tool ? `${fault?.path.join(".") ?? ""} ${fault?.message ?? ""}` : "no such tool"}`);
      continue;
    }
    try {
      const [val] = await hooks.act([{ op: "tool", why: tool.describe(checked.data), args: { name, input } }]);
      results.push(`${name}: ${quoteData(val?.type === "text" ? val.text : "", 4_000)}`);
    } catch (thrown) {
      if (!(thrown instanceof AppError) || ENDS.has(thrown.code)) throw thrown;
      results.push(`${name} failed: ${thrown.message} ${thrown.hint ?? ""}`);
    }
  }
  return `${results.join("\n")}\nGo on, or answer when it is done.`;
}

/** Errors that end the work; every other one the model may mend. */
const ENDS = new Set(["E_BUDGET", "E_CANCELLED", "E_BUG", "E_REFUSED"]);

/** What of the owner's memory and profile this work needs; often nothing. */
async function remembered({ text }: Clause, ctx: PlanContext): Promise<string> {
  const profile = await ctx.memory.profile();
  const known = await toMemoryLines(findRelevant(text, await ctx.memory.all()), ctx.models, ctx);
  ctx.memory.use(known.kept);
  ctx.boundary.provenance.add(await ctx.memory.labelsOf(known.kept));
  const lines = `${toPersonLine(profile, ctx.request.lang)}${toTimeLine(profile, text)}`.trim();
  return `${known.text}${lines === "" ? "" : `${lines}\n`}`;
}

function opening(clause: Clause, ctx: PlanContext): string {
  const german = (ctx.request.answerLang ?? ctx.request.lang) === "de";
  const paths = ctx.catalogue.docs.map((doc) => doc.path);
  const shown = paths.slice(0, 60).join("\n");
  return [
    `Today is ${ctx.request.today}. Files:\n${quoteData(shown, 3_000)}${paths.length > 60 ? ` and ${paths.length - 60} more` : ""}`,
    `Do this with the tools, step by step: ${clause.text}`,
    `When it is done, answer in ${german ? "German" : "English"} with the result only.`,
  ].join("\n");
}

function answerStep(text: string): DraftStep {
  const isNumber = /^-?\d+(?:\.\d+)?$/u.test(text);
  return {
    op: "answer",
    why: "the model's own answer",
    args: { value: text === "" ? null : text, kind: isNumber ? "number" : "text", evidence: [], say: text },
  };
}

const HINTS: [string, RegExp][] = [
  ["write_file", /write|save|create|schreib|speicher|leg|erstell|entwurf|draft/iu],
  ["edit_file", /edit|change|correct|replace|änder|ersetz|korrigier|trag/iu],
  ["move_file", /move|rename|sort|verschieb|benenn|ordne/iu],
  ["query_tables", /how many|total|sum|average|count|compare|wie\s?viel|summe|durchschnitt|zähl|vergleich/iu],
  ["run_command", /run|execute|script|program|führ|skript|programm/iu],
  ["calculate", /percent|prozent|%|calculate|rechne|vat|mwst/iu],
  ["date_math", /days?|weeks?|tage?|wochen?|deadline|frist|until|bis/iu],
];

/** Code finds the tools in the request, so that few have to be described: the three that look, then those with a hint. */
function toolsFor(text: string, tools: Tool[], most: number): Tool[] {
  const hinted = HINTS.filter(([, pattern]) => pattern.test(text)).map(([name]) => name);
  const wanted = ["list_files", "read_file", "search", ...hinted, "query_tables", "write_file", "calculate"];
  const names = [...new Set(wanted)].slice(0, most);
  return tools.filter(({ name }) => names.includes(name));
}

/** A skill may say which tools its work needs: then it gets no others, and never one that would not be there without it. */
function narrow(tools: Tool[], declared: readonly string[] | null): Tool[] {
  const kept = tools.filter(({ name }) => declared?.includes(name));
  return kept.length === 0 ? tools : kept;
}

const MAX_OTHERS = 2;

const wordsOf = (text: string): Set<string> =>
  new Set(
    text
      .toLowerCase()
      .split(/[^\p{L}\p{N}]+/u)
      .filter((word) => word.length > 3),
  );

/** Of foreign tools, those whose names and descriptions share most words with the request; none that shares none. */
export function othersFor(text: string, tools: readonly Tool[]): Tool[] {
  const asked = wordsOf(text);
  const scored = tools.map((tool) => {
    const shared = [...wordsOf(`${tool.name.replaceAll("_", " ")} ${tool.description}`)].filter((word) =>
      asked.has(word),
    );
    return { tool, score: shared.length };
  });
  const fitting = scored.filter(({ score }) => score > 0).toSorted((a, b) => b.score - a.score);
  return fitting.slice(0, MAX_OTHERS).map(({ tool }) => tool);
}
