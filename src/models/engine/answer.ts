import { createDetokenizer } from "./detokenizer.ts";
import { createJsonEnd } from "./jsonEnd.ts";
import { createSplitter, type Marks } from "./splitter.ts";
import type { LlamaModel, LlamaToken } from "./binding.ts";
import type { OutputPiece } from "./protocol.ts";

export interface Answer {
  /** Takes text that was not sampled. */
  add(text: string): void;
  /** Takes one sampled token; true when nothing after it belongs to the answer. */
  push(token: LlamaToken): boolean;
  finish(): void;
  /** What came since the last call, neighbours of one kind joined. */
  drain(): OutputPiece[];
}

/** From tokens to pieces of thinking, text and tool calls. With `json` the answer is one document and nothing is cut. */
export function createAnswer(
  model: LlamaModel,
  options: { marks: Marks; tokens: ReadonlyMap<LlamaToken, string>; json: boolean },
): Answer {
  const detokenizer = createDetokenizer(model, options.tokens);
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
  const take = (text: string): boolean => {
    if (text === "") return false;
    keep(splitter.push(text));
    return splitter.stopped || (isEnd?.(text) ?? false);
  };

  return {
    add: take,
    push: (token) => take(detokenizer.push(token)),
    finish() {
      take(detokenizer.finish());
      keep(splitter.finish());
    },
    drain() {
      const drained = pieces;
      pieces = [];
      return drained;
    },
  };
}
