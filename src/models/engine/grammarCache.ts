import type { Binding, GrammarState, Llama, LlamaGrammar, LlamaModel } from "./binding.ts";

const KEPT = 32;

/** Compiles a grammar once and gives each answer a fresh state of it. Rejects when llama.cpp cannot read it. */
export function createGrammarCache(
  binding: Binding,
  llama: Llama,
  model: LlamaModel,
): (gbnf: string) => Promise<GrammarState> {
  const grammars = new Map<string, LlamaGrammar>();
  return async (gbnf) => {
    const grammar = grammars.get(gbnf) ?? (await llama.createGrammar({ grammar: gbnf }));
    grammars.delete(gbnf);
    grammars.set(gbnf, grammar); // now the youngest
    for (const oldest of grammars.keys()) {
      if (grammars.size <= KEPT) break;
      grammars.delete(oldest);
    }
    return new binding.LlamaGrammarEvaluationState({ model, grammar });
  };
}
