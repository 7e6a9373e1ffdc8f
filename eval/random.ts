import { drawPattern } from "./drawPattern.ts";
import type { Engine, EngineEvent, EngineRequest, JsonSchema } from "../src/models/index.ts";

/**
 * The control of the evaluation: an engine that draws, uniformly and by a seed, from what the schema admits. Text without
 * a schema is made of words of the prompt.
 */
export function createRandomEngine(seed: number): Engine {
  return createBlindEngine("random", mulberry32(seed));
}

/** The other control: always the first of what is offered, which code ranks best. What code achieves without a model. */
export function createFirstEngine(): Engine {
  return createBlindEngine("first", () => 0);
}

function createBlindEngine(id: string, random: () => number): Engine {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;

  function draw(schema: JsonSchema, words: string[]): unknown {
    if (Array.isArray(schema["enum"])) return pick(schema["enum"] as unknown[]);
    if ("const" in schema) return schema["const"];
    const union = (schema["anyOf"] ?? schema["oneOf"]) as JsonSchema[] | undefined;
    if (union) return draw(pick(union), words);
    switch (schema["type"]) {
      case "object": {
        const properties = (schema["properties"] ?? {}) as Record<string, JsonSchema>;
        return Object.fromEntries(Object.entries(properties).map(([name, part]) => [name, draw(part, words)]));
      }
      case "array": {
        const [min, max] = [Number(schema["minItems"] ?? 0), Number(schema["maxItems"] ?? 3)];
        const length = min + Math.floor(random() * (max - min + 1));
        return Array.from({ length }, () => draw(schema["items"] as JsonSchema, words));
      }
      case "boolean":
        return random() < 0.5;
      case "integer":
      case "number":
        return Math.floor(random() * 100);
      default:
        return typeof schema["pattern"] === "string" ? drawPattern(schema["pattern"], random) : text(words, 6);
    }
  }

  function text(words: string[], length: number): string {
    return Array.from({ length }, () => pick(words)).join(" ");
  }

  async function* generate(request: EngineRequest): AsyncGenerator<EngineEvent> {
    const last = request.messages.at(-1)?.content ?? "";
    const words = last.split(/\s+/u).filter(Boolean);
    const answer = request.schema
      ? JSON.stringify(draw(request.schema, words))
      : text(words.length > 0 ? words : ["-"], 40);
    yield { type: "text", text: answer };
    const usage = { promptTokens: 0, completionTokens: 0, cachedTokens: 0, promptMs: 0, completionMs: 0 };
    yield { type: "end", reason: "stop", usage };
  }

  return {
    id,
    load: async () => ({
      digest: null,
      name: id,
      contextTokens: 8192,
      parameters: null,
      engine: id,
      system: "",
      features: null,
    }),
    generate,
    count: async (messages) => Math.ceil(messages.reduce((total, message) => total + message.content.length, 0) / 4),
    close: async () => {},
  };
}

function mulberry32(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
