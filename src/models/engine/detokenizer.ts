import type { LlamaModel, LlamaToken } from "./binding.ts";

export interface Detokenizer {
  /** Text that is whole now; empty while a character is still incomplete. */
  push(token: LlamaToken): string;
  /** The rest, without half a character. */
  finish(): string;
}

/** A UTF-8 character has at most 4 bytes, so at most 4 byte tokens; after that the sign is the model's own. */
const LONGEST_CHARACTER = 4;
const CONTEXT = 3;

/**
 * Tokens to text, never half a character. `marks` are special tokens that must be seen as text (thinking, tool calls);
 * all other special tokens are left out.
 */
export function createDetokenizer(model: LlamaModel, marks: ReadonlyMap<LlamaToken, string>): Detokenizer {
  let pending: LlamaToken[] = [];
  let last: LlamaToken[] = [];

  const take = (text: string): string => {
    last = [...last, ...pending].slice(-CONTEXT);
    pending = [];
    return text;
  };

  return {
    push(token) {
      const mark = marks.get(token);
      if (mark !== undefined) {
        const before = this.finish();
        last = [];
        return before + mark;
      }
      pending.push(token);
      const text = model.detokenize(pending, false, last);
      return text.endsWith("\uFFFD") && pending.length <= LONGEST_CHARACTER ? "" : take(text);
    },
    finish() {
      return pending.length === 0 ? "" : take(model.detokenize(pending, false, last).replace(/\uFFFD+$/, ""));
    },
  };
}

/** The special tokens among the marks; marks of several tokens come as text anyway. */
export function toMarkTokens(model: LlamaModel, marks: readonly string[]): Map<LlamaToken, string> {
  const tokens = new Map<LlamaToken, string>();
  for (const mark of marks) {
    const [first, ...rest] = model.tokenize(mark, true);
    if (first !== undefined && rest.length === 0 && model.detokenize([first], false) === "") tokens.set(first, mark);
  }
  return tokens;
}
