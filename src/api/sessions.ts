import { z } from "zod";
import { byId, id, moment } from "./common.ts";
import { defineEndpoint } from "./endpoint.ts";

const MAX_TEXT = 100_000;

const session = z.object({
  id: z.string(),
  title: z.string(),
  /** Folder that the work is about; null: none but what is attached. */
  workspace: z.string().nullable(),
  /** null: what the settings and the machine decide. */
  model: z.string().nullable(),
  created: moment,
  /** When something last happened in it. */
  updated: moment,
});
export type SessionInfo = z.infer<typeof session>;

const message = z.object({
  id: z.string(),
  session: z.string(),
  /** Order within the session. */
  seq: z.int(),
  role: z.enum(["user", "assistant"]),
  text: z.string(),
  state: z.enum(["waiting", "running", "done", "failed", "cancelled", "interrupted"]),
  /** Given by the sender. */
  key: z.string().nullable(),
  /** Of an answer: the message that it answers. */
  replyTo: z.string().nullable(),
  run: z.string().nullable(),
  /** Of an answer: its result with evidence, changed files, usage; of a message: what was attached. */
  data: z.unknown(),
  at: moment,
});
export type MessageInfo = z.infer<typeof message>;

/** What happened in a session. `seq` is the id of the server-sent event; the other fields depend on `type`. */
const sessionEvent = z.looseObject({
  /** 0 for what is only true for the moment and not kept, such as the progress of a model that loads. */
  seq: z.int(),
  at: moment,
  session: z.string(),
  type: z.string(),
});
export type WireEvent = z.infer<typeof sessionEvent>;

export const createSession = defineEndpoint({
  method: "POST",
  path: "/api/sessions",
  scope: "act",
  about: "Begins a conversation.",
  body: z.object({
    title: z.string().max(200).optional(),
    model: z.string().min(1).max(200).nullable().optional(),
    workspace: z.string().min(1).max(4096).nullable().optional(),
  }),
  status: 201,
  answer: session,
});

export const listSessions = defineEndpoint({
  method: "GET",
  path: "/api/sessions",
  scope: "read",
  about: "Lists conversations by their last activity, a page at a time.",
  query: z.object({
    limit: z.coerce.number().int().min(1).max(200).default(50),
    /** `next` of the page before. */
    before: z.string().max(200).optional(),
  }),
  answer: z.object({
    sessions: z.array(
      session.extend({
        /** The beginning of the last message or answer. */
        last: z.object({ role: z.enum(["user", "assistant"]), text: z.string(), at: moment }).nullable(),
      }),
    ),
    /** null: that was the last page. */
    next: z.string().nullable(),
  }),
});

export const getSession = defineEndpoint({
  method: "GET",
  path: "/api/sessions/:id",
  scope: "read",
  about: "Shows a conversation.",
  params: byId,
  answer: session,
});

export const changeSession = defineEndpoint({
  method: "PATCH",
  path: "/api/sessions/:id",
  scope: "act",
  about: "Changes the title or the model of a conversation.",
  params: byId,
  body: z.object({
    title: z.string().min(1).max(200).optional(),
    model: z.string().min(1).max(200).nullable().optional(),
  }),
  answer: session,
});

export const sendMessage = defineEndpoint({
  method: "POST",
  path: "/api/sessions/:id/messages",
  scope: "act",
  about: "Sends a message. It is on disk when this is answered; the same key again is the same message.",
  params: byId,
  body: z.object({
    text: z.string().trim().min(1).max(MAX_TEXT),
    key: z.string().min(1).max(200).optional(),
  }),
  status: 202,
  answer: z.object({ messageId: z.string() }),
});

export const listMessages = defineEndpoint({
  method: "GET",
  path: "/api/sessions/:id/messages",
  scope: "read",
  about: "The conversation in order: messages and answers.",
  params: byId,
  query: z.object({
    before: z.coerce.number().int().min(1).optional(),
    limit: z.coerce.number().int().min(1).max(10_000).default(10_000),
  }),
  answer: z.object({ messages: z.array(message) }),
});

export const followSession = defineEndpoint({
  method: "GET",
  path: "/api/sessions/:id/events",
  scope: "read",
  about: "What happened and happens, each event once; `Last-Event-ID` or `after` says what is known already.",
  params: byId,
  query: z.object({ after: z.coerce.number().int().min(0).optional() }),
  answer: sessionEvent,
  stream: true,
});

export const stopMessage = defineEndpoint({
  method: "POST",
  path: "/api/messages/:id/stop",
  scope: "act",
  about: "Ends a message that waits or runs.",
  params: byId,
  answer: message,
});

/** Why it is asked about, by language; null where there is nothing to say. */
const approvalReason = z.object({ en: z.string(), de: z.string() }).nullable();

const approval = z.object({
  id: z.string(),
  session: z.string(),
  /** Null for work that came by no message. */
  message: z.string().nullable(),
  tool: z.string(),
  /** What would happen, in words; whole, nothing in it is unseen. */
  describe: z.string(),
  /** The exact arguments as lines to read; whole, nothing in it is unseen. */
  details: z.string(),
  reason: approvalReason,
  /** Of the exact arguments; goes back with the answer. */
  hash: z.string(),
  at: moment,
  /** From then on the answer is no. */
  expires: moment,
});
export type ApprovalInfo = z.infer<typeof approval>;

export const listApprovals = defineEndpoint({
  method: "GET",
  path: "/api/approvals",
  scope: "read",
  about: "Questions that wait for a person.",
  answer: z.object({ approvals: z.array(approval) }),
});

export const decideApproval = defineEndpoint({
  method: "POST",
  path: "/api/approvals/:id",
  scope: "act",
  about: "Answers a question; `hash` says which one was seen.",
  params: z.object({ id }),
  body: z.object({ decision: z.enum(["allow", "refuse"]), hash: z.string().min(1).max(200) }),
  answer: z.object({ ok: z.literal(true) }),
});

export const listPastApprovals = defineEndpoint({
  method: "GET",
  path: "/api/approvals/history",
  scope: "read",
  about: "Questions that are over, the newest first: who answered, by which way, and what came of it.",
  query: z.object({ limit: z.coerce.number().int().min(1).max(200).default(50), before: id.optional() }),
  answer: z.object({
    approvals: z.array(
      z.object({
        id: z.string(),
        session: z.string(),
        tool: z.string(),
        describe: z.string(),
        details: z.string(),
        reason: approvalReason,
        hash: z.string(),
        state: z.enum(["open", "allowed", "used", "refused", "expired"]),
        asked: moment,
        decided: moment.nullable(),
        /** Who answered; null: nobody did. */
        by: z.string().nullable(),
        via: z.enum(["cli", "ui", "api", "telegram"]).nullable(),
        /** Calls that it released, of `maxCount`. */
        uses: z.int(),
        maxCount: z.int(),
      }),
    ),
  }),
});
