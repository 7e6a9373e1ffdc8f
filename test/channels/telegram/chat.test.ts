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
    const sessions = await home.app.run("sessions", {}, {}, home.ctx);
    assert.equal(sessions.length, 1);
    const { effects, unknown } = await home.app.run("effects", {}, {}, home.ctx);
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
