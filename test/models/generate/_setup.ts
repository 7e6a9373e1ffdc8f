import type { Context } from "../../../src/core/index.ts";
import type { EngineEvent, EngineUsage, ToolSpec } from "../../../src/models/engine/types.ts";
import { createModels } from "../../../src/models/generate/index.ts";
import type { GenerateRequest, ModelAbility, Models, Usage } from "../../../src/models/types.ts";
import { toContext } from "../engine/_setup.ts";
import { createScriptedEngine, type Script, type ScriptedEngine } from "../engine/scriptedEngine.ts";

export interface Bench {
  models: Models;
  engine: ScriptedEngine;
  /** What `onUsage` was told. */
  usages: Usage[];
  runs: (string | null)[];
  ctx: Context;
}

/** Models over an engine that says the given answers in turn (the last one again and again) and calls tools that well. */
export function createBench(answers: (string | EngineEvent[])[], tools = 0, script: Script = {}): Bench {
  const answer: Script["answer"] = (_request, turn) => answers[Math.min(turn, answers.length) - 1];
  const engine = createScriptedEngine({ tokenMs: 0, answer, ...script });
  const usages: Usage[] = [];
  const runs: Bench["runs"] = [];
  const models = createModels({
    engines: async (_task, ctx) => ({ engine, info: await engine.load(ctx) }),
    onUsage: (usage, run) => {
      usages.push(usage);
      runs.push(run);
    },
    ability: async ({ info }) => toAbility(info.name, tools),
  });
  return { models, engine, usages, runs, ctx: toContext() };
}

const toAbility = (model: string, tools: number): ModelAbility => ({
  model,
  contextTokens: 2000,
  choose: 1,
  schema: 1,
  tools,
  tokensPerSecond: 10,
});

export const toRequest = <T = string>(more: Partial<GenerateRequest<T>> = {}): GenerateRequest<T> => ({
  task: "chat",
  system: "You are brief.",
  input: "Say something.",
  ...more,
});

export const SEARCH: ToolSpec = {
  name: "search",
  description: "Search the files",
  input: {
    type: "object",
    properties: { query: { type: "string" }, limit: { type: "integer" } },
    required: ["query"],
    additionalProperties: false,
  },
};

export const READ: ToolSpec = {
  name: "read_file",
  description: "Read a file",
  input: { type: "object", properties: { path: { type: "string" } }, required: ["path"], additionalProperties: false },
};

export const USED: EngineUsage = {
  promptTokens: 7,
  completionTokens: 3,
  cachedTokens: 2,
  promptMs: 5,
  completionMs: 4,
};

/** The last message that a request of the engine carried. */
export const lastMessage = (bench: Bench, turn: number): string =>
  bench.engine.requests[turn]?.messages.at(-1)?.content ?? "";
