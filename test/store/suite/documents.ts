import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { NewChunk, Store } from "../../../src/store/index.ts";
import { createContext, isError } from "../_setup.ts";
import type { Stores } from "../_stores.ts";

const ctx = createContext();
const chunk = (text: string): NewChunk => ({ text, data: { from: text }, terms: text.split(" ") });

async function put(store: Store, source: string, path: string, texts: string[]): Promise<string> {
  const document = {
    source,
    path,
    title: path,
    sha256: path,
    bytes: 1,
    modified: 1,
    text: texts.join("\n"),
    problems: [],
  };
  return store.documents.put(document, texts.map(chunk), ctx);
}

const found = async (store: Store, ...terms: string[]): Promise<string[]> =>
  (await store.documents.find(terms, 10)).chunks.map(({ text }) => text);

export function documentsSuite(stores: Stores): void {
  describe("documents", () => {
    test("are found by words, those with rarer words and more of them first, after reopening", async (t) => {
      const place = await stores.place(t);
      const first = await place.open();
      const { id } = await first.documents.addSource({ kind: "folder", place: "/a" }, ctx);
      await put(first, id, "prices.md", ["price chair 20", "price table 90", "price desk oak 300"]);
      await put(first, id, "terms.md", [
        "delivery takes days",
        "a long text about nothing with one price in it at all",
      ]);
      await first.close();
      const store = await place.open();
      t.after(() => store.close());
      assert.equal((await found(store, "price", "table"))[0], "price table 90");
      assert.deepEqual(await found(store, "delivery"), ["delivery takes days"]);
      assert.deepEqual(await found(store, "nowhere"), []);
      assert.equal((await found(store, "price")).length, 4);
      const listed = (await store.documents.chunks(100)).map(({ document, seq }) => `${document.id} ${seq}`);
      assert.deepEqual([listed.length, listed], [5, listed.toSorted()]);
      assert.equal((await store.documents.chunks(1)).length, 1);
      const { total, counts, chunks } = await store.documents.find(["price", "oak", "none"], 1);
      assert.deepEqual([total, counts.get("price"), counts.get("oak"), counts.get("none")], [5, 4, 1, undefined]);
      assert.deepEqual([chunks[0]?.data, chunks[0]?.document.path], [{ from: "price desk oak 300" }, "prices.md"]);
    });

    test("one that is put again takes the place of the first, with all its pieces", async (t) => {
      const store = await stores.open(t);
      const { id } = await store.documents.addSource({ kind: "folder", place: "/a" }, ctx);
      assert.equal((await store.documents.addSource({ kind: "folder", place: "/a" }, ctx)).id, id);
      await put(store, id, "a.md", ["old price", "old words"]);
      const again = await put(store, id, "a.md", ["new price"]);
      assert.deepEqual(await found(store, "price", "words", "old"), ["new price"]);
      assert.deepEqual(
        (await store.documents.list(id)).map((one) => one.id),
        [again],
      );
      assert.equal((await store.documents.get(again))?.text, "new price");
    });

    test("go with their source, and with no other", async (t) => {
      const store = await stores.open(t);
      const [one, other] = [
        await store.documents.addSource({ kind: "folder", place: "/a" }, ctx),
        await store.documents.addSource({ kind: "answers", place: "/a" }, ctx),
      ];
      await put(store, one.id, "a.md", ["price one"]);
      await put(store, other.id, "a.md", ["price other"]);
      assert.equal(await store.documents.removeSource(one.id), true);
      assert.equal(await store.documents.removeSource(one.id), false);
      assert.deepEqual(await found(store, "price"), ["price other"]);
      assert.deepEqual(
        (await store.documents.sources()).map(({ id }) => id),
        [other.id],
      );
      await assert.rejects(put(store, one.id, "b.md", ["x"]), isError("E_NOT_FOUND"));
      assert.equal((await store.db.all("SELECT * FROM chunk_terms")).length, 2);
    });
  });
}
