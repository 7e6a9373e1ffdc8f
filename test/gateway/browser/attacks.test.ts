import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { after, before, describe, test, type TestContext } from "node:test";
import { chromium, type Browser, type BrowserContext, type Page } from "playwright-core";
import { openReal, type Opened } from "../gate/_server.ts";

const CHROMIUM = process.env["KRALLE_TEST_CHROMIUM"] || "/usr/bin/chromium";
const NAMES = ["evil.test", "rebind.test", "localhost.evil.test"];
const skip = existsSync(CHROMIUM) ? false : `There is no ${CHROMIUM}; KRALLE_TEST_CHROMIUM names another.`;

interface Outcome {
  name: string;
  got: string;
}

const ATTEMPTS = readFileSync(join(import.meta.dirname, "attempts.js"), "utf8").replace("export ", "");

/** Tries everything that a page can send. */
function attemptAll(page: Page, base: string): Promise<Outcome[]> {
  return page.evaluate<Outcome[]>(`(() => { ${ATTEMPTS}\nreturn attemptAll(${JSON.stringify(base)}); })()`);
}

/** Pages of an attacker, on another port of this machine, under any name. */
async function startAttacker(): Promise<{ port: number; close(): void }> {
  const server = createServer((_request, response) => {
    response.setHeader("content-type", "text/html");
    response.end("<!doctype html><title>Win a bicycle</title><body>Please wait.</body>");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  return { port: typeof address === "object" && address ? address.port : 0, close: () => void server.close() };
}

describe("pages of others in a real browser that is signed in", { skip }, () => {
  let browser: Browser;
  let attacker: { port: number; close(): void };

  before(async () => {
    attacker = await startAttacker();
    browser = await chromium.launch({
      executablePath: CHROMIUM,
      args: [
        ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
        `--host-resolver-rules=${NAMES.map((name) => `MAP ${name} 127.0.0.1`).join(", ")}`,
        // Chromium's own gate for addresses of this machine is a help, but not the one that is tried here.
        "--disable-features=LocalNetworkAccessChecks,LocalNetworkAccessChecksWebSockets,HttpsUpgrades",
      ],
    });
  });
  after(async () => {
    await browser?.close();
    attacker?.close();
  });

  /** A browser whose owner signed in by a link, under this name. */
  async function signIn(t: TestContext, opened: Opened, name: string): Promise<BrowserContext> {
    const context = await browser.newContext();
    t.after(() => context.close());
    const page = await context.newPage();
    const link = await opened.app.run("signInLink", {}, {}, opened.ctx);
    await page.goto(`http://${name}:${opened.gateway.port}/api/health`);
    const status = await page.evaluate(async (code) => {
      const answer = await fetch("/api/sign-in", {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ code }),
      });
      return answer.status;
    }, link.url.split("#code=")[1]);
    assert.equal(status, 200);
    return context;
  }

  const pageAt = async (context: BrowserContext, url: string): Promise<Page> => {
    const page = await context.newPage();
    page.on("dialog", (dialog) => void dialog.dismiss());
    await page.goto(url);
    return page;
  };

  /** What an attack would change: who may come in. */
  const stateOf = ({ access }: Opened): string[] =>
    (["token", "device"] as const).flatMap((kind) =>
      access.list(kind).map(({ id, name, revoked }) => `${kind} ${id} ${name} ${revoked}`),
    );

  test("control: our own page, with the same cookie, reads, changes and opens a socket", async (t) => {
    const opened = await openReal(t);
    const { url } = opened.gateway;
    const page = await pageAt(await signIn(t, opened, "127.0.0.1"), `${url}/api/health`);
    const outcomes = await attemptAll(page, url);
    const got = new Map(outcomes.map(({ name, got: what }) => [name.split(" at ")[0], what]));
    assert.match(got.get("read") ?? "", /^read/);
    assert.equal(got.get("socket"), "open");
    assert.equal(got.get("events"), "open");
    const planted = opened.access.list("token").filter(({ name }) => name === "planted");
    assert.ok(planted.length > 0, "with what our own pages send it would work");
    assert.ok(planted.length < 5, "but not by a form, a text or a beacon");
  });

  const cookieNames = ["127.0.0.1", "localhost"];
  for (const name of cookieNames) {
    const origins = ["127.0.0.1", "localhost", "evil.test", "localhost.evil.test"];
    test(`signed in at ${name}: pages at ${origins.join(", ")} see nothing and change nothing`, async (t) => {
      const opened = await openReal(t);
      const { port } = opened.gateway;
      const context = await signIn(t, opened, name);
      const state = stateOf(opened);
      const outcomes: Outcome[] = [];
      for (const origin of origins) {
        const page = await pageAt(context, `http://${origin}:${attacker.port}/`);
        const tried = await attemptAll(page, `http://${name}:${port}`);
        outcomes.push(...tried.map((one) => ({ ...one, name: `${one.name} from ${origin}` })));
        await page.close();
      }
      assert.ok(outcomes.length >= 80, `${outcomes.length} attempts`);
      assert.deepEqual(
        outcomes.filter(({ got }) => got !== "nothing"),
        [],
      );
      assert.deepEqual(stateOf(opened), state);
      const refused = opened.lines.filter((line) => line.includes('"refused"')).length;
      assert.ok(refused > 40, `the attempts did reach the gate: ${refused}`);
    });
  }

  test("a rebound name reaches nothing, not even what asks for no credential", async (t) => {
    const opened = await openReal(t);
    const { port } = opened.gateway;
    const context = await signIn(t, opened, "127.0.0.1");
    const state = stateOf(opened);
    const page = await context.newPage();
    const answer = await page.goto(`http://rebind.test:${port}/api/health`);
    assert.equal(answer?.status(), 421);
    const outcomes = await attemptAll(page, `http://rebind.test:${port}`);
    for (const { name, got } of outcomes) assert.ok(!["open", "loaded"].includes(got), `${name}: ${got}`);
    const body = await page.evaluate(async () => (await fetch("/api/me", { credentials: "include" })).status);
    assert.equal(body, 421);
    assert.deepEqual(stateOf(opened), state);
  });

  test("a link from elsewhere shows no data: navigation to the interface is refused, a frame is too", async (t) => {
    const opened = await openReal(t);
    const { port } = opened.gateway;
    const context = await signIn(t, opened, "127.0.0.1");
    const page = await pageAt(context, `http://evil.test:${attacker.port}/`);
    const [answer] = await Promise.all([
      page.waitForResponse((response) => response.url().includes("/api/devices")),
      page.evaluate(`void (location.href = "http://127.0.0.1:${port}/api/devices")`),
    ]);
    assert.equal(answer.status(), 403);
  });
});
