import type { LanguageModelV4CallOptions } from "@ai-sdk/provider";
import { z } from "zod";
import { AppError, toAppError, type Context } from "../../../core/index.ts";
import type { EngineRequest } from "../../engine/types.ts";
import type { WireEvent } from "../types.ts";
import { findInnerError } from "./innerError.ts";
import { readPart, toFailure } from "./parts.ts";
import { toCallOptions, type SpecVersion } from "./prompt.ts";

/** A language model of a provider package: what is used of the specification, of any of its versions. */
export interface ProviderModel {
  readonly specificationVersion: SpecVersion;
  doStream(options: LanguageModelV4CallOptions): PromiseLike<{ stream: ReadableStream<unknown> }>;
}

/** Adds what the provider passes through in `raw` parts: the times that llama-server tells. */
export type ReadRaw = (raw: unknown) => { promptMs: number; completionMs: number; cachedTokens: number | null } | null;

/** One streamed request through a provider. Throws before the first event when the server refuses. */
export async function* streamModel(
  model: ProviderModel,
  request: EngineRequest,
  { host, readRaw }: { host: string; readRaw?: ReadRaw },
  ctx: Context,
): AsyncGenerator<WireEvent> {
  const options = toCallOptions(request, model.specificationVersion, ctx.signal);
  const { stream } = await start(model, { ...options, includeRawChunks: readRaw !== undefined }, host, ctx);
  const reader = stream.getReader();
  let times: ReturnType<ReadRaw> = null;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      if (readRaw && isRaw(value)) times = readRaw(value.rawValue) ?? times;
      const event = readPart(value, host);
      if (event?.type === "finish") yield { ...event, usage: { ...event.usage, ...times } };
      else if (event !== null) yield event;
      if (event?.type === "finish" || event?.type === "failed") return;
    }
  } catch (thrown) {
    yield { type: "failed", error: ctx.signal.aborted ? toAppError(thrown) : toFailure(host, thrown) };
  } finally {
    reader.cancel().catch(() => undefined); // it may have ended already
  }
}

const isRaw = (value: unknown): value is { rawValue: unknown } =>
  typeof value === "object" && value !== null && "type" in value && value.type === "raw" && "rawValue" in value;

const failedCall = z.object({ statusCode: z.number().optional(), message: z.string() });

async function start(
  model: ProviderModel,
  options: LanguageModelV4CallOptions,
  host: string,
  ctx: Context,
): Promise<{ stream: ReadableStream<unknown> }> {
  try {
    return await model.doStream(options);
  } catch (thrown) {
    if (ctx.signal.aborted) throw toAppError(thrown);
    const inner = findInnerError(thrown);
    if (inner !== null) throw inner;
    const words = failedCall.safeParse(thrown).data?.message ?? "it gave no reason";
    throw new AppError("E_ENGINE_REMOTE", `The request to ${host} failed: ${words.slice(0, 200).replace(/\.$/, "")}.`, {
      hint: "`kralle engine check` says whether the server can be reached and what it has.",
      cause: thrown,
    });
  }
}
