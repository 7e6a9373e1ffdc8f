import { z } from "zod";
import { moment } from "./common.ts";
import { defineEndpoint, SCOPES } from "./endpoint.ts";

const scope = z.enum(SCOPES);

/** Who may come in: a browser that signed in by a link, or a program that has a token. */
const device = z.object({
  id: z.string(),
  kind: z.enum(["device", "token"]),
  name: z.string(),
  scope,
  created: moment,
  /** Coarse; null: never. */
  lastSeen: moment.nullable(),
  expires: moment.nullable(),
  /** The one that asks. */
  current: z.boolean(),
  /** Wrong secrets that were tried for it lately. */
  attempts: z.int(),
});
export type DeviceInfo = z.infer<typeof device>;

export const signIn = defineEndpoint({
  method: "POST",
  path: "/api/sign-in",
  scope: null,
  about: "Exchanges the code of a sign-in link, once, for a cookie that is bound to this browser.",
  body: z.object({ code: z.string().min(1).max(200) }),
  answer: z.object({ id: z.string(), name: z.string(), scope }),
});

export const signOut = defineEndpoint({
  method: "POST",
  path: "/api/sign-out",
  scope: "read",
  about: "Revokes the credential that asks.",
  answer: z.object({ ok: z.literal(true) }),
});

export const getMe = defineEndpoint({
  method: "GET",
  path: "/api/me",
  scope: "read",
  about: "Who asks, and what it may do.",
  answer: z.object({ id: z.string(), kind: z.enum(["device", "token", "socket", "door"]), name: z.string(), scope }),
});

export const listDevices = defineEndpoint({
  method: "GET",
  path: "/api/devices",
  scope: "admin",
  about: "Everything that may come in.",
  answer: z.object({ devices: z.array(device) }),
});

export const revokeDevice = defineEndpoint({
  method: "DELETE",
  path: "/api/devices/:id",
  scope: "admin",
  about: "Revokes a device or a token; its connections end within a second.",
  params: z.object({ id: z.string().regex(/^[0-9a-f]{16}$/, "no id") }),
  answer: z.object({ id: z.string() }),
});

export const createToken = defineEndpoint({
  method: "POST",
  path: "/api/tokens",
  scope: "admin",
  about: "Makes a token for a program. It is shown this once.",
  body: z.object({ name: z.string().trim().min(1).max(80), scope, days: z.int().min(1).max(3660).optional() }),
  status: 201,
  answer: z.object({ id: z.string(), token: z.string() }),
});

export const createLink = defineEndpoint({
  method: "POST",
  path: "/api/links",
  scope: "admin",
  about: "Makes a sign-in link for one more browser; it works once, for ten minutes.",
  body: z.object({ scope: scope.default("admin") }),
  status: 201,
  answer: z.object({ url: z.string(), expires: moment }),
});
