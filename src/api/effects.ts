import { z } from "zod";
import { byId, id, moment } from "./common.ts";
import { defineEndpoint } from "./endpoint.ts";

const state = z.enum(["intended", "sent", "confirmed", "failed", "unknown"]);

/** STOP: who, when, why. */
const stop = z.object({ by: z.string(), reason: z.string(), at: moment });
export type StopInfo = z.infer<typeof stop>;

/** An act on the world outside and what became of it. */
const effect = z.object({
  id: z.string(),
  /** What acts: "tool", a kind of account. */
  kind: z.string(),
  account: z.string(),
  /** What can be promised: exactly once by a key, exactly once by asking, or at most once. */
  class: z.enum(["keyed", "queryable", "neither"]),
  title: z.string(),
  arguments: z.unknown(),
  /** unknown: nobody here can tell whether it happened, and a person should look. */
  state,
  attempts: z.int(),
  /** Why it failed or why nobody can tell. */
  fault: z.object({ code: z.string(), message: z.string(), hint: z.string().optional() }).nullable(),
  run: z.string().nullable(),
  intended: moment,
  sent: moment.nullable(),
  ended: moment.nullable(),
  settledBy: z.string().nullable(),
});
export type EffectInfo = z.infer<typeof effect>;

export const listEffects = defineEndpoint({
  method: "GET",
  path: "/api/effects",
  scope: "read",
  about: "What was done outside, the newest first, a page at a time.",
  query: z.object({
    state: state.optional(),
    /** Id of the last one that was seen. */
    before: id.optional(),
    limit: z.coerce.number().int().min(1).max(200).default(50),
  }),
  answer: z.object({
    effects: z.array(effect),
    /** How many wait for a person's word. */
    unknown: z.int(),
    stop: stop.nullable(),
  }),
});

export const settleEffect = defineEndpoint({
  method: "POST",
  path: "/api/effects/:id/settle",
  scope: "act",
  about: "Says what became of something whose outcome is unknown. It is not done again by that.",
  params: byId,
  body: z.object({ happened: z.boolean() }),
  answer: effect,
});

export const getStop = defineEndpoint({
  method: "GET",
  path: "/api/stop",
  scope: "read",
  about: "Whether everything that reaches outside is stopped.",
  answer: z.object({ stop: stop.nullable() }),
});

export const setStop = defineEndpoint({
  method: "POST",
  path: "/api/stop",
  scope: "act",
  about: "Stops everything that reaches outside, at once and until it is released.",
  body: z.object({ reason: z.string().trim().max(500).default("") }),
  answer: z.object({ stop: stop.nullable() }),
});

export const releaseStop = defineEndpoint({
  method: "DELETE",
  path: "/api/stop",
  scope: "admin",
  about: "Lets things reach outside again.",
  answer: z.object({ stop: stop.nullable() }),
});
