import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import type { Browser, Page } from "playwright-core";
import { hasDovecot, openMail, type MailWorld } from "../../durable/effects/kill/mail.ts";
import { overflow, picture, seriousFaults } from "./_pages.ts";
import { launch, NO_BROWSER, serveUi, signIn, type Served } from "./_setup.ts";

const ADDRESS = "office@gmx.de"; // its servers are known without asking anybody

describe("accounts, in a browser", { skip: NO_BROWSER || !hasDovecot }, () => {
  const folder = mkdtempSync(join(tmpdir(), "kralle-ui-accounts-"));
  let served: Served;
  let browser: Browser;
  let world: MailWorld;
  before(async () => {
    [served, browser, world] = await Promise.all([serveUi(), launch(), openMail(join(folder, "mail"), () => "none")]);
  });
  after(async () => {
    await browser?.close();
    await served?.close();
    await world?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** `isRead`: also by what reads it to those who do not see it. */
  async function look(page: Page, name: string, isRead = false): Promise<void> {
    const shown: string[] = [];
    for (const width of [390, 1280]) {
      await page.setViewportSize({ width, height: 844 });
      await picture(page, `accounts-${name}-${width}`);
      if ((await overflow(page)) > 0) shown.push(`wider than ${width}`);
    }
    assert.deepEqual([...shown, ...(isRead ? await seriousFaults(page) : [])], [], name);
  }

  test("a mailbox is connected with a keyboard: servers found, corrected, the password refused, then taken", async () => {
    const { page, context, faults } = await signIn(browser, served, { locale: "de-DE" });
    await page.goto(`${served.gateway.url}/accounts`);
    await page.getByText("Kein Konto ist verbunden").waitFor({ timeout: 8_000 });
    await look(page, "empty");
    await page.getByRole("button", { name: "Postfach verbinden" }).press("Enter");
    await look(page, "address");
    await page.keyboard.type(ADDRESS);
    await page.keyboard.press("Enter");
    const dialog = page.getByRole("dialog");
    await dialog.getByText("GMX", { exact: true }).waitFor();
    await dialog.getByText("Mailprogramme (IMAP) müssen erst erlaubt werden").waitFor();
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
    await look(page, "servers");
    await dialog.getByLabel("Passwort").fill("wrong password");
    await page.keyboard.press("Enter");
    const refused = await dialog.getByRole("alert").innerText();
    assert.match(refused, /nimmt dieses Passwort nicht an/u, "the gateway's own words are German, too");
    await look(page, "refused", true);
    await dialog.getByLabel("Passwort").fill("secret");
    await page.keyboard.press("Enter");
    await dialog.waitFor({ state: "detached" });
    await page.getByText(ADDRESS, { exact: true }).waitFor();
    await page.getByText("geht", { exact: true }).waitFor();
    await look(page, "connected");
    assert.deepEqual(faults, []);
    await context.close();
  });

  test("what is wrong with one is said with what to do; it is switched off, and removed with what goes with it", async () => {
    const { accounts } = await served.app.run("accounts", {}, {}, served.ctx);
    const { id } = accounts[0]!;
    const { page, context, faults } = await signIn(browser, served);
    await page.goto(`${served.gateway.url}/accounts`);
    await page.getByRole("button", { name: `Check: ${ADDRESS}` }).waitFor();
    await world.close(); // nobody is there any more
    await page.getByRole("button", { name: `Check: ${ADDRESS}` }).click();
    await page.getByText("It could not be reached").waitFor();
    await look(page, "trouble", true);
    await page.getByRole("button", { name: `Switch off: ${ADDRESS}` }).click();
    await page.getByText("off", { exact: true }).waitFor();
    const reader = await signIn(browser, served, { scope: "read" });
    await reader.page.goto(`${served.gateway.url}/accounts`);
    await reader.page.getByText("may look at accounts, not change them").waitFor();
    assert.equal(await reader.page.getByRole("button", { name: /Remove|Check|Switch/u }).count(), 0);
    await reader.context.close();
    await page.getByRole("button", { name: `Remove: ${ADDRESS}` }).click();
    await page.getByText("In the mailbox itself nothing changes").waitFor();
    await look(page, "remove");
    await page.getByRole("dialog").getByRole("button", { name: "Remove" }).click();
    await page.getByText("No account is connected").waitFor();
    assert.deepEqual((await served.app.run("secrets", {}, {}, served.ctx)).secrets, []);
    const { records } = await served.app.run("auditRecords", { kind: "account" }, {}, served.ctx);
    assert.deepEqual(
      records.map(({ action, subject }) => [action, subject]),
      [
        ["removed", id],
        ["switched off", id],
        ["connected", id],
      ],
    );
    assert.ok(
      records.every(({ actor }) => actor !== "owner"),
      "the browser is named",
    );
    assert.deepEqual(faults, []);
    await context.close();
  });
});
