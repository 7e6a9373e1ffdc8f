import assert from "node:assert/strict";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { openHome, textsOf, until, type Home } from "./_home.ts";

const ADDRESS = "office@speichenglueck.example";
const MAIL = [
  "From: Ada Berger <ada.berger@post.example>",
  `To: ${ADDRESS}`,
  "Subject: What does the big inspection cost?",
  "Message-ID: <1@post.example>",
  "",
  "Hello, what does the big inspection cost? I need to know by tomorrow. Ada Berger",
  "",
].join("\r\n");

/** A home with a bot, a mailbox that is a folder, one mail in it, and what the firm knows. */
async function openOffice(t: TestContext): Promise<{ home: Home; mailbox: string; item: string }> {
  const home = await openHome(t, { answer: () => "The model was asked." });
  const mailbox = join(home.folder, "mailbox");
  for (const part of ["cur", "new", "tmp"]) await mkdir(join(mailbox, part), { recursive: true });
  const { app, ctx, account } = home;
  await app.run("setProfile", { name: "Mara Wolff", language: "en", timeZone: "UTC" }, {}, ctx);
  const known = join(home.folder, "known");
  await mkdir(known);
  await writeFile(join(known, "prices.md"), "# Prices\n\nThe big inspection costs 109.00 EUR.\n");
  await app.run("addKnowledge", { folder: known }, {}, ctx);
  const settings = { path: mailbox, days: 7, address: ADDRESS, keepsSent: true };
  await app.run("connectAccount", { kind: "maildir", address: ADDRESS, settings }, {}, ctx);
  await app.run("setBriefing", { telegram: { account, chat: 7 } }, {}, ctx);
  await writeFile(join(mailbox, "new", "1.a"), MAIL);
  const items = async () => (await app.run("items", { desk: "inbox" }, {}, ctx)).items;
  await until(async () => (await items()).length > 0);
  return { home, mailbox, item: (await items())[0]?.id ?? "" };
}

test("an answer is released from the briefing's message: its letter is shown whole first, and exactly that is sent, once", async (t) => {
  const { home, mailbox } = await openOffice(t);
  const { app, ctx, owner } = home;
  const drafts = async () => (await app.run("inbox", {}, {}, ctx)).entries.filter(({ draft }) => draft !== null);
  await until(async () => (await drafts()).length === 1);
  await app.run("composeBriefing", {}, {}, ctx);
  const message = owner.sees().at(-1)!;
  assert.match(message.text, /^1\. Ada Berger: What does the big inspection cost\?$/mu);
  const [button] = message.buttons.flat();
  assert.equal(button?.text, "1. Send the draft");

  const sent = () => readdir(join(mailbox, ".Sent", "cur")).catch(() => [] as string[]);
  owner.press(message.id, "1. Send the draft");
  await until(() => textsOf(owner).some((text) => text.startsWith("To ada.berger@post.example")));
  const letter = owner.sees().at(-1)!;
  assert.match(letter.text, /109\.00/u);
  assert.deepEqual(await sent(), [], "nothing went out by the first press");

  owner.press(letter.id, "✅ Send exactly this");
  await until(async () => (await sent()).length === 1);
  const [name = ""] = await sent();
  assert.match(await readFile(join(mailbox, ".Sent", "cur", name), "utf8"), /109\.00/u);
  const again = owner.press(letter.id, "✅ Send exactly this");
  await until(() => again.isAnswered);
  assert.deepEqual([again.answer, (await sent()).length], ["This is no longer open.", 1]);
});

test("a letter that was changed since it was shown is not sent by its button", async (t) => {
  const { home, mailbox, item } = await openOffice(t);
  const { app, ctx, owner } = home;
  await until(async () => (await app.run("inbox", {}, {}, ctx)).entries.some(({ draft }) => draft !== null));
  await app.run("composeBriefing", {}, {}, ctx);
  owner.press(owner.sees().at(-1)!.id, "1. Send the draft");
  await until(() => textsOf(owner).some((text) => text.startsWith("To ada.berger")));
  await app.run("writeDraft", { id: item, text: "Something else" }, {}, ctx);
  const pressed = owner.press(owner.sees().at(-1)!.id, "✅ Send exactly this");
  await until(() => pressed.isAnswered);
  assert.equal(pressed.answer, "This is no longer open.");
  await assert.rejects(readdir(join(mailbox, ".Sent", "cur")));
});

test("a question about the briefing is answered from it and names its item; in a group, and of what it does not know, the agent answers", async (t) => {
  const { home, item } = await openOffice(t);
  const { owner, models } = home;
  owner.send("What did Ada Berger want?");
  await until(() => textsOf(owner).some((text) => /What does the big inspection cost/u.test(text)));
  assert.match(textsOf(owner).at(-1) ?? "", new RegExp(`/today/${item}`, "u"));
  assert.equal(models.asked.length, 0, "no model was asked");
  owner.send("What did Mr Schneider want?");
  await until(() => textsOf(owner).some((text) => /The model was asked/u.test(text)));

  // Where others read along, nothing of the mailbox is told.
  home.world.group(-5, [7]);
  owner.send("/allow@kralle_test_bot", { chat: -5 });
  await until(() => textsOf(owner, -5).length === 1);
  owner.send("@kralle_test_bot why is Ada Berger urgent?", { chat: -5 });
  await until(() => textsOf(owner, -5).some((text) => /The model was asked/u.test(text)));
  assert.ok(textsOf(owner, -5).every((text) => !text.includes("inspection")));
  owner.send("why is Ada Berger urgent?");
  await until(() => textsOf(owner).some((text) => /stands under “Urgent”/u.test(text)));
});

test("a mail that certainly did not go out is sent again when asked, once; what arrived is not", async (t) => {
  const { home, mailbox } = await openOffice(t);
  const { app, ctx } = home;
  const old = join(home.folder, "old");
  for (const part of ["cur", "new", "tmp"]) await mkdir(join(old, part), { recursive: true });
  const settings = { path: old, days: 7, address: "old@speichenglueck.example", keepsSent: true };
  const gone = await app.run("connectAccount", { kind: "maildir", address: settings.address, settings }, {}, ctx);
  await app.run("setBriefing", { mail: { account: gone.id, to: "own@example.org" } }, {}, ctx);
  await app.run("removeAccount", { account: gone.id }, {}, ctx);
  const stateOf = ({ deliveries }: { deliveries: { channel: string; state: string }[] }, channel = "mail") =>
    deliveries.find((one) => one.channel === channel)?.state;
  assert.equal(stateOf(await app.run("composeBriefing", {}, {}, ctx)), "failed");
  const sent = () => readdir(join(mailbox, ".Sent", "cur")).catch(() => [] as string[]);
  assert.deepEqual(await sent(), []);

  await app.run("setBriefing", { mail: { account: ADDRESS, to: "own@example.org" } }, {}, ctx);
  const again = await app.run("resendBriefing", { channel: "mail" }, {}, ctx);
  assert.deepEqual([stateOf(again), (await sent()).length], ["done", 1]);
  await assert.rejects(app.run("resendBriefing", { channel: "mail" }, {}, ctx), { code: "E_INPUT" });
  await assert.rejects(app.run("resendBriefing", { channel: "telegram" }, {}, ctx), { code: "E_INPUT" });
  assert.equal((await sent()).length, 1);
  assert.equal(home.owner.sees().filter(({ text }) => text.startsWith("Briefing for")).length, 1);
});
