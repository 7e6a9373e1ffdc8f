import { z } from "zod";
import { moment } from "./common.ts";
import { defineEndpoint } from "./endpoint.ts";

/** That something changed, for who shows it and asks again; not what. */
export const followHome = defineEndpoint({
  method: "GET",
  path: "/api/events",
  scope: "read",
  about: "Tells what changed: sessions, approvals, jobs, models. Not kept: who was away asks anew.",
  answer: z.object({
    type: z.enum([
      "accounts",
      "sessions",
      "approvals",
      "jobs",
      "models",
      "memory",
      "settings",
      "devices",
      "effects",
      "stop",
      "schedules",
      "runs",
      "items",
      "accounts",
      "briefings",
    ]),
    /** Of the thing that changed, where it has one. */
    id: z.string().nullable(),
    at: moment,
  }),
  stream: true,
});

export const searchMessages = defineEndpoint({
  method: "GET",
  path: "/api/search",
  scope: "read",
  about: "Looks for messages and answers by words, the newest that fit best first.",
  query: z.object({ q: z.string().trim().min(1).max(500), limit: z.coerce.number().int().min(1).max(100).default(20) }),
  answer: z.object({
    hits: z.array(
      z.object({
        message: z.string(),
        session: z.string(),
        title: z.string(),
        role: z.enum(["user", "assistant"]),
        /** A piece of the text around the words, and where in it they stand. */
        snippet: z.string(),
        marks: z.array(z.object({ start: z.int(), end: z.int() })),
        at: moment,
      }),
    ),
  }),
});
