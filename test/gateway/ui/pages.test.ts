import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import type { Browser } from "playwright-core";
import { startModelServer, type ModelServer } from "../../models/install/modelServer.ts";
import { createTinyModel } from "../../models/install/tinyModels.ts";
import { overflow, picture, seriousFaults } from "./_pages.ts";
import { launch, NO_BROWSER, serveUi, signIn, type Served } from "./_setup.ts";

const PAGES = [
  "today",
  "approvals",
  "runs",
  "security",
  "models",
  "usage",
  "accounts",
  "memory",
  "devices",
  "settings",
];
const REPO = "firm/Tiny-GGUF";
/** Its licence asks for consent. */
const STRICT = "firm/Strict-GGUF";
const TABLE =
  "| Month | Net |\n|---|---:|\n| October | 1,249.50 |\n\n```ts\nconst net = 1;\n```\n\n- one\n- [two](https://example.org/)";

describe("every page, in a browser", { skip: NO_BROWSER }, () => {
  let served: Served;
  let hub: ModelServer;
  let browser: Browser;
  let session = "";
  before(async () => {
    hub = await startModelServer(
      {
        hub: {
          [REPO]: { files: { "Tiny-Q4_K_M.gguf": createTinyModel(3_000_000, 1) } },
          [STRICT]: { files: { "Strict-Q4_K_M.gguf": createTinyModel(200_000, 2) }, licence: "cc-by-nc-4.0" },
        },
      },
      undefined,
      { pieceMs: 40 },
    );
    served = await serveUi({
      script: { answer: () => TABLE },
      settings: { tools: { run_command: "ask" } },
      env: { KRALLE_HUB_URL: hub.url },
    });
    const conversations = await served.app.conversations();
    session = (
      await conversations.create({ title: "The totals of October, and a title that is longer than a phone is wide" })
    ).id;
    await conversations.send(session, { text: "What are the totals?" });
    await served.app.run("remember", { text: "Our VAT id is DE123456789." }, {}, served.ctx);
    browser = await launch();
  });
  after(async () => {
    await browser?.close();
    await served?.close();
    hub?.close();
  });

  for (const theme of ["light", "dark"] as const) {
    test(`can be read by everybody, at a desk and on a phone, in the ${theme}`, async () => {
      const { page, context, faults } = await signIn(browser, served, { theme });
      assert.equal(await page.locator("html").getAttribute("data-theme"), theme);
      const found: string[] = [];
      const look = async (name: string): Promise<void> => {
        for (const width of [390, 1280]) {
          await page.setViewportSize({ width, height: 844 });
          await page.locator("svg.working").first().waitFor({ state: "detached" });
          await picture(page, `${name}-${width}-${theme}`);
          if ((await overflow(page)) > 0) found.push(`${name}: wider than ${width} by ${await overflow(page)}`);
        }
        found.push(...(await seriousFaults(page)).map((fault) => `${name}: ${fault}`));
      };
      const go = async (path: string): Promise<void> => {
        await page.evaluate(`history.pushState(null, "", "${path}"); dispatchEvent(new PopStateEvent("popstate"))`);
      };
      await look("new-chat");
      await go(`/chat/${session}`);
      await page.getByRole("button", { name: "Send again" }).waitFor();
      await look("chat");
      for (const name of PAGES) {
        await go(`/${name}`);
        await page.getByRole("heading", { level: 1, name: new RegExp(name, "iu") }).waitFor();
        await look(name);
        assert.equal(await page.getByRole("alert").count(), 0, `${name} could not load something`);
      }
      await page.keyboard.press("Control+k");
      await page.getByRole("combobox", { name: "Search and commands" }).fill("mod");
      await look("palette");
      await context.clearCookies();
      await page.goto(served.gateway.url);
      await page.getByText("kralle sign-in").waitFor();
      await look("sign-in");
      assert.deepEqual(found, []);
      assert.deepEqual(faults, []);
      await context.close();
    });
  }

  test("control: a page that nobody could read is found", async () => {
    const { page, context } = await signIn(browser, served);
    await page.evaluate(
      "document.body.insertAdjacentHTML('beforeend', '<div id=planted><button></button><img src=data:,></div>')",
    );
    assert.ok((await seriousFaults(page)).length >= 2);
    await context.close();
  });

  test("an address that leads nowhere says so in the language of the browser, and leads back", async () => {
    const { page, context, faults } = await signIn(browser, served, { width: 390, locale: "de-DE" });
    const answer = await page.goto(`${served.gateway.url}/nothing/<b>here</b>`);
    assert.equal(answer?.status(), 404);
    await page.getByRole("heading", { level: 1, name: "Diese Seite gibt es nicht" }).waitFor();
    assert.equal(await overflow(page), 0);
    assert.deepEqual(await seriousFaults(page), []);
    await picture(page, "nowhere-390-light");
    await page.getByRole("link", { name: "Zum Chat" }).click();
    await page.getByRole("heading", { level: 1, name: "Diese Seite gibt es nicht" }).waitFor({ state: "detached" });
    assert.equal(new URL(page.url()).pathname, "/");
    assert.deepEqual(faults, []);
    await context.close();
  });

  test("models: one is fetched from its source with progress, cancelled, gone on with, chosen and removed", async () => {
    const { page, context, faults } = await signIn(browser, served);
    await page.goto(`${served.gateway.url}/models`);
    await page.getByRole("searchbox").fill(`hf:${REPO}`);
    await page.getByRole("button", { name: `Fetch hf:${REPO}` }).click();
    await page.getByRole("progressbar").waitFor();
    await page.getByRole("button", { name: /^Cancel: / }).click();
    await page.getByRole("progressbar").waitFor({ state: "detached" });
    const cancelled = hub.sent();
    assert.ok(cancelled < 3_000_000, `${cancelled}`);
    await page.getByRole("button", { name: `Fetch hf:${REPO}` }).click();
    const use = page.getByRole("button", { name: /^Use as default: .*tiny/iu });
    await use.waitFor();
    await use.click();
    await page.getByRole("button", { name: /^Details: .*tiny/iu }).click();
    await page.getByText("Not measured yet").waitFor();
    await page.getByRole("button", { name: "Remove" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Remove" }).click();
    await page.getByRole("button", { name: /^Details: .*tiny/iu }).waitFor({ state: "detached" });
    assert.deepEqual(faults, []);
    await context.close();
  });

  test("models: terms of their own are shown before a byte is fetched, and taken only by a yes", async () => {
    const { page, context, faults } = await signIn(browser, served, { locale: "de-DE" });
    await page.goto(`${served.gateway.url}/models`);
    await page.getByRole("searchbox").fill(`hf:${STRICT}`);
    const fetchIt = page.getByRole("button", { name: `hf:${STRICT} holen` });
    const dialog = page.getByRole("dialog");
    const sent = hub.sent();
    await fetchIt.click();
    await dialog.getByRole("heading", { name: "Dieses Modell hat eigene Bedingungen" }).waitFor();
    assert.match(await dialog.innerText(), /Creative Commons, non-commercial[^]*creativecommons\.org/u);
    assert.deepEqual(await seriousFaults(page), []);
    await picture(page, "licence-1280-light");
    await page.keyboard.press("Escape");
    await dialog.waitFor({ state: "detached" });
    assert.equal(hub.sent(), sent, "no byte of the weights was fetched");
    assert.deepEqual(
      served.app.jobs.list().filter(({ state }) => state === "running"),
      [],
    );
    await fetchIt.click();
    await dialog.getByRole("button", { name: "Zustimmen und holen" }).click();
    await dialog.waitFor({ state: "detached" });
    await page.getByRole("button", { name: /^Als Standard nehmen: .*strict/iu }).waitFor();
    assert.ok(hub.sent() > sent);
    assert.deepEqual(faults, []);
    await context.close();
  });

  test("models: the table is sorted by what is pressed", async () => {
    const { page, context } = await signIn(browser, served);
    await page.goto(`${served.gateway.url}/models`);
    const names = page.locator(".table tbody .title");
    await names.first().waitFor();
    await page.getByRole("columnheader", { name: "Model" }).getByRole("button").click();
    const shown = (await names.allTextContents()).map((name) => name.toLowerCase());
    assert.deepEqual(shown, shown.toSorted());
    assert.ok(shown.length > 3, `${shown.length}`);
    assert.equal(await page.getByRole("columnheader", { name: "Model" }).getAttribute("aria-sort"), "ascending");
    await context.close();
  });

  test("devices: a token is shown once, works, and no longer when it is revoked", async () => {
    const { page, context } = await signIn(browser, served);
    await page.goto(`${served.gateway.url}/devices`);
    await page.getByText("this browser").waitFor();
    await page.getByRole("button", { name: "New token" }).click();
    await page.getByLabel("Name").fill("Backup script");
    await page.getByLabel("Right").selectOption("read");
    await page.getByRole("button", { name: "Create" }).click();
    const token = (await page.getByRole("dialog").locator("code").textContent()) ?? "";
    assert.match(token, /^krl_/u);
    await page.getByRole("dialog").getByRole("button", { name: "Close" }).click();
    assert.doesNotMatch(await page.content(), new RegExp(token.slice(8), "u"));
    const ask = () => fetch(`${served.gateway.url}/api/me`, { headers: { authorization: `Bearer ${token}` } });
    assert.equal((await ask()).status, 200);
    await page.getByRole("button", { name: "Revoke: Backup script" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Revoke" }).click();
    await page.getByRole("button", { name: "Revoke: Backup script" }).waitFor({ state: "detached" });
    assert.equal((await ask()).status, 401);
    await page.getByRole("button", { name: "Sign out" }).click();
    await page.getByText("kralle sign-in").waitFor();
    await context.close();
  });

  test("memory: something is remembered, corrected and forgotten", async () => {
    const { page, context } = await signIn(browser, served);
    await page.goto(`${served.gateway.url}/memory`);
    await page.getByLabel("Remember something").fill("Invoices are due within 14 days.");
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: "Correct: Invoices are due within 14 days." }).click();
    await page.getByRole("textbox", { name: "Correct" }).fill("Invoices are due within 30 days.");
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByRole("button", { name: "Forget: Invoices are due within 30 days." }).click();
    await page.getByRole("dialog").getByText("That cannot be undone.", { exact: false }).waitFor();
    await page.getByRole("dialog").getByRole("button", { name: "Forget" }).click();
    await page.getByText("Invoices are due within 30 days.").first().waitFor({ state: "detached" });
    await page
      .getByRole("button", { name: /Invoices/u })
      .first()
      .waitFor({ state: "detached" });
    const { memories } = await served.app.run("memories", {}, {}, served.ctx);
    assert.deepEqual(
      memories.map(({ text }) => text),
      ["Our VAT id is DE123456789."],
    );
    await context.close();
  });

  test("settings: a change is on disk; a wrong number is not sent", async () => {
    const { page, context } = await signIn(browser, served);
    await page.goto(`${served.gateway.url}/settings`);
    const keep = page.getByLabel("Keep a model in memory");
    await keep.fill("25");
    await keep.blur();
    await page.getByText("Saved").first().waitFor();
    assert.equal((await served.app.run("settings", {}, {}, served.ctx)).models.keepMinutes, 25);
    await keep.fill("-3");
    await keep.blur();
    assert.equal((await served.app.run("settings", {}, {}, served.ctx)).models.keepMinutes, 25);
    await page.getByText("Dark", { exact: true }).click();
    await page.reload();
    assert.equal(await page.locator("html").getAttribute("data-theme"), "dark");
    await context.close();
  });
});
