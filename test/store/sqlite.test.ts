import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { openStore } from "../../src/store/index.ts";
import { createContext, tempFolder } from "./_setup.ts";
import { sqliteStores } from "./_stores.ts";
import { storeSuite } from "./suite/index.ts";

const ctx = createContext();

storeSuite(sqliteStores);

/** All bytes of the database file, after it was closed. */
const bytesAfter = async (t: TestContext, forget: boolean): Promise<string> => {
  const home = join(await tempFolder(t), "home");
  const store = await openStore(home, ctx);
  const { id } = await store.memories.add("the safe opens with SWORDFISH-OLD", null, ctx);
  await store.memories.correct(id, "the safe opens with SWORDFISH-NEW", null, ctx);
  if (forget) await store.memories.forget(id);
  await store.close();
  return (await readFile(join(home, "kralle.db"))).toString("latin1");
};

test("what was forgotten does not stay readable in the file", async (t) => {
  assert.doesNotMatch(await bytesAfter(t, true), /SWORDFISH/);
});

test("control: what was not forgotten is readable there", async (t) => {
  assert.match(await bytesAfter(t, false), /SWORDFISH-OLD[^]*SWORDFISH-NEW|SWORDFISH-NEW[^]*SWORDFISH-OLD/);
});
