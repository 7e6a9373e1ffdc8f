import type { EngineRequest, Message, ToolSpec } from "./types.ts";

/** Both ends are started from the same files; the number catches a child of another version. */
export const PROTOCOL = 1;

export interface LoadOrder {
  packDir: string;
  modelPath: string;
  contextTokens: number;
  threads: number;
  /** Prompt tokens evaluated in one go; between two the child can stop. */
  batchTokens: number;
  /** Look for a GPU; without, the processor alone. */
  gpu: boolean;
  /** Map the file instead of reading it: less work at start where weights are not rearranged, more resident memory. */
  mapFile: boolean;
  /** Requests that may be answered side by side; 1 is one after another. */
  parallel: number;
  /** Of one token in a context, and of what a second context may take. */
  tokenBytes: number;
  spareBytes: number;
  /** false evaluates every prompt anew, with a fixed number of threads. */
  reusePrefix: boolean;
  /** Where evaluated beginnings are kept; null keeps them in memory only. `model` names the weights. */
  states: { folder: string; model: string; maxBytes: number } | null;
  heartbeatMs: number;
}

/** What the parent sends. It is trusted: the child checks only the type. `Load` is what this kind of child loads. */
export type ToChild<Load extends object = object> =
  | ({ type: "load" } & Load)
  | {
      type: "generate";
      id: number;
      request: Omit<EngineRequest, "schema">;
      grammar: { forced: string; gbnf: string | null } | null;
    }
  | { type: "count"; id: number; messages: Message[]; tools: ToolSpec[] }
  | { type: "prepare"; id: number; messages: Message[]; tools: ToolSpec[] }
  /** To an encoder; `first` is the place of the first of these texts among all that were handed in. */
  | { type: "embed"; id: number; kind: "query" | "passage"; first: number; texts: string[] }
  | { type: "cancel"; id: number }
  | { type: "close" };

export type { FromChild, OutputPiece, Refusal } from "./messages.ts";
