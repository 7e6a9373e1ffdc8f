import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { openHome, textsOf, until } from "./_home.ts";

describe("a chat on Telegram", () => {
  test("words are answered once, whole, and go on in one conversation", async (t) => {
    const home = await openHome(t, { answer: (text) => `Answer to <${/item \d+/u.exec(text)?.[0]}> & **all** of it.` });
    const { owner, world } = home;
    owner.send("tell me about item 1 please");
    await until(
      () => textsOf(owner).some((text) => text.includes("item 1")),
      8_000,
      () => textsOf(owner).join("|"),
    );
    assert.equal(textsOf(owner).at(-1), "Answer to <item 1> & all of it.");
    // A slow answer may be seen while it grows: what counts is how it stands in the end.
    await until(() => owner.sees().at(-1)?.entities.length === 1);
    assert.deepEqual(owner.sees().at(-1)?.entities, [{ type: "bold", offset: 21, length: 3 }]);
    owner.send("tell me about item 2 please");
    await until(() => textsOf(owner).some((text) => text.includes("item 2")));
    assert.equal(textsOf(owner).filter((text) => /item/u.test(text)).length, 2);
    assert.equal(owner.sees().length, world.ledger.length, "nothing was sent and taken away again");
    assert.equal(world.waiting(), 0);
    const told = world.calls.filter(({ method }) => method === "setMyCommands");
    assert.deepEqual([told.length, [...world.commands.keys()]], [2, ["", "de"]], "once, in two languages");
    const sessions = await home.app.run("sessions", {}, {}, home.ctx);
    assert.equal(sessions.length, 1);
    const journal = () => home.app.run("effects", {}, {}, home.ctx);
    // The person may see it before the journal has heard of it.
    await until(async () => (await journal()).effects.every(({ ended }) => ended !== null));
    const { effects, unknown } = await journal();
    assert.deepEqual([unknown, effects.filter(({ state }) => state !== "confirmed")], [0, []]);
    assert.ok(effects.length >= 3 && effects.every(({ kind }) => kind.startsWith("telegram.")));
  });

  test("a stranger hears nothing, whatever they send, and the owner sees that they were there", async (t) => {
    const home = await openHome(t);
    const stranger = home.world.person(666, "Mallory");
    for (const text of ["hello", "/start", "/start AAAAAAAA", "/stop", "/status", "AAAAAAAB"]) stranger.send(text);
    home.owner.send("/status");
    await until(() => textsOf(home.owner).some((text) => text.includes("waiting")));
    assert.deepEqual(textsOf(stranger), []);
    assert.equal(await home.app.run("stopState", {}, {}, home.ctx), null);
    const { bots } = await home.app.run("telegram", {}, {}, home.ctx);
    assert.deepEqual(
      bots[0]?.strangers.map(({ id, messages }) => [id, messages]),
      [[666, 6]],
    );
    assert.deepEqual(
      bots[0]?.chats.map(({ id }) => id),
      [7],
    );
  });
});

describe("who may talk to the bot", () => {
  test("five wrong codes end the right one, and a code lets one person in", async (t) => {
    const home = await openHome(t);
    const { world, app, ctx } = home;
    const { code } = await app.run("pairTelegram", {}, {}, ctx);
    const guesser = world.person(666);
    for (let at = 0; at < 5; at += 1) guesser.send(`AAAAAAA${"ABCDE".charAt(at)}`);
    guesser.send(code);
    home.owner.send("/help");
    await until(() => textsOf(home.owner).some((text) => text.includes("/cancel")));
    assert.deepEqual(textsOf(guesser), []);
    const second = await app.run("pairTelegram", {}, {}, ctx);
    assert.match(second.link, /^https:\/\/t\.me\/kralle_test_bot\?start=[A-Z2-9]{8}$/u);
    const [first, late] = [world.person(8, "Ben"), world.person(9)];
    first.send(second.code.toLowerCase());
    await until(() => textsOf(first).length === 1);
    late.send(second.code);
    first.send("/help");
    await until(() => textsOf(first).length === 2);
    assert.deepEqual(textsOf(late), []);
    await app.run("forgetTelegramChat", { chat: 8 }, {}, ctx);
    first.send("/help");
    home.owner.send("/cost");
    await until(() => textsOf(home.owner).some((text) => text.includes("tokens")));
    assert.equal(textsOf(first).length, 2, "let in no more");
  });

  test("in a group only people who are let in, only where it is allowed, and only when the bot is named", async (t) => {
    const home = await openHome(t, { answer: (text) => `About ${/item \d+/u.exec(text)?.[0]}.` });
    const { owner, world } = home;
    const other = world.person(666, "Mallory");
    world.group(-5, [7, 666]);
    owner.send("@kralle_test_bot tell me about item 1 please", { chat: -5 });
    other.send("/allow@kralle_test_bot", { chat: -5 });
    owner.send("/allow@other_bot", { chat: -5 });
    owner.send("/help");
    await until(() => textsOf(owner).length === 2);
    assert.deepEqual(textsOf(owner, -5), []);
    owner.send("/allow@kralle_test_bot", { chat: -5 });
    await until(() => textsOf(owner, -5).length === 1);
    other.send("@kralle_test_bot tell me about item 2 please", { chat: -5 });
    owner.send("tell me about item 3 please", { chat: -5 });
    owner.send("@kralle_test_bot tell me about item 4 please", { chat: -5 });
    await until(() => textsOf(owner, -5).some((text) => text.startsWith("About")), 12_000);
    assert.deepEqual(textsOf(owner, -5).slice(1), ["About item 4."]);
    assert.ok(home.models.asked.every(({ text }) => !/item [123] /u.test(text)));
  });

  test("a slow answer grows in one message that ends exactly as it is stored; a long one fills several", async (t) => {
    const long = `${"word ".repeat(900).trim()}\n\n`.repeat(2).trim();
    const home = await openHome(t, { answer: () => long, delayMs: () => 2_000 });
    const { owner, world } = home;
    owner.send("tell me about item 1 please");
    await until(() => textsOf(owner).includes("…"));
    await until(() => textsOf(owner).join("\n\n").length > long.length, 15_000);
    const pieces = owner.sees().slice(1);
    assert.equal(
      pieces
        .map(({ text }) => text)
        .join(" ")
        .replaceAll(/\s+/gu, " "),
      long.replaceAll(/\s+/gu, " "),
    );
    assert.ok(pieces.length === 3 && pieces[0]!.edits.length >= 1 && pieces.every(({ hasPreview }) => !hasPreview));
    assert.equal(world.ledger.filter((text) => text === "…").length, 1);
  });
});
