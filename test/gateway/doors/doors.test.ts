import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { createServer, request as httpRequest } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { describe, test } from "node:test";
import type { DoorInfo } from "../../../src/api/index.ts";
import { DOOR_ROUTES } from "../../../src/gateway/doors/routes.ts";
import { createContext, isError } from "../../store/_setup.ts";
import { openWorld, type World } from "./_setup.ts";

const ctx = createContext();

async function call(world: World, method: string, path: string, body?: object): Promise<Response> {
  return fetch(`${world.gateway}${path}`, {
    method,
    headers: { authorization: `Bearer ${world.token}`, "content-type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}

async function list(world: World): Promise<DoorInfo[]> {
  return ((await (await call(world, "GET", "/api/doors")).json()) as { doors: DoorInfo[] }).doors;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** With headers that `fetch` does not let one set. */
function raw(url: string, headers: Record<string, string | string[]>, method = "GET"): Promise<number> {
  return new Promise((resolve, reject) => {
    const asked = httpRequest(url, { method, headers }, (response) => {
      response.resume();
      response.on("end", () => resolve(response.statusCode ?? 0));
    });
    asked.on("error", reject);
    asked.end(method === "POST" ? "{}" : undefined);
  });
}

describe("doors", () => {
  test("are closed without a setting", async (t) => {
    const world = await openWorld(t, { doors: { port: null } });
    assert.deepEqual(await list(world), []);
  });

  test("one for a program is opened and closed while Kralle runs, and answers without a token", async (t) => {
    const world = await openWorld(t, { answer: () => "Good morning." });
    const port = await freePort();
    const opened = await call(world, "POST", "/api/doors", { name: "editor", port });
    assert.equal(opened.status, 201);
    const door = (await opened.json()) as DoorInfo;
    assert.deepEqual(door, { name: "editor", port, url: `http://127.0.0.1:${port}`, isOpen: true, error: null });
    const say = () =>
      fetch(`${door.url}/api/generate`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ model: "auto", prompt: "Hello", stream: false }),
      });
    const answer = await say();
    assert.equal(((await answer.json()) as { response: string }).response, "Good morning.");
    assert.deepEqual(
      (await list(world)).map(({ name, isOpen }) => [name, isOpen]),
      [
        [null, false],
        ["editor", true],
      ],
    );
    assert.equal((await call(world, "DELETE", "/api/doors/editor")).status, 204);
    await assert.rejects(say());
    assert.deepEqual((await list(world)).length, 1);
    assert.equal((await call(world, "DELETE", "/api/doors/editor")).status, 404);
  });

  test("what another process writes into the settings is seen", async (t) => {
    const world = await openWorld(t);
    const port = await freePort();
    const file = join(world.home, "config.json");
    const config = JSON.parse(await readFile(file, "utf8")) as { doors: object };
    await writeFile(file, JSON.stringify({ ...config, doors: { ...config.doors, open: [{ name: "late", port }] } }));
    for (;;) {
      const found = (await list(world)).find(({ name }) => name === "late");
      if (found?.error === null) break;
    }
    assert.equal((await fetch(`http://127.0.0.1:${port}/`)).status, 200);
  });

  test("a port that another program has is told, and does not keep the gateway from serving", async (t) => {
    const world = await openWorld(t);
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
    t.after(() => other.close());
    const { port } = other.address() as AddressInfo;
    const opened = (await (await call(world, "POST", "/api/doors", { name: "taken", port })).json()) as DoorInfo;
    assert.match(opened.error ?? "", /^Port \d+ is used by /);
    await new Promise((resolve) => other.close(resolve));
    await call(world, "POST", "/api/doors", { name: "taken", port });
    assert.equal((await fetch(`http://127.0.0.1:${port}/api/version`)).status, 200);
  });

  test("names and ports are checked", async (t) => {
    const { app } = await openWorld(t);
    const open = (name: string, port?: number) =>
      app.run("openDoor", port === undefined ? { name } : { name, port }, {}, ctx);
    await assert.rejects(open("Ed itor"), isError("E_INPUT", /cannot be the name/));
    assert.deepEqual(await open("one"), { name: "one", port: 7480 });
    assert.deepEqual(await open("one"), { name: "one", port: 7480 }, "again is the same");
    assert.deepEqual(await open("two"), { name: "two", port: 7481 });
    await assert.rejects(open("three", 7480), isError("E_INPUT", /already that of one/));
    await assert.rejects(open("three", app.gateway.port), isError("E_INPUT", /the gateway/));
    await assert.rejects(app.run("closeDoor", { name: "x" }, {}, ctx), isError("E_NOT_FOUND"));
    assert.deepEqual((await app.run("doors", {}, {}, ctx)).open.length, 2);
  });
});

describe("who may come through a door", () => {
  test("nobody without a token, on any route; a page on none, with or without one", async (t) => {
    const world = await openWorld(t);
    const port = await freePort();
    await call(world, "POST", "/api/doors", { name: "editor", port });
    const open = `http://127.0.0.1:${port}`;
    const pages: Record<string, string>[] = [
      { origin: "https://evil.example" },
      { origin: "null" },
      { origin: "http://localhost:3000" },
      { origin: `http://127.0.0.1:${port}` },
      { "sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors" },
      { "sec-fetch-site": "same-site" },
      { host: `evil.example:${port}` },
      { host: "127.0.0.1:1" },
      { "x-forwarded-for": "127.0.0.1" },
    ];
    for (const { method, path } of DOOR_ROUTES) {
      const at = path.replace(/:name\{[^}]*\}/u, "x");
      assert.equal(await raw(`${world.url}${at}`, {}, method), 401, `${method} ${at} without a token`);
      for (const headers of pages) {
        const status = await raw(`${open}${at}`, headers, method);
        assert.ok([403, 421].includes(status), `${method} ${at} ${JSON.stringify(headers)}: ${status}`);
      }
    }
    // The control: the same without those headers comes in, also as Node's own fetch and as somebody who types the address.
    assert.equal(await raw(`${open}/api/version`, {}), 200);
    assert.equal(await raw(`${open}/api/version`, { "sec-fetch-mode": "cors" }), 200);
    assert.equal(await raw(`${open}/api/version`, { "sec-fetch-site": "none" }), 200);
    assert.equal(await raw(`${open}/api/version`, { host: `localhost:${port}` }), 200);
    const bearer = { authorization: `Bearer ${world.token}` };
    assert.equal(await raw(`${world.url}/api/version`, bearer), 200);
    assert.equal(await raw(`${world.url}/api/version`, { ...bearer, origin: "https://evil.example" }), 403);
    assert.equal(await raw(`${open}/api/version`, {}, "OPTIONS"), 404);
  });

  test("a door gives models and nothing else of Kralle", async (t) => {
    const world = await openWorld(t);
    for (const path of ["/api/sessions", "/api/settings", "/api/devices", "/api/doors", "/api/ws", "/api/health"]) {
      const answer = await fetch(`${world.url}${path}`, { headers: { authorization: `Bearer ${world.token}` } });
      assert.equal(answer.status, 404, path);
    }
  });

  test("large and broken bodies are refused", async (t) => {
    const world = await openWorld(t);
    const send = (body: string, type = "application/json") =>
      fetch(`${world.url}/v1/chat/completions`, {
        method: "POST",
        headers: { authorization: `Bearer ${world.token}`, "content-type": type },
        body,
      });
    assert.equal((await send("{")).status, 400);
    assert.equal((await send("{}", "text/plain")).status, 400);
    assert.equal((await send("[]")).status, 400);
    const large = await send(JSON.stringify({ model: "x".repeat(33 * 1024 * 1024) })).catch(() => null);
    assert.ok(large === null || large.status === 413);
  });
});
