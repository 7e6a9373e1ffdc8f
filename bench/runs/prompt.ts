import { cpSync, mkdtempSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { createRandomEngine } from "../../eval/random.ts";
import { createAgent, createTools, SYSTEM_PROMPT } from "../../src/agent/index.ts";
import { silentLogger } from "../../src/core/index.ts";
import { createSandbox } from "../../src/guard/index.ts";
import {
  createBuiltinEngine,
  createModels,
  type Engine,
  type EngineRequest,
  type ModelAbility,
  type Models,
  type ToolSpec,
} from "../../src/models/index.ts";
import { openStore } from "../../src/store/index.ts";
import { preparePack, prepareWeights, ROOT, STARTERS } from "../home.ts";
import { commonPrefix, toTranscript } from "../prefix.ts";
import { REQUESTS } from "../requests.ts";
import type { Bench, Figure } from "../types.ts";

const MOST_TOKENS = 1200;
const MOST_TOOLS = 6;

/** Without a trusted way of calling tools they are described in the last message: the longest form. */
const NO_ABILITY: ModelAbility = {
  model: "none",
  contextTokens: 8192,
  choose: 1,
  schema: 1,
  tools: 0,
  tokensPerSecond: 0,
};

/**
 * How much is read before a bare "hello" is answered, and how much of what is read is the same for every request. The
 * prompts are those that the agent really sends, recorded in front of an engine that answers at random; tokens are
 * counted by a real model.
 */
export async function benchPrompt(bench: Bench): Promise<Figure[]> {
  const { ctx } = bench;
  const packDir = await preparePack(bench);
  const { model, path } = await prepareWeights(STARTERS[1], bench);
  const counter = await createBuiltinEngine({
    id: "builtin",
    packDir,
    modelPath: path,
    name: model.id,
    digest: model.sha256,
    log: ctx.log,
  });
  try {
    const count = (request: EngineRequest): Promise<number> => counter.count(request.messages, ctx, request.tools);
    const hello = await recordTools(bench);
    const agentHello = await recordAgent(["hello"], bench);
    const recorded = await recordAgent(REQUESTS, bench);
    const transcripts = recorded.map(({ messages }) => toTranscript(messages));
    const prefix = commonPrefix(transcripts);
    const systems = new Set(
      recorded.map(({ messages }) => (messages[0]?.role === "system" ? messages[0].content : "")),
    );
    const sizes = await Promise.all(agentHello.map(count));
    const system = await counter.count([{ role: "system", content: SYSTEM_PROMPT }], ctx);
    if (agentHello.length === 0) bench.note(`the agent does not ask the model for "hello"`);
    const one = (name: string, value: number, unit: string, atMost?: number): Figure => {
      return { name: `prompt: ${name}`, value, unit, n: 1, ...(atMost === undefined ? {} : { atMost }) };
    };
    return [
      one(`"hello" with system prompt and tools`, await count(hello.request), "tokens", MOST_TOKENS),
      one("tools described in it", hello.tools, "tools", MOST_TOOLS),
      one(`model calls of the agent for "hello"`, agentHello.length, "calls"),
      ...(sizes.length > 0 ? [one(`longest of these`, Math.max(...sizes), "tokens", MOST_TOKENS)] : []),
      one("system prompt alone", system, "tokens"),
      {
        ...one(`different system prompts in ${REQUESTS.length} requests`, systems.size, "texts", 1),
        n: recorded.length,
      },
      {
        ...one(`beginning that is byte-equal in ${REQUESTS.length} requests`, Buffer.byteLength(prefix), "bytes"),
        n: recorded.length,
      },
    ];
  } finally {
    await counter.close();
  }
}

/** The prompt of a chat turn with as many tools as one request may have. */
async function recordTools({ ctx }: Bench): Promise<{ request: EngineRequest; tools: number }> {
  const recorded: EngineRequest[] = [];
  const tools: ToolSpec[] = createTools({ sandbox: await createSandbox(ctx) })
    .slice(0, MOST_TOOLS)
    .map(({ name, description, input }) => {
      return { name, description, input: z.toJSONSchema(input, { io: "input", unrepresentable: "any" }) };
    });
  const models = recording(recorded);
  await models.generate({ task: "chat", system: SYSTEM_PROMPT, input: "hello", tools }, ctx);
  const [request] = recorded;
  if (!request) throw new Error("No prompt was recorded.");
  return { request, tools: tools.length };
}

/** Every prompt that the agent sends for these requests over the sample firm's files. */
async function recordAgent(requests: readonly string[], bench: Bench): Promise<EngineRequest[]> {
  const { scratch } = bench;
  const ctx = { ...bench.ctx, log: silentLogger }; // answers at random make many requests fail, which is no news
  const recorded: EngineRequest[] = [];
  const sandbox = await createSandbox(ctx);
  for (const text of requests) {
    const workspace = mkdtempSync(join(scratch, "workspace-"));
    cpSync(join(ROOT, "src", "app", "sample"), workspace, { recursive: true });
    const store = await openStore(mkdtempSync(join(scratch, "home-")), ctx);
    try {
      const agent = createAgent({
        store,
        models: recording(recorded),
        sandbox,
        modelName: "recorded",
        interactive: false,
      });
      await agent.ask({ text, workspace, today: "2026-11-25", budget: { seconds: 120 } }, ctx);
    } finally {
      await store.close();
    }
  }
  return recorded;
}

function recording(recorded: EngineRequest[]): Models {
  const random = createRandomEngine(20_261_125);
  const engine: Engine = {
    ...random,
    generate(request, inner) {
      recorded.push(structuredClone(request));
      return random.generate(request, inner);
    },
  };
  return createModels({
    engines: async (_task, inner) => ({ engine, info: await engine.load(inner) }),
    ability: () => Promise.resolve(NO_ABILITY),
    onUsage: () => {},
  });
}
