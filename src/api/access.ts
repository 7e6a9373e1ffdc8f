import { z } from "zod";
import { moment } from "./common.ts";
import { defineEndpoint, SCOPES } from "./endpoint.ts";

const scope = z.enum(SCOPES);
const credentialId = z.object({ id: z.string().regex(/^[0-9a-f]{16}$/, "no id") });

const credential = z.object({
  id: z.string(),
  name: z.string(),
  scope,
  state: z.enum(["live", "expired", "revoked"]),
  created: moment,
  /** Last use, to some minutes. */
  used: moment.nullable(),
  expires: moment.nullable(),
  /** Wrong secrets that somebody tried with this id. */
  guesses: z.object({ total: z.int(), last: moment }).nullable(),
});

export const signIn = defineEndpoint({
  method: "POST",
  path: "/api/sign-in",
  scope: null,
  about: "Exchanges the one-time code of a link for the cookie of a new device.",
  body: z.object({ code: z.string().max(200) }),
  answer: z.object({ device: z.object({ id: z.string(), name: z.string(), scope }) }),
});

export const signOut = defineEndpoint({
  method: "POST",
  path: "/api/sign-out",
  scope: "read",
  about: "Signs this browser out.",
  answer: z.object({ ok: z.literal(true) }),
});

export const whoAmI = defineEndpoint({
  method: "GET",
  path: "/api/me",
  scope: "read",
  about: "Who is asking, and what he may do.",
  answer: z.object({ kind: z.enum(["token", "device", "socket"]), id: z.string(), name: z.string(), scope }),
});

export const createSignInLink = defineEndpoint({
  method: "POST",
  path: "/api/sign-in-links",
  scope: "admin",
  about: "Makes a link with which one more browser signs in, once and within minutes.",
  body: z.object({ scope: scope.optional() }),
  status: 201,
  answer: z.object({ url: z.string(), expires: moment }),
});

export const listTokens = defineEndpoint({
  method: "GET",
  path: "/api/tokens",
  scope: "admin",
  about: "Lists the tokens of programs.",
  answer: z.object({ tokens: z.array(credential) }),
});

export const createToken = defineEndpoint({
  method: "POST",
  path: "/api/tokens",
  scope: "admin",
  about: "Makes a token with which a program may come in. It is shown only now.",
  body: z.object({
    name: z.string().min(1).max(64),
    scope,
    days: z.int().min(1).max(3650).nullable().optional(),
  }),
  status: 201,
  answer: credential.extend({ token: z.string() }),
});

export const revokeToken = defineEndpoint({
  method: "DELETE",
  path: "/api/tokens/:id",
  scope: "admin",
  about: "Revokes a token; what is connected with it is cut off.",
  params: credentialId,
  answer: credential,
});

export const listDevices = defineEndpoint({
  method: "GET",
  path: "/api/devices",
  scope: "admin",
  about: "Lists the browsers that signed in.",
  answer: z.object({ devices: z.array(credential) }),
});

export const revokeDevice = defineEndpoint({
  method: "DELETE",
  path: "/api/devices/:id",
  scope: "admin",
  about: "Signs a browser out; what it has open is cut off.",
  params: credentialId,
  answer: credential,
});
