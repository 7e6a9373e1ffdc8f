import { z } from "zod";
import { byId, failure, id, moment } from "./common.ts";
import { defineEndpoint } from "./endpoint.ts";

const server = z.object({ host: z.string(), port: z.int(), tls: z.boolean() });

/** An outside account that the owner connected; what it is let in with never comes out. */
const account = z.object({
  id,
  kind: z.enum(["imap", "maildir", "gmail", "graph", "caldav", "telegram"]),
  name: z.string(),
  address: z.string().nullable(),
  /** By the kind: servers, a folder. */
  settings: z.unknown(),
  /** ok: it worked when it was last asked. */
  state: z.enum(["ok", "trouble", "off"]),
  /** Kinds of effects that it takes, each with what can be promised. */
  effects: z.record(z.string(), z.enum(["keyed", "queryable", "neither"])),
  notes: z.array(z.string()),
  trouble: z.object({ code: z.string(), message: z.string(), at: moment }).nullable(),
  connected: moment,
});
export type AccountInfo = z.infer<typeof account>;

/** What is kept here of an account, and goes with it. */
const contents = z.object({ items: z.int() });

/** How asking an account goes on; the last frame is `account` or `error`. */
const accountFrame = z.union([
  z.object({ phase: z.enum(["imap", "smtp", "sent", "folder", "bot", "calendar"]) }),
  z.object({ account }),
  z.object({ error: failure.shape.error }),
]);
export type AccountFrame = z.infer<typeof accountFrame>;

/** Servers of a mailbox, to be looked at before a password goes anywhere. */
const foundServers = z.object({
  provider: z.string().nullable(),
  by: z.enum(["table", "mx", "autoconfig", "srv", "guess"]),
  user: z.string(),
  imap: server,
  smtp: server,
  /** Its usual one, an app password, that of the provider's bridge, or none: only by signing in there. */
  password: z.enum(["usual", "app", "bridge", "signIn"]),
  help: z.string().nullable(),
  mustBeEnabled: z.boolean(),
});
export type FoundServersInfo = z.infer<typeof foundServers>;

const secret = z.string().max(16 * 1024);
const settings = z.record(z.string(), z.unknown());

export const listAccounts = defineEndpoint({
  method: "GET",
  path: "/api/accounts",
  scope: "read",
  about: "The connected accounts, in the order in which they were connected.",
  answer: z.object({ accounts: z.array(account) }),
});

export const discoverServers = defineEndpoint({
  method: "POST",
  path: "/api/accounts/discover",
  scope: "admin",
  about: "Looks for the servers of a mailbox by its address; null where none were found.",
  body: z.object({ address: z.email().max(320) }),
  answer: z.object({ found: foundServers.nullable() }),
});

export const connectAccount = defineEndpoint({
  method: "POST",
  path: "/api/accounts",
  scope: "admin",
  about: "Asks an account whether it lets Kralle in, and keeps it where it does. Leaving cancels.",
  body: z.object({
    kind: account.shape.kind.default("imap"),
    name: z.string().trim().min(1).max(100).optional(),
    address: z.email().max(320).nullable().default(null),
    settings,
    secret: secret.default(""),
  }),
  answer: accountFrame,
  stream: true,
});

export const changeAccount = defineEndpoint({
  method: "POST",
  path: "/api/accounts/:id",
  scope: "admin",
  about: "Another password, other servers or another name, asked first as at connecting. Leaving cancels.",
  params: byId,
  body: z.object({
    name: z.string().trim().min(1).max(100).optional(),
    settings: settings.optional(),
    /** Without it, the one that was kept. */
    secret: secret.default(""),
  }),
  answer: accountFrame,
  stream: true,
});

export const checkAccount = defineEndpoint({
  method: "POST",
  path: "/api/accounts/:id/check",
  scope: "act",
  about: "Asks an account again; what is wrong is its `trouble`.",
  params: byId,
  answer: account,
});

export const switchAccount = defineEndpoint({
  method: "PUT",
  path: "/api/accounts/:id/state",
  scope: "admin",
  about: "Switches an account on or off; off, it is kept and neither read nor written.",
  params: byId,
  body: z.object({ isOn: z.boolean() }),
  answer: account,
});

export const accountContents = defineEndpoint({
  method: "GET",
  path: "/api/accounts/:id/contents",
  scope: "read",
  about: "What removing an account takes with it.",
  params: byId,
  answer: z.object({ goes: contents }),
});

export const removeAccount = defineEndpoint({
  method: "DELETE",
  path: "/api/accounts/:id",
  scope: "admin",
  about: "Removes an account with its secret and all that was read of it; on the other side nothing changes.",
  params: byId,
  answer: z.object({ gone: contents }),
});
