import type { LlamaModel, LlamaToken } from "./binding.ts";
import type { Renderer } from "./template.ts";
import type { Message, ToolSpec } from "./types.ts";

export interface Prompt {
  text: string;
  tokens: LlamaToken[];
}

export interface Prompter {
  /** Renders and tokenizes; `count` and `generate` both use it, so their figures agree. */
  toPrompt(messages: readonly Message[], tools: readonly ToolSpec[]): Prompt;
}

const CONTROL = 3; // token_type of llama.cpp's vocabulary
const OPEN = "\uE000";
const CLOSE = "\uE001";

/**
 * Marks of the template become special tokens; the same letters inside a message stay text, so that a mail which holds
 * `<|im_end|>` cannot end the user's turn and speak as the system.
 */
export function createPrompter(model: LlamaModel, renderer: Renderer): Prompter {
  const vocabulary = model.fileInfo.metadata.tokenizer?.ggml;
  const types = vocabulary?.token_type ?? [];
  const controls = (vocabulary?.tokens ?? []).filter((mark, token) => types[token] === CONTROL && mark.length > 1);
  const marks = [OPEN, ...controls]; // the placeholder's own sign goes first, so that it survives too
  const { bos, bosString, shouldPrependBosToken } = model.tokens;

  const defuse = (content: string): string => {
    let safe = content;
    for (const [index, mark] of marks.entries()) {
      if (safe.includes(mark)) safe = safe.replaceAll(mark, `${OPEN}${index}${CLOSE}`);
    }
    return safe;
  };

  const tokenize = (text: string): LlamaToken[] => {
    const tokens: LlamaToken[] = [];
    for (const [index, part] of text.split(/\uE000(\d+)\uE001/).entries()) {
      const mark = index % 2 === 1 ? (marks[Number(part)] ?? "") : null;
      const found = mark === null ? model.tokenize(part, true) : model.tokenize(mark, false);
      for (const token of found) tokens.push(token);
    }
    const needsBos = shouldPrependBosToken && bos !== null && tokens[0] !== bos && bosString !== "";
    return needsBos ? [bos, ...tokens] : tokens;
  };

  return {
    toPrompt(messages, tools) {
      const safe = messages.map((message) => ({ ...message, content: defuse(message.content) }));
      const text = renderer.render(safe, tools);
      return { text, tokens: tokenize(text) };
    },
  };
}
