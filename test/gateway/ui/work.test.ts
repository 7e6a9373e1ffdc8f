import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import type { Browser } from "playwright-core";
import { overflow, picture, seriousFaults } from "./_pages.ts";
import { launch, NO_BROWSER, serveUi, signIn, type Served } from "./_setup.ts";

describe("the pages of work, in a browser", { skip: NO_BROWSER }, () => {
  const folder = mkdtempSync(join(tmpdir(), "kralle-work-"));
  let served: Served;
  let browser: Browser;
  let gate = Promise.resolve();
  before(async () => {
    served = await serveUi({
      script: {
        answer: () => "Two invoices are due.",
        before: async ({ path }) => {
          if (path === "/v1/chat/completions") await gate;
          return false;
        },
      },
    });
    writeFileSync(join(folder, "prices.csv"), "item;price\nscrew;27,50\nnut;3,10\n");
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
    await send("Set the price of nut to 4,10 in prices.csv", folder);
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
    await page.getByText("30 7 * * 1-5").waitFor();
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
    await page.getByText("0 * * * *").waitFor();
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
});
