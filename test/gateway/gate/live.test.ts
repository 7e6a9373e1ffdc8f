import assert from "node:assert/strict";
import { once } from "node:events";
import type { Socket } from "node:net";
import { describe, test } from "node:test";
import * as fc from "fast-check";
import { WebSocket } from "ws";
import { parsePair, parseToken, toPair, toToken, type Secret } from "../../../src/core/index.ts";
import { GATE_LIMITS } from "../../../src/gateway/gate/limits.ts";
import { dial, inParallel, openReal, readAnswer, send, type Opened } from "./_server.ts";

const head = (port: number, line: string, ...lines: string[]): string =>
  [`${line} HTTP/1.1`, `Host: 127.0.0.1:${port}`, ...lines, "", ""].join("\r\n");

async function make({ access }: Opened, kind: "token" | "device"): Promise<Secret> {
  return (await access.create({ kind, name: kind, scope: "admin", days: null })).secret;
}

/** Resolves with the time until the other side closed. */
async function untilClosed(socket: Socket | WebSocket): Promise<number> {
  const began = performance.now();
  await once(socket, "close");
  return performance.now() - began;
}

/** Resolves with the time until the stream of an answer in chunks was over. */
async function untilEnded(socket: Socket): Promise<number> {
  const began = performance.now();
  const ended = Promise.withResolvers<void>();
  socket.on("data", (chunk: Buffer) => chunk.toString("latin1").endsWith("0\r\n\r\n") && ended.resolve());
  socket.once("close", () => ended.resolve());
  await ended.promise;
  return performance.now() - began;
}

describe("what is revoked", () => {
  for (const kind of ["token", "device"] as const) {
    test(`a ${kind}: its streams and sockets end within a second, others go on`, async (t) => {
      const opened = await openReal(t);
      const { port, url } = opened.gateway;
      const [gone, stays] = [await make(opened, kind), await make(opened, "token")];
      const lines =
        kind === "token"
          ? { authorization: `Bearer ${toToken(gone)}` }
          : { cookie: `kralle_session_${port}=${toPair(gone)}`, origin: url };
      const ws = new WebSocket(`${url.replace("http", "ws")}/api/ws`, { headers: lines });
      const other = new WebSocket(`${url.replace("http", "ws")}/api/ws`, {
        headers: { authorization: `Bearer ${toToken(stays)}` },
      });
      await Promise.all([once(ws, "open"), once(other, "open")]);
      const stream = dial(port);
      stream.write(head(port, "GET /api/events", ...Object.entries(lines).map(([name, value]) => `${name}: ${value}`)));
      assert.match((await readAnswer(stream)).head, /200 OK[^]*text\/event-stream/);
      const closed = [untilClosed(ws), untilEnded(stream)];
      await opened.app.run(kind === "token" ? "revokeToken" : "revokeDevice", { id: gone.id }, {}, opened.ctx);
      for (const ms of await Promise.all(closed)) assert.ok(ms < 1_000, `${ms}`);
      assert.equal(other.readyState, WebSocket.OPEN);
      other.close();
      const again = await send(
        port,
        head(port, "GET /api/me", ...Object.entries(lines).map(([name, value]) => `${name}: ${value}`)),
      );
      assert.equal(again.status, 401);
    });
  }

  test("signing in and out over the wire, with the link of the command", async (t) => {
    const opened = await openReal(t);
    const { url, port } = opened.gateway;
    const link = await opened.app.run("signInLink", { scope: "read" }, {}, opened.ctx);
    const code = link.url.split("#code=")[1];
    const post = (path: string, body: string, ...lines: string[]) =>
      send(
        port,
        head(
          port,
          `POST ${path}`,
          `Origin: ${url}`,
          "X-Kralle: 1",
          "Content-Type: application/json",
          `Content-Length: ${body.length}`,
          ...lines,
        ) + body,
      );
    const signedIn = await post("/api/sign-in", JSON.stringify({ code }));
    assert.equal(signedIn.status, 200);
    const cookie = /^set-cookie: (kralle_session_\d+=[^;]+); /im.exec(signedIn.head)?.[1] ?? "";
    assert.ok(parsePair(cookie.split("=")[1] ?? ""));
    assert.equal((await post("/api/sign-in", JSON.stringify({ code }))).status, 401, "once");
    const me = await send(port, head(port, "GET /api/me", `Cookie: ${cookie}`));
    assert.equal((JSON.parse(me.body) as { scope: string }).scope, "read");
    assert.equal((await post("/api/links", "{}", `Cookie: ${cookie}`)).status, 403, "scopes never grow");
    const out = await post("/api/sign-out", "", `Cookie: ${cookie}`);
    assert.match(out.head, /set-cookie: kralle_session_\d+=; Path=\/; Max-Age=0/i);
    assert.equal((await send(port, head(port, "GET /api/me", `Cookie: ${cookie}`))).status, 401);
  });

  test("the list over the wire names who asks and never a secret", async (t) => {
    const opened = await openReal(t);
    const { port } = opened.gateway;
    const secret = await make(opened, "token");
    const bearer = `Authorization: Bearer ${toToken(secret)}`;
    const body = '{"name":"ci","scope":"act"}';
    const made = await send(
      port,
      head(port, "POST /api/tokens", bearer, "Content-Type: application/json", `Content-Length: ${body.length}`) + body,
    );
    assert.equal(made.status, 201);
    const { id, token } = JSON.parse(made.body) as { id: string; token: string };
    assert.equal(parseToken(token)?.id, id);
    const listed = await send(port, head(port, "GET /api/devices", bearer));
    const { devices } = JSON.parse(listed.body) as { devices: { id: string; current: boolean; attempts: number }[] };
    assert.deepEqual(
      devices.map((one) => [one.id, one.current, one.attempts]),
      [
        [secret.id, true, 0],
        [id, false, 0],
      ],
    );
    assert.ok(!listed.body.includes(secret.secret) && !listed.body.includes(token.slice(-43)));
    assert.equal((await send(port, head(port, `DELETE /api/devices/${id}`, bearer))).status, 200);
    assert.equal((await send(port, head(port, "GET /api/me", `Authorization: Bearer ${token}`))).status, 401);
  });
});

describe("who has proven nothing takes little", () => {
  test("hundreds of idle sockets: others come in at once, and the idle ones are ended", async (t) => {
    const opened = await openReal(t);
    const { port } = opened.gateway;
    const bearer = `Authorization: Bearer ${toToken(await make(opened, "token"))}`;
    const idle = Array.from({ length: 400 }, () => dial(port));
    t.after(() => idle.forEach((socket) => socket.destroy()));
    await Promise.all(idle.map((socket) => Promise.race([once(socket, "connect"), once(socket, "close")])));
    const waits: number[] = [];
    await inParallel(Array.from({ length: 50 }), 4, async () => {
      const began = performance.now();
      assert.equal((await send(port, head(port, "GET /api/me", bearer))).status, 200);
      waits.push(performance.now() - began);
    });
    const worst = Math.max(...waits);
    t.diagnostic(`the slowest of 50 waited ${worst.toFixed(0)} ms`);
    assert.ok(worst < 1_000, `${worst}`);
    const open = (): number => idle.filter((socket) => !socket.closed).length;
    assert.ok(open() <= GATE_LIMITS.pending, `${open()} are left at once`);
    await Promise.all(idle.filter((socket) => !socket.closed).map((socket) => once(socket, "close")));
    assert.equal(open(), 0, "and none after the time for a head");
  });

  test("a head that comes byte by byte, or is too large, or a body that is", async (t) => {
    const opened = await openReal(t);
    const { port } = opened.gateway;
    const bearer = `Authorization: Bearer ${toToken(await make(opened, "token"))}`;
    const slow = dial(port);
    const timer = setInterval(() => slow.write("G"), 500);
    slow.write("GET /");
    const slowMs = untilClosed(slow).finally(() => clearInterval(timer));
    const large = await send(port, head(port, "GET /api/me", `X: ${"x".repeat(GATE_LIMITS.headerBytes)}`));
    assert.equal(large.status, 431);
    const many = await send(port, head(port, "GET /api/me", bearer, ...Array.from({ length: 200 }, () => "a: b")));
    assert.equal(many.status, 431);
    const told = await send(
      port,
      head(port, "POST /api/links", bearer, "Content-Type: application/json", `Content-Length: ${64 * 1024 * 1024}`),
    );
    assert.equal(told.status, 413, "by its length alone");
    const unknown = await send(
      port,
      head(port, "POST /api/links", "Content-Type: application/json", `Content-Length: ${64 * 1024 * 1024}`),
    );
    assert.equal(unknown.status, 401, "without looking at the body");
    const chunk = "x".repeat(64 * 1024);
    const chunks = dial(port);
    chunks.write(head(port, "POST /api/links", bearer, "Content-Type: application/json", "Transfer-Encoding: chunked"));
    const answered = readAnswer(chunks);
    for (let sent = 0; sent < 40 && !chunks.destroyed; sent += 1) chunks.write(`10000\r\n${chunk}\r\n`);
    assert.equal((await answered).status, 413);
    chunks.destroy();
    assert.ok((await slowMs) < GATE_LIMITS.headersMs + 3_000, "the slow one is ended");
  });

  test("bytes of any kind: it answers or leaves, and goes on serving", async (t) => {
    const opened = await openReal(t);
    const { port } = opened.gateway;
    const piece = fc.constantFrom(
      "GET / HTTP/1.1\r\n",
      `Host: 127.0.0.1:${port}\r\n`,
      "Content-Length: 5\r\n",
      "Content-Length: -1\r\n",
      "Transfer-Encoding: chunked\r\n",
      "Upgrade: websocket\r\nConnection: upgrade\r\n",
      "Expect: 100-continue\r\n",
      "\r\n",
      "\r",
      " folded: x\r\n",
      "\0",
      "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
      "\u0016\u0003\u0001",
      "A: " + "b".repeat(5_000) + "\r\n",
    );
    const bytes = fc.oneof(
      fc.array(piece, { maxLength: 12 }).map((some) => some.join("")),
      fc.string({ unit: "binary", maxLength: 200 }),
    );
    await fc.assert(
      fc.asyncProperty(bytes, async (text) => {
        const socket = dial(port);
        socket.write(text, "latin1");
        socket.end();
        await untilClosed(socket);
        const alive = await send(port, head(port, "GET /api/health"));
        assert.equal(alive.status, 200);
      }),
      { numRuns: 60 },
    );
  });

  test("requests on one connection are looked at one by one; a length that is told twice is refused", async (t) => {
    const opened = await openReal(t);
    const { port } = opened.gateway;
    const socket = dial(port);
    let text = "";
    socket.on("data", (chunk: Buffer) => (text += chunk.toString("latin1")));
    socket.write(`${head(port, "GET /api/health")}GET /api/health HTTP/1.1\r\nHost: rebind.test:${port}\r\n\r\n`);
    await untilClosed(socket);
    assert.deepEqual(
      [...text.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, status]) => status),
      ["200", "421"],
    );
    const bearer = `Authorization: Bearer ${toToken(await make(opened, "token"))}`;
    const smuggled = head(port, "POST /api/links", bearer, "Content-Length: 4", "Transfer-Encoding: chunked");
    assert.equal((await send(port, `${smuggled}0\r\n\r\n`)).status, 400);
  });

  test("a frame that is too large ends its socket", async (t) => {
    const opened = await openReal(t);
    const ws = new WebSocket(`${opened.gateway.url.replace("http", "ws")}/api/ws`, {
      headers: { authorization: `Bearer ${toToken(await make(opened, "token"))}` },
    });
    await once(ws, "open");
    ws.send("x".repeat(GATE_LIMITS.frameBytes + 1));
    const [code] = (await once(ws, "close")) as [number];
    assert.equal(code, 1009);
  });

  test("who asks with Expect: 100-continue is told to send only when he may come", async (t) => {
    const opened = await openReal(t);
    const { port } = opened.gateway;
    const lines = ["Content-Type: application/json", "Content-Length: 9", "Expect: 100-continue"];
    assert.equal((await send(port, head(port, "POST /api/links", "Origin: http://evil.test", ...lines))).status, 403);
    const bearer = `Authorization: Bearer ${toToken(await make(opened, "token"))}`;
    assert.equal((await send(port, head(port, "POST /api/links", bearer, ...lines))).status, 100);
  });
});
