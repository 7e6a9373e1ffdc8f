import { createBuiltinEngine, type BuiltinEngine, type BuiltinOptions } from "../../../src/models/engine/builtin.ts";
import { createLogger, systemClock, type Context, type Logger } from "../../../src/core/index.ts";
import type { Engine, EngineEvent, EngineRequest } from "../../../src/models/engine/types.ts";
import { noNet } from "../../../scripts/testing/net.ts";

/** A test of the real engine fails without its parts; it is never skipped. */
export function need(
  name: "KRALLE_TEST_PACK" | "KRALLE_TEST_SMOL" | "KRALLE_TEST_LLAMA_SERVER" | "KRALLE_TEST_ENCODER",
): string {
  const value = process.env[name];
  if (value) return value;
  throw new Error(`${name} is not set: run the tests through \`npm test\`, which sets up engine pack and weights.`);
}

/** Why there is no real llama-server to try here (false: there is one). That is said by the set-up; a missing download is a failure. */
export const NO_LLAMA_SERVER: string | false = process.env["KRALLE_TEST_NO_LLAMA_SERVER"] || false;

export interface Entry {
  level: string;
  message: string;
  [field: string]: unknown;
}

/** A logger that keeps what it is told. */
export function recordLog(): { log: Logger; entries: Entry[] } {
  const entries: Entry[] = [];
  return { log: createLogger((line) => entries.push(JSON.parse(line)), "debug", systemClock.now), entries };
}

export function toContext(signal: AbortSignal = new AbortController().signal, log = recordLog().log): Context {
  return { signal, clock: systemClock, net: noNet, log };
}

export function createSmol(options: Partial<BuiltinOptions> = {}): BuiltinEngine {
  return createBuiltinEngine({
    id: "smol",
    packDir: need("KRALLE_TEST_PACK"),
    modelPath: need("KRALLE_TEST_SMOL"),
    name: "SmolLM2-135M",
    digest: null,
    contextTokens: 2048,
    log: recordLog().log,
    ...options,
  });
}

export type End = Extract<EngineEvent, { type: "end" }>;

export interface Answer {
  text: string;
  thinking: string;
  events: EngineEvent[];
  end: End;
}

/** Reads an answer to its end; fails when the last event is no end. */
export async function collect(events: AsyncIterable<EngineEvent>): Promise<Answer> {
  const answer = { text: "", thinking: "", events: [] as EngineEvent[] };
  for await (const event of events) {
    answer.events.push(event);
    if (event.type === "text") answer.text += event.text;
    if (event.type === "thinking") answer.thinking += event.text;
  }
  const end = answer.events.at(-1);
  if (end?.type !== "end") throw new Error(`the last event was ${end?.type ?? "missing"}`);
  return { ...answer, end };
}

export const ask = (engine: Engine, request: EngineRequest, signal?: AbortSignal): Promise<Answer> =>
  collect(engine.generate(request, toContext(signal)));

/** A request in a few words. */
export const say = (content: string, maxTokens = 24, more: Partial<EngineRequest> = {}): EngineRequest => ({
  messages: [{ role: "user", content }],
  maxTokens,
  ...more,
});
