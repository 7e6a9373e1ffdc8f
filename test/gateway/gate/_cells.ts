import assert from "node:assert/strict";
import { toPair, toToken } from "../../../src/core/index.ts";
import type { Opened } from "./_server.ts";

/** A line of a head; `PORT` stands for the gateway's. */
export type Line = string;

/** By name: what stands in the head. Which of them may come in, the oracle below says by name. */
export const ORIGINS: Readonly<Record<string, Line[]>> = {
  none: [],
  "own ip": ["Origin: http://127.0.0.1:PORT"],
  "own name": ["Origin: http://localhost:PORT"],
  "own ip6": ["Origin: http://[::1]:PORT"],
  null: ["Origin: null"],
  empty: ["Origin:"],
  evil: ["Origin: http://evil.test"],
  "evil with our port": ["Origin: http://evil.test:PORT"],
  "evil below our name": ["Origin: http://127.0.0.1.evil.test:PORT"],
  https: ["Origin: https://127.0.0.1:PORT"],
  "no port": ["Origin: http://127.0.0.1"],
  "other port": ["Origin: http://127.0.0.1:3000"],
  "slash at the end": ["Origin: http://127.0.0.1:PORT/"],
  capitals: ["Origin: HTTP://127.0.0.1:PORT"],
  "with a user": ["Origin: http://a@127.0.0.1:PORT"],
  "own twice": ["Origin: http://127.0.0.1:PORT", "Origin: http://127.0.0.1:PORT"],
  "own, then evil": ["Origin: http://127.0.0.1:PORT", "origin: http://evil.test"],
  file: ["Origin: file://"],
};

export const HOSTS: Readonly<Record<string, { lines: Line[]; target?: string }>> = {
  ip: { lines: ["Host: 127.0.0.1:PORT"] },
  name: { lines: ["Host: localhost:PORT"] },
  ip6: { lines: ["Host: [::1]:PORT"] },
  missing: { lines: [] },
  rebound: { lines: ["Host: rebind.test:PORT"] },
  dot: { lines: ["Host: localhost.:PORT"] },
  "no port": { lines: ["Host: 127.0.0.1"] },
  capitals: { lines: ["Host: LOCALHOST:PORT"] },
  twice: { lines: ["Host: 127.0.0.1:PORT", "Host: rebind.test:PORT"] },
  absolute: { lines: ["Host: 127.0.0.1:PORT"], target: "http://127.0.0.1:PORT" },
};

export type Credentials = Record<(typeof CREDENTIALS)[number], { lines: Line[]; query?: string }>;
export const CREDENTIALS = [
  "none",
  "token",
  "cookie",
  "both",
  "wrong token",
  "unknown token",
  "revoked token",
  "expired token",
  "wrong cookie",
  "device as bearer",
  "token in the address",
] as const;

/** The host that is ours under each name, and the origin of the pages that come from there. */
export const OWN: Readonly<Record<string, string>> = { ip: "own ip", name: "own name", ip6: "own ip6" };

/** Of each kind one; the one that is too old becomes so by `expire`. */
export async function makeCredentials({ access, app, gateway, ctx }: Opened): Promise<Credentials> {
  const make = async (kind: "token" | "device") =>
    (await access.create({ kind, name: kind, scope: "admin", days: null })).secret;
  const [token, attacked, revoked, device] = [
    await make("token"),
    await make("token"),
    await make("token"),
    await make("device"),
  ];
  await access.revoke(revoked.id);
  const old = await app.run("createToken", { name: "old", scope: "admin", days: 1 }, {}, ctx);
  const bearer = (text: string) => ({ lines: [`Authorization: Bearer ${text}`] });
  const wrong = { secret: "A".repeat(43) };
  return {
    none: { lines: [] },
    token: bearer(toToken(token)),
    cookie: { lines: [`Cookie: kralle_session_${gateway.port}=${toPair(device)}`] },
    both: { lines: [...bearer(toToken(token)).lines, `Cookie: kralle_session_${gateway.port}=${toPair(device)}`] },
    "wrong token": bearer(toToken({ ...attacked, ...wrong })),
    "unknown token": bearer(toToken({ id: "0123456789abcdef", ...wrong })),
    "revoked token": bearer(toToken(revoked)),
    "expired token": bearer(old.token),
    "wrong cookie": { lines: [`Cookie: kralle_session_${gateway.port}=${toPair({ ...device, ...wrong })}`] },
    "device as bearer": bearer(toToken(device)),
    "token in the address": { lines: [], query: `?token=${toToken(token)}&access_token=${toToken(token)}` },
  };
}

export const WS = [
  "Connection: Upgrade",
  "Upgrade: websocket",
  "Sec-WebSocket-Version: 13",
  "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==",
];
/** Makes the token "old" one whose days are over, as if they had passed. */
export async function expire({ app, ctx, access }: Opened): Promise<void> {
  const { tokens } = await app.run("tokens", {}, {}, ctx);
  const old = tokens.find(({ name }) => name === "old");
  const credential = access.find(old?.id ?? "");
  assert.ok(credential);
  Object.assign(credential, { expires: credential.created - 1 });
  assert.equal(access.stateOf(credential), "expired");
}
