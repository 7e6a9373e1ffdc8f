import {
  createLink,
  createToken,
  getMe,
  listDevices,
  revokeDevice,
  signIn,
  signOut,
  type DeviceInfo,
} from "../../api/index.ts";
import type { CredentialView } from "../../app/index.ts";
import { AppError } from "../../core/index.ts";
import { defineRoute, RefusedError, type Principal, type Route } from "../types.ts";

export const deviceRoutes: readonly Route[] = [
  defineRoute(signIn, async ({ body, gate, http }) => {
    const done = await gate.signIn(http.incoming, body.code);
    if ("status" in done) throw new RefusedError(done);
    http.outgoing.setHeader("set-cookie", done.setCookie);
    return done.device;
  }),
  defineRoute(signOut, async ({ principal, gate, http }) => {
    const { kind, id } = known(principal);
    if (kind === "socket") {
      throw new AppError("E_INPUT", "The owner's own socket is not signed in.", { hint: "Nothing needs to be done." });
    }
    http.outgoing.setHeader("set-cookie", await gate.signOut(http.incoming, id));
    return { ok: true } as const;
  }),
  defineRoute(getMe, ({ principal }) => {
    const { kind, id, name, scope } = known(principal);
    return Promise.resolve({ kind, id, name, scope });
  }),
  defineRoute(listDevices, async ({ app, principal, ctx }) => {
    const { id } = known(principal);
    const [{ devices }, { tokens }] = [await app.run("devices", {}, {}, ctx), await app.run("tokens", {}, {}, ctx)];
    return {
      devices: [...devices, ...tokens].filter(({ state }) => state !== "revoked").map((one) => toInfo(one, id)),
    };
  }),
  defineRoute(revokeDevice, async ({ app, params, ctx }) => {
    const { id } = params;
    const isToken = (await app.access()).find(id)?.kind === "token";
    return { id: (await app.run(isToken ? "revokeToken" : "revokeDevice", { id }, {}, ctx)).id };
  }),
  defineRoute(createToken, async ({ app, body, ctx }) => {
    const { id, token } = await app.run("createToken", body, {}, ctx);
    return { id, token };
  }),
  defineRoute(createLink, ({ app, body, ctx }) => app.run("signInLink", body, {}, ctx)),
];

function known(principal: Principal | null): Principal {
  if (principal === null) throw new AppError("E_UNAUTHENTICATED", "A valid credential is missing.");
  return principal;
}

function toInfo(view: CredentialView, current: string): DeviceInfo {
  const { id, kind, name, scope, created, used, expires, guesses } = view;
  return {
    id,
    kind,
    name,
    scope,
    created,
    lastSeen: used,
    expires,
    current: id === current,
    attempts: guesses?.recent ?? 0,
  };
}
