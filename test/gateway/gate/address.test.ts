import assert from "node:assert/strict";
import { describe, test } from "node:test";
import * as fc from "fast-check";
import { checkAddress } from "../../../src/gateway/gate/address.ts";
import { requireSafeBinding, toCanonical, isLoopback } from "../../../src/gateway/gate/door.ts";
import { isError } from "../../store/_setup.ts";
import { door, facts, settings } from "./_facts.ts";

const HOST: [string, string] = ["Host", "127.0.0.1:7477"];
const OWN = "http://127.0.0.1:7477";

describe("the address of a request", () => {
  const open = door();
  const reason = (target: string, headers: [string, string][], method = "GET", at = open): string | null =>
    checkAddress(facts(target, headers, method), at)?.log ?? null;

  test("what a program and our own pages send passes", () => {
    assert.equal(reason("/api/runs?x=1", [HOST]), null);
    assert.equal(reason("/", [["host", "localhost:7477"]]), null);
    assert.equal(reason("/", [["HOST", "[::1]:7477"]]), null);
    const page: [string, string][] = [HOST, ["Origin", OWN], ["Sec-Fetch-Site", "same-origin"]];
    assert.equal(reason("/api/runs", page, "POST"), null);
    assert.equal(reason("/", [HOST, ["Sec-Fetch-Site", "none"]]), null);
  });

  const link: [string, string][] = [
    ["Sec-Fetch-Site", "cross-site"],
    ["Sec-Fetch-Mode", "navigate"],
    ["Sec-Fetch-Dest", "document"],
  ];
  test("a link to one of our pages may be followed, to the interface not", () => {
    assert.equal(reason("/", [HOST, ...link]), null);
    assert.equal(reason("/chat/ses_1", [HOST, ...link]), null);
    for (const target of ["/api/runs", "/api", "/api?x", "/v1/models"])
      assert.equal(reason(target, [HOST, ...link]), "fetch site");
    assert.equal(reason("/", [HOST, ...link], "POST"), "fetch site");
    const frame = link.map(([name, value]): [string, string] => [name, value === "document" ? "iframe" : value]);
    assert.equal(reason("/", [HOST, ...frame]), "fetch site");
  });

  const refused: [what: string, target: string, headers: [string, string][], reason: string][] = [
    ["no host", "/", [], "host missing"],
    ["an empty host", "/", [["Host", ""]], "host missing"],
    ["two hosts", "/", [HOST, HOST], "host twice"],
    ["two hosts, the second in other letters", "/", [HOST, ["hOsT", "evil.test"]], "host twice"],
    ["a rebound name", "/", [["Host", "rebind.test:7477"]], "host"],
    ["a dot at the end", "/", [["Host", "localhost.:7477"]], "host"],
    ["no port", "/", [["Host", "127.0.0.1"]], "host"],
    ["another port", "/", [["Host", "127.0.0.1:7478"]], "host"],
    ["capital letters", "/", [["Host", "LOCALHOST:7477"]], "host"],
    ["a name and a password", "/", [["Host", "a@127.0.0.1:7477"]], "host"],
    ["a name of the prototype", "/", [["Host", "__proto__"]], "host"],
    ["the absolute form", "http://127.0.0.1:7477/", [HOST], "target"],
    ["a path that reads as an address", "//evil.test/", [HOST], "target"],
    ["the same with a backslash", "/\\evil.test/", [HOST], "target"],
    ["an asterisk", "*", [HOST], "target"],
    ["bytes that are no text", "/\u00ff", [HOST], "target"],
    ["another origin", "/", [HOST, ["Origin", "http://evil.test"]], "origin"],
    ["another of our own names", "/", [HOST, ["Origin", "http://localhost:7477"]], "origin"],
    ["another local port", "/", [HOST, ["Origin", "http://127.0.0.1:3000"]], "origin"],
    ["https", "/", [HOST, ["Origin", "https://127.0.0.1:7477"]], "origin"],
    ["a slash at the end", "/", [HOST, ["Origin", `${OWN}/`]], "origin"],
    ["null", "/", [HOST, ["Origin", "null"]], "origin"],
    ["nothing", "/", [HOST, ["Origin", ""]], "origin"],
    ["two origins", "/", [HOST, ["Origin", OWN], ["Origin", OWN]], "origin twice"],
    ["a forwarding header", "/", [HOST, ["X-Forwarded-For", "127.0.0.1"]], "forwarded"],
    ["another", "/", [HOST, ["forwarded", "for=1.2.3.4"]], "forwarded"],
    ["an unknown one of them", "/", [HOST, ["X-Forwarded-Anything", "x"]], "forwarded"],
    ["another page of this host", "/", [HOST, ["Sec-Fetch-Site", "same-site"]], "fetch site"],
    ["a site that nobody knows", "/", [HOST, ["Sec-Fetch-Site", "same-origin, none"]], "fetch site"],
    ["two sites", "/", [HOST, ["Sec-Fetch-Site", "none"], ["Sec-Fetch-Site", "none"]], "fetch site twice"],
    ["a flood of headers", "/", [HOST, ...Array.from({ length: 100 }, (): [string, string] => ["a", "b"])], "headers"],
  ];
  for (const [what, target, headers, expected] of refused) {
    test(`refused: ${what}`, () => assert.equal(reason(target, headers), expected));
  }

  test("no other host and no other origin than those of the list passes, whatever is sent", () => {
    const piece = fc.constantFrom(
      "127.0.0.1",
      "localhost",
      "[::1]",
      ":7477",
      ":80",
      ".",
      "@",
      "http://",
      "null",
      " ",
      "evil",
      "\0",
    );
    const text = fc.oneof(
      fc.string({ maxLength: 30 }),
      fc.array(piece, { maxLength: 5 }).map((some) => some.join("")),
    );
    fc.assert(
      fc.property(text, fc.option(text), (host, origin) => {
        const headers: [string, string][] = [
          ["Host", host],
          ...(origin === null ? [] : [["Origin", origin] as [string, string]]),
        ];
        const isOwn = ["127.0.0.1:7477", "localhost:7477", "[::1]:7477"].includes(host);
        const isRight = isOwn && (origin === null || origin === `http://${host}`);
        assert.equal(reason("/", headers) === null, isRight);
      }),
      { numRuns: 2_000 },
    );
  });

  test("names of one's own, with TLS and behind a proxy", () => {
    const named = door({ publicNames: ["kralle.example.org"], tls: { cert: "c", key: "k" } }, 443);
    for (const host of ["kralle.example.org", "kralle.example.org:443", "localhost"]) {
      const origin = `https://${host.replace(":443", "")}`;
      assert.equal(
        reason(
          "/",
          [
            ["Host", host],
            ["Origin", origin],
          ],
          "GET",
          named,
        ),
        null,
        host,
      );
      assert.equal(
        reason(
          "/",
          [
            ["Host", host],
            ["Origin", origin.replace("s:", ":")],
          ],
          "GET",
          named,
        ),
        "origin",
        host,
      );
    }
    const proxied = door({ publicNames: ["kralle.example.org"], trustedProxy: "10.0.0.9" });
    const headers: [string, string][] = [
      ["Host", "kralle.example.org"],
      ["Origin", "https://kralle.example.org"],
      ["X-Forwarded-For", "127.0.0.1"],
    ];
    const from = (peer: string): string | null => checkAddress({ ...facts("/", headers), peer }, proxied)?.log ?? null;
    assert.equal(from("10.0.0.9"), null);
    assert.equal(from("::ffff:10.0.0.9"), null);
    for (const peer of ["127.0.0.1", "10.0.0.90", "::1", ""]) assert.equal(from(peer), "forwarded", peer);
  });
});

describe("where the gateway may listen", () => {
  test("anything but this machine needs to be wanted, and encrypted", () => {
    for (const host of ["127.0.0.1", "localhost", "::1", "127.9.9.9", "::ffff:127.0.0.1"]) {
      assert.ok(isLoopback(host), host);
      requireSafeBinding(settings({ host }));
    }
    for (const host of [
      "0.0.0.0",
      "::",
      "192.168.1.5",
      "kralle.example.org",
      "localhost.example.org",
      "::ffff:10.0.0.1",
    ]) {
      assert.ok(!isLoopback(host), host);
      assert.throws(() => requireSafeBinding(settings({ host })), isError("E_CONFIG", /allowNetwork/));
      assert.throws(
        () => requireSafeBinding(settings({ host, allowNetwork: true })),
        isError("E_CONFIG", /gateway\.tls/),
      );
      assert.throws(
        () => requireSafeBinding(settings({ host, tls: { cert: "c", key: "k" } })),
        isError("E_CONFIG", /allowNetwork/),
      );
      requireSafeBinding(settings({ host, allowNetwork: true, tls: { cert: "c", key: "k" } }));
      requireSafeBinding(settings({ host, allowNetwork: true, trustedProxy: "10.0.0.9" }));
    }
  });

  test("names that no browser would send are no settings", () => {
    for (const name of [
      "Kralle.org",
      "kralle.org.",
      "http://kralle.org",
      "kralle.org/",
      "a b",
      "",
      "kralle.org:0",
      "*",
    ]) {
      assert.throws(() => settings({ publicNames: [name] }), isError("E_CONFIG", /publicNames/), name);
    }
  });

  test("one address has one form", () => {
    const same = ["127.0.0.1", "::ffff:127.0.0.1", "::ffff:7f00:1", "::FFFF:7F00:0001", "0:0:0:0:0:ffff:127.0.0.1"];
    assert.deepEqual(new Set(same.map(toCanonical)), new Set(["127.0.0.1"]));
    assert.equal(toCanonical("0:0:0:0:0:0:0:1"), "::1");
    assert.equal(toCanonical("fe80::1%eth0"), "fe80::1");
  });
});
