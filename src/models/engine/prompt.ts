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
  /** Tokens at the beginning that every prompt with the same leading system messages and tools shares. */
  countStable(prompt: Prompt, messages: readonly Message[], tools: readonly ToolSpec[]): number;
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

  const toPrompt = (messages: readonly Message[], tools: readonly ToolSpec[]): Prompt => {
    const safe = messages.map((message) => ({ ...message, content: defuse(message.content) }));
    const text = renderer.render(safe, tools);
    return { text, tokens: tokenize(text) };
  };
  const others = new Map<string, LlamaToken[]>();

  return {
    toPrompt,
    countStable({ tokens }, messages, tools) {
      const end = messages.findIndex(({ role }) => role !== "system");
      const leading = messages.slice(0, end === -1 ? messages.length : end);
      if (leading.length === 0 && tools.length === 0) return 0;
      const key = JSON.stringify([leading, tools]);
      const other = others.get(key) ?? toPrompt([...leading, OTHER], tools).tokens;
      others.delete(key); // and to the end: the least recently used one is dropped
      others.set(key, other);
      if (others.size > MOST_OTHERS) for (const oldest of [...others.keys()].slice(0, 1)) others.delete(oldest);
      let same = 0;
      while (same < other.length && other[same] === tokens[same]) same += 1;
      return Math.min(same, tokens.length - 1);
    },
  };
}

/** Begins unlike anything that a person or code would write, so that only what is stable is shared. */
const OTHER: Message = { role: "user", content: "\u2299" };
const MOST_OTHERS = 8;
