import { join } from "node:path";
import { pathToFileURL } from "node:url";

/** The few calls of node-llama-cpp 3.21.1 that are used. It lives in an engine pack, never in the root package. */
export interface Binding {
  getLlama(options: {
    gpu: false | "auto";
    build: "never";
    skipDownload: true;
    progressLogs: false;
    maxThreads: number;
    logger: (level: string, message: string) => void;
  }): Promise<Llama>;
  LlamaGrammarEvaluationState: new (options: { model: LlamaModel; grammar: LlamaGrammar }) => GrammarState;
}

export interface Llama {
  readonly systemInfo: string;
  readonly gpu: string | false;
  /** Holds for evaluations that start later. */
  maxThreads: number;
  readonly llamaCppRelease: { readonly repo: string; readonly release: string };
  loadModel(options: { modelPath: string; useMmap: boolean; ignoreMemorySafetyChecks: boolean }): Promise<LlamaModel>;
  createGrammar(options: { grammar: string }): Promise<LlamaGrammar>;
}

export type LlamaToken = number;
export type LlamaGrammar = { readonly grammar: string };
export type GrammarState = { clone(): GrammarState };

export interface LlamaModel {
  readonly trainContextSize: number;
  readonly tokens: {
    readonly bos: LlamaToken | null;
    readonly bosString: string | null;
    readonly eosString: string | null;
    readonly shouldPrependBosToken: boolean;
  };
  readonly fileInfo: { readonly metadata: { readonly tokenizer?: TokenizerMetadata } };
  tokenize(text: string, specialTokens: boolean): LlamaToken[];
  detokenize(tokens: readonly LlamaToken[], specialTokens: boolean, lastTokens?: readonly LlamaToken[]): string;
  isEogToken(token: LlamaToken): boolean;
  createContext(options: {
    contextSize: number;
    sequences: number;
    threads: number;
    batchSize: number;
    ignoreMemorySafetyChecks: boolean;
  }): Promise<LlamaContext>;
}

export interface TokenizerMetadata {
  readonly chat_template?: string;
  readonly ggml?: {
    readonly tokens?: readonly string[];
    readonly token_type?: readonly number[];
    readonly scores?: readonly number[];
    readonly unknown_token_id?: number;
  };
}

export interface LlamaContext {
  readonly contextSize: number;
  getSequence(): LlamaSequence;
  dispose(): Promise<void>;
}

export interface LlamaSequence {
  /** Tokens whose state is in memory. */
  readonly contextTokens: LlamaToken[];
  readonly nextTokenIndex: number;
  /** Recurrent models and those with a sliding window cannot erase their last tokens without evaluating again. */
  readonly needsCheckpoints: boolean;
  eraseContextTokenRanges(ranges: { start: number; end: number }[]): Promise<void>;
  saveStateToFile(path: string): Promise<unknown>;
  loadStateFromFile(path: string, options: { acceptRisk: true }): Promise<void>;
  evaluateWithoutGeneratingNewTokens(tokens: LlamaToken[]): Promise<void>;
  evaluate(
    tokens: LlamaToken[],
    options: { temperature: number; seed?: number; grammarEvaluationState?: GrammarState; yieldEogToken: true },
  ): AsyncGenerator<LlamaToken, void, LlamaToken[] | undefined>;
}

/** Imports the engine out of a pack folder. Only the engine's child process may call this. */
export async function loadBinding(packDir: string): Promise<Binding> {
  const entry = join(packDir, "node_modules", "node-llama-cpp", "dist", "index.js");
  const loaded: unknown = await import(pathToFileURL(entry).href);
  if (!isBinding(loaded)) throw new Error(`${entry} is not the expected version of node-llama-cpp.`);
  return loaded;
}

function isBinding(loaded: unknown): loaded is Binding {
  if (typeof loaded !== "object" || loaded === null) return false;
  return (
    "getLlama" in loaded &&
    typeof loaded.getLlama === "function" &&
    "LlamaGrammarEvaluationState" in loaded &&
    typeof loaded.LlamaGrammarEvaluationState === "function"
  );
}
