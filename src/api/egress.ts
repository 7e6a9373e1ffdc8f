import { z } from "zod";
import { moment } from "./common.ts";
import { defineEndpoint } from "./endpoint.ts";

const request = z.object({
  id: z.string(),
  at: moment,
  /** null: nobody said what for, so it was refused. */
  purpose: z.string().nullable(),
  host: z.string(),
  port: z.int(),
  address: z.string().nullable(),
  method: z.string(),
  /** started: under way, or of a process that was killed. */
  outcome: z.enum(["started", "done", "failed", "refused"]),
  bytesOut: z.int(),
  bytesIn: z.int(),
  /** Status of the answer, or the code of the error. */
  result: z.string().nullable(),
});
export type EgressInfo = z.infer<typeof request>;

export const listEgress = defineEndpoint({
  method: "GET",
  path: "/api/egress",
  scope: "read",
  about: "What left this machine or was to, newest first; no paths and no content.",
  query: z.object({ since: moment.optional(), limit: z.coerce.number().int().min(1).max(1_000).default(200) }),
  answer: z.object({ requests: z.array(request) }),
});

const privacy = z.object({ isLocked: z.boolean(), since: moment.nullable() });

export const getPrivacy = defineEndpoint({
  method: "GET",
  path: "/api/privacy",
  scope: "read",
  about: "Whether anything may leave this machine.",
  answer: privacy,
});

export const setPrivacy = defineEndpoint({
  method: "PUT",
  path: "/api/privacy",
  scope: "admin",
  about: "Turns the privacy lock on or off; while it is on nothing leaves this machine.",
  body: z.object({ isLocked: z.boolean() }),
  answer: privacy,
});
