import {
  createSignInLink,
  createToken,
  listDevices,
  listTokens,
  revokeDevice,
  revokeToken,
  signIn,
  signOut,
  whoAmI,
} from "../../api/index.ts";
import { AppError } from "../../core/index.ts";
import { defineRoute, RefusedError, type Route } from "../types.ts";

export const accessRoutes: readonly Route[] = [
  defineRoute(signIn, async ({ body, gate, http }) => {
    const done = await gate.signIn(http.incoming, body.code);
    if ("status" in done) throw new RefusedError(done);
    http.outgoing.setHeader("set-cookie", done.setCookie);
    return { device: done.device };
  }),
  defineRoute(signOut, async ({ principal, gate, http }) => {
    if (principal?.kind !== "device") {
      throw new AppError("E_INPUT", "Only a browser signs out.", { hint: "`kralle token revoke` ends a token." });
    }
    http.outgoing.setHeader("set-cookie", await gate.signOut(http.incoming, principal.id));
    return { ok: true } as const;
  }),
  defineRoute(whoAmI, ({ principal }) => {
    if (principal === null) throw new AppError("E_UNAUTHENTICATED", "A valid credential is missing.");
    const { kind, id, name, scope } = principal;
    return Promise.resolve({ kind, id, name, scope });
  }),
  defineRoute(createSignInLink, ({ app, body, ctx }) => app.run("signInLink", { scope: body.scope }, {}, ctx)),
  defineRoute(listTokens, ({ app, ctx }) => app.run("tokens", {}, {}, ctx)),
  defineRoute(createToken, ({ app, body, ctx }) => app.run("createToken", body, {}, ctx)),
  defineRoute(revokeToken, ({ app, params, ctx }) => app.run("revokeToken", params, {}, ctx)),
  defineRoute(listDevices, ({ app, ctx }) => app.run("devices", {}, {}, ctx)),
  defineRoute(revokeDevice, ({ app, params, ctx }) => app.run("revokeDevice", params, {}, ctx)),
];
