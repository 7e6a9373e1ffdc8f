import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import type { Browser } from "playwright-core";
import { openStore } from "../../../src/store/index.ts";
import { createContext } from "../../store/_setup.ts";
import { arrivedOf } from "../../store/_mails.ts";
import { overflow, picture, seriousFaults } from "./_pages.ts";
import { launch, NO_BROWSER, serveUi, signIn, type Served } from "./_setup.ts";

const MAILS = [
  {
    subject: "Was kostet ein Zaun?",
    text: "Guten Tag,\n\nkönnten Sie mir bitte sagen, was ein Zaun von 20 Metern kostet?\n\nViele Grüße\nAnna Berger",
    from: { name: "Anna Berger", address: "anna@berger.example" },
  },
  {
    subject: "Complaint about the last delivery",
    text: "Hello,\n\nthe gate you delivered last week is scratched. I am very disappointed and want it replaced.\n\nTom Reed",
    from: { name: "Tom Reed", address: "tom@reed.example" },
    language: "en" as const,
    hasHidden: true,
    replyTo: [{ name: "Tom", address: "tom@elsewhere.example" }],
  },
  {
    subject: "Unser Newsletter im November: 20 % auf alles",
    text: "Liebe Leserin, die neuen Angebote der Woche. Jetzt im Shop stöbern. <img src='http://evil.example/x.png'>",
    from: { name: "Gartenwelt", address: "news@gartenwelt.example" },
    automatic: "list" as const,
    unsubscribe: { url: "https://gartenwelt.example/u/1", oneClick: false },
  },
];

/** Mails that lie in the store, each with the promise that it is handled. */
async function prepare(home: string, mailbox: string): Promise<void> {
  const ctx = createContext();
  const store = await openStore(home, ctx);
  const settings = { path: mailbox, address: "office@example.com", keepsSent: true };
  const office = { kind: "maildir", name: "Office", address: "office@example.com", settings, check: null } as const;
  const { id } = await store.accounts.create(office, ctx);
  const changes = MAILS.map((mail, at) => arrivedOf(at + 1, mail, { at: Date.now() - (at + 1) * 60_000 }));
  await store.mails.take({ account: id, changes, cursor: 1, starts: "inbox.mail" }, ctx);
  await store.profile.set({ language: "en" }, ctx);
  await store.close();
}

describe("the inbox, in a browser", { skip: NO_BROWSER }, () => {
  const folder = mkdtempSync(join(tmpdir(), "kralle-inbox-"));
  const mailbox = join(folder, "Maildir");
  let served: Served;
  let browser: Browser;
  before(async () => {
    for (const part of ["cur", "new", "tmp"]) mkdirSync(join(mailbox, part), { recursive: true });
    const home = join(folder, "home");
    mkdirSync(home, { recursive: true });
    await prepare(home, mailbox);
    served = await serveUi({ home });
    browser = await launch();
  });
  after(async () => {
    await browser?.close();
    await served?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const sent = (): string[] =>
    readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((path) => /Sent\/(?:cur|new)\/./u.test(path));

  test("mails stand by what needs the owner; one is corrected, one answered by exactly what was read", async () => {
    const { page, context, faults } = await signIn(browser, served);
    page.setDefaultTimeout(10_000);
    await page.goto(`${served.gateway.url}/inbox`);
    await page.getByRole("heading", { name: "Drafts that wait for you" }).waitFor();
    await page.getByText("Gartenwelt").waitFor();
    assert.deepEqual(await seriousFaults(page), []);
    await picture(page, "inbox-list");

    await page.getByRole("button", { name: /Was kostet ein Zaun/u }).click();
    await page.getByRole("heading", { name: "Was kostet ein Zaun?" }).waitFor();
    await page.getByRole("button", { name: "Edit" }).click();
    await page
      .getByRole("textbox", { name: "Answer" })
      .fill("Guten Tag Frau Berger,\n\nwir melden uns morgen mit einem Preis.");
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByText("wir melden uns morgen").first().waitFor();
    assert.deepEqual(await seriousFaults(page), []);
    await picture(page, "inbox-draft");
    assert.deepEqual(sent(), [], "nothing went out yet");
    await page.getByRole("button", { name: "Send exactly this" }).click();
    await page.getByText(/^Sent \S/u).waitFor();
    const letters = sent();
    assert.equal(letters.length, 1);
    const raw = readFileSync(join(folder, letters[0] ?? ""), "latin1");
    assert.match(raw, /^To: anna@berger\.example\r?$/mu);
    assert.doesNotMatch(raw, /Auto-Submitted/u, "a person looked at it");

    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: /Gartenwelt/u }).click();
    await page.getByLabel("What it is").selectOption("supplier");
    await page.getByText("You said so on").waitFor();
    await page.keyboard.press("e");
    await page.getByRole("button", { name: /Gartenwelt/u }).waitFor({ state: "detached" });
    assert.deepEqual(faults, [], "no picture of a mail was asked for, and nothing was thrown");
    await context.close();
  });

  test("a rule is read back in words, and counts once it is confirmed", async () => {
    const { page, context, faults } = await signIn(browser, served);
    page.setDefaultTimeout(10_000);
    await page.goto(`${served.gateway.url}/inbox`);
    await page.getByLabel("Rules").last().fill("forward invoices to my accountant");
    await page.getByRole("button", { name: "Read it" }).click();
    await page.getByText("forward, accountant").waitFor();
    await page.getByLabel("Rules").last().fill("never answer complaints");
    await page.getByRole("button", { name: "Read it" }).click();
    await page.getByText('mails of the class "Complaint": never answer').waitFor();
    await page.getByText("(not confirmed)").waitFor();
    await page.getByRole("button", { name: "Confirm" }).click();
    await page.getByText("(on)").waitFor();
    await picture(page, "inbox-rules");
    assert.deepEqual(faults, []);
    await context.close();
  });

  test("on a phone, in German, one thing at a time", async () => {
    const { page, context, faults } = await signIn(browser, served, { width: 390, locale: "de-DE", theme: "dark" });
    page.setDefaultTimeout(10_000);
    await page.goto(`${served.gateway.url}/inbox`);
    await page.getByRole("button", { name: /Complaint about the last/u }).waitFor();
    assert.equal(await overflow(page), 0);
    await picture(page, "inbox-list-phone");
    await page.getByRole("button", { name: /Complaint about the last/u }).click();
    await page.getByText("den niemand gesehen hätte").waitFor();
    await page.getByText("an eine andere Domain").waitFor();
    assert.equal(await overflow(page), 0);
    assert.deepEqual(await seriousFaults(page), []);
    await picture(page, "inbox-mail-phone");
    await page.getByRole("button", { name: "Zurück zur Liste" }).click();
    await page.getByRole("heading", { name: "Regeln" }).waitFor();
    assert.deepEqual(faults, []);
    await context.close();
  });
});
