import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { createContext } from "../_setup.ts";
import type { Stores } from "../_stores.ts";

const ctx = createContext();
const day = {
  id: "briefing:2026-03-29:Europe/Berlin",
  date: "2026-03-29",
  zone: "Europe/Berlin",
  composition: { urgent: ["Grüße"] },
  deliveries: [
    { channel: "web", target: "/today", effect: null, state: "done" },
    { channel: "mail", target: "own@example.org", effect: "briefing:2026-03-29:Europe/Berlin/mail", state: "intended" },
  ],
} as const;

export function briefingsSuite(stores: Stores): void {
  describe("briefings and metrics", () => {
    test("a day has one briefing, of the first who stores it, with where it is to go", async (t) => {
      const place = await stores.place(t);
      const first = await place.open();
      const both = await Promise.all([
        first.briefings.add(day, ctx),
        first.briefings.add({ ...day, id: "briefing:2026-03-29:UTC", zone: "UTC", composition: { other: 1 } }, ctx),
      ]);
      assert.deepEqual(
        both.map(({ isNew }) => isNew),
        [true, false],
      );
      await first.close();
      const { briefings } = await place.open().then((store) => (t.after(() => store.close()), store));
      assert.deepEqual((await briefings.find(day.date))?.composition, day.composition);
      assert.equal((await briefings.get(day.id))?.zone, "Europe/Berlin");
      assert.equal(await briefings.find("2026-03-30"), null);
      assert.deepEqual(
        (await briefings.deliveries(day.id)).map(({ channel, state, effect }) => [channel, state, effect]),
        [
          ["mail", "intended", day.deliveries[1].effect],
          ["web", "done", null],
        ],
      );
      await briefings.add({ ...day, id: "b2", date: "2026-03-30", deliveries: [] }, ctx);
      assert.deepEqual(
        (await briefings.list({ limit: 9 })).map(({ date }) => date),
        ["2026-03-30", "2026-03-29"],
      );
      assert.equal((await briefings.list({ before: "2026-03-30", limit: 9 })).length, 1);
    });

    test("what did not arrive goes out again under another name, once", async (t) => {
      const { briefings } = await stores.open(t);
      await briefings.add(day, ctx);
      const before = day.deliveries[1].effect;
      const next = { before, target: "other@example.org", effect: `${before}/2` };
      assert.equal(await briefings.again(day.id, "mail", next, ctx), false, "it is on its way yet");
      await briefings.settle(day.id, "mail", { state: "failed", note: "no" }, ctx);
      assert.deepEqual(
        [await briefings.again(day.id, "mail", next, ctx), await briefings.again(day.id, "mail", next, ctx)],
        [true, false],
      );
      const [mail] = await briefings.deliveries(day.id);
      assert.deepEqual([mail?.state, mail?.effect, mail?.target], ["intended", next.effect, next.target]);
      assert.equal(await briefings.again(day.id, "web", { before: null, target: "", effect: null }, ctx), false);
    });

    test("what was delivered stays delivered", async (t) => {
      const { briefings } = await stores.open(t);
      await briefings.add(day, ctx);
      const states = async () => (await briefings.deliveries(day.id)).map(({ state, note }) => [state, note]);
      await briefings.settle(day.id, "mail", { state: "unclear", note: "silence" }, ctx);
      await briefings.settle(day.id, "web", { state: "failed", note: "no" }, ctx);
      assert.deepEqual(await states(), [
        ["unclear", "silence"],
        ["done", null],
      ]);
      await briefings.settle(day.id, "mail", { state: "done", note: null }, ctx);
      assert.deepEqual((await states())[0], ["done", null]);
    });

    test("values of a metric: one for each moment, exactly as measured, the newest ones oldest first", async (t) => {
      const { metrics } = await stores.open(t);
      const metric = { id: "m", source: "inbox", name: "Mails", unit: "mails", definition: "mails of a day" };
      await metrics.define(metric, ctx);
      await metrics.define({ ...metric, name: "Post" }, ctx);
      assert.deepEqual(await metrics.list(), [{ ...metric, name: "Post" }]);
      assert.equal(await metrics.get("none"), null);
      await metrics.put("m", [1, 2, 3, 4].map((at) => ({ at, value: at / 10 })), ctx); // prettier-ignore
      await metrics.put("m", [{ at: 3, value: 0.1 + 0.2 }], ctx);
      const values = async (filter: Parameters<typeof metrics.points>[1]) =>
        (await metrics.points("m", filter)).map(({ at, value }) => [at, value]);
      assert.deepEqual(await values({ limit: 2 }), [
        [3, 0.1 + 0.2],
        [4, 0.4],
      ]);
      assert.deepEqual(await values({ since: 2, until: 3, limit: 9 }), [[2, 0.2]]);
    });
  });
}
