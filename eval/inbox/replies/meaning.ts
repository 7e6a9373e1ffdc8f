import type { Context } from "../../../src/core/index.ts";
import { createEncoder, detectHardware, ENCODER, ensurePack, pullEncoder } from "../../../src/models/index.ts";

/** The encoder as the inbox is handed it, with what it read already: firms are read once. */
export async function openMeaning(home: string, ctx: Context) {
  const hardware = await detectHardware(ctx, home);
  const { dir } = await ensurePack({ home, env: process.env, hardware }, ctx);
  const { path } = await pullEncoder(ENCODER, { home, env: process.env }, ctx);
  const encoder = await createEncoder({ model: ENCODER, packDir: dir, modelPath: path, log: ctx.log });
  const known = new Map<string, Float32Array>();
  return {
    async meaning(text: string): Promise<Float32Array | null> {
      const vector = known.get(text) ?? (await encoder.embed({ texts: [text], kind: "query" }, ctx)).vectors[0];
      if (vector) known.set(text, vector);
      return vector ?? null;
    },
    close: () => encoder.close(),
  };
}
