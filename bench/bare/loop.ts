/*
 * The other side of `bench models`: a script without Kralle that loops the engine's own `sequence.evaluate`. It loads once,
 * and for each line on stdin reads the prompt as far as it is new, writes 64 tokens and prints one line of JSON.
 */
import { performance } from "node:perf_hooks";
import { createInterface } from "node:readline";
import { Template } from "@huggingface/jinja";
import { loadBinding } from "../../src/models/engine/binding.ts";
import type { BareJob } from "./types.ts";

const job = JSON.parse(process.argv[2] ?? "") as BareJob;
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
const sequence = context.getSequence();
const text = new Template(model.fileInfo.metadata.tokenizer?.chat_template ?? "").render({
  messages: job.messages,
  add_generation_prompt: true,
  bos_token: model.tokens.bosString ?? "",
  eos_token: model.tokens.eosString ?? "",
});
const tokens = model.tokenize(text, true);
console.log(JSON.stringify({ ready: true }));

const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
while (!(await lines.next()).done) console.log(JSON.stringify(await write()));
process.exit(0);

async function write(): Promise<{ tokens: number; restMs: number }> {
  const at = Math.min(sequence.nextTokenIndex, tokens.length - 1);
  await sequence.eraseContextTokenRanges([{ start: at, end: sequence.nextTokenIndex }]);
  let first = 0;
  let last = 0;
  let count = 0;
  for await (const token of sequence.evaluate(tokens.slice(at), { temperature: 0, yieldEogToken: true })) {
    last = performance.now();
    if (count === 0) first = last;
    count += 1;
    if (count >= job.maxTokens || model.isEogToken(token)) break;
  }
  return { tokens: count, restMs: last - first };
}
