import assert from "node:assert/strict";
import { describe, test, type TestContext } from "node:test";
import { reachOf } from "../../../src/guard/egress/address.ts";
import type { Grant } from "../../../src/guard/egress/types.ts";
import { ARE_PUBLIC, NOT_PUBLIC_4, NOT_PUBLIC_6, waysToWrite } from "./_addresses.ts";
import { openWorld, PUBLIC, PUBLIC6, type World } from "./_world.ts";

const REDIRECTS = [301, 302, 303, 307, 308];
const bracket = (address: string): string => (address.includes(":") ? `[${address}]` : address);

/** Addresses of the web that lead, or that some reader takes to lead, to what is not public. */
function hostileUrls(insidePort: number): string[] {
  const literal = [...NOT_PUBLIC_4, ...NOT_PUBLIC_6].map((address) => `http://${bracket(address)}:${insidePort}/`);
  const written = [
    "127.0.0.1",
    "10.0.0.1",
    "169.254.169.254",
    "192.168.1.1",
    "172.16.0.1",
    "0.0.0.0",
    "100.64.0.1",
    "198.18.0.1",
    "127.8.8.8",
  ]
    .flatMap(waysToWrite)
    .flatMap((host) => [`http://${host}:${insidePort}/`, `https://${host}/latest/meta-data/`]);
  const inner = ["127.0.0.1", "169.254.169.254", "[::1]", "localhost"];
  const tricks = inner.flatMap((host) => [
    `http://user:pass@${host}:${insidePort}/`,
    `http://public.example@${host}:${insidePort}/`,
    `http://public.example%40${host}:${insidePort}/`,
    `http://${host}:${insidePort}#@public.example/`,
    `http://${host}:${insidePort}?@public.example/`,
    `http://${host}:${insidePort}\\@public.example/`,
    `http:\\\\${host}:${insidePort}\\`,
    `http:${host}:${insidePort}/`,
    `http:///${host}:${insidePort}/`,
    `HTTP://${host}:${insidePort}/`,
    `\thttp://${host}:${insidePort}/`,
    `ht\ntp://${host}:${insidePort}/`,
    `http://${host}\0.public.example:${insidePort}/`,
    `http://public.example\0.${host}:${insidePort}/`,
    `http://${host}%00.public.example:${insidePort}/`,
    `http://${host}%2epublic.example:${insidePort}/`,
    `http://${host}:${insidePort}%23.public.example/`,
    `http://${host}:0${insidePort}/`,
    `http://${host}:0/`,
    `http://${host}:65536/`,
    `ftp://${host}/`,
    `file://${host}/etc/passwd`,
    `gopher://${host}:${insidePort}/_x`,
    `ws://${host}:${insidePort}/`,
    `data:text/html,http://${host}/`,
    `unix:///var/run/docker.sock:/${host}`,
  ]);
  const names = [
    "localhost localhost. LOCALHOST sub.localhost a.b.localhost ⓛⓞⓒⓐⓛⓗⓞⓢⓣ localhost.localdomain ip6-localhost",
    "metadata.google.internal metadata instance-data nas.local printer.lan 127.0.0.1.nip.io 7f000001.nip.io localtest.me",
    "intranet db.internal router.home.arpa 1.0.0.127.in-addr.arpa xn--.example a..example .example -a.example a_b.local",
    "fe80::1%25eth0 [fe80::1%25lo] [::1%25lo] [::1] [::ffff:0x7f.1] [0:0:0:0:0:0:0:1] [::127.0.0.1] 0 0x7f.1 127.1 2130706433 017700000001",
  ]
    .flatMap((line) => line.split(" "))
    .flatMap((host) => [`http://${host}:${insidePort}/`, `https://${host}/`]);
  return [...new Set([...literal, ...written, ...tricks, ...names])];
}

/** Names that a hostile or a careless name server points inside, and what those answers are, the second time too. */
function hostileNames(): [string, string[][]][] {
  const inside = [...NOT_PUBLIC_4, ...NOT_PUBLIC_6];
  return inside.flatMap((address, index): [string, string[][]][] => [
    [`alone${index}.example`, [[address]]],
    [`first${index}.example`, [[address, PUBLIC]]],
    [`last${index}.example`, [[PUBLIC, PUBLIC6, address]]],
    [`flip${index}.example`, [[PUBLIC], [address], [address]]],
    [`back${index}.example`, [[address], [PUBLIC]]],
  ]);
}

/** Asks for it with what nobody else may get; what came of it is judged by the listeners. */
async function tries(world: World, url: string): Promise<void> {
  const headers = { authorization: "Bearer canary", "x-api-key": "canary", cookie: "canary=1" };
  try {
    const response = await world.net.fetch(url, { headers, signal: AbortSignal.timeout(5_000) });
    await response.arrayBuffer();
  } catch (thrown) {
    assert.ok(thrown instanceof Error, url);
  }
}

const inBatches = async <T>(all: readonly T[], work: (one: T) => Promise<void>): Promise<void> => {
  for (let at = 0; at < all.length; at += 32) await Promise.all(all.slice(at, at + 32).map(work));
};

/** Every hostile case: directly, behind a redirect of each kind, by a name. The count of cases. */
async function attack(world: World, share = 1): Promise<number> {
  const urls = hostileUrls(world.insidePort);
  const names = hostileNames();
  for (const [name, answers] of names) world.names.set(name, answers);
  world.names.set("public.example", [[PUBLIC]]);
  const known = ["localtest.me", "127.0.0.1.nip.io", "7f000001.nip.io", "intranet", "metadata", "nas.local"];
  for (const name of known) world.names.set(name, [["127.0.0.1"]]);
  world.answer = (request, response) => {
    const [, status, target = ""] = /^\/to\/(\d+)\/(.*)$/.exec(request.url ?? "") ?? [];
    if (status === undefined) response.end("public");
    else {
      // Raw: Node would not send what a hostile server sends.
      const location = Buffer.from(target, "hex")
        .toString("latin1")
        .replaceAll(/[\r\n]/g, "");
      request.socket.end(
        `HTTP/1.1 ${status} Moved\r\nlocation: ${location}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n`,
        "latin1",
      );
    }
  };
  const redirecting = urls.flatMap((url) =>
    REDIRECTS.map((status) => `http://public.example/to/${status}/${Buffer.from(url, "utf8").toString("hex")}`),
  );
  const byName = names.flatMap(([name]) => [`http://${name}/`, `http://${name}/again`]);
  const cases = [...urls, ...redirecting, ...byName].filter((_url, index) => index % share === 0);
  await inBatches(cases, (url) => tries(world, url));
  return cases.length;
}

describe("addresses", () => {
  test("each block of the registries is told from what is public", () => {
    for (const address of [...NOT_PUBLIC_4, ...NOT_PUBLIC_6]) assert.notEqual(reachOf(address), "public", address);
    for (const address of ARE_PUBLIC) assert.equal(reachOf(address), "public", address);
    for (const text of ["", "1.2.3", "1.2.3.4.5", "::1%lo", "localhost", "1.2.3.256", "g::1"]) {
      assert.equal(reachOf(text), "never", text);
    }
  });
});

describe("nobody outside leads Kralle inside", () => {
  const run = async (t: TestContext): Promise<void> => {
    const world = await openWorld(t);
    const urls = hostileUrls(world.insidePort).length;
    const cases = await attack(world);
    t.diagnostic(`${urls} addresses, ${cases} cases, ${world.hits.inside} connections inside, no seed (all of them)`);
    assert.ok(urls >= 550, `${urls} addresses`);
    assert.ok(cases >= 2_000, `${cases} cases`);
    assert.equal(world.hits.inside, 0);
    assert.equal(world.hits.proxy, 0);
    assert.ok(world.hits.outside > 0, "the redirects were asked for at all");
  };

  test("by no address, no redirect, no answer of a name server", run);

  test("control: without the check of addresses the same cases arrive inside", async (t) => {
    const open = async ({ purpose, host, port }: { purpose: Grant["purpose"] | null; host: string; port: number }) =>
      purpose === null
        ? []
        : [{ purpose, host, port, reach: "any", follows: "granted", readOnly: false } satisfies Grant];
    const world = await openWorld(t, { grants: open });
    await attack(world, 7);
    t.diagnostic(`${world.hits.inside} connections inside`);
    assert.ok(world.hits.inside > 100, `${world.hits.inside}`);
  });

  test("nor by a proxy of the environment", async (t) => {
    const world = await openWorld(t);
    const names = ["HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy", "ALL_PROXY", "NODE_USE_ENV_PROXY"];
    for (const name of names) process.env[name] = name.startsWith("NODE") ? "1" : `http://127.0.0.1:${world.proxyPort}`;
    t.after(() => names.forEach((name) => delete process.env[name]));
    const cases = await attack(world, 11);
    world.names.set("plain.example", [[PUBLIC]]);
    assert.equal(await (await world.net.fetch("http://plain.example/")).text(), "public");
    t.diagnostic(`${cases} cases`);
    assert.deepEqual({ inside: world.hits.inside, proxy: world.hits.proxy }, { inside: 0, proxy: 0 });
  });

  test("what was dialled is what was checked: a name is looked up once for a request", async (t) => {
    let looks = 0;
    const world = await openWorld(t, {
      lookup: async () => {
        looks += 1;
        return looks === 1 ? [PUBLIC] : ["127.0.0.1"];
      },
    });
    assert.equal(await (await world.net.fetch("http://flip.example/")).text(), "public");
    assert.equal(looks, 1);
    await assert.rejects(world.net.fetch("http://flip.example/"), { code: "E_REFUSED" });
    assert.equal(world.hits.inside, 0);
  });

  test("public addresses stay open: at least 99 of 100", async (t) => {
    const world = await openWorld(t);
    const hosts = [
      ...ARE_PUBLIC.map(bracket),
      ..."a b-c x1 deep.er.name www_2 xn--bcher-kva 1and1 3com 9gag a-b.c-d bücher straße 例え"
        .split(" ")
        .map((name) => `${name}.example`),
    ];
    for (const host of hosts) world.names.set(new URL(`http://${host}`).hostname, [[PUBLIC, PUBLIC6]]);
    const paths = ["/", "/a/b?c=d&e=127.0.0.1", "/%2e%2e/x", "/?url=http://localhost/", "/@user"];
    const urls = hosts.flatMap((host) => paths.map((path) => `http://${host}${path}`));
    let reached = 0;
    await inBatches(urls, async (url) => {
      const text = await world.net.fetch(url).then((response) => response.text(), String);
      if (text === "public") reached += 1;
    });
    t.diagnostic(`${reached} of ${urls.length} reached`);
    assert.ok(urls.length >= 200 && reached / urls.length >= 0.99, `${reached} of ${urls.length}`);
  });
});

describe("across origins", () => {
  const CREDENTIALS = [
    "authorization",
    "cookie",
    "proxy-authorization",
    "x-api-key",
    "api-key",
    "x-goog-api-key",
    "x-auth-token",
    "private-token",
    "x-amz-security-token",
    "x-csrf-token",
    "referer",
    "origin",
    "mcp-session-id",
  ];
  const sent = Object.fromEntries(CREDENTIALS.map((name) => [name, "canary"]));

  test("no credential and no body goes along, by any status and method; in the same origin they do", async (t) => {
    const world = await openWorld(t);
    for (const name of ["a.example", "b.example"]) world.names.set(name, [[PUBLIC]]);
    const targets = ["http://b.example/x", "http://a.example:8080/x", "//b.example/x"];
    const sends = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"];
    let cases = 0;
    for (const status of REDIRECTS) {
      for (const target of targets) {
        for (const method of sends) {
          world.answer = (request, response) =>
            request.headers.host === "a.example"
              ? response.writeHead(status, { location: target }).end()
              : response.end();
          const body = ["GET", "HEAD"].includes(method) ? null : "canary";
          await world.net.fetch("http://a.example/", { method, headers: sent, body }).catch(() => undefined);
          cases += 1;
        }
      }
    }
    const elsewhere = world.requests.filter(({ host }) => host !== "a.example");
    t.diagnostic(`${cases} cases, ${elsewhere.length} requests at another origin`);
    assert.equal(cases, REDIRECTS.length * targets.length * sends.length);
    assert.ok(elsewhere.length > 20, "redirects were followed at all");
    assert.deepEqual(
      elsewhere.filter((request) => JSON.stringify(request).includes("canary")),
      [],
    );

    world.requests.length = 0;
    world.answer = (request, response) =>
      request.url === "/" ? response.writeHead(307, { location: "/again" }).end() : response.end();
    await world.net.fetch("http://a.example/", { method: "POST", headers: sent, body: "canary" });
    const [, again] = world.requests;
    assert.deepEqual([again?.url, again?.body, again?.headers["x-api-key"]], ["/again", "canary", "canary"]);
  });

  test("an endless chain and a step back to no encryption end", async (t) => {
    const world = await openWorld(t);
    world.names.set("a.example", [[PUBLIC]]);
    world.answer = (_request, response) => response.writeHead(302, { location: "/" }).end();
    await assert.rejects(world.net.fetch("http://a.example/"), { code: "E_NETWORK" });
    assert.equal(world.requests.length, 11);
  });
});
