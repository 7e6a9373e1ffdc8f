import { z } from "zod";
import { moment } from "./common.ts";
import { defineEndpoint } from "./endpoint.ts";

const hash = z.string().regex(/^[0-9a-f]{64}$/, "no SHA-256");
const head = z.object({ seq: z.int(), hash: z.string() });

const record = z.object({
  /** 1, 2, 3 … without a gap. */
  seq: z.int(),
  at: moment,
  kind: z.string(),
  /** Who did it. */
  actor: z.string(),
  action: z.string(),
  /** What it was done to. */
  subject: z.string(),
  data: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
  /** Of the record and, by the hash before it, of all before. */
  hash: z.string(),
});

export const listAudit = defineEndpoint({
  method: "GET",
  path: "/api/audit",
  scope: "admin",
  about:
    "Who did what: the newest records of the audit log, and its head, which proves them when it is kept elsewhere.",
  query: z.object({
    limit: z.coerce.number().int().min(1).max(1_000).default(50),
    before: z.coerce.number().int().min(1).optional(),
  }),
  answer: z.object({ records: z.array(record), head }),
});

export const verifyAudit = defineEndpoint({
  method: "GET",
  path: "/api/audit/verify",
  scope: "admin",
  about: "Checks that nobody changed the audit log; `head` is one that was kept elsewhere.",
  query: z.object({ head: hash.optional() }),
  answer: z.object({
    isSound: z.boolean(),
    /** Those that were found right. */
    records: z.int(),
    head,
    /** The first one that is wrong. */
    broken: z.object({ seq: z.int(), fault: z.enum(["changed", "gap", "end"]) }).nullable(),
    /** Heads that the log does not have: something was cut off or made anew. */
    missing: z.array(z.string()),
  }),
});
