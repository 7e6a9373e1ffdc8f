import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { StoredAppointment } from "../../../src/store/index.ts";
import { arrivedOf } from "../_mails.ts";
import { createContext } from "../_setup.ts";
import type { Stores } from "../_stores.ts";

const ctx = createContext();

const fair: Omit<StoredAppointment, "id"> = {
  account: "acc_1",
  source: "fair@example.org",
  mail: null,
  uid: "fair@example.org",
  sequence: 0,
  organiser: { name: "Ines Möller", address: "ines@moeller.example" },
  state: "confirmed",
  isBusy: true,
  isAllDay: false,
  title: "Messe – Aufbau",
  place: "Halle 4",
  repeats: "FREQ=DAILY",
  version: '"etag-1"',
  times: [
    { start: 1_000, end: 2_000 },
    { start: 3_000, end: 4_000 },
  ],
};

export function calendarSuite(stores: Stores): void {
  describe("appointments", () => {
    test("are there after reopening as they were put, found by the times that they touch", async (t) => {
      const place = await stores.place(t);
      const first = await place.open();
      const id = await first.calendar.put(fair, ctx);
      await first.close();
      const { calendar } = await place.open();
      assert.deepEqual(await calendar.get(id), { ...fair, id });
      const starts = async (from: number, to: number) => (await calendar.between(from, to)).map(({ start }) => start);
      assert.deepEqual(await starts(0, 10_000), [1_000, 3_000]);
      assert.deepEqual(await starts(2_000, 3_000), [], "what ends or begins there does not touch");
      assert.deepEqual(await starts(1_500, 1_600), [1_000]);
      await calendar.put({ ...fair, times: [{ start: 5_000, end: 5_000 }] }, ctx);
      assert.deepEqual(await starts(5_000, 5_001), [5_000], "what takes no time is at its moment");
      assert.deepEqual(await starts(0, 5_000), [], "moved times are gone");
    });

    test("that are declined or cancelled take no time; one that a calendar holds is not told again by its invitation", async (t) => {
      const { calendar } = await (await stores.place(t)).open();
      const invited = { ...fair, mail: "mail_1", version: null, state: "invited" } as const;
      const id = await calendar.put(invited, ctx);
      assert.equal((await calendar.between(0, 10_000)).length, 2);
      for (const state of ["declined", "cancelled"] as const) {
        await calendar.setState(id, state, ctx);
        assert.deepEqual(await calendar.between(0, 10_000), [], state);
      }
      await calendar.setState(id, "confirmed", ctx);
      await calendar.put({ ...fair, account: "acc_2", source: "/cal/1.ics" }, ctx);
      const told = await calendar.between(0, 10_000);
      assert.deepEqual(
        told.map(({ account }) => account),
        ["acc_2", "acc_2"],
      );
      await calendar.forget("acc_2");
      assert.equal((await calendar.between(0, 10_000))[0]?.account, "acc_1");
    });

    test("of a calendar are kept together with the place to go on from, or not at all", async (t) => {
      const { calendar } = await (await stores.place(t)).open();
      const { account, mail: _, ...event } = { ...fair, account: "acc_2" };
      assert.equal(await calendar.cursor(account), null);
      const other = { ...event, source: "/2.ics", uid: "2", title: "Zweites", times: [{ start: 7_000, end: 8_000 }] };
      await calendar.take({ account, put: [event, other], gone: [], cursor: { at: 1 } }, ctx);
      await calendar.take({ account, put: [], gone: [event.source], cursor: { at: 2 } }, ctx);
      assert.deepEqual([await calendar.cursor(account), (await calendar.between(0, 9_000)).map(({ title }) => title)], [{ at: 2 }, ["Zweites"]]); // prettier-ignore
      const broken = { ...other, title: null as unknown as string };
      await assert.rejects(calendar.take({ account, put: [broken], gone: ["/2.ics"], cursor: { at: 3 } }, ctx));
      assert.deepEqual([await calendar.cursor(account), (await calendar.between(0, 9_000)).length], [{ at: 2 }, 1]);
      await calendar.forget(account);
      assert.deepEqual([await calendar.cursor(account), await calendar.between(0, 9_000)], [null, []]);
    });

    test("go with the mail that they came with, and so does what was read out of it", async (t) => {
      const { mails, calendar, inbox } = await (await stores.place(t)).open();
      const { added } = await mails.take({ account: "acc_1", changes: [arrivedOf(1)], cursor: 1, starts: null }, ctx);
      const [mail = ""] = added;
      await calendar.put({ ...fair, mail }, ctx);
      await inbox.findings.put(mail, { invoice: { amount: "1.00" } }, ctx);
      await inbox.findings.put(mail, { invoice: { amount: "2.00" } }, ctx);
      assert.deepEqual(await inbox.findings.get(mail), { invoice: { amount: "2.00" } });
      await mails.forget("acc_1");
      assert.deepEqual([await inbox.findings.get(mail), await calendar.ofMail(mail)], [null, []]);
    });
  });
}
