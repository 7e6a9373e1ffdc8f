import type { EmbedKind } from "./types.ts";

export interface EncoderOrder {
  packDir: string;
  modelPath: string;
  threads: number;
  windowTokens: number;
  prefixes: Record<EmbedKind, string>;
  heartbeatMs: number;
}
