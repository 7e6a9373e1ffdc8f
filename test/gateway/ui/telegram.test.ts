import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import type { Browser } from "playwright-core";
import { openTelegram, type Telegram } from "../../../src/world/index.ts";
import { overflow, picture, seriousFaults } from "./_pages.ts";
import { launch, NO_BROWSER, serveUi, signIn, type Served } from "./_setup.ts";

const TOKEN = "4711:secret-token-of-a-bot";

describe("Telegram, in a browser", { skip: NO_BROWSER }, () => {
  let served: Served;
  let browser: Browser;
  let world: Telegram;
  before(async () => {
    [served, browser, world] = await Promise.all([serveUi(), launch(), openTelegram(TOKEN)]);
    const bot = { kind: "telegram" as const, name: "Telegram", settings: { api: world.url }, secret: TOKEN };
    await served.app.run("connectAccount", bot, {}, served.ctx);
  });
  after(async () => {
    await browser?.close();
    await served?.close();
    await world?.close();
  });

  test("somebody is let in by the code that the page shows, is seen there, and is let in no more", async () => {
    const { page, context, faults } = await signIn(browser, served, { locale: "de-DE" });
    const look = async (name: string): Promise<void> => {
      for (const width of [390, 1280]) {
        await page.setViewportSize({ width, height: 844 });
        await picture(page, `telegram-${name}-${width}`);
        assert.ok((await overflow(page)) <= 0, `${name} at ${width}`);
      }
      assert.deepEqual(await seriousFaults(page), [], name);
    };
    await page.goto(`${served.gateway.url}/accounts`);
    await page.getByText("Noch ist niemand eingelassen.").waitFor({ timeout: 8_000 });
    await page.getByRole("button", { name: "Jemanden einlassen" }).press("Enter");
    const dialog = page.getByRole("dialog");
    const link = await dialog.getByText(/^https:\/\/t\.me\/kralle_test_bot\?start=/u).innerText();
    await look("pair");
    const person = world.person(7, "Ada <b>");
    person.send(`/start ${link.split("=")[1]}`);
    while (person.sees().length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
    await page.keyboard.press("Escape");
    await page.getByText("Ada <b>").waitFor();
    await look("chats");
    await page.getByRole("button", { name: "Anderes Token" }).click();
    await page.getByLabel("Token des Bots").fill("no token");
    await page.getByRole("button", { name: "Prüfen und verbinden" }).click();
    await page.getByRole("dialog").getByRole("alert").waitFor();
    await look("refused");
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "Nicht mehr einlassen: Ada" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Nicht mehr einlassen" }).click();
    await page.getByText("Noch ist niemand eingelassen.").waitFor();
    assert.deepEqual(faults, []);
    const [bot] = (await served.app.run("telegram", {}, {}, served.ctx)).bots;
    assert.deepEqual(bot?.chats, []);
    await context.close();
  });
});
