import { z } from "zod";
import { defineEndpoint } from "./endpoint.ts";

export const postMcp = defineEndpoint({
  method: "POST",
  path: "/mcp",
  scope: "act",
  about: "A message of the Model Context Protocol (streamable HTTP, without sessions).",
  body: z.unknown(),
  answer: z.unknown(),
});

export const getMcp = defineEndpoint({
  method: "GET",
  path: "/mcp",
  scope: "act",
  about: "Kralle sends nothing unasked over the Model Context Protocol: 405.",
  answer: z.unknown(),
});
