import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { SCOPES, toToken } from "../../../src/core/index.ts";
import { createOwnerGate } from "../../../src/gateway/gate/owner.ts";
import { createRouter } from "../../../src/gateway/router.ts";
import { ROUTES } from "../../../src/gateway/index.ts";
import { CREDENTIALS, expire, HOSTS, makeCredentials, ORIGINS, OWN, WS, type Line } from "./_cells.ts";
import { inParallel, openReal, send } from "./_server.ts";

const KINDS = ["GET", "POST", "WS"] as const;

/** Who may come in, said once more in other words than the gate's: by the names above. */
function mayCome(kind: string, origin: string, host: string, credential: string): boolean {
  const page = OWN[host];
  if (page === undefined || (origin !== "none" && origin !== page)) return false;
  if (credential === "token" || credential === "both") return true;
  return credential === "cookie" && (kind === "GET" || origin !== "none");
}

const BODY = '{"scope":"read"}';

/** The bytes of one request. The body of one that must be refused is never sent: it has to be refused without it. */
function toBytes(port: number, kind: string, lines: Line[], target: string, withBody: boolean): string {
  const path = { GET: "/api/me", POST: "/api/links", WS: "/api/ws" }[kind] ?? kind;
  const extra =
    kind === "WS"
      ? WS
      : kind === "POST"
        ? ["Content-Type: application/json", "X-Kralle: 1", `Content-Length: ${BODY.length}`]
        : [];
  const head = [
    `${kind === "POST" ? "POST" : "GET"} ${target.replace("PATH", path)} HTTP/1.1`,
    ...lines,
    ...extra,
    "",
    "",
  ];
  return head.join("\r\n").replaceAll("PORT", String(port)) + (kind === "POST" && withBody ? BODY : "");
}

const ACCEPTED: Record<string, number> = { GET: 200, POST: 201, WS: 101 };
const REFUSED = [400, 401, 403, 421, 429];

describe("who comes in, over the whole product", () => {
  test("origin × host × credential × kind of request: nobody wrong comes in, nobody right stays out", async (t) => {
    const opened = await openReal(t);
    const { port } = opened.gateway;
    const credentials = await makeCredentials(opened);
    await expire(opened);
    const cells = KINDS.flatMap((kind) =>
      Object.keys(ORIGINS).flatMap((origin) =>
        Object.keys(HOSTS).flatMap((host) => CREDENTIALS.map((credential) => ({ kind, origin, host, credential }))),
      ),
    );
    assert.equal(cells.length, 18 * 10 * 11 * 3);
    const wrong: string[] = [];
    let came = 0;
    opened.lines.length = 0;
    await inParallel(cells, 12, async ({ kind, origin, host, credential }) => {
      const { lines, target = "" } = HOSTS[host] ?? { lines: [] };
      const who = credentials[credential];
      const may = mayCome(kind, origin, host, credential);
      const all = [...lines, ...(ORIGINS[origin] ?? []), ...who.lines];
      const { status } = await send(port, toBytes(port, kind, all, `${target}PATH${who.query ?? ""}`, may));
      came += Number(status === ACCEPTED[kind]);
      const isRight = may ? status === ACCEPTED[kind] : REFUSED.includes(status);
      if (!isRight) wrong.push(`${kind}, origin ${origin}, host ${host}, ${credential}: ${status}`);
    });
    assert.deepEqual(wrong, []);
    assert.equal(came, cells.filter((cell) => mayCome(cell.kind, cell.origin, cell.host, cell.credential)).length);
    assert.ok(came > 20, `${came} may come`);
    assert.ok(
      opened.lines.every((line) => Buffer.byteLength(line) <= 512 && !/krl_[0-9a-f]{16}\.|[\w-]{43}/.test(line)),
    );
  });

  test("control: an oracle that lets another origin in would differ", () => {
    assert.equal(mayCome("GET", "own name", "ip", "token"), false);
    assert.equal(mayCome("WS", "none", "ip", "cookie"), false);
    assert.equal(mayCome("WS", "own ip", "ip", "cookie"), true);
  });
});

describe("every route", () => {
  const routes = ROUTES.map(({ endpoint }) => endpoint);
  const pathOf = (path: string): string => path.replaceAll(/:\w+/g, "ses_1");

  test("the router has none but those of the list, and what it does not know is behind the gate too", async (t) => {
    const { app, ctx } = await openReal(t);
    const doors = { list: () => [], settle: () => Promise.resolve(), close: () => Promise.resolve() };
    const self = { url: "", since: 0, end: () => undefined };
    const router = createRouter({ app, self, doors, gate: createOwnerGate(), routes: ROUTES, ctx });
    const known = [...routes.map(({ method, path }) => `${method} ${path}`), "ALL /*"];
    assert.deepEqual(new Set(router.routes.map(({ method, path }) => `${method} ${path}`)), new Set(known));
  });

  test("only these ask for no credential", () => {
    const open = routes.filter(({ scope }) => scope === null).map(({ method, path }) => `${method} ${path}`);
    assert.deepEqual(open.toSorted(), ["GET /api/health", "POST /api/sign-in"]);
  });

  test("refuses wrong addresses, missing credentials and too narrow ones", async (t) => {
    const opened = await openReal(t);
    const { port } = opened.gateway;
    const tokens = new Map<string, string>();
    for (const scope of SCOPES) {
      const { secret } = await opened.access.create({ kind: "token", name: scope, scope, days: null });
      tokens.set(scope, toToken(secret));
    }
    const host = `Host: 127.0.0.1:${port}`;
    const ask = async (method: string, path: string, lines: Line[]): Promise<number> =>
      (await send(port, [`${method} ${path} HTTP/1.1`, ...lines, "Content-Length: 0", "", ""].join("\r\n"))).status;
    const all = [
      ...routes,
      { method: "GET", path: "/nothing", scope: "read" as const },
      { method: "GET", path: "/api/ws", scope: "read" as const },
    ];
    const seen: string[] = [];
    for (const { method, path, scope } of all) {
      const at = pathOf(path);
      assert.equal(await ask(method, at, [`Host: rebind.test:${port}`]), 421, `${method} ${path}`);
      assert.equal(await ask(method, at, [host, "Origin: http://evil.test"]), 403, `${method} ${path}`);
      assert.equal(await ask(method, at, [host, "X-Forwarded-For: 127.0.0.1"]), 403, `${method} ${path}`);
      if (scope === null) continue;
      assert.equal(await ask(method, at, [host]), 401, `${method} ${path}`);
      for (const narrow of SCOPES.slice(0, SCOPES.indexOf(scope))) {
        const lines = [host, `Authorization: Bearer ${tokens.get(narrow)}`];
        assert.equal(await ask(method, at, lines), 403, `${method} ${path} as ${narrow}`);
        seen.push(`${method} ${path}`);
      }
    }
    assert.ok(seen.length > 10, `${seen.length} were tried with less`);
  });
});
