import { createEncoder, ENCODER, pullEncoder, type EmbedKind } from "../../src/models/index.ts";
import { PASSAGES, QUESTIONS, scoreByWords, toCosines, toQuality } from "../embed/retrieval.ts";
import { keptHome, preparePack } from "../home.ts";
import { toFigure } from "../stats.ts";
import type { Bench, Figure } from "../types.ts";

const ROUNDS = 3;
const PAIRS: Record<string, RegExp> = {
  German: /^de-de$/,
  English: /^en-en$/,
  "across languages": /^(?:de-en|en-de)$/,
  all: /./,
};

/** How well the encoder finds what a question means, beside search by words, and how fast it reads. */
export async function benchEmbed(bench: Bench): Promise<Figure[]> {
  const { ctx, used } = bench;
  const packDir = await preparePack(bench);
  const { path } = await pullEncoder(ENCODER, { home: keptHome(), env: process.env }, ctx);
  used({ id: ENCODER.id, digest: ENCODER.sha256.slice(0, 12) });
  const encoder = await createEncoder({ model: ENCODER, packDir, modelPath: path, log: ctx.log });
  const embed = async (texts: readonly string[], kind: EmbedKind): Promise<Float32Array[]> =>
    (await encoder.embed({ texts, kind }, ctx)).vectors;
  try {
    const queries = await embed(textsOf(QUESTIONS), "query");
    const passages = await embed(textsOf(PASSAGES), "passage");
    const figures = [
      ...toFigures("encoder", toCosines(queries, passages)),
      ...toFigures("words alone (BM25)", scoreByWords()),
      { name: "embed: load", value: encoder.child?.loadMs ?? 0, unit: "ms", n: 1 },
    ];
    const short: number[] = [];
    const long: number[] = [];
    const document = textsOf(PASSAGES).join(" ");
    for (let round = 0; round < ROUNDS; round += 1) {
      short.push(await rate(PASSAGES.length, () => embed(textsOf(PASSAGES), "passage")));
      long.push(await rate(document.length / 1000, () => embed([document], "passage")));
    }
    return [
      ...figures,
      toFigure("embed: passages of 25 words", short, "texts/s"),
      toFigure("embed: one long text, thousands of characters", long, "1/s"),
      { name: "embed: memory of the child", value: (encoder.child?.residentBytes ?? 0) / 1e6, unit: "MB", n: 1 },
      { name: "embed: size of the weights", value: ENCODER.bytes / 1e6, unit: "MB", n: 1 },
    ];
  } finally {
    await encoder.close();
  }
}

const textsOf = (list: readonly { text: string }[]): string[] => list.map(({ text }) => text);

function toFigures(name: string, scores: readonly ArrayLike<number>[]): Figure[] {
  return Object.entries(PAIRS).flatMap(([pair, pattern]) => {
    const { recallAt1, mrr, questions: n } = toQuality(scores, pattern);
    return [
      { name: `embed: ${name}, ${pair}, right passage first`, value: recallAt1, unit: "ratio", n },
      { name: `embed: ${name}, ${pair}, mean reciprocal rank`, value: mrr, unit: "ratio", n },
    ];
  });
}

async function rate(amount: number, work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return (amount * 1000) / (performance.now() - start);
}
