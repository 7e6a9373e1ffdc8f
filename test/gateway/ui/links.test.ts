import assert from "node:assert/strict";
import { createServer, type Server } from "node:net";
import { after, before, describe, test } from "node:test";
import type { Browser, Page } from "playwright-core";
import { launch, NO_BROWSER, serveUi, signIn, type Served } from "./_setup.ts";

/** Counts whoever connects. */
async function startLurker(): Promise<{ server: Server; port: number; connections: () => number }> {
  let count = 0;
  const server = createServer((socket) => {
    count += 1;
    socket.on("error", () => undefined);
    socket.end("HTTP/1.1 204 No Content\r\nconnection: close\r\n\r\n");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  return { server, port: typeof address === "object" && address ? address.port : 0, connections: () => count };
}

/** Links as somebody sends them who wants the interface to speak to another server, or to run what is in the address. */
function craft(host: string): string[] {
  const targets = [`http://${host}`, `ws://${host}/api/ws`, `//${host}`];
  const names = ["gatewayUrl", "gateway", "url", "server", "api", "base", "host", "ws"];
  const parameters = names.flatMap((name, at) => {
    const target = encodeURIComponent(targets[at % targets.length] ?? "");
    return [`/?${name}=${target}`, `/chat#${name}=${target}`];
  });
  const redirects = ["next", "redirect", "returnTo", "continue"].map(
    (name) => `/?${name}=${encodeURIComponent(`//${host}/`)}`,
  );
  return [
    ...parameters,
    ...redirects,
    `//${host}/`,
    `///${host}/`,
    `/\\${host}/`,
    `/%2f%2f${host}/`,
    `/chat/..//${host}/`,
    `/settings/%2e%2e/%2f${host}`,
    `/chat/ses_x?redirect=javascript:fetch('http://${host}')`,
    `/#javascript:fetch('http://${host}')`,
    `/?next=javascript:fetch('http://${host}')`,
    `/chat#<img src=http://${host}/x>`,
    `/chat/%3Cscript%20src=%22http://${host}/x.js%22%3E%3C/script%3E`,
    `/?q=%3Cbase%20href=%22http://${host}/%22%3E`,
    `/#code=AAAA@${host}`,
    `/sign-in#code=x&gatewayUrl=${encodeURIComponent(`http://${host}`)}`,
    `/chat#data:text/html,<script>fetch('http://${host}')</script>`,
  ];
}

describe("links that somebody else made, opened by a browser that is signed in", { skip: NO_BROWSER }, () => {
  let served: Served;
  let browser: Browser;
  let lurker: Awaited<ReturnType<typeof startLurker>>;
  before(async () => {
    lurker = await startLurker();
    served = await serveUi();
    browser = await launch();
  });
  after(async () => {
    await browser?.close();
    await served?.close();
    lurker?.server.close();
  });

  test("the interface speaks to its own server alone, and no secret stands in an address", async (t) => {
    const { page, context } = await signIn(browser, served);
    t.after(() => context.close());
    const own = new URL(served.gateway.url).origin;
    const asked: string[] = [];
    page.on("request", (request) => asked.push(request.url(), request.headers()["referer"] ?? ""));
    page.on("websocket", (socket) => asked.push(socket.url()));
    page.on("dialog", (dialog) => void dialog.dismiss());
    const secrets = (await context.cookies()).map(({ value }) => value);
    assert.ok(
      secrets.some((secret) => secret.length > 20),
      "there is a secret to leak",
    );
    const links = craft(`127.0.0.1:${lurker.port}`);
    const left: string[] = [];
    for (const link of links) {
      await open(page, own + link);
      const at = await page.evaluate<string>("location.href");
      if (new URL(at).origin !== own) left.push(`${link} -> ${at}`);
    }
    t.diagnostic(`${links.length} links, ${asked.length} requests`);
    assert.ok(links.length >= 30, `${links.length} links`);
    assert.deepEqual(left, []);
    assert.equal(lurker.connections(), 0);
    const foreign = asked.filter((url) => /^(?:https?|wss?):/u.test(url) && new URL(url).host !== new URL(own).host);
    assert.deepEqual(foreign, []);
    assert.deepEqual(
      asked.filter((url) => secrets.some((secret) => url.includes(secret))),
      [],
    );
  });

  test("control: the lurker counts who comes", async (t) => {
    const context = await browser.newContext();
    t.after(() => context.close());
    const page = await context.newPage();
    await open(page, `http://127.0.0.1:${lurker.port}/`);
    assert.ok(lurker.connections() > 0);
  });
});

/** Goes there and lets what the page would do happen; a server that answers nothing to show is no failure. */
async function open(page: Page, url: string): Promise<void> {
  await page.goto(url, { waitUntil: "load" }).catch(() => null);
  await page.waitForTimeout(60);
}
