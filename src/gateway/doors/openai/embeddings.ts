import { z } from "zod";
import { AppError } from "../../../core/index.ts";
import { maybe, MOST } from "../bounds.ts";
import { defineDoorRoute, type DoorRoute } from "../types.ts";

const input = z.object({
  model: z.string().min(1).max(200),
  input: z.union([z.string().min(1), z.array(z.string().min(1)).min(1).max(MOST.texts)], "texts, not tokens"),
  encoding_format: maybe(z.enum(["float", "base64"])),
  dimensions: maybe(z.int()),
  /** As several servers name it: texts that look for others are encoded in another way. */
  input_type: maybe(z.enum(["query", "passage", "document"])),
});

/** https://platform.openai.com/docs/api-reference/embeddings */
export const embeddingsRoute: DoorRoute = defineDoorRoute(
  { method: "POST", path: "/v1/embeddings", dialect: "openai", body: input },
  async ({ body, inference, ctx }) => {
    const texts = [body.input].flat();
    const kind = body.input_type === "query" ? "query" : "passage";
    const { vectors, model, dimensions, tokens } = await inference.embed(body.model, texts, kind, ctx);
    if (body.dimensions !== undefined && body.dimensions !== dimensions) {
      throw new AppError("E_INPUT", `The vectors of ${model} have ${dimensions} dimensions, and no others.`);
    }
    const data = vectors.map((vector, index) => ({
      object: "embedding",
      index,
      embedding: body.encoding_format === "base64" ? toBase64(vector) : [...vector],
    }));
    return { json: { object: "list", model, data, usage: { prompt_tokens: tokens, total_tokens: tokens } } };
  },
);

/** Little-endian float32, as the clients read it. */
function toBase64(vector: Float32Array): string {
  const bytes = Buffer.alloc(vector.length * 4);
  for (const [at, value] of vector.entries()) bytes.writeFloatLE(value, at * 4);
  return bytes.toString("base64");
}
