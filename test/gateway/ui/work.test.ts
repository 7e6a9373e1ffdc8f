import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import type { Browser } from "playwright-core";
import { recordEgress } from "../../../src/app/egress/record.ts";
import { ensureHolder } from "../../../src/store/index.ts";
import { openStore } from "../../../src/store/index.ts";
import { createContext } from "../../store/_setup.ts";
import { overflow, picture, seriousFaults } from "./_pages.ts";
import { launch, NO_BROWSER, serveUi, signIn, type Served } from "./_setup.ts";

/** Two acts that were under way when the process ended, and connections of before. */
async function leaveUnclear(home: string): Promise<void> {
  const ctx = createContext();
  const line = { port: 443, address: null, method: "GET", bytesOut: 412, result: null, at: ctx.clock.now() };
  for (const outcome of ["done", "refused"] as const) {
    const host = `${outcome}.example`;
    recordEgress(home, { ...line, id: outcome, host, outcome, purpose: "models", bytesIn: 73_400_320 });
  }
  const store = await openStore(home, ctx);
  const holder = await ensureHolder(home, ctx);
  for (const name of ["one", "two"]) {
    const what = { kind: "tool", account: "post", effectClass: "neither", key: name, title: `post ${name}` } as const;
    const effect = { ...what, ref: name, arguments: { name }, hash: "h", run: null, holder };
    await store.effects.begin((await store.effects.add(effect, ctx)).record.id, holder, ctx);
  }
  await store.close();
}

describe("the pages of work, in a browser", { skip: NO_BROWSER }, () => {
  const folder = mkdtempSync(join(tmpdir(), "kralle-work-"));
  let served: Served;
  let browser: Browser;
  let gate = Promise.resolve();
  before(async () => {
    const home = join(folder, "home");
    await leaveUnclear(home);
    served = await serveUi({
      home,
      script: {
        answer: () => "Two invoices are due.",
        before: async ({ path }) => {
          if (path === "/v1/chat/completions") await gate;
          return false;
        },
      },
    });
    mkdirSync(join(folder, "office"));
    writeFileSync(join(folder, "office", "prices.csv"), "item;price\nscrew;27,50\nnut;3,10\n");
    browser = await launch();
  });
  after(async () => {
    await browser?.close();
    await served?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const send = async (text: string, workspace: string | null = null): Promise<string> => {
    const conversations = await served.app.conversations();
    const { id } = await conversations.create({ workspace });
    await conversations.send(id, { text });
    return id;
  };

  test("runs: work is seen while it happens, cancelled, and stands with its steps when it is over", async () => {
    const { page, context, faults } = await signIn(browser, served);
    await page.goto(`${served.gateway.url}/runs`);
    await page.getByText("Nothing is at work").waitFor();
    await send("Set the price of nut to 4,10 in prices.csv", join(folder, "office"));
    const done = page.getByRole("button", { name: /Set the price of nut .*done/u });
    await done.waitFor();
    await done.click();
    await page.getByText(": done").first().waitFor({ state: "attached" });
    await page.getByText("Plan as it was stored").waitFor();
    const opened = Promise.withResolvers<undefined>();
    gate = opened.promise;
    const session = await send("Write a friendly greeting");
    await page.getByRole("button", { name: /Write a friendly greeting .*at work/u }).waitFor();
    await page.getByRole("button", { name: "Cancel: Write a friendly greeting" }).click();
    await page.getByRole("button", { name: /Write a friendly greeting .*cancelled/u }).waitFor();
    opened.resolve(undefined);
    await page.getByText("Nothing is at work").waitFor();
    await page.getByRole("button", { name: /Write a friendly greeting/u }).click();
    await page.locator(`a[href="/chat/${session}"]`).click();
    await page.waitForURL(`**/chat/${session}`);
    assert.deepEqual(faults, []);
    await context.close();
  });

  test("runs: a schedule is made in words, run, paused, changed and removed; a wrong time is said", async () => {
    const { page, context, faults } = await signIn(browser, served);
    await page.goto(`${served.gateway.url}/runs`);
    await page.getByRole("button", { name: "New schedule" }).click();
    await page.getByLabel("Name").fill("briefing");
    await page.getByLabel("Times", { exact: true }).fill("whenever");
    await page.getByLabel("Request").fill("What is due?");
    await page.getByRole("button", { name: "Schedule it" }).click();
    await page.getByRole("alert").getByText("was not understood as times").waitFor();
    await page.getByLabel("Times", { exact: true }).fill("weekdays 7:30");
    await page.getByRole("button", { name: "Schedule it" }).click();
    await page.locator("li").getByText("weekdays 7:30 · ", { exact: false }).waitFor();
    await page.getByText("has not run yet").waitFor();
    await page.getByRole("button", { name: "Run now: briefing" }).click();
    await page.getByRole("img", { name: "1 done, 0 failed", exact: false }).waitFor();
    await page.getByRole("button", { name: /What is due\? .*briefing/u }).waitFor();
    await page.getByRole("button", { name: "Pause: briefing" }).click();
    await page.getByText("paused", { exact: true }).waitFor();
    await page.getByRole("button", { name: "Go on: briefing" }).click();
    await page.getByText("paused", { exact: true }).waitFor({ state: "detached" });
    await page.getByRole("button", { name: "Change: briefing" }).click();
    await page.getByLabel("Times", { exact: true }).fill("hourly");
    await page.getByRole("button", { name: "Schedule it" }).click();
    await page.locator("li").getByText("every hour · ", { exact: false }).waitFor();
    const found: string[] = [];
    for (const theme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme: theme });
      for (const width of [390, 1280]) {
        await page.setViewportSize({ width, height: 844 });
        await picture(page, `runs-full-${width}-${theme}`);
        if ((await overflow(page)) > 0) found.push(`wider than ${width}`);
      }
      found.push(...(await seriousFaults(page)));
    }
    assert.deepEqual(found, []);
    await page.getByRole("button", { name: "Remove: briefing" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Remove" }).click();
    await page.getByText("Nothing is scheduled").waitFor();
    assert.deepEqual(faults, []);
    await context.close();
  });

  test("security: STOP by one press on every page, shown until it is released after a question", async () => {
    const { page, context, faults } = await signIn(browser, served);
    await page.getByRole("navigation").getByRole("button", { name: "STOP" }).click();
    await page.getByText("nothing is done outside", { exact: false }).waitFor();
    assert.notEqual((await served.app.run("stopState", {}, {}, served.ctx))?.at, undefined);
    await page.reload();
    await page.getByRole("link", { name: "Release" }).click();
    await page.getByText("Stopped since", { exact: false }).waitFor();
    await picture(page, "security-stopped-1280-light");
    assert.deepEqual(await seriousFaults(page), []);
    await page.getByRole("button", { name: "Release" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Release" }).click();
    await page.getByText("Kralle may act").waitFor();
    assert.equal(await served.app.run("stopState", {}, {}, served.ctx), null);
    assert.deepEqual(faults, []);
    await context.close();
  });

  test("security: what is unclear is settled, the policy gets a line in plain words, the log is checked, the lock holds", async () => {
    const { page, context, faults } = await signIn(browser, served);
    await page.goto(`${served.gateway.url}/security`);
    await page.getByRole("rowheader", { name: "refused.example" }).waitFor();
    await page.getByText("2 acts have an unclear outcome").waitFor();
    await page.getByRole("button", { name: "It happened: post one" }).click();
    await page.getByText("One act has an unclear outcome").waitFor();
    await page.getByRole("textbox", { name: "Add a line" }).fill("nonsense");
    await page.getByRole("button", { name: "Add a line" }).click();
    await page.getByRole("alert").first().waitFor();
    await page.getByRole("textbox", { name: "Add a line" }).fill("refuse run_command");
    await page.getByRole("button", { name: "Add a line" }).click();
    await page.getByRole("button", { name: "Remove: refuse run_command" }).waitFor();
    await page.getByText("Try a case").click();
    await page.getByLabel("Tool").fill("run_command");
    await page.getByRole("button", { name: "What would happen?" }).click();
    await page.getByText("is refused").waitFor();
    await page.getByRole("button", { name: "Check it now" }).click();
    await page.getByText(/\d+ records, unchanged/u).waitFor();
    await page.getByLabel("A head that you kept").fill("f".repeat(64));
    await page.getByRole("button", { name: "Check it now" }).click();
    await page.getByText("does not have the head that you kept", { exact: false }).waitFor();
    const lock = page.getByRole("switch", { name: "Privacy lock" });
    await lock.click();
    await page.getByText("on since", { exact: false }).waitFor();
    assert.equal((await served.app.run("privacy", {}, {}, served.ctx)).isLocked, true);
    const found: string[] = [];
    for (const theme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme: theme });
      for (const width of [390, 1280]) {
        await page.setViewportSize({ width, height: 844 });
        await picture(page, `security-full-${width}-${theme}`);
        await page.getByRole("heading", { name: "Policy" }).evaluate((heading) => heading.scrollIntoView());
        await picture(page, `security-policy-${width}-${theme}`);
        await page.getByRole("heading", { name: "What left this machine" }).evaluate((one) => one.scrollIntoView());
        await picture(page, `security-log-${width}-${theme}`);
        if ((await overflow(page)) > 0) found.push(`wider than ${width}`);
      }
      found.push(...(await seriousFaults(page)));
    }
    assert.deepEqual(found, []);
    await lock.click();
    await page.getByRole("dialog").getByRole("button", { name: "Open it" }).click();
    await page.getByText("off", { exact: true }).waitFor();
    assert.deepEqual(faults, []);
    await context.close();
  });

  test("security: a browser that may only look sees it, and is offered nothing that it may not do", async () => {
    const { page, context } = await signIn(browser, served, { scope: "read" });
    await page.goto(`${served.gateway.url}/security`);
    await page.getByText("post two").waitFor();
    assert.equal(await page.getByRole("button", { name: /STOP|It happened|Check it now|Add a line/u }).count(), 0);
    assert.equal(await page.getByRole("switch").isDisabled(), true);
    await page.goto(`${served.gateway.url}/runs`);
    await page.getByText("may look at work, not change it").waitFor();
    assert.equal(await page.getByRole("button", { name: "New schedule" }).count(), 0);
    await context.close();
  });
});
