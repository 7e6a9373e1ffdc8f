import assert from "node:assert/strict";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import type { Browser, Page } from "playwright-core";
import { writeLetters } from "../../../src/world/index.ts";
import { hasDovecot, openMail, type MailWorld } from "../../durable/effects/kill/mail.ts";
import { overflow, picture, seriousFaults } from "./_pages.ts";
import { launch, NO_BROWSER, serveUi, signIn, type Served } from "./_setup.ts";

const ADDRESS = "hallo@gmx.de"; // its servers are known without asking anybody
const PRICES = join(import.meta.dirname, "../../../src/app/sample/preise");
const SUBJECTS = [
  "Inspektion vor dem Winter",
  "Rad seit zwei Wochen nicht fertig!!",
  "Ihr Paket konnte nicht zugestellt werden",
  "Mahnung: Nebenkosten Oktober",
  "Preisänderung zum Jahreswechsel",
];

describe("the first day with a mailbox", { skip: NO_BROWSER || !hasDovecot }, () => {
  const folder = mkdtempSync(join(tmpdir(), "kralle-first-day-"));
  let served: Served;
  let browser: Browser;
  let world: MailWorld;
  before(async () => {
    [served, browser, world] = await Promise.all([serveUi(), launch(), openMail(join(folder, "mail"), () => "none")]);
    cpSync(PRICES, join(folder, "preise"), { recursive: true });
    await served.app.run("addKnowledge", { folder: join(folder, "preise") }, {}, served.ctx);
    for (const { subject, raw } of await writeLetters({ now: Date.now() })) {
      if (SUBJECTS.includes(subject)) world.imap.deliver(Buffer.from(raw).toString("latin1"));
    }
  });
  after(async () => {
    await browser?.close();
    await served?.close();
    await world?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  async function connect(page: Page): Promise<void> {
    await page.getByRole("button", { name: "Postfach verbinden" }).press("Enter");
    await page.keyboard.type(ADDRESS);
    await page.keyboard.press("Enter");
    const dialog = page.getByRole("dialog");
    await dialog.getByText(/^Server:/u).click();
    const { imapPort, smtpPort } = world.places.filing;
    for (const [title, port] of [
      ["Lesen (IMAP)", imapPort],
      ["Senden (SMTP)", smtpPort],
    ] as const) {
      await dialog.getByLabel(`${title}: Server`).fill("127.0.0.1");
      await dialog.getByLabel(`${title}: Port`).fill(String(port));
    }
    await dialog.getByLabel("Benutzer").fill("office");
    await dialog.getByLabel("Passwort").fill("secret");
    await page.keyboard.press("Enter");
    await dialog.waitFor({ state: "detached" });
  }

  test("connect a mailbox, see its mails sorted, correct one, release an answer, read the briefing on a phone", async () => {
    await served.app.run(
      "setProfile",
      { name: "Mara Wolff", language: "de", timeZone: "Europe/Berlin" },
      {},
      served.ctx,
    );
    const { page, context, faults } = await signIn(browser, served, { locale: "de-DE" });
    page.setDefaultTimeout(20_000);
    await page.goto(`${served.gateway.url}/accounts`);
    await connect(page);
    await page.getByText("geht", { exact: true }).waitFor();
    await picture(page, "first-day-1-connected");

    await page.goto(`${served.gateway.url}/inbox`);
    for (const subject of SUBJECTS) await page.getByRole("button", { name: new RegExp(subject, "u") }).waitFor();
    await page.getByText(/^240,00\s€$/u).waitFor();
    await picture(page, "first-day-2-sorted");

    await page.getByRole("button", { name: /Preisänderung/u }).click();
    await page.getByLabel("Was es ist").selectOption("newsletter");
    await page.getByText("Das sagten Sie am").waitFor();
    await picture(page, "first-day-3-corrected");

    await page.getByRole("button", { name: /Inspektion vor dem Winter/u }).click();
    await page.getByText("109,00").first().waitFor();
    await page.getByRole("button", { name: "Ändern" }).click();
    await page
      .getByRole("textbox", { name: "Antwort" })
      .fill("Guten Tag Frau Hoffmann,\n\ndie große Inspektion kostet 109,00 EUR.\n\nViele Grüße\nMara Wolff");
    await page.getByRole("button", { name: "Speichern" }).click();
    await page.getByText("die große Inspektion kostet 109,00 EUR").first().waitFor();
    const letters = () => world.ledger.filter((subject) => subject !== "Kralle"); // the trial whether Sent is filed
    assert.deepEqual(letters(), [], "nothing went out yet");
    await picture(page, "first-day-4-draft");
    await page.getByRole("button", { name: "Genau das senden" }).click();
    await page.getByText(/^Gesendet \S/u).waitFor();
    assert.equal(letters().length, 1);
    await picture(page, "first-day-5-sent");

    await page.setViewportSize({ width: 390, height: 844 });
    await page.goto(`${served.gateway.url}/today`);
    await page.getByRole("button", { name: "Jetzt zusammenstellen" }).click();
    await page.getByText(/^Zusammengestellt \d/u).waitFor();
    const urgent = page.locator("ul.urgent");
    await urgent.getByText("Mahnung: Nebenkosten Oktober").waitFor();
    assert.equal(await page.getByText("Ihr Paket konnte nicht zugestellt werden").count(), 0, "spam is no news");
    assert.equal(await overflow(page), 0);
    assert.deepEqual(await seriousFaults(page), []);
    await picture(page, "first-day-6-briefing-phone");
    assert.deepEqual(faults, []);
    await context.close();
  });
});
