/*
 * The other side of `bench models`: a script without Kralle that loops the engine's own `sequence.evaluate`. It loads once,
 * and for each line on stdin reads the prompt as far as it is new, writes 64 tokens and prints one line of JSON.
 */
import { performance } from "node:perf_hooks";
import { createInterface } from "node:readline";
import { openBare } from "./open.ts";
import type { BareJob } from "./types.ts";

const job = JSON.parse(process.argv[2] ?? "") as BareJob;
const { model, sequence, tokens } = await openBare(job);
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
