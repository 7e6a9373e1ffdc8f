import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { connect, createServer as createTcp, type AddressInfo, type Socket } from "node:net";
import { createServer as createTls } from "node:https";
import { join } from "node:path";
import { describe, test, type TestContext } from "node:test";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { systemClock } from "../../../src/core/index.ts";
import { createBroker } from "../../../src/guard/egress/broker.ts";
import type { BrokerOptions, EgressEntry } from "../../../src/guard/egress/types.ts";
import { isError, tempFolder } from "../../store/_setup.ts";
import { openWorld, PUBLIC } from "./_world.ts";

async function openSite(t: TestContext, options: Partial<BrokerOptions> = {}) {
  const world = await openWorld(t, options);
  world.names.set("a.example", [[PUBLIC]]);
  return world;
}

describe("an answer", () => {
  test("is what the server said: status, headers, text, also packed", async (t) => {
    const world = await openSite(t);
    const packed: Record<string, Buffer> = { gzip: gzipSync("words"), br: brotliCompressSync("words") };
    for (const [encoding, bytes] of Object.entries(packed)) {
      world.answer = (_request, response) =>
        response.writeHead(201, "Made", { "content-encoding": encoding, "set-cookie": ["a=1", "b=2"] }).end(bytes);
      const response = await world.net.fetch("http://a.example/x#part");
      assert.deepEqual([response.status, response.statusText, response.url], [201, "Made", "http://a.example/x"]);
      assert.deepEqual(response.headers.getSetCookie(), ["a=1", "b=2"]);
      assert.equal(await response.text(), "words");
    }
    assert.equal(world.requests[0]?.headers["accept-encoding"], "gzip, br");
  });

  test("comes in pieces, as they are sent; leaving it ends the connection, and so does the signal", async (t) => {
    const world = await openSite(t);
    world.answer = (_request, response) => void response.write("first");
    const response = await world.net.fetch("http://a.example/");
    const reader = response.body!.getReader();
    assert.equal(Buffer.from((await reader.read()).value!).toString(), "first");
    await reader.cancel();
    const stop = new AbortController();
    const second = await world.net.fetch("http://a.example/", { signal: stop.signal });
    const rest = second.text();
    stop.abort();
    await assert.rejects(rest, { name: "AbortError" });
    const late = new AbortController();
    const never = world.net.fetch("http://a.example/", { signal: late.signal });
    late.abort(new Error("enough"));
    await assert.rejects(never, /enough/);
  });

  test("a broken one is an error and not an end", async (t) => {
    const world = await openSite(t);
    world.answer = (_request, response) => {
      response.writeHead(200, { "content-length": "100" }).write("half");
      setImmediate(() => response.destroy());
    };
    const response = await world.net.fetch("http://a.example/");
    await assert.rejects(response.text());
    await new Promise((resolve) => setImmediate(resolve));
    assert.match(String(world.entries.at(-1)?.result), /200, cut off/);
  });

  test("a redirect is handed on where that is asked for, and an error where it must not be", async (t) => {
    const world = await openSite(t);
    world.answer = (_request, response) => response.writeHead(302, { location: "http://10.0.0.1/" }).end();
    const response = await world.net.fetch("http://a.example/", { redirect: "manual" });
    assert.deepEqual([response.status, response.headers.get("location")], [302, "http://10.0.0.1/"]);
    await assert.rejects(
      world.net.fetch("http://a.example/", { redirect: "error" }),
      isError("E_NETWORK", /not followed/),
    );
  });

  test("a kept connection that the server closed meanwhile is replaced, once", async (t) => {
    let count = 0;
    const sockets: Socket[] = [];
    const server = createTcp((socket) => {
      sockets.push(socket);
      socket
        .on("error", () => undefined)
        .on("data", () => {
          count += 1;
          if (count === 2) socket.destroy(); // the second request meets a connection that is gone
          else socket.write("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok");
        });
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    t.after(() => {
      server.close();
      for (const socket of sockets) socket.destroy();
    });
    const dial: BrokerOptions["dial"] = async () => {
      const socket = connect((server.address() as AddressInfo).port, "127.0.0.1");
      await once(socket, "connect");
      return socket;
    };
    const world = await openSite(t, { dial });
    for (let round = 0; round < 3; round += 1) {
      const response = await world.net.fetch("http://a.example/", { method: "POST", body: "x" });
      assert.equal(await response.text(), "ok");
    }
    assert.deepEqual([count, sockets.length], [4, 2]);
  });
});

describe("TLS", () => {
  test("is for the name that was asked for, whatever address it leads to", async (t) => {
    if (spawnSync("openssl", ["version"]).status !== 0) return t.skip("needs openssl");
    const folder = await tempFolder(t);
    const [cert, key] = [join(folder, "cert.pem"), join(folder, "key.pem")];
    const words = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=x -addext";
    const made = spawnSync("openssl", [
      ...words.split(" "),
      "subjectAltName=DNS:a.example",
      "-keyout",
      key,
      "-out",
      cert,
    ]);
    assert.equal(made.status, 0);
    const heard: string[] = [];
    const server = createTls({ cert: readFileSync(cert), key: readFileSync(key) }, (request, response) => {
      heard.push(`${Reflect.get(request.socket, "servername")} ${request.headers.host}`);
      response.end("secure");
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    t.after(() => {
      server.close();
      server.closeAllConnections();
    });
    const dial: BrokerOptions["dial"] = async () => {
      const socket = connect((server.address() as AddressInfo).port, "127.0.0.1");
      await once(socket, "connect");
      return socket;
    };
    const world = await openSite(t, { dial, ca: readFileSync(cert, "utf8") });
    world.names.set("b.example", [[PUBLIC]]);
    assert.equal(await (await world.net.fetch("https://a.example/")).text(), "secure");
    assert.deepEqual(heard, ["a.example a.example"]);
    await assert.rejects(world.net.fetch("https://b.example/"), isError("E_NETWORK", /altnames/));
    await assert.rejects(world.net.fetch(`https://${PUBLIC}/`), isError("E_NETWORK"));
    const plain = await world.net.connect({ host: "a.example", port: 443, tls: true });
    plain.end("GET / HTTP/1.1\r\nhost: a.example\r\nconnection: close\r\n\r\n");
    const chunks: Buffer[] = [];
    for await (const chunk of plain) chunks.push(chunk as Buffer);
    assert.match(Buffer.concat(chunks).toString(), /secure/);
    const strange = await openSite(t, { dial });
    await assert.rejects(strange.net.fetch("https://a.example/"), isError("E_NETWORK", /self-signed/));
  });
});

describe("the record", () => {
  test("begins before the first byte goes out, and ends once", async (t) => {
    const world = await openSite(t);
    let atServer: EgressEntry[] = [];
    world.answer = (_request, response) => {
      atServer = [...world.entries];
      response.end("x".repeat(1_000));
    };
    await (await world.net.fetch("http://a.example/?q=secret")).text();
    await new Promise((resolve) => setImmediate(resolve));
    assert.deepEqual(
      atServer.map(({ outcome }) => outcome),
      ["started"],
    );
    const [started, done] = world.entries;
    assert.equal(done?.id, started?.id);
    assert.deepEqual([done?.outcome, done?.result, done?.address], ["done", "200", PUBLIC]);
    assert.ok(done!.bytesIn >= 1_000 && done!.bytesIn < 1_500 && done!.bytesOut > 50, JSON.stringify(done));
    assert.doesNotMatch(JSON.stringify(world.entries), /secret/);
  });

  test("what cannot be recorded does not go out", async (t) => {
    const world = await openSite(t, {
      record: () => {
        throw new Error("no space");
      },
    });
    await assert.rejects(world.net.fetch("http://a.example/"), /no space/);
    await assert.rejects(world.net.connect({ host: "a.example", port: 80 }), /no space/);
    assert.equal(world.hits.outside, 0);
  });

  test("a name that is looked up for a library is recorded too, and refused like a connection", async (t) => {
    const world = await openSite(t);
    world.names.set("inside.example", [["10.0.0.1"]]);
    const found = await world.net.resolve({ host: "A.example", port: 993 });
    assert.deepEqual(found, [{ address: PUBLIC, family: 4, port: 993, serverName: "a.example" }]);
    await assert.rejects(world.net.resolve({ host: "inside.example", port: 993 }), isError("E_REFUSED"));
    assert.deepEqual(
      world.entries.map(({ method, outcome }) => [method, outcome]),
      [
        ["RESOLVE", "done"],
        ["RESOLVE", "refused"],
      ],
    );
  });
});

describe("the privacy lock", () => {
  test("ends what is open, refuses what comes, and asks no name server", async (t) => {
    let isLocked = false;
    let looks = 0;
    const world = await openSite(t, {
      isLocked: () => isLocked,
      lookup: async () => {
        looks += 1;
        return [PUBLIC];
      },
    });
    world.answer = (_request, response) => void response.write("first");
    const open = await world.net.fetch("http://a.example/");
    const socket = await world.net.connect({ host: "a.example", port: 80 });
    const closed = new Promise((resolve) => socket.once("close", resolve));
    socket.on("error", () => undefined);
    const program = world.net.entrust("pip", async (signal) => {
      await once(signal, "abort");
      throw new Error("it was ended");
    });
    const ended = assert.rejects(program, isError("E_PRIVACY_LOCK"));
    isLocked = true;
    await assert.rejects(open.text());
    await closed;
    await ended;
    const [before, reached] = [looks, world.hits.outside];
    await assert.rejects(world.net.fetch("http://a.example/"), isError("E_PRIVACY_LOCK"));
    await assert.rejects(world.net.resolve({ host: "a.example", port: 80 }), isError("E_PRIVACY_LOCK"));
    await assert.rejects(world.net.connect({ host: PUBLIC, port: 80 }), isError("E_PRIVACY_LOCK"));
    assert.deepEqual([looks, world.hits.outside], [before, reached]);
    isLocked = false;
    const again = await world.net.fetch("http://a.example/");
    await again.body?.cancel();
  });

  test("comes between the look-up and the connection, and nothing is sent", async (t) => {
    let isLocked = false;
    const world = await openSite(t, {
      isLocked: () => isLocked,
      lookup: async () => {
        isLocked = true;
        return [PUBLIC];
      },
    });
    await assert.rejects(world.net.fetch("http://a.example/"), isError("E_PRIVACY_LOCK"));
    assert.equal(world.hits.outside, 0);
  });
});

describe("grants", () => {
  test("a purpose reaches its own places only, by name, pattern and port; where it may only ask, nothing is sent", async (t) => {
    const grant = { reach: "public", follows: "granted", readOnly: false } as const;
    const world = await openWorld(t, {
      grants: async () => [
        { ...grant, purpose: "web", host: "*.example", port: 80 },
        { ...grant, purpose: "models", host: "hub.example", port: 80, readOnly: true },
      ],
    });
    for (const name of ["x.example", "hub.example", "example", "x.example.org"]) world.names.set(name, [[PUBLIC]]);
    const broker = world.net;
    await (await broker.fetch("http://x.example/")).text();
    const refused = isError("E_REFUSED", /may not be reached for/);
    await assert.rejects(broker.fetch("http://x.example:8080/"), refused);
    await assert.rejects(broker.fetch("http://example/"), refused);
    await assert.rejects(broker.fetch("http://x.example.org/"), refused);
    await assert.rejects(broker.fetch(`http://${PUBLIC}/`), refused);
    await assert.rejects(broker.for("models").fetch("http://x.example/"), refused);
    await (await broker.for("models").fetch("http://hub.example/")).text();
    await assert.rejects(
      broker.for("models").fetch("http://hub.example/", { method: "POST", body: "x" }),
      isError("E_REFUSED"),
    );
    await assert.rejects(broker.for("models").connect({ host: "hub.example", port: 80 }), isError("E_REFUSED"));
    await assert.rejects(broker.for("mcp:x").fetch("http://x.example/"), refused);
  });

  test("the broker closes what it holds", async () => {
    const broker = createBroker({
      grants: async () => [],
      isLocked: () => false,
      record: () => undefined,
      clock: systemClock,
    });
    broker.sever();
    broker.close();
    await assert.rejects(broker.fetch("http://a.example/"), isError("E_REFUSED"));
  });
});
