import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { brotliDecompressSync, gzipSync } from "node:zlib";
import { createUi, UI_PAGES } from "../../../src/gateway/ui.ts";
import { buildUi, serveUi, type Served } from "./_setup.ts";

const DIST = fileURLToPath(new URL("../../../web/dist/", import.meta.url));
const FIRST_PAGE_BYTES = 60 * 1024;

interface Answer {
  status: number;
  headers: NodeJS.Dict<string | string[]>;
  body: Buffer;
}

/** Paths as they are written: nothing resolves their dots. */
function ask(
  url: string,
  path: string,
  options: { method?: string; headers?: Record<string, string> } = {},
): Promise<Answer> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const sent = request({ hostname, port, path, ...options }, (response) => {
      const parts: Buffer[] = [];
      response.on("data", (part: Buffer) => parts.push(part));
      response.on("end", () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(parts) }),
      );
    });
    sent.once("error", reject).end();
  });
}

/** The scripts that a page loads before anything is clicked: its own and what they import at once, and one language. */
function firstScripts(entry: string): string[] {
  const seen = new Set<string>();
  const queue = [entry];
  for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
    if (seen.has(name)) continue;
    seen.add(name);
    const code = readFileSync(join(DIST, "assets", name), "utf8");
    for (const [, next] of code.matchAll(
      /(?:^|[;}\s])(?:import|export)\s*(?:[^"'();]*?from\s*)?["']\.\/([\w.-]+\.js)["']/gu,
    )) {
      if (next !== undefined) queue.push(next);
    }
  }
  return [...seen];
}

describe("the files of the UI", () => {
  let served: Served;
  before(async () => {
    served = await serveUi();
  });
  after(() => served.close());

  test("come without a credential, with a policy that lets nothing inline or foreign run", async () => {
    const page = await ask(served.gateway.url, "/");
    assert.equal(page.status, 200);
    assert.equal(page.headers["cache-control"], "no-store");
    const policy = String(page.headers["content-security-policy"]);
    for (const part of [
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self'",
      "connect-src 'self'",
      "frame-ancestors 'none'",
      "base-uri 'none'",
      "form-action 'none'",
    ]) {
      assert.ok(policy.includes(part), part);
    }
    assert.ok(!/unsafe|\*|https?:/u.test(policy), policy);
    assert.doesNotMatch(page.body.toString(), /<style|style=|\son\w+=|<script(?![^>]*\ssrc=)/u);
    assert.equal(page.headers["x-content-type-options"], "nosniff");
  });

  test("are the page for every path of the UI, and kept for ever where their name holds their hash", async () => {
    const page = (await ask(served.gateway.url, "/")).body.toString();
    for (const path of ["/chat/ses_1", ...UI_PAGES.map((name) => `/${name}`)]) {
      assert.equal((await ask(served.gateway.url, path)).body.toString(), page, path);
    }
    const script = /src="(\/assets\/[^"]+\.js)"/u.exec(page)?.[1] ?? "";
    const plain = await ask(served.gateway.url, script);
    assert.equal(plain.headers["content-type"], "text/javascript; charset=utf-8");
    assert.match(String(plain.headers["cache-control"]), /immutable/u);
    assert.equal(plain.headers["content-encoding"], undefined);
    const small = await ask(served.gateway.url, script, { headers: { "accept-encoding": "gzip, br" } });
    assert.equal(small.headers["content-encoding"], "br");
    assert.deepEqual(brotliDecompressSync(small.body), plain.body);
    const head = await ask(served.gateway.url, script, { method: "HEAD" });
    assert.deepEqual(
      [head.status, head.body.length, head.headers["content-length"]],
      [200, 0, String(plain.body.length)],
    );
  });

  const foreign = [
    "/api",
    "/api/",
    "/api/nothing",
    "/nothing",
    "/models/a/b",
    "/index.html",
    "/chat/../nothing",
    "/assets/none.js",
    "/../package.json",
    "/assets/../../package.json",
    "/%2e%2e/package.json",
    "/..%2fpackage.json",
    "/assets/%00.js",
    "/.stamp",
    "/index.html.br.js",
  ];
  for (const path of foreign) {
    test(`are not to be found at ${path}`, async () => {
      const { status, body } = await ask(served.gateway.url, path);
      assert.ok(status === 401 || status === 400, `${status}`);
      assert.doesNotMatch(body.toString(), /"dependencies"/u);
    });
  }

  test("are the page, which says that there is none, where a browser asks for an address that leads nowhere", async () => {
    const page = (await ask(served.gateway.url, "/")).body.toString();
    const browser = { accept: "text/html,application/xhtml+xml,*/*;q=0.8" };
    for (const path of ["/nothing", "/models/a/b", "/index.html", "/apis"]) {
      const lost = await ask(served.gateway.url, path, { headers: browser });
      assert.deepEqual([lost.status, lost.body.toString() === page], [404, true], path);
      assert.match(String(lost.headers["content-security-policy"]), /default-src 'none'/u);
    }
    for (const path of ["/api/nothing", "/api", "/assets/none.js"]) {
      const { status, headers } = await ask(served.gateway.url, path, { headers: browser });
      assert.deepEqual([status, headers["content-type"]], [401, "application/json; charset=utf-8"], path);
    }
    const program = await ask(served.gateway.url, "/nothing", { headers: { accept: "*/*" } });
    assert.equal(program.status, 401, "a program gets the error");
  });

  test("know the same pages as the UI itself", () => {
    const router = readFileSync(new URL("../../../web/src/lib/router.svelte.ts", import.meta.url), "utf8");
    const list = /PAGES = (\[[^\]]*\])/u.exec(router)?.[1] ?? "";
    assert.deepEqual(JSON.parse(list.replace(/,\s*\]$/u, "]")), UI_PAGES);
  });

  test("are read only, and only where the address is right", async () => {
    assert.equal((await ask(served.gateway.url, "/", { method: "POST" })).status, 401);
    const refused = await ask(served.gateway.url, "/", { headers: { host: "example.org" } });
    assert.ok(refused.status >= 400 && refused.status < 500, `${refused.status}`);
  });
});

describe("a UI that is not built", () => {
  test("says so, and is served as soon as it is there", async (t) => {
    const folder = mkdtempSync(join(tmpdir(), "kralle-ui-"));
    t.after(() => rmSync(folder, { recursive: true, force: true }));
    const ui = createUi([folder]);
    const load = () => ui.answer(new Request("http://127.0.0.1/models"));
    const early = await load();
    assert.equal(early?.status, 503);
    assert.match((await early?.text()) ?? "", /not built/u);
    writeFileSync(join(folder, "index.html"), "<!doctype html>there");
    assert.equal(await (await load())?.text(), "<!doctype html>there");
    assert.equal(await ui.answer(new Request("http://127.0.0.1/api/health")), null);
  });
});

describe("the first page", () => {
  before(buildUi);

  test(`is at most ${FIRST_PAGE_BYTES} bytes of gzipped script, a conversation with its markdown as well`, () => {
    const sizeOf = (names: string[]): number =>
      [...new Set(names)]
        .map((name) => gzipSync(readFileSync(join(DIST, "assets", name)), { level: 9 }).length)
        .reduce((sum, bytes) => sum + bytes, 0);
    const page = readFileSync(join(DIST, "index.html"), "utf8");
    const entry = /src="\/assets\/([^"]+\.js)"/u.exec(page)?.[1] ?? "";
    const names = readdirSync(join(DIST, "assets"));
    const lazy = (start: string): string =>
      names.find((name) => name.startsWith(`${start}-`) && name.endsWith(".js")) ?? `no ${start}`;
    const longest =
      [lazy("en"), lazy("de")]
        .map((name) => firstScripts(name))
        .toSorted((one, other) => sizeOf(other) - sizeOf(one))[0] ?? [];
    const first = [...firstScripts(entry), ...longest];
    assert.ok(first.length >= 3, first.join(" "));
    const [bytes, withThread] = [sizeOf(first), sizeOf([...first, ...firstScripts(lazy("Thread"))])];
    console.log(`first page ${bytes} bytes of gzipped script, with a conversation ${withThread}`);
    assert.ok(bytes <= FIRST_PAGE_BYTES, `${bytes}`);
    assert.ok(withThread <= 75 * 1024, `${withThread}`);
  });
});
