/*
 * The other side of `bench model`: a script without Kralle that loops the engine's own `sequence.evaluate`. It gets the same
 * messages, threads and batch size, and prints one line of JSON.
 */
import { performance } from "node:perf_hooks";
import { Template } from "@huggingface/jinja";
import { loadBinding, type LlamaSequence, type LlamaToken } from "../../src/models/engine/binding.ts";
import type { BareJob, BareResult } from "./types.ts";

const job = JSON.parse(process.argv[2] ?? "") as BareJob;
console.log(JSON.stringify(await measure()));
process.exit(0);

async function measure(): Promise<BareResult> {
  const start = performance.now();
  const binding = await loadBinding(job.packDir);
  const llama = await binding.getLlama({
    gpu: job.gpu ? "auto" : false,
    build: "never",
    skipDownload: true,
    progressLogs: false,
    maxThreads: job.threads,
    logger: () => {},
  });
  const model = await llama.loadModel({ modelPath: job.modelPath, useMmap: job.gpu, ignoreMemorySafetyChecks: true });
  const context = await model.createContext({
    contextSize: job.contextTokens,
    sequences: 1,
    threads: job.threads,
    batchSize: job.batchTokens,
    ignoreMemorySafetyChecks: true,
  });
  const loadMs = performance.now() - start;
  const template = new Template(model.fileInfo.metadata.tokenizer?.chat_template ?? "");
  const text = template.render({
    messages: job.messages,
    add_generation_prompt: true,
    bos_token: model.tokens.bosString ?? "",
    eos_token: model.tokens.eosString ?? "",
  });
  const tokens = model.tokenize(text, true);
  const sequence = context.getSequence();
  await loop(sequence, tokens.slice(0, 8), 1, () => false); // the first evaluation of all is slower
  await sequence.eraseContextTokenRanges([{ start: 0, end: sequence.nextTokenIndex }]);
  const times = await loop(sequence, tokens, job.maxTokens, (token) => model.isEogToken(token));
  return { loadMs, promptTokens: tokens.length, ...times };
}

async function loop(
  sequence: LlamaSequence,
  tokens: LlamaToken[],
  maxTokens: number,
  isEnd: (token: LlamaToken) => boolean,
): Promise<Pick<BareResult, "firstMs" | "restMs" | "tokens">> {
  const start = performance.now();
  let first = 0;
  let last = 0;
  let count = 0;
  for await (const token of sequence.evaluate(tokens, { temperature: 0, yieldEogToken: true })) {
    last = performance.now();
    if (count === 0) first = last;
    if (isEnd(token)) break;
    count += 1;
    if (count >= maxTokens) break;
  }
  return { firstMs: first - start, restMs: last - first, tokens: count };
}
