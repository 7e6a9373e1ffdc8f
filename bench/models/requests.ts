import type { BuiltinEngine, EngineUsage, Message } from "../../src/models/index.ts";
import { AppError, type Context } from "../../src/core/index.ts";

/** About 1,200 tokens that every adviser's request begins with. */
const RULES = [
  "You are one of the advisers of a small firm. Answer from your own field, in a few plain sentences.",
  ...Array.from({ length: 52 }, (_, at) => {
    const number = at + 1;
    return `Rule ${number}: before you answer, weigh point ${number} of the firm's handbook: money, time, people and law.`;
  }),
].join("\n");

const SYSTEM: Message = { role: "system", content: RULES };

/** A question of about 20 tokens whose answer is longer than any that is measured. */
export const toQuestion = (number: number): Message[] => [
  SYSTEM,
  {
    role: "user",
    content: `Adviser ${number}: should we open a second shop in Bremen next spring, or wait another year?`,
  },
];

/** About 500 tokens that begin unlike `SYSTEM`, and a task that keeps any model writing. */
export const LONG: Message[] = [
  {
    role: "user",
    content: [
      "A list of invoices:",
      ...Array.from({ length: 15 }, (_, at) => {
        const day = String((at % 28) + 1).padStart(2, "0");
        return `${101 + at}: customer ${at * 7}, ${at * 13 + 20}.50 EUR, due 2026-12-${day}`;
      }),
      "Count from 1 to 100, each number on a line of its own, and write nothing else.",
    ].join("\n"),
  },
];

export interface Timed {
  firstMs: number;
  allMs: number;
  /** After the first token, as the caller sees it. */
  decode: number;
  usage: EngineUsage;
}

export async function ask(
  engine: Pick<BuiltinEngine, "generate">,
  messages: Message[],
  maxTokens: number,
  ctx: Context,
): Promise<Timed> {
  const start = performance.now();
  let first: number | null = null;
  for await (const event of engine.generate({ messages, maxTokens, temperature: 0 }, ctx)) {
    const now = performance.now();
    if (event.type !== "end") first ??= now;
    else if (event.reason === "cancelled") throw new AppError("E_CANCELLED", "The bench was cancelled.");
    else if (event.error !== undefined || first === null) {
      throw event.error ?? new AppError("E_ENGINE_DIED", `The engine gave no answer (${event.reason}).`);
    } else {
      const decode = ((event.usage.completionTokens - 1) / (now - first)) * 1000;
      return { firstMs: first - start, allMs: now - start, decode, usage: event.usage };
    }
  }
  throw new AppError("E_BUG", "The engine ended without saying so.");
}
