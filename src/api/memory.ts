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
  /** Answers that it went into. */
  used: z.int(),
});
export type MemoryInfo = z.infer<typeof memory>;

const text = z.string().trim().min(1).max(2_000);

export const listMemories = defineEndpoint({
  method: "GET",
  path: "/api/memory",
  scope: "read",
  about: "What Kralle was told to remember, the newest first.",
  query: z.object({ q: z.string().trim().max(300).optional() }),
  answer: z.object({ memories: z.array(memory), total: z.int() }),
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

const hours = z.object({ from: z.string().max(5), to: z.string().max(5) });

/** Who the owner is, as far as they told; null: not told. */
const profile = z.object({
  name: z.string().nullable(),
  /** How the owner is spoken to. */
  address: z.enum(["du", "sie", "firstName"]).nullable(),
  tone: z.enum(["friendly", "formal", "brief"]).nullable(),
  language: z.enum(["en", "de"]).nullable(),
  /** IANA name. */
  timeZone: z.string().nullable(),
  workingHours: z.partialRecord(z.enum(["mon", "tue", "wed", "thu", "fri", "sat", "sun"]), z.array(hours)).nullable(),
});
export type ProfileInfo = z.infer<typeof profile>;

export const getProfile = defineEndpoint({
  method: "GET",
  path: "/api/profile",
  scope: "read",
  about: "Who the owner is, as far as they told.",
  answer: profile,
});

export const changeProfile = defineEndpoint({
  method: "PATCH",
  path: "/api/profile",
  scope: "act",
  about: 'Sets what the owner tells of themselves; null clears it. Working hours also in words: "Mon-Thu 8-16".',
  body: profile.partial().extend({
    workingHours: z.union([profile.shape.workingHours, z.string().min(1).max(300)]).optional(),
  }),
  answer: profile,
});
