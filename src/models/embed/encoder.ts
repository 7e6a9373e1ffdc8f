import { fileURLToPath } from "node:url";
import { AppError, LIMITS, type Clock, type Context, type Logger } from "../../core/index.ts";
import { createChannel } from "../engine/channel.ts";
import { besideFile, startProcess, toError, type EngineProcess } from "../engine/process.ts";
import { readProcessor } from "../engine/processor.ts";
import type { FromChild } from "../engine/protocol.ts";
import { createSupervisor, unlessAborted } from "../engine/supervisor.ts";
import type { Death } from "../engine/watch.ts";
import type { EncoderModel } from "./model.ts";
import { isBlank } from "./plainText.ts";
import type { EncoderOrder } from "./protocol.ts";
import type { Encoder, EmbedRequest, EmbedResult } from "./types.ts";

export interface EncoderOptions {
  model: EncoderModel;
  /** Folder of the installed engine pack. */
  packDir: string;
  modelPath: string;
  threads?: number;
  /** ms without a request after which the memory is returned; default 10 minutes. */
  idleUnloadMs?: number | null;
  clock?: Clock;
  log: Logger;
}

/** A running encoder, and what a test wants to know of it. */
export interface ChildEncoder extends Encoder {
  /** Resolves when it can read; `embed` does this by itself. */
  load(ctx: Context): Promise<void>;
  readonly child: { readonly pid: number; readonly residentBytes: number; readonly loadMs: number } | null;
}

/** Texts in one message to the child: enough that the pipe costs nothing, few enough that progress shows. */
const BATCH = 32;
/**
 * Loading leaves garbage that is many times what is kept. So: a small nursery in Node's heap, without which 100 MB are held,
 * and blocks of glibc that go back to the system when they are freed (55 MB); both as measured, other systems ignore it.
 */
const NODE_OPTIONS = ["--max-semi-space-size=2"];
const MALLOC = { MALLOC_MMAP_THRESHOLD_: "131072", MALLOC_TRIM_THRESHOLD_: "131072", MALLOC_ARENA_MAX: "1" };
const MODULE = besideFile(fileURLToPath(import.meta.url), "child");

/** An encoder in a child process of its own, started by the first call, ended when idle (life: `engine/supervisor.ts`). */
export function createEncoder(options: EncoderOptions): ChildEncoder {
  const { model } = options;
  const { id: name, sha256: digest } = model;
  const supervisor = createSupervisor({ ...options, name, digest, launch: () => launch(options) });
  let nextId = 1;

  return {
    model: `${model.id}@${model.sha256.slice(0, 12)}`,
    dimensions: model.dimensions,
    get child() {
      const { child } = supervisor;
      if (child === null) return null;
      return { pid: child.pid, residentBytes: child.residentBytes, loadMs: child.loaded.loadMs };
    },
    async load(ctx) {
      await supervisor.ensure(ctx.signal);
    },
    async embed(request, ctx) {
      refuseEmpty(request.texts);
      const result: EmbedResult = { vectors: [], model: this.model, dimensions: model.dimensions, windows: [] };
      const total = request.texts.length;
      const release = supervisor.use();
      try {
        for (let first = 0; first < total; first += BATCH) {
          const child = await supervisor.ensure(ctx.signal);
          const { vectors, windows } = await embedBatch(child, nextId++, request, first, ctx);
          for (const vector of vectors) result.vectors.push(vector);
          result.windows.push(...windows);
          request.onProgress?.(result.vectors.length, total);
        }
      } finally {
        release();
      }
      return result;
    },
    close: () => supervisor.close(),
  };
}

async function launch({ model, packDir, modelPath, threads, log }: EncoderOptions): Promise<EngineProcess> {
  const { windowTokens, prefixes } = model;
  const { heartbeatMs, engineLoadMs } = LIMITS;
  const cores = threads ?? (await readProcessor()).cores;
  const order: EncoderOrder = { packDir, modelPath, threads: cores, windowTokens, prefixes, heartbeatMs };
  const child = { module: MODULE, order, variables: MALLOC, nodeOptions: NODE_OPTIONS };
  return startProcess(child, { missedBeats: 15, loadMs: engineLoadMs }, log);
}

type Vectors = Extract<FromChild, { type: "vectors" }>;

async function embedBatch(
  child: EngineProcess,
  id: number,
  { texts, kind }: EmbedRequest,
  first: number,
  ctx: Context,
): Promise<Vectors> {
  const answers = createChannel<FromChild | Death>();
  const unsubscribe = child.subscribe(id, answers.push);
  try {
    child.send({ type: "embed", id, kind, first, texts: texts.slice(first, first + BATCH) });
    const answer = await unlessAborted(answers.next(), ctx.signal);
    if (answer.type === "vectors") return answer;
    if (answer.type === "refused") throw toError(answer.error);
    throw new AppError("E_ENGINE_DIED", "The encoder ended while it was reading.", { hint: "Try again." });
  } finally {
    if (ctx.signal.aborted) child.send({ type: "cancel", id });
    unsubscribe();
  }
}

function refuseEmpty(texts: readonly string[]): void {
  const empty = texts.findIndex(isBlank);
  if (empty === -1) return;
  throw new AppError("E_INPUT", `Text ${empty + 1} of ${texts.length} to embed is empty.`, {
    hint: "Leave empty texts out: an empty text is like no other.",
    data: { index: empty },
  });
}
