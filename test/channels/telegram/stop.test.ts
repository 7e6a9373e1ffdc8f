import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { Fault, TelegramCall } from "../../../src/world/index.ts";
import { openHome, textsOf, until } from "./_home.ts";

const isWritten = ({ method }: TelegramCall): boolean =>
  /^(?:send(?:Message|Photo|Document)|editMessageText)$/u.test(method);

describe("what holds a bot back", () => {
  test("STOP by the chat holds within a second, 20 times, while the model hangs and nothing gets through", async (t) => {
    let fault: Fault = "none";
    const home = await openHome(t, { delayMs: () => 600_000, fault: () => fault });
    const { owner, world, app, ctx } = home;
    const held = () => app.run("stopState", {}, {}, ctx);
    /** What the ledger says was begun after a moment, and how many acts were under way at it. */
    const actsAround = async (moment: number) => {
      const { effects } = await app.run("effects", { limit: 200 }, {}, ctx);
      const begun = effects.filter(({ sent }) => sent !== null);
      return {
        begunAfter: begun.filter(({ sent }) => sent! > moment),
        onTheWay: begun.filter(({ sent, ended }) => sent! <= moment && (ended === null || ended >= moment)).length,
      };
    };
    owner.send("tell me about item 1 please");
    await until(() => home.models.waiting() > 0);
    const took: number[] = [];
    for (let at = 0; at < 20; at += 1) {
      fault = at % 2 === 0 ? "cutBefore" : "none";
      owner.send(`tell me about item ${at + 2} please`);
      owner.send("/status");
      const from = performance.now();
      owner.send(["/stop", "stop", "STOP!", "/stopp"][at % 4]!);
      await until(async () => (await held()) !== null, 1_000);
      took.push(performance.now() - from);
      const calls = world.calls.length;
      await new Promise((resolve) => setTimeout(resolve, 40));
      const writes = world.calls.slice(calls).filter(isWritten);
      const { begunAfter, onTheWay } = await actsAround((await held())!.at);
      assert.deepEqual(begunAfter, []);
      assert.ok(writes.length <= onTheWay, `${writes.length} writes, ${onTheWay} acts were on the way`);
      fault = "none";
      owner.send("/stop off");
      await until(async () => (await held()) === null);
    }
    t.diagnostic(`slowest ${Math.round(Math.max(...took))} ms`);
    assert.ok(took.every((ms) => ms < 1_000));
    assert.ok(
      world.calls.some(({ method }) => method === "setMessageReaction"),
      "the person sees that it holds",
    );
    await app.run("stop", {}, {}, ctx);
  });

  test("an outage, and the privacy lock: what was not sent waits, and goes out later, in order and once", async (t) => {
    const home = await openHome(t, { answer: (text) => `About ${/item \d+/u.exec(text)?.[0]}.`, delayMs: () => 250 });
    const { owner, world, app, ctx } = home;
    const answered = async (count: number) => {
      const talks = await app.conversations();
      const [session] = (await talks.list({ limit: 1 })).sessions;
      const all = session ? await talks.messages(session.id) : [];
      return all.filter(({ role }) => role === "assistant").length >= count;
    };
    const away = async (items: readonly number[], close: () => Promise<unknown>, open: () => Promise<unknown>) => {
      for (const item of items) owner.send(`tell me about item ${item} please`);
      await until(() => world.waiting() === 0);
      await close();
      await until(() => answered(items.at(-1)!));
      assert.deepEqual(
        textsOf(owner).filter((text) => items.some((item) => text.includes(`item ${item}.`))),
        [],
      );
      await open();
      await until(() => textsOf(owner).some((text) => text.includes(`item ${items.at(-1)}.`)), 15_000);
    };
    await away(
      [1, 2],
      () => world.outage(true),
      () => world.outage(false),
    );
    await away(
      [3],
      () => app.run("lockPrivacy", {}, {}, ctx),
      () => app.run("unlockPrivacy", {}, {}, ctx),
    );
    const about = textsOf(owner).filter((text) => text.startsWith("About"));
    assert.deepEqual(about, ["About item 1.", "About item 2.", "About item 3."]);
    const { unknown } = await app.run("effects", {}, {}, ctx);
    assert.equal(unknown, 0);
  });

  test("429 is obeyed to the second", async (t) => {
    let left = 0;
    const home = await openHome(t, { fault: () => ((left -= 1) >= 0 ? "busy" : "none"), retryAfter: 2 });
    const { owner, world } = home;
    left = 1;
    const from = world.calls.length;
    owner.send("/cost");
    await until(() => textsOf(owner).some((text) => text.includes("days")));
    const sends = world.calls.slice(from).filter(isWritten);
    assert.deepEqual(
      sends.map(({ status }) => status),
      [0, 200],
    );
    const gap = sends[1]!.at - sends[0]!.at;
    assert.ok(gap >= 2_000 && gap < 3_500, `${gap} ms`);
  });
});
