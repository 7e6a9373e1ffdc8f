import type { Message } from "../../src/models/index.ts";

export interface BareJob {
  packDir: string;
  modelPath: string;
  gpu: boolean;
  threads: number;
  batchTokens: number;
  contextTokens: number;
  messages: Message[];
  maxTokens: number;
}

export interface BareResult {
  loadMs: number;
  promptTokens: number;
  /** From the call to the first token, and from there to the last. */
  firstMs: number;
  restMs: number;
  tokens: number;
}
