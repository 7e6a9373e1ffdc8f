/*
 * The other side of `bench model`: a script without Kralle that loops the engine's own `sequence.evaluate`. It gets the same
 * messages, threads and batch size, and prints one line of JSON.
 */
import { performance } from "node:perf_hooks";
import type { LlamaSequence, LlamaToken } from "../../src/models/engine/binding.ts";
import { openBare } from "./open.ts";
import type { BareJob, BareResult } from "./types.ts";

const job = JSON.parse(process.argv[2] ?? "") as BareJob;
console.log(JSON.stringify(await measure()));
process.exit(0);

async function measure(): Promise<BareResult> {
  const start = performance.now();
  const { model, sequence, tokens } = await openBare(job);
  const loadMs = performance.now() - start;
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
