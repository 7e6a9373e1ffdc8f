import assert from "node:assert/strict";
import { once } from "node:events";
import { existsSync, statSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { describe, test, type TestContext } from "node:test";
import { openConnectProxy } from "../../../src/guard/egress/connectProxy.ts";
import type { BrokerOptions, Grant } from "../../../src/guard/egress/types.ts";
import { createContext } from "../../store/_setup.ts";
import { openWorld, PUBLIC, PUBLIC6 } from "./_world.ts";

const grant = (host: string): Grant => {
  return { purpose: "mcp:one", host, port: 443, reach: "public", follows: "granted", readOnly: false };
};

async function openProxy(t: TestContext, options: Partial<BrokerOptions> = {}) {
  const grants: BrokerOptions["grants"] = ({ purpose }) =>
    Promise.resolve(purpose === "mcp:one" ? [grant("api.example"), grant("*.cdn.example")] : []);
  const world = await openWorld(t, { grants, ...options });
  world.names.set("api.example", [[PUBLIC]]);
  world.names.set("a.cdn.example", [[PUBLIC6]]);
  const proxy = await openConnectProxy(world.net.for("mcp:one"), createContext(), 300);
  t.after(() => proxy.close());
  const open = async (): Promise<Socket> => {
    const socket = connect({ path: proxy.socket });
    socket.on("error", () => undefined);
    await once(socket, "connect");
    return socket;
  };
  /** The status line; the connection is to be over with everything but 200. */
  const ask = async (bytes: string): Promise<string> => {
    const socket = await open();
    socket.write(Buffer.from(bytes, "latin1"));
    let said = "";
    for await (const chunk of socket as AsyncIterable<Buffer>) {
      said += chunk.toString("latin1");
      if (said.startsWith("HTTP/1.1 200")) break;
    }
    socket.destroy();
    return said.split("\r\n")[0]?.replace("HTTP/1.1 ", "") ?? "";
  };
  return { world, proxy, open, ask };
}

const to = (target: string, version = "HTTP/1.1"): string => `CONNECT ${target} ${version}\r\nHost: ${target}\r\n\r\n`;

/** What is no question for a place at all, or could be read in two ways. */
const FORMS: readonly [string, string][] = [
  ["GET in absolute form", "GET http://api.example/ HTTP/1.1\r\nHost: api.example\r\n\r\n"],
  ["GET of an address inside", "GET http://127.0.0.1:1/ HTTP/1.1\r\n\r\n"],
  ["POST", "POST https://api.example/ HTTP/1.1\r\ncontent-length: 1\r\n\r\n"],
  ["OPTIONS", "OPTIONS * HTTP/1.1\r\n\r\n"],
  ["TRACE", "TRACE / HTTP/1.1\r\n\r\n"],
  ["PRI of HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"],
  ["a greeting of SOCKS", "\x05\x01\x00\r\n\r\n"],
  ["a method in small letters", "connect api.example:443 HTTP/1.1\r\n\r\n"],
  ["another version", to("api.example:443", "HTTP/2.0")],
  ["no version", "CONNECT api.example:443\r\n\r\n"],
  ["a second question behind the first", to("api.example:443") + to("127.0.0.1:1")],
  ["words behind the question", `${to("api.example:443")}GET / HTTP/1.1\r\n\r\n`],
  ["a body", "CONNECT api.example:443 HTTP/1.1\r\nContent-Length: 4\r\n\r\nabcd"],
  ["lines that end with LF alone", "CONNECT api.example:443 HTTP/1.1\nHost: x\n\r\n\r\n"],
  ["a CR inside", "CONNECT api.example:443 HTTP/1.1\rX: y\r\n\r\n"],
  ["a NUL in a field", "CONNECT api.example:443 HTTP/1.1\r\nX: a\0b\r\n\r\n"],
  ["a folded field", "CONNECT api.example:443 HTTP/1.1\r\nX: a\r\n b\r\n\r\n"],
  ["a tab as a space", "CONNECT\tapi.example:443 HTTP/1.1\r\n\r\n"],
  ["two spaces", "CONNECT  api.example:443 HTTP/1.1\r\n\r\n"],
  ["a space at the end", "CONNECT api.example:443 HTTP/1.1 \r\n\r\n"],
  ["an empty first line", `\r\n${to("api.example:443")}`],
  ["a head without end", `CONNECT api.example:443 HTTP/1.1\r\nX: ${"a".repeat(9_000)}`],
];

const TARGETS: readonly string[] = [
  "evil.example:443",
  "evilapi.example:443",
  "api.example.evil.example:443",
  "cdn.example:443",
  "evilcdn.example:443",
  "api.example:22",
  "api.example:80",
  "api.example:0",
  "api.example:0443",
  "api.example:65536",
  "api.example:",
  "api.example",
  ":443",
  "api.example.:443",
  "api.example#:443",
  "api.example@evil.example:443",
  "a@api.example:443",
  "evil.example/api.example:443",
  "https://api.example:443",
  "evil.example\0api.example:443",
  "evil.example%00.cdn.example:443",
  "..cdn.example:443",
  "*.cdn.example:443",
  `${PUBLIC}:443`,
  `[${PUBLIC6}]:443`,
  "127.0.0.1:443",
  "127.1:443",
  "2130706433:443",
  "0x7f000001:443",
  "0177.0.0.1:443",
  "0.0.0.0:443",
  "169.254.169.254:443",
  "10.0.0.1:443",
  "localhost:443",
  "localhost.:443",
  "a.localhost:443",
  "[::1]:443",
  "[::]:443",
  "[::ffff:127.0.0.1]:443",
  "[::ffff:7f00:1]:443",
  "[0:0:0:0:0:ffff:7f00:1]:443",
  "[64:ff9b::7f00:1]:443",
  "[2002:7f00:1::]:443",
  "[fe80::1%25eth0]:443",
  "[fd00::1]:443",
  "::1:443",
  "[::1:443",
];

describe("the way out of a program in a sandbox", () => {
  test("leads to what it was granted, and every connection is recorded with its bytes", async (t) => {
    const { world, open } = await openProxy(t);
    for (const place of ["api.example:443", "A.CDN.example:443"]) {
      const socket = await open();
      socket.write(to(place));
      const [head] = (await once(socket, "data")) as [Buffer];
      assert.match(head.toString(), /^HTTP\/1\.1 200 /u);
      socket.write("GET /inside HTTP/1.1\r\nHost: api.example\r\nConnection: close\r\n\r\n");
      let said = "";
      for await (const chunk of socket as AsyncIterable<Buffer>) said += chunk.toString();
      assert.match(said, /public$/u);
    }
    assert.equal(world.hits.outside, 2);
    const done = world.entries.filter(({ outcome }) => outcome === "done");
    assert.deepEqual(
      done.map(({ purpose, host, port, method, address }) => [purpose, host, port, method, address]),
      [
        ["mcp:one", "api.example", 443, "CONNECT", PUBLIC],
        ["mcp:one", "a.cdn.example", 443, "CONNECT", PUBLIC6],
      ],
    );
    assert.ok(done.every(({ bytesOut, bytesIn }) => bytesOut > 50 && bytesIn > 50));
  });

  test(`${FORMS.length} forms that are no plain CONNECT are refused, and nobody hears of them`, async (t) => {
    const { world, ask } = await openProxy(t);
    for (const [what, bytes] of FORMS) assert.match(await ask(bytes), /^4\d\d /u, what);
    assert.deepEqual(world.hits, { outside: 0, inside: 0, proxy: 0 });
    assert.match(await ask(to("api.example:443")), /^200 /u, "control: it still answers");
  });

  test(`${TARGETS.length} places that were not granted are refused`, async (t) => {
    const { world, ask } = await openProxy(t);
    for (const target of TARGETS) assert.match(await ask(to(target)), /^40[03] /u, target);
    assert.deepEqual(world.hits, { outside: 0, inside: 0, proxy: 0 });
    const refused = world.entries.filter(({ outcome }) => outcome === "refused");
    assert.ok(refused.length >= 15, `${refused.length} were refused by their grants, and stand in the record`);
  });

  test("a name that leads inside, at once or the second time, or also, reaches nothing inside", async (t) => {
    const { world, ask } = await openProxy(t);
    const answers = [
      [["127.0.0.1"]],
      [["::1"]],
      [["10.0.0.8"]],
      [["169.254.169.254"]],
      [["::ffff:127.0.0.1"]],
      [["64:ff9b::7f00:1"]],
      [[PUBLIC, "127.0.0.1"]],
      [[PUBLIC, "fd00::1"]],
      [["127.0.0.1"], [PUBLIC]],
    ];
    for (const [at, addresses] of answers.entries()) {
      world.names.set(`r${at}.cdn.example`, addresses);
      assert.match(await ask(to(`r${at}.cdn.example:443`)), /^403 /u, JSON.stringify(addresses));
    }
    world.names.set("flips.cdn.example", [[PUBLIC], ["127.0.0.1"]]);
    assert.match(await ask(to("flips.cdn.example:443")), /^200 /u);
    assert.deepEqual([world.hits.inside, world.hits.outside], [0, 1], "one look-up, and what it gave was dialled");
    assert.match(await ask(to("flips.cdn.example:443")), /^403 /u);
    assert.equal(world.hits.inside, 0);
    assert.match(await ask(to("unknown.cdn.example:443")), /^502 /u);
  });

  test("the privacy lock closes it, and ends what is open", async (t) => {
    let isLocked = false;
    const { world, open, ask } = await openProxy(t, { isLocked: () => isLocked });
    const socket = await open();
    socket.write(to("api.example:443"));
    await once(socket, "data");
    isLocked = true;
    await once(socket, "close"); // by whoever looks at the lock
    assert.match(await ask(to("api.example:443")), /^403 /u);
    assert.equal(world.hits.outside, 1);
    assert.equal(world.entries.at(-1)?.result, "E_PRIVACY_LOCK");
  });

  test("whoever says nothing is sent away, and afterwards nothing is left of it", async (t) => {
    const { proxy, open, ask } = await openProxy(t);
    assert.equal(statSync(proxy.folder).mode & 0o777, 0o700);
    assert.equal(statSync(proxy.socket).mode & 0o777, 0o600);
    assert.match(await ask("CONNECT api."), /^408 /u);
    const idle = (await open()).resume();
    await Promise.all([once(idle, "close"), proxy.close()]);
    assert.equal(existsSync(proxy.folder), false);
  });

  test("of another purpose nothing is open", async (t) => {
    const { world } = await openProxy(t);
    const other = await openConnectProxy(world.net.for("mcp:two"), createContext());
    t.after(() => other.close());
    const socket = connect({ path: other.socket });
    socket.write(to("api.example:443"));
    const [head] = (await once(socket, "data")) as [Buffer];
    assert.match(head.toString(), /^HTTP\/1\.1 403 /u);
    socket.destroy();
    assert.equal(world.hits.outside, 0);
  });
});
