import type { Clock, Logger } from "../../core/index.ts";

/** A llama-server program on this machine. */
export interface ServerProgram {
  path: string;
  /** How it was found, in words for a person: `KRALLE_LLAMA_SERVER`, `PATH` … */
  origin: string;
  /** Its own words, as `--version` gives them: `b10434 (7e4c0a9)`. */
  version: string;
  /** What its `--help` names; older builds lack some, and an unknown option ends the program. */
  options: readonly string[];
  /** It can listen on a Unix socket. */
  hasUnixSocket: boolean;
}

export interface LlamaServerOptions {
  id: string;
  program: ServerProgram;
  modelPath: string;
  /** The projector that lets the model see pictures (`mmproj-….gguf`). */
  projectorPath?: string;
  name: string;
  /** SHA-256 of the weights where known. */
  digest: string | null;
  /** Default: the model's own, at most 8192. */
  contextTokens?: number;
  /** Default: the physical cores that can be used. */
  threads?: number;
  /** Layers on the GPU: all that fit, or none. Default "auto". */
  gpu?: "auto" | "none";
  /** Bytes of memory that the model may take; default what the system has free. Not checked where a GPU holds the model. */
  memory?: number;
  /** ms without a request after which the memory is returned; null never. Default 10 minutes. */
  idleUnloadMs?: number | null;
  heartbeatMs?: number;
  missedBeats?: number;
  loadMs?: number;
  /** false evaluates every prompt anew, so that the same request gives the same bytes. Default true. */
  reusePrefix?: boolean;
  clock?: Clock;
  log: Logger;
}

/** What the child is told to load. */
export interface ServerOrder {
  program: ServerProgram;
  modelPath: string;
  projectorPath: string | null;
  /** The model's own chat template; null where the file has none. */
  template: string | null;
  contextTokens: number;
  threads: number;
  batchTokens: number;
  gpu: "auto" | "none";
  reusePrefix: boolean;
  heartbeatMs: number;
}
