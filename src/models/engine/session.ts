import type { Binding, Llama, LlamaContext, LlamaModel } from "./binding.ts";
import { toMarkTokens } from "./detokenizer.ts";
import { createGrammarCache } from "./grammarCache.ts";
import type { PrefixCache } from "./prefix.ts";
import { createPrompter } from "./prompt.ts";
import { respond, type Order, type Workshop } from "./respond.ts";
import { createRun, end, refuse, type Run, type Send } from "./run.ts";
import { createRenderer } from "./template.ts";
import type { ThreadGovernor } from "./threads.ts";
import type { Message, ToolSpec } from "./types.ts";

export interface Session {
  /** Requests run one after another; each ends with exactly one `end` or `refused` message. */
  generate(order: Order, send: Send): Promise<void>;
  /** Ends the answer at once, also while a batch is being evaluated; the batch itself runs out. */
  cancel(id: number): void;
  count(messages: readonly Message[], tools: readonly ToolSpec[]): number;
}

export interface SessionParts {
  binding: Binding;
  llama: Llama;
  model: LlamaModel;
  context: LlamaContext;
  contextTokens: number;
  batchTokens: number;
  prefix: PrefixCache;
  threads: ThreadGovernor;
}

/** Answers with one loaded model. Lives in the child process. */
export function createSession(parts: SessionParts): Session {
  const { binding, llama, model, context } = parts;
  const renderer = createRenderer({
    template: model.fileInfo.metadata.tokenizer?.chat_template ?? null,
    bos: model.tokens.bosString ?? "",
    eos: model.tokens.eosString ?? "",
  });
  const shop: Workshop = {
    ...parts,
    renderer,
    sequence: context.getSequence(),
    prompter: createPrompter(model, renderer),
    markTokens: toMarkTokens(model, [...renderer.thinking.flat(), ...(renderer.toolCall ?? [])]),
    toGrammarState: createGrammarCache(binding, llama, model),
  };
  const runs = new Map<number, Run>();
  let before: Promise<void> = Promise.resolve();

  const work = async (run: Run, order: Order): Promise<void> => {
    try {
      if (!run.ended) await respond(run, order, shop);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      const isEarly = run.usage.promptMs === 0 && run.usage.completionTokens === 0;
      if (isEarly) refuse(run, { code: "E_INPUT", message: `The model engine refused the request: ${message}` });
      else end(run, "error", { code: "E_ENGINE_DIED", message: `The model engine failed: ${message}` });
      await shop.sequence.eraseContextTokenRanges([{ start: 0, end: shop.sequence.nextTokenIndex }]);
    }
    runs.delete(run.id);
  };

  return {
    generate(order, send) {
      const run = createRun(order.id, send);
      runs.set(order.id, run);
      before = before.then(() => work(run, order));
      return before;
    },
    cancel(id) {
      const run = runs.get(id);
      if (run !== undefined) end(run, "cancelled");
    },
    count: (messages, tools) => shop.prompter.toPrompt(messages, tools).tokens.length,
  };
}
