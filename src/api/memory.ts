import { z } from "zod";
import { byId, moment } from "./common.ts";
import { defineEndpoint } from "./endpoint.ts";

const memory = z.object({
  id: z.string(),
  text: z.string(),
  /** The session in which it was said; null: entered as such. */
  session: z.string().nullable(),
  created: moment,
  updated: moment,
});
export type MemoryInfo = z.infer<typeof memory>;

const text = z.string().trim().min(1).max(2_000);

export const listMemories = defineEndpoint({
  method: "GET",
  path: "/api/memory",
  scope: "read",
  about: "What Kralle was told to remember, the newest first.",
  query: z.object({ q: z.string().max(200).optional() }),
  answer: z.object({ memories: z.array(memory) }),
});

export const remember = defineEndpoint({
  method: "POST",
  path: "/api/memory",
  scope: "act",
  about: "Remembers a sentence.",
  body: z.object({ text }),
  status: 201,
  answer: memory,
});

export const correctMemory = defineEndpoint({
  method: "PATCH",
  path: "/api/memory/:id",
  scope: "act",
  about: "Corrects what is remembered.",
  params: byId,
  body: z.object({ text }),
  answer: memory,
});

export const forgetMemory = defineEndpoint({
  method: "DELETE",
  path: "/api/memory/:id",
  scope: "act",
  about: "Forgets it, with its history. That cannot be undone.",
  params: byId,
  answer: z.object({ id: z.string() }),
});
