import assert from "node:assert/strict";
import { test, type TestContext } from "node:test";
import * as fc from "fast-check";
import type { Store } from "../../../src/store/index.ts";
import { foldWord, readWords } from "../../../src/store/search/words.ts";
import { createContext, isError } from "../_setup.ts";
import type { Stores } from "../_stores.ts";

const ctx = createContext();

async function storeWith(
  stores: Stores,
  t: TestContext,
  ...texts: string[]
): Promise<{ store: Store; session: string }> {
  const store = await stores.open(t);
  const { id: session } = await store.sessions.create({ title: "Verlauf" }, ctx);
  for (const text of texts) await store.messages.accept({ session, key: null, text }, ctx);
  return { store, session };
}

const textsOf = async (store: Store, query: string, session?: string): Promise<string[]> => {
  const found = await store.search.messages(query, { limit: 100, ...(session === undefined ? {} : { session }) });
  const whole = await Promise.all(found.map(({ message }) => store.messages.get(message)));
  return whole.map((message) => message?.text ?? "");
};

const HOSTILE = [
  "",
  " ",
  '"',
  '""',
  "a\0b",
  "*",
  "a*",
  "^eins",
  "text:eins",
  "- eins",
  "NOT eins",
  "eins NOT zwei",
  "eins OR",
  "NEAR(eins zwei, 2)",
  "{text}: eins",
  "(((((",
  '"; DROP TABLE messages; --',
  "🙂🤖👩‍👩‍👧",
  "\ud800",
  "a\u0305b",
  "԰",
  "ß".repeat(200),
  "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft",
];

const word = fc.constantFrom(
  "Haus",
  "haus",
  "Häuser",
  "hausen",
  "Straße",
  "eins",
  "zwei",
  "zweifach",
  "Öl",
  "ol",
  "42",
  "x",
);
const sentence = fc.array(word, { minLength: 1, maxLength: 6 }).map((words) => words.join(" "));

export function searchSuite(stores: Stores): void {
  test("messages with all words are found, letters with and without diacritics alike, the last word by its beginning", async (t) => {
    const { store } = await storeWith(
      stores,
      t,
      "Die Prüfung der Rechnung",
      "Rechnungsprüfung für Café Müller",
      "ein Vertrag",
    );
    assert.deepEqual(await textsOf(store, "PRUFUNG rechnung"), ["Die Prüfung der Rechnung"]);
    assert.deepEqual(await textsOf(store, "cafe muller"), ["Rechnungsprüfung für Café Müller"]);
    assert.deepEqual((await textsOf(store, "rechn")).toSorted(), [
      "Die Prüfung der Rechnung",
      "Rechnungsprüfung für Café Müller",
    ]);
    assert.deepEqual(await textsOf(store, "rechnungspr"), ["Rechnungsprüfung für Café Müller"]);
    assert.deepEqual(await textsOf(store, "rechn vertrag"), [], "only the last word may be a beginning");
  });

  test("the better answer comes first, and among alike the newer", async (t) => {
    const long = `Angebot ${"und noch ein Satz über anderes ".repeat(60)}`;
    const { store } = await storeWith(
      stores,
      t,
      "Angebot eins",
      "Angebot zwei",
      long,
      "Angebote",
      "Angebot für das Angebot",
    );
    assert.deepEqual(await textsOf(store, "angebot"), [
      "Angebot für das Angebot",
      "Angebot zwei",
      "Angebot eins",
      "Angebote",
      long,
    ]);
  });

  test("inside one session only its messages are found", async (t) => {
    const { store, session } = await storeWith(stores, t, "Lieferung heute");
    const other = await store.sessions.create({ title: "anderes" }, ctx);
    await store.messages.accept({ session: other.id, key: null, text: "Lieferung morgen" }, ctx);
    assert.deepEqual(await textsOf(store, "lieferung", session), ["Lieferung heute"]);
    assert.deepEqual(await textsOf(store, "lieferung", other.id), ["Lieferung morgen"]);
    assert.equal((await textsOf(store, "lieferung")).length, 2);
    assert.deepEqual(await textsOf(store, "ses"), [], "ids are no words of the messages");
    for (const id of ["nobody", 'ses_x" OR "heute', "ses_", ""]) {
      assert.deepEqual(await textsOf(store, "lieferung", id), []);
    }
  });

  test("a found message says where it stands, and its snippet where the words are", async (t) => {
    const before = "Vorher steht viel. ".repeat(30);
    const { store, session } = await storeWith(
      stores,
      t,
      `${before}🙂 Die Prüfung fand <b>am Montag</b> statt. ${before}`,
    );
    const [hit] = await store.search.messages("montag prüf");
    assert.ok(hit);
    assert.deepEqual([hit.session, hit.title, hit.seq, hit.role], [session, "Verlauf", 1, "user"]);
    const marked = hit.marks.map(([start, end]) => hit.text.slice(start, end));
    assert.deepEqual(marked, ["Prüfung", "Montag"]);
    assert.ok(hit.text.length <= 180 && hit.text.includes("<b>am Montag</b>"), hit.text);
  });

  test("what is changed or deleted is found as it stands now, also after the database was packed", async (t) => {
    const { store, session } = await storeWith(stores, t, "erste Fassung", "zweite Notiz", "dritte Notiz");
    await store.db.run("UPDATE messages SET text = 'neue Fassung' WHERE seq = 1");
    await store.db.run("DELETE FROM messages WHERE seq = 2");
    await store.db.run("VACUUM");
    await store.messages.accept({ session, key: null, text: "vierte Notiz" }, ctx);
    assert.deepEqual(await textsOf(store, "erste"), []);
    assert.deepEqual(await textsOf(store, "fassung"), ["neue Fassung"]);
    assert.deepEqual(await textsOf(store, "notiz"), ["vierte Notiz", "dritte Notiz"]);
    await stores.checkIndex(store);
  });

  test("no query fails, whatever it holds, and none means anything but its words", async (t) => {
    const { store } = await storeWith(stores, t, "eins zwei", "not eins", "🤖eins🙂", "text near or");
    for (const query of HOSTILE) await store.search.messages(query);
    await store.search.messages("wort ".repeat(2_000));
    await store.search.messages("x".repeat(10_000));
    assert.deepEqual(await textsOf(store, "eins NOT zwei"), [], "NOT is a word, and no message has all three");
    assert.deepEqual(await textsOf(store, "NOT eins"), ["not eins"]);
    assert.deepEqual(await textsOf(store, "text:eins"), []);
    assert.equal((await textsOf(store, "eins")).length, 3, "a picture beside a word is no part of it");
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: "grapheme", maxLength: 40 }),
        fc.string({ unit: "binary" }),
        async (one, other) => {
          await store.search.messages(one);
          await store.search.messages(`${one}"${other}`);
        },
      ),
      { numRuns: stores.runs(200) },
    );
  });

  test("what is found is what reading every message finds", async (t) => {
    const store = await stores.open(t);
    const { id: session } = await store.sessions.create({ title: "x" }, ctx);
    await fc.assert(
      fc.asyncProperty(fc.array(sentence, { maxLength: 12 }), sentence, async (texts, query) => {
        await store.db.run("DELETE FROM messages");
        for (const text of texts) await store.messages.accept({ session, key: null, text }, ctx);
        const wanted = [...readWords(query)].map(({ folded }) => folded);
        const last = wanted.at(-1) ?? "";
        const matches = (text: string): boolean => {
          const words = [...readWords(text)].map(({ folded }) => folded);
          const isLast = (one: string): boolean => one === last || (last.length >= 2 && one.startsWith(last));
          return (
            words.some(isLast) &&
            wanted.slice(0, -1).every((one) => words.includes(one) || (one === last && words.some(isLast)))
          );
        };
        assert.deepEqual((await textsOf(store, query)).toSorted(), texts.filter(matches).toSorted());
      }),
      { numRuns: stores.runs(100) },
    );
  });

  test("words are read as the index reads them", async (t) => {
    const store = await stores.open(t);
    const { id: session } = await store.sessions.create({ title: "x" }, ctx);
    const letters = fc.string({
      unit: fc.constantFrom(..."aZäÖßéñçøłœ09 .,-_'\"<>@#€🙂🤖\n\tДж", "e\u0301", "fi"),
      maxLength: 30,
    });
    await fc.assert(
      fc.asyncProperty(letters, async (text) => {
        await store.db.run("DELETE FROM messages");
        await store.messages.accept({ session, key: null, text }, ctx);
        const terms = await stores.indexedWords(store, session);
        const read = new Set([...readWords(text)].map(({ folded }) => folded));
        assert.deepEqual(new Set(terms), read);
      }),
      { numRuns: stores.runs(200) },
    );
    assert.equal(foldWord("Ångström"), "angstrom");
  });

  test("sessions come by their last activity, in pages that neither repeat nor leave out any", async (t) => {
    const store = await stores.open(t);
    let now = 1_000;
    const at = createContext({ clock: { ...ctx.clock, now: () => now } });
    const ids: string[] = [];
    for (let n = 0; n < 12; n += 1) {
      now += n % 3 === 0 ? 0 : 10; // Some at the same moment.
      ids.push((await store.sessions.create({ title: `Nr. ${n}` }, at)).id);
    }
    now = 5_000;
    await store.messages.accept({ session: ids[3] ?? "", key: null, text: "x".repeat(500) }, at);
    now = 6_000;
    await store.runs.start({ session: ids[5] ?? "", request: "etwas" }, at);
    const seen: string[] = [];
    for (let before: string | undefined; ;) {
      const page = await store.sessions.page({ limit: 5, ...(before === undefined ? {} : { before }) });
      seen.push(...page.sessions.map(({ id }) => id));
      if (page.next === null) break;
      before = page.next;
    }
    assert.deepEqual(seen.slice(0, 2), [ids[5], ids[3]]);
    assert.deepEqual(seen.toSorted(), ids.toSorted());
    assert.equal(new Set(seen).size, 12);
    const [first, second, third] = (await store.sessions.page()).sessions;
    assert.deepEqual([first?.updated, first?.last], [6_000, null]);
    assert.deepEqual(second?.last, { role: "user", text: "x".repeat(160), at: 5_000 });
    assert.ok(third && third.updated < 5_000);
    for (const before of ["", "x", "1.", "1.ses_a OR 1", "99999999999999999999.a"]) {
      await assert.rejects(store.sessions.page({ before }), isError("E_INPUT", /cursor/));
    }
  });

  test("events are read in bounded pieces, and all of them where all are asked for", async (t) => {
    const store = await stores.open(t);
    const { id } = await store.sessions.create({ title: "x" }, ctx);
    await Promise.all(Array.from({ length: 2_100 }, () => store.sessions.append(id, "x", null, ctx)));
    assert.equal((await store.sessions.events(id)).length, 1_000);
    assert.deepEqual(
      (await store.sessions.events(id, 5, 2)).map(({ seq }) => seq),
      [6, 7],
    );
    let next = 1;
    for await (const { seq } of store.sessions.allEvents(id)) assert.equal(seq, next++);
    assert.equal(next, 2_101);
  });
}
