import { z } from "zod";
import { defineEndpoint } from "./endpoint.ts";

export const getHealth = defineEndpoint({
  method: "GET",
  path: "/api/health",
  scope: null,
  about: "Whether the gateway serves; tells nothing else.",
  answer: z.object({ status: z.literal("ok") }),
});

export const getOpenapi = defineEndpoint({
  method: "GET",
  path: "/api/openapi.json",
  scope: "read",
  about: "This interface as an OpenAPI document.",
  answer: z.looseObject({ openapi: z.string() }),
});
