import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Context } from "../../src/core/index.ts";
import { toMeaningText } from "../../src/desks/inbox/judge/index.ts";
import { createEncoder, detectHardware, ENCODER, ensurePack, pullEncoder } from "../../src/models/index.ts";

export interface Meanings {
  vectors: Float32Array[];
  /** ms per mail that was read now; null where all were known. */
  msEach: number | null;
}

/** The encoder's vectors of mails. What was read once is kept in `home`, by text and encoder, so that only the new ones take time. */
export async function readMeanings(
  mails: readonly { subject: string; text: string }[],
  home: string,
  ctx: Context,
): Promise<Meanings> {
  const path = join(home, "eval", `meanings-${ENCODER.sha256.slice(0, 12)}.json`);
  const known: Record<string, number[]> = existsSync(path)
    ? (JSON.parse(readFileSync(path, "utf8")) as Record<string, number[]>)
    : {};
  const texts = mails.map(toMeaningText);
  const missing = [...new Set(texts)].filter((text) => known[toKey(text)] === undefined);
  let msEach: number | null = null;
  if (missing.length > 0) {
    const start = performance.now();
    const vectors = await encode(missing, home, ctx);
    msEach = (performance.now() - start) / missing.length;
    missing.forEach(
      (text, at) => (known[toKey(text)] = [...(vectors[at] as Float32Array)].map((value) => Number(value.toFixed(5)))),
    );
    mkdirSync(join(home, "eval"), { recursive: true });
    writeFileSync(path, JSON.stringify(known));
  }
  return { vectors: texts.map((text) => Float32Array.from(known[toKey(text)] as number[])), msEach };
}

const toKey = (text: string): string => createHash("sha256").update(text).digest("hex").slice(0, 24);

async function encode(texts: readonly string[], home: string, ctx: Context): Promise<Float32Array[]> {
  const hardware = await detectHardware(ctx, home);
  const { dir } = await ensurePack({ home, env: process.env, hardware }, ctx);
  const { path } = await pullEncoder(ENCODER, { home, env: process.env }, ctx);
  const encoder = await createEncoder({ model: ENCODER, packDir: dir, modelPath: path, log: ctx.log });
  try {
    return (await encoder.embed({ texts, kind: "query" }, ctx)).vectors;
  } finally {
    await encoder.close();
  }
}
