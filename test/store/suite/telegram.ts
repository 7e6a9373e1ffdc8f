import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { Context } from "../../../src/core/index.ts";
import { createContext } from "../_setup.ts";
import type { Stores } from "../_stores.ts";

const ctx = createContext();
const after = (ms: number): Context => ({ ...ctx, clock: { ...ctx.clock, now: () => ctx.clock.now() + ms } });

export function telegramSuite(stores: Stores): void {
  describe("what a bot keeps", () => {
    test("an update is taken once and stays open until it is settled together with what it led to", async (t) => {
      const { telegram } = await (await stores.place(t)).open();
      assert.equal(await telegram.take("a", 7, { text: "x" }, ctx), true);
      assert.equal(await telegram.take("a", 7, { text: "y" }, ctx), false);
      assert.equal(await telegram.take("b", 7, null, ctx), true, "another bot counts for itself");
      assert.deepEqual(await telegram.open("a"), [{ id: 7, content: { text: "x" } }]);
      const post = { id: "p1", chat: 5_000_000_000, session: null, run: null, body: { type: "text" } };
      await telegram.settle("a", 7, [post], ctx);
      await telegram.settle("a", 7, [{ ...post, body: { type: "other" } }], ctx);
      assert.deepEqual(await telegram.open("a"), []);
      assert.equal(await telegram.take("a", 7, { text: "x" }, ctx), false, "for ever");
      const [waiting, ...more] = await telegram.waiting("a");
      assert.deepEqual([waiting?.chat, waiting?.body, more], [5_000_000_000, { type: "text" }, []]);
      await telegram.change("p1", { state: "done", sent: [3, 4] });
      assert.deepEqual(await telegram.waiting("a"), []);
      assert.deepEqual((await telegram.findPost("p1"))?.sent, [3, 4]);
    });

    test("a button is pressed once, in its chat, in time; the first of a message counts for all", async (t) => {
      const { telegram } = await (await stores.place(t)).open();
      const expires = ctx.clock.now() + 60_000;
      const button = (nonce: string) => ({ nonce, action: { yes: nonce }, expires });
      const post = { chat: 1, session: null, run: null, body: {} };
      await telegram.post("a", [{ ...post, id: "p", buttons: [button("n1"), button("n2")] }], ctx);
      await telegram.post("a", [{ ...post, id: "q", buttons: [button("n3")] }], ctx);
      assert.equal(await telegram.press("a", "n1", 2, ctx), null, "another chat");
      assert.equal(await telegram.press("b", "n1", 1, ctx), null, "another bot");
      assert.deepEqual(await telegram.press("a", "n1", 1, ctx), { action: { yes: "n1" }, post: "p" });
      assert.equal(await telegram.press("a", "n1", 1, ctx), null);
      assert.equal(await telegram.press("a", "n2", 1, ctx), null);
      assert.equal(await telegram.press("a", "n3", 1, after(60_001)), null, "too late");
    });

    test("a code lets in once and in time, and wrong ones end it", async (t) => {
      const { telegram } = await (await stores.place(t)).open();
      const code = { hash: "h", expires: ctx.clock.now() + 60_000 };
      await telegram.addCode("a", code);
      assert.equal(await telegram.takeCode("a", "h", 3, after(60_001)), false);
      assert.equal(await telegram.takeCode("b", "h", 3, ctx), false);
      assert.equal(await telegram.takeCode("a", "h", 3, ctx), true);
      assert.equal(await telegram.takeCode("a", "h", 3, ctx), false);
      await telegram.addCode("a", code);
      for (let at = 0; at < 3; at += 1) assert.equal(await telegram.takeCode("a", `wrong ${at}`, 3, ctx), false);
      assert.deepEqual([await telegram.hasCode("a", ctx), await telegram.takeCode("a", "h", 3, ctx)], [false, false]);
    });

    test("a chat that is forgotten takes with it what waits for it", async (t) => {
      const { telegram } = await (await stores.place(t)).open();
      await telegram.admit("a", { id: -1, type: "group", title: "G" }, ctx);
      await telegram.admit("a", { id: -1, type: "group", title: "other" }, ctx);
      await telegram.setSession("a", -1, "s");
      const kept = await telegram.chat("a", -1);
      assert.deepEqual([kept?.title, kept?.session], ["G", "s"]);
      await telegram.post("a", [{ id: "p", chat: -1, session: "s", run: null, body: {} }], ctx);
      assert.deepEqual([await telegram.forget("a", -1), await telegram.forget("a", -1)], [true, false]);
      assert.deepEqual([await telegram.waiting("a"), await telegram.chats("a")], [[], []]);
    });
  });
}
