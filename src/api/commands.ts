import { z } from "zod";
import { failure, moment } from "./common.ts";
import { defineEndpoint } from "./endpoint.ts";

/** A failure as the owner's own programs see it. */
const commandFailure = failure.shape.error.extend({
  /** Figures and names for programs. */
  data: z.record(z.string(), z.unknown()).optional(),
  /** The innermost cause, in words. */
  cause: z.string().optional(),
});

/**
 * What a command tells while it runs. The last frame is `result` or `error`; without it the gateway ended first. A question is
 * answered at `/api/approvals/:id`; `withdrawn` says that it is no longer open.
 */
const commandFrame = z.union([
  z.object({ event: z.unknown() }),
  z.object({
    approval: z.object({
      id: z.string(),
      tool: z.string(),
      describe: z.string(),
      details: z.string(),
      argumentsHash: z.string(),
    }),
  }),
  z.object({ withdrawn: z.string() }),
  z.object({ result: z.unknown() }),
  z.object({ error: commandFailure }),
]);
export type CommandFrame = z.infer<typeof commandFrame>;

export const callCommand = defineEndpoint({
  method: "POST",
  path: "/api/commands/:name",
  scope: "admin",
  about:
    "Does what the command line does, for the owner's own programs: only over the socket of the home. Leaving cancels.",
  params: z.object({ name: z.string().min(1).max(64) }),
  /** `asks`: whoever calls can be asked. */
  query: z.object({ asks: z.literal("1").optional() }),
  /** The command's input. */
  body: z.record(z.string(), z.unknown()),
  answer: commandFrame,
  stream: true,
});

export const getGateway = defineEndpoint({
  method: "GET",
  path: "/api/gateway",
  scope: "read",
  about: "The gateway itself: where it is, since when, what it is doing.",
  answer: z.object({
    pid: z.int(),
    url: z.string(),
    /** Of its Kralle. */
    version: z.string(),
    since: moment,
    /** The PostgreSQL database of its tables, without the password; null: they are in its home. */
    database: z.string().nullable(),
    /** Paths of settings that nobody knows. */
    unknownSettings: z.array(z.string()),
    /** Messages that are being worked on. */
    atWork: z.int(),
    /** Models in memory. */
    models: z.array(z.string()),
    /** Nothing is done outside. */
    stop: z.object({ by: z.string(), reason: z.string(), at: moment }).nullable(),
  }),
});
export type GatewayInfo = z.infer<typeof getGateway.answer>;

export const endGateway = defineEndpoint({
  method: "POST",
  path: "/api/gateway/end",
  scope: "admin",
  about: "Ends the gateway as a signal would; only over the socket of the home.",
  status: 202,
  answer: z.object({ pid: z.int() }),
});
