import { z } from "zod";
import type { OfferedModel } from "../../../app/index.ts";
import { maybe } from "../bounds.ts";
import { defineDoorRoute, type DoorRoute } from "../types.ts";

/** The version of the interface that these routes follow; clients look at it before they use what is newer. */
const SPOKEN = "0.32.0";
const LONG_AGO = "2026-01-01T00:00:00Z";

export const modelRoutes: readonly DoorRoute[] = [
  {
    method: "GET",
    path: "/api/version",
    dialect: "ollama",
    handle: () => Promise.resolve({ json: { version: SPOKEN } }),
  },
  {
    method: "GET",
    path: "/api/tags",
    dialect: "ollama",
    async handle({ inference, ctx }) {
      return { json: { models: [AUTO, ...(await inference.list(ctx)).map(toTag)] } };
    },
  },
  {
    method: "GET",
    path: "/api/ps",
    dialect: "ollama",
    async handle({ inference, ctx }) {
      const models = (await inference.residents()).map(({ id, bytes, expires }) => ({
        ...AUTO,
        name: id,
        model: id,
        size: bytes,
        size_vram: 0,
        expires_at: new Date(expires ?? ctx.clock.now() + 3_600_000).toISOString(),
      }));
      return { json: { models } };
    },
  },
  defineDoorRoute(
    {
      method: "POST",
      path: "/api/show",
      dialect: "ollama",
      body: z.object({ model: maybe(z.string().min(1).max(200)), name: maybe(z.string().min(1).max(200)) }),
    },
    async ({ body, inference, ctx }) => {
      const asked = body.model ?? body.name ?? "auto";
      return { json: toShown(await inference.find(asked, ctx)) };
    },
  ),
];

const toDetails = ({
  family,
  parameters,
  quantisation,
}: Pick<OfferedModel, "family" | "parameters" | "quantisation">) => ({
  parent_model: "",
  format: "gguf",
  family: family ?? "",
  families: family === null ? [] : [family],
  parameter_size: parameters === null ? "" : `${(parameters / 1e9).toFixed(1)}B`,
  quantization_level: quantisation ?? "",
});

const AUTO = {
  name: "auto",
  model: "auto",
  modified_at: LONG_AGO,
  size: 0,
  digest: "0".repeat(64),
  details: toDetails({ family: null, parameters: null, quantisation: null }),
};

const toTag = (model: OfferedModel): object => ({
  ...AUTO,
  name: model.id,
  model: model.id,
  size: model.bytes ?? 0,
  digest: model.digest ?? AUTO.digest,
  details: toDetails(model),
});

function toShown(model: OfferedModel): object {
  const { id, kind, features, contextTokens, parameters, family } = model;
  const arch = family ?? "unknown";
  return {
    modelfile: `FROM ${id}`,
    parameters: "",
    template: "",
    modified_at: LONG_AGO,
    details: toDetails(model),
    model_info: {
      "general.architecture": arch,
      ...(parameters === null ? {} : { "general.parameter_count": parameters }),
      ...(contextTokens === null ? {} : { [`${arch}.context_length`]: contextTokens }),
    },
    // Tools work with every model: those that cannot call them by themselves choose under a grammar.
    capabilities:
      kind === "embed" ? ["embedding"] : ["completion", "tools", ...(features?.includes("vision") ? ["vision"] : [])],
  };
}
