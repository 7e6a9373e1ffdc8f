import type { Binding, Llama, LlamaContext, LlamaModel } from "./binding.ts";
import { toMarkTokens } from "./detokenizer.ts";
import { createGrammarCache } from "./grammarCache.ts";
import type { PrefixCache } from "./prefix.ts";
import { createPrompter } from "./prompt.ts";
import { prepare, respond, type Order, type Workshop } from "./respond.ts";
import { createRounds } from "./rounds.ts";
import { createRun, end, refuse, type Run, type Send } from "./run.ts";
import { createSeats } from "./seats.ts";
import { createRenderer } from "./template.ts";
import type { ThreadGovernor } from "./threads.ts";
import type { Message, ToolSpec } from "./types.ts";

export interface Session {
  /** Requests begin in the order of the calls, some side by side; each ends with exactly one `end` or `refused` message. */
  generate(order: Order, send: Send): Promise<void>;
  /** Evaluates and stores the beginning that all requests with these system messages and tools share; returns its length. */
  prepare(id: number, messages: readonly Message[], tools: readonly ToolSpec[]): Promise<number>;
  /** Ends the answer at once, also while a batch is being evaluated; the batch itself runs out. */
  cancel(id: number): void;
  count(messages: readonly Message[], tools: readonly ToolSpec[]): number;
  /** Stores the conversations that stand only in memory; nothing may be asked afterwards. */
  close(): Promise<void>;
  /** Memory that is given back when nobody needs it. */
  readonly spareBytesUsed: number;
}

export interface SessionParts {
  binding: Binding;
  llama: Llama;
  model: LlamaModel;
  context: LlamaContext;
  contextTokens: number;
  batchTokens: number;
  parallel: number;
  tokenBytes: number;
  spareBytes(): number;
  createContext(sequences: number, window: number): Promise<LlamaContext>;
  prefix: PrefixCache;
  threads: ThreadGovernor;
  /** For requests that name none. */
  seed(): number;
  warn(message: string): void;
}

/** A conversation is stored once nobody asked for anything for so long. */
const QUIET_MS = 300;
/** A second context is given back after so long without work for it. */
const GROUP_IDLE_MS = 30_000;

/** Answers with one loaded model. Lives in the child process. */
export function createSession(parts: SessionParts): Session {
  const { binding, llama, model, context, contextTokens, prefix } = parts;
  const renderer = createRenderer({
    template: model.fileInfo.metadata.tokenizer?.chat_template ?? null,
    bos: model.tokens.bosString ?? "",
    eos: model.tokens.eosString ?? "",
  });
  const shop: Workshop = {
    ...parts,
    renderer,
    rounds: createRounds(),
    seats: createSeats({
      ...parts,
      main: { context, window: contextTokens },
      idleMs: GROUP_IDLE_MS,
      keep: (seat) => prefix.keep(seat),
    }),
    prompter: createPrompter(model, renderer),
    markTokens: toMarkTokens(model, [...renderer.thinking.flat(), ...(renderer.toolCall ?? [])]),
    toGrammarState: createGrammarCache(binding, llama, model),
  };
  const runs = new Map<number, Run>();
  let quiet: NodeJS.Timeout | undefined;

  let keeping: Promise<void> = Promise.resolve();
  const keep = (): Promise<void> => {
    keeping = keeping
      .then(() => shop.seats.tend((seat) => prefix.keep(seat)))
      .catch((error: unknown) => parts.warn(`A conversation was not kept: ${String(error)}`));
    return keeping;
  };
  const during = async <T>(run: Run, work: () => Promise<T>): Promise<T> => {
    runs.set(run.id, run);
    clearTimeout(quiet);
    try {
      return await work();
    } finally {
      runs.delete(run.id);
      if (runs.size === 0) quiet = setTimeout(() => void keep(), QUIET_MS);
    }
  };
  const work = async (run: Run, order: Order): Promise<void> => {
    try {
      await respond(run, order, shop);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      const isEarly = run.usage.promptMs === 0 && run.usage.completionTokens === 0;
      if (isEarly) refuse(run, { code: "E_INPUT", message: `The model engine refused the request: ${message}` });
      else end(run, "error", { code: "E_ENGINE_DIED", message: `The model engine failed: ${message}` });
    }
  };

  return {
    generate(order, send) {
      const run = createRun(order.id, send);
      return during(run, () => work(run, order));
    },
    prepare(id, messages, tools) {
      const run = createRun(id, () => {});
      return during(run, () => prepare(run, messages, tools, shop));
    },
    cancel(id) {
      const run = runs.get(id);
      if (run === undefined) return;
      end(run, "cancelled");
      shop.seats.look();
    },
    count: (messages, tools) => shop.prompter.toPrompt(messages, tools).tokens.length,
    get spareBytesUsed() {
      return shop.seats.groupBytes;
    },
    async close() {
      clearTimeout(quiet);
      await keep();
      await prefix.close();
    },
  };
}
