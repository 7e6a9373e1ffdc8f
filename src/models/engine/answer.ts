import { createDetokenizer } from "./detokenizer.ts";
import { createJsonEnd } from "./jsonEnd.ts";
import { createSplitter, type Marks } from "./splitter.ts";
import type { LlamaModel, LlamaToken } from "./binding.ts";
import type { OutputPiece } from "./protocol.ts";

/** An answer that comes as text. */
export interface TextAnswer {
  /** Takes whole characters as they come; true when nothing after them belongs to the answer. */
  add(text: string): boolean;
  finish(): void;
  /** What came since the last call, neighbours of one kind joined. */
  drain(): OutputPiece[];
}

/** An answer that comes as tokens. */
export interface Answer extends TextAnswer {
  /** Takes one sampled token; true when nothing after it belongs to the answer. */
  push(token: LlamaToken): boolean;
}

/** From text to pieces of thinking, text and tool calls. With `json` the answer is one document and nothing is cut. */
export function createTextAnswer(options: { marks: Marks; json: boolean }): TextAnswer {
  const splitter = createSplitter(options.marks);
  const isEnd = options.json ? createJsonEnd() : null;
  let pieces: OutputPiece[] = [];

  const keep = (found: OutputPiece[]): void => {
    for (const piece of found) {
      const last = pieces.at(-1);
      if (last?.type === piece.type && piece.type !== "toolCall") last.text += piece.text;
      else pieces.push({ ...piece });
    }
  };

  return {
    add(text) {
      if (text === "") return false;
      keep(splitter.push(text));
      return splitter.stopped || (isEnd?.(text) ?? false);
    },
    finish: () => keep(splitter.finish()),
    drain() {
      const drained = pieces;
      pieces = [];
      return drained;
    },
  };
}

/** The same from tokens. */
export function createAnswer(
  model: LlamaModel,
  options: { marks: Marks; tokens: ReadonlyMap<LlamaToken, string>; json: boolean },
): Answer {
  const detokenizer = createDetokenizer(model, options.tokens);
  const answer = createTextAnswer(options);
  return {
    ...answer,
    push: (token) => answer.add(detokenizer.push(token)),
    finish() {
      answer.add(detokenizer.finish());
      answer.finish();
    },
  };
}
