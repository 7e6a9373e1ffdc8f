import assert from "node:assert/strict";
import { describe, test } from "node:test";
import * as fc from "fast-check";
import { showHours, toTimeZone, type ProfilePatch, type Store } from "../../../src/store/index.ts";
import { createContext, isError } from "../_setup.ts";
import type { Stores } from "../_stores.ts";

const ctx = createContext();
const textsOf = async (store: Store): Promise<string[]> => (await store.memories.list()).map(({ text }) => text);

export function memoriesSuite(stores: Stores): void {
  describe("memories", () => {
    test("are there after reopening, with where they were said", async (t) => {
      const place = await stores.place(t);
      const first = await place.open();
      const typed = await first.memories.add("our VAT id is DE123", null, ctx);
      const said = await first.memories.add("the office is closed on Fridays", { session: "ses_1", run: "run_1" }, ctx);
      await first.close();
      const store = await place.open();
      t.after(() => store.close());
      assert.deepEqual(await store.memories.list(), [said, typed]);
      assert.deepEqual([typed.said, said.said], [null, { session: "ses_1", run: "run_1" }]);
    });

    test("the same words again are the same memory, so that a repeated call after a crash does nothing", async (t) => {
      const { memories } = await stores.open(t);
      const first = await memories.add("our VAT id is DE123", null, ctx);
      assert.deepEqual(await memories.add("  our VAT id\nis DE123 ", null, ctx), first);
      const corrected = await memories.correct(first.id, "our VAT id is DE456", null, ctx);
      assert.deepEqual(await memories.correct(first.id, "our VAT id is DE456", null, ctx), corrected);
      assert.equal((await memories.list()).length, 1);
      assert.equal((await memories.history(corrected.id)).length, 1);
    });

    test("a correction keeps all earlier wordings under the one that holds; an old id stands for it", async (t) => {
      const { memories } = await stores.open(t);
      const a = await memories.add("price 1", null, ctx);
      await memories.markUsed([a.id, a.id], ctx);
      const b = await memories.correct(a.id, "price 2", null, ctx);
      const c = await memories.correct(a.id, "price 3", { session: "s", run: "r" }, ctx);
      assert.deepEqual(
        (await memories.history(c.id)).map(({ id, replacedBy }) => [id, replacedBy]),
        [
          [b.id, c.id],
          [a.id, c.id],
        ],
      );
      assert.deepEqual([c.created, c.used, c.replacedBy], [a.created, 1, null]);
      assert.equal((await memories.get(a.id))?.replacedBy, c.id);
    });

    test("forgetting deletes every wording; an unknown id deletes nothing", async (t) => {
      const { memories } = await stores.open(t);
      const a = await memories.add("one", null, ctx);
      const b = await memories.correct(a.id, "two", null, ctx);
      await memories.add("other", null, ctx);
      assert.equal(await memories.forget("mem_unknown"), 0);
      assert.equal(await memories.forget(a.id), 2);
      assert.equal(await memories.forget(b.id), 0);
      assert.deepEqual([await memories.get(a.id), await memories.get(b.id)], [null, null]);
      await assert.rejects(memories.correct(b.id, "three", null, ctx), isError("E_NOT_FOUND", /memory list/));
    });

    test("texts are bounded and hold nothing that hides or steers", async (t) => {
      const { memories } = await stores.open(t);
      await assert.rejects(memories.add("x".repeat(100_000), null, ctx), isError("E_INPUT", /2000 characters/));
      await assert.rejects(memories.add(" \u200b\u0000\u202e\n", null, ctx), isError("E_INPUT", /nothing to remember/));
      const kept = await memories.add("a\u001b[31mred\u202eb\u0000c\ud800 d\r\ne", null, ctx);
      assert.equal(kept.text, "a [31mred b c\ufffd d e");
      await assert.rejects(memories.correct(kept.id, "", null, ctx), isError("E_INPUT"));
      assert.equal((await memories.get(kept.id))?.text, kept.text);
    });

    test("any text is refused or kept as one clean line of at most 2,000 characters", async (t) => {
      const { memories } = await stores.open(t);
      await fc.assert(
        fc.asyncProperty(fc.string({ unit: "binary", maxLength: 3_000 }), async (text) => {
          const kept = await memories.add(text, null, ctx).catch((thrown: unknown) => {
            assert.ok(isError("E_INPUT")(thrown), String(thrown));
            return null;
          });
          if (!kept) return;
          assert.ok(kept.text.length <= 2_000 && kept.text.trim() === kept.text);
          assert.doesNotMatch(kept.text, /\p{Cc}|\p{Cf}|\p{Zl}|\p{Zp}/u);
          assert.deepEqual(await memories.get(kept.id), kept);
        }),
        { numRuns: stores.runs(60) },
      );
    });

    test("under any order of calls each thing has one wording that holds, and forgotten things leave nothing", async (t) => {
      const act = fc.record({
        what: fc.constantFrom("add", "correct", "forget"),
        word: fc.integer({ min: 0, max: 5 }),
        of: fc.nat(30),
      });
      await fc.assert(
        fc.asyncProperty(fc.array(act, { maxLength: 25 }), async (acts) => {
          const store = await stores.open(t);
          const ids: string[] = [];
          for (const { what, word, of } of acts) {
            const id = ids[of % Math.max(1, ids.length)] ?? "mem_none";
            if (what === "add") ids.push((await store.memories.add(`word ${word}`, null, ctx)).id);
            else if (what === "forget") await store.memories.forget(id);
            else if (await store.memories.get(id))
              ids.push((await store.memories.correct(id, `word ${word}`, null, ctx)).id);
          }
          const rows = await store.db.all("SELECT id, replaced_by FROM memories");
          const holding = new Set(rows.filter((row) => row["replaced_by"] === null).map((row) => row["id"]));
          for (const row of rows)
            assert.ok(row["replaced_by"] === null || holding.has(row["replaced_by"]), "no chains");
          for (const { id } of await store.memories.list()) await store.memories.forget(id);
          assert.equal((await store.db.all("SELECT id FROM memories")).length, 0);
        }),
        { numRuns: stores.runs(12) },
      );
    });
  });

  describe("the profile", () => {
    test("fields are set, kept, and cleared one by one", async (t) => {
      const store = await stores.open(t);
      assert.equal((await store.profile.get()).name, null);
      await store.profile.set({ name: " Anna\u0000 Schmidt ", timeZone: "europe/berlin", tone: "formal" }, ctx);
      const hours = {
        mon: [
          { from: "08:00", to: "12:00" },
          { from: "13:00", to: "17:00" },
        ],
      };
      const set = await store.profile.set({ workingHours: hours, tone: null }, ctx);
      assert.deepEqual(set, {
        name: "Anna Schmidt",
        address: null,
        tone: null,
        language: null,
        timeZone: "Europe/Berlin",
        workingHours: hours,
      });
      assert.deepEqual(await store.profile.get(), set);
    });

    const wrong: [string, unknown][] = [
    ["an unknown zone", { timeZone: "Mars/Olympus" }],
    ["an unknown field", { shoeSize: 42 }],
    ["an unknown tone", { tone: "rude" }],
    ["an empty name", { name: " \u200b" }],
    ["a long name", { name: "x".repeat(81) }],
    ["hours that end before they begin", { workingHours: { mon: [{ from: "16:00", to: "08:00" }] } }],
    ["hours that overlap", { workingHours: { mon: [{ from: "08:00", to: "12:00" }, { from: "11:00", to: "13:00" }] } }],
    ["an unknown day", { workingHours: { monday: [{ from: "08:00", to: "12:00" }] } }],
    ["an impossible time", { workingHours: { mon: [{ from: "08:00", to: "25:00" }] } }],
  ]; // prettier-ignore
    for (const [what, patch] of wrong) {
      test(`refuses ${what}, and changes nothing`, async (t) => {
        const store = await stores.open(t);
        const mixed = { language: "de", ...(patch as object) } as ProfilePatch;
        await assert.rejects(store.profile.set(mixed, ctx), isError("E_INPUT", /profile:/));
        assert.equal((await store.profile.get()).language, null);
      });
    }

    test("a zone is a place, not an offset or a path", () => {
      assert.equal(toTimeZone("Europe/Berlin"), "Europe/Berlin");
      assert.equal(toTimeZone("UTC"), "UTC");
      for (const name of ["+01:00", "../etc/passwd", "Berlin", "", "a/b\u0000"])
        assert.equal(toTimeZone(name), null, name);
    });

    test("hours are shown in few words", () => {
      const day = [{ from: "08:00", to: "16:00" }];
      const hours = { mon: day, tue: day, wed: day, fri: [{ from: "08:00", to: "14:00" }] };
      assert.equal(showHours(hours, "en"), "Mon–Wed 08:00–16:00, Fri 08:00–14:00");
      assert.equal(showHours(hours, "de"), "Mo–Mi 08:00–16:00, Fr 08:00–14:00");
    });
  });

  test("two thousand things can be kept, one more is refused", async (t) => {
    const store = await stores.open(t);
    await store.db.transaction(async (tx) => {
      await tx.run(
        `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000)
       INSERT INTO memories (id, text, created, updated, used) SELECT 'mem_' || i, 'word ' || i, 0, 0, 0 FROM n`,
      );
    });
    await assert.rejects(store.memories.add("one more", null, ctx), isError("E_INPUT", /2000/));
    assert.equal((await store.memories.add("word 7", null, ctx)).id, "mem_7", "what is known is no further one");
    assert.equal((await textsOf(store)).length, 2_000);
  });
}
