import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import type { Browser } from "playwright-core";
import { openStore } from "../../../src/store/index.ts";
import { mailItem } from "../../desks/briefing/_items.ts";
import { createContext } from "../../store/_setup.ts";
import { overflow, picture, seriousFaults } from "./_pages.ts";
import { launch, NO_BROWSER, serveUi, signIn, type Served } from "./_setup.ts";

const DAY_MS = 86_400_000;

/** What a desk has found: three letters, a newsletter, a visit, a number that moved. */
async function plant(home: string): Promise<void> {
  const ctx = createContext();
  const store = await openStore(home, ctx);
  const now = ctx.clock.now();
  await store.profile.set({ timeZone: "UTC", language: "en" }, ctx);
  const letters = [
    mailItem("mail_1", {
      title: "Third time I write: where is my refund?",
      who: { name: "Jonas Berger", address: "jonas@berger.example" },
      at: now - 2 * DAY_MS,
      class: "complaint",
      importance: 3,
      urgency: 3,
      reason: "Waits for a refund",
      evidence: [{ type: "quote", source: "mail_1", text: "If I hear nothing by tomorrow, I will call my lawyer." }],
      actions: [{ id: "reply", kind: "reply", title: "Answer it", arguments: { mail: "mail_1" } }],
      features: { sent: 2 },
    }),
    mailItem("mail_2", {
      title: "Invoice 4711",
      who: null,
      at: now - 9 * DAY_MS,
      due: now - 3 * DAY_MS,
      class: "reminder",
      needsReply: false,
      importance: 2,
      urgency: 2,
      features: { amount: 1_250 },
    }),
    mailItem("mail_3", {
      title: "Offer for a fence of 20 metres",
      at: now - 3_600_000,
      importance: 3,
      urgency: 0,
      features: { sent: 1 },
    }),
    mailItem("mail_4", { title: "Our autumn catalogue", at: now - 7_200_000, class: "newsletter", needsReply: false }),
    mailItem("visit", { kind: "appointment", title: "Visit at Möller", at: now - 1_000, due: now + 60_000 }),
  ];
  for (const letter of letters) await store.items.put(letter, ctx);
  await store.metrics.define(
    { id: "shop.orders", source: "shop", name: "Orders a day", unit: "orders", definition: "…" },
    ctx,
  );
  const values = [10, 12, 11, 9, 10, 12, 11, 10, 3];
  await store.metrics.put(
    "shop.orders",
    values.map((value, at) => ({ at: now - (9 - at) * DAY_MS, value })),
    ctx,
  );
  await store.close();
}

describe("the page Today, in a browser", { skip: NO_BROWSER }, () => {
  const folder = mkdtempSync(join(tmpdir(), "kralle-today-"));
  let served: Served;
  let browser: Browser;
  before(async () => {
    await plant(join(folder, "home"));
    served = await serveUi({
      home: join(folder, "home"),
      settings: { briefing: { mail: { account: "acc_gone", to: "own@example.org" } } },
    });
    browser = await launch();
  });
  after(async () => {
    await browser?.close();
    await served?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  test("says what is urgent and why, answers a question, composes once, and marks what is done", async () => {
    const { page, context, faults } = await signIn(browser, served);
    await page.goto(`${served.gateway.url}/today`);
    await page.getByText("As it would be now").waitFor();
    const urgent = page.getByRole("region", { name: "Urgent" });
    await urgent.getByText("If I hear nothing by tomorrow").waitFor();
    assert.equal(await urgent.getByRole("listitem").count(), 2);
    await page.getByRole("region", { name: "Important" }).getByText("Offer for a fence").waitFor();
    assert.equal(await page.getByText("Our autumn catalogue").count(), 0, "a newsletter is counted only");
    await page.getByRole("img", { name: /Orders a day: 3, usually/u }).waitFor();
    await page.getByText("Visit at Möller").waitFor();

    const row = urgent.getByRole("button", { name: /Jonas Berger/u });
    await row.focus();
    await page.keyboard.press("Enter");
    await urgent.getByText("its kind").waitFor();
    assert.match(page.url(), /\/today\/item_/u);
    await page.getByPlaceholder("Why is that urgent?").fill("What did Berger want?");
    await page.getByRole("button", { name: "Ask", exact: true }).click();
    await page.getByText(/Jonas Berger: Third time I write/u).waitFor();
    assert.deepEqual(await seriousFaults(page), []);

    await page.getByRole("button", { name: "Compose now" }).click();
    await page.getByText("Composed", { exact: false }).first().waitFor();
    await page.getByText("not delivered").waitFor();
    await page.getByText("is not connected any more").waitFor();
    assert.equal((await served.app.run("briefings", {}, {}, served.ctx)).briefings.length, 1);
    assert.equal((await served.app.run("composeBriefing", {}, {}, served.ctx)).composition.groups.urgent.length, 2);
    assert.equal((await served.app.run("briefings", {}, {}, served.ctx)).briefings.length, 1, "a day has one");

    await urgent
      .getByRole("listitem")
      .filter({ hasText: "Invoice 4711" })
      .getByRole("button", { name: "Done" })
      .click();
    await urgent.getByText("done", { exact: true }).waitFor();
    const { items } = await served.app.run("items", { states: ["done"] }, {}, served.ctx);
    assert.deepEqual(items.map(({ title }) => title), ["Invoice 4711"]); // prettier-ignore
    await page.reload();
    await page.getByRole("region", { name: "Where it went" }).waitFor();
    await picture(page, "today-desk");
    assert.deepEqual(faults, []);
    await context.close();
  });

  test("on a phone nothing sticks out, in German and in the dark", async () => {
    const { page, context, faults } = await signIn(browser, served, { width: 390, locale: "de-DE", theme: "dark" });
    await page.goto(`${served.gateway.url}/today`);
    await page.getByRole("region", { name: "Dringend" }).waitFor();
    assert.equal(await overflow(page), 0);
    assert.deepEqual(await seriousFaults(page), []);
    await picture(page, "today-phone");
    assert.deepEqual(faults, []);
    await context.close();
  });

  test("who may only read sees no button that acts", async () => {
    const { page, context } = await signIn(browser, served, { scope: "read" });
    await page.goto(`${served.gateway.url}/today`);
    await page.getByRole("region", { name: "Urgent" }).waitFor();
    for (const name of ["Answer it", "Done", "Save", "Compose now"])
      assert.equal(await page.getByRole("button", { name, exact: true }).count(), 0, name);
    await context.close();
  });
});
