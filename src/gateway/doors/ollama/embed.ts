import { z } from "zod";
import { maybe, MOST } from "../bounds.ts";
import { defineDoorRoute, type DoorRoute } from "../types.ts";

const model = z.string().min(1).max(200);

export const embedRoutes: readonly DoorRoute[] = [
  defineDoorRoute(
    {
      method: "POST",
      path: "/api/embed",
      dialect: "ollama",
      body: z.object({
        model,
        input: maybe(z.union([z.string(), z.array(z.string()).max(MOST.texts)])),
      }),
    },
    async ({ body, inference, ctx }) => {
      const texts = body.input === "" ? [] : [body.input ?? []].flat();
      const started = ctx.clock.now();
      if (texts.length === 0) return { json: { model: body.model, embeddings: [] } };
      const { vectors, tokens } = await inference.embed(body.model, texts, "passage", ctx);
      const duration = Math.round((ctx.clock.now() - started) * 1e6);
      const embeddings = vectors.map((vector) => [...vector]);
      return {
        json: { model: body.model, embeddings, total_duration: duration, load_duration: 0, prompt_eval_count: tokens },
      };
    },
  ),
  // The older form, one text at a time.
  defineDoorRoute(
    {
      method: "POST",
      path: "/api/embeddings",
      dialect: "ollama",
      body: z.object({ model, prompt: maybe(z.string()) }),
    },
    async ({ body, inference, ctx }) => {
      if ((body.prompt ?? "") === "") return { json: { embedding: [] } };
      const { vectors } = await inference.embed(body.model, [body.prompt ?? ""], "passage", ctx);
      return { json: { embedding: [...(vectors[0] ?? [])] } };
    },
  ),
];
